"""What the pages share: the filters of an address, the agreement looked at, and charts ready for a template."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString

from conditions.models import Agreement
from conditions.positions import with_versions
from dashboards.categories import Topic
from dashboards.charts.lines import Frame
from dashboards.comparators import Held
from dashboards.looks import NOTHING_ASKED, Asked
from dashboards.periods import Grain
from dashboards.points import Definition, MeasureSeries, usual_grain
from safetyvalve.core.access import CouncilRequest
from safetyvalve.render.data import ChartData
from safetyvalve.render.html import figure_html
from safetyvalve.render.svg import chart_id

YEARS: dict[str, tuple[int | None, str]] = {"1": (1, "1 year"), "3": (3, "3 years"), "all": (None, "All years")}
USUAL_YEARS = "3"
KEY = re.compile(r"[a-z0-9_-]{1,60}")
DOWNLOADS = (("csv", "CSV"), ("xlsx", "Excel"), ("png", "Picture (PNG)"), ("svg", "Drawing (SVG)"))


@dataclass(frozen=True)
class Link:
    """A link of a filter or a download; ``is_current`` for the choice in force."""

    label: str
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class Shown:
    """A chart as a page shows it: markup, downloads, and what its measures mean. Its elements have ids that begin
    with ``name``; the one of its heading ends in "-title"."""

    key: str
    name: str
    title: str
    figure: SafeString
    downloads: tuple[Link, ...]
    definitions: tuple[Definition, ...] = ()
    table: SafeString | str = ""


@dataclass(frozen=True)
class Choices:
    """What the address asks for: how many years back, of which agreement, divided by what or held against whom.

    ``is_rolling``: each month with the eleven before it.
    """

    years: str
    agreement: Agreement | None
    agreements: tuple[Agreement, ...] = ()
    asked: Asked = NOTHING_ASKED
    is_rolling: bool = False
    grain: Grain | None = None

    @property
    def frame(self) -> Frame:
        return Frame(YEARS[self.years][0], self.is_rolling, self.grain)

    def query(
        self,
        years: str | None = None,
        agreement: Agreement | None = None,
        asked: Asked | None = None,
        *,
        is_rolling: bool | None = None,
    ) -> str:
        """The address's query for these choices, empty for the usual ones."""
        found = {}
        chosen, agreement = years or self.years, agreement or self.agreement
        if chosen != USUAL_YEARS:
            found["years"] = chosen
        if agreement and self.agreements and agreement != self.agreements[0]:
            found["agreement"] = agreement.slug
        by, against = self.asked if asked is None else asked
        found |= {name: key for name, key in (("by", by), ("compare", against)) if key}
        if self.is_rolling if is_rolling is None else is_rolling:
            found["rolling"] = "12"
        if self.grain:
            found["each"] = self.grain.value
        return f"?{urlencode(found)}" if found else ""

    def year_links(self, url: str) -> list[Link]:
        return [Link(words, url + self.query(years=key), key == self.years) for key, (_, words) in YEARS.items()]

    def grain_links(self, url: str, series: MeasureSeries) -> list[Link]:
        """Months, Januaries or years, for a measure with figures of several. Nothing when there is no choice."""
        grains = [grain for grain in Grain if grain in series.grains()]
        if len(grains) < 2:
            return []
        usual = usual_grain(series)
        current = self.grain if self.grain in grains else usual
        return [
            Link(grain.word, url + replace(self, grain=None if grain == usual else grain).query(), grain == current)
            for grain in grains
        ]

    def rolling_links(self, url: str) -> list[Link]:
        choices = ((False, "Each month by itself"), (True, "12 months at a time"))
        return [Link(words, url + self.query(is_rolling=each), each == self.is_rolling) for each, words in choices]

    def against_links(self, url: str, held: Iterable[Held], current: str) -> list[Link]:
        """England is the usual one; its key is left out of the address. Nothing when there is no choice."""
        keys = [("" if each.key == "england" else each.key, each.name) for each in held]
        if len(keys) < 2:
            return []
        asked = self.asked
        return [Link(name, url + self.query(asked=asked._replace(against=key)), key == current) for key, name in keys]

    def by_links(self, url: str, topics: Iterable[Topic]) -> list[Link]:
        """Every division that the page has, or one of them only. Nothing when there is no choice."""
        found = [("", "Every way"), *((topic.code, topic.name) for topic in topics)]
        if len(found) < 3:
            return []
        asked = self.asked
        return [Link(name, url + self.query(asked=asked._replace(by=key)), key == asked.by) for key, name in found]

    def agreement_links(self, url: str) -> list[Link]:
        """Nothing when there is no choice."""
        if len(self.agreements) < 2:
            return []
        return [Link(each.title, url + self.query(agreement=each), each == self.agreement) for each in self.agreements]


class Address(NamedTuple):
    """What an address asks for, word by word; what cannot be understood is left out. Whether there is such an
    agreement, topic or group is for ``choices`` to find out."""

    years: str
    agreement: str
    by: str
    against: str
    is_rolling: bool
    grain: str


def address_of(request: CouncilRequest) -> Address:
    """Everything of the address that a dashboard's drawing depends on."""
    years, each = request.GET.get("years", USUAL_YEARS), request.GET.get("each", "")
    return Address(
        years if years in YEARS else USUAL_YEARS,
        request.GET.get("agreement", ""),
        _key(request, "by"),
        _key(request, "compare"),
        request.GET.get("rolling") == "12",
        each if each in list(Grain) else "",
    )


def choices(request: CouncilRequest, *, of_agreements: bool = True, and_versions: bool = False) -> Choices:
    """Read the address; what it does not understand is the usual choice. Raises Http404 for an unknown agreement.

    One query; none where nothing is ``of_agreements`` and the address names none. ``and_versions``: they come with what
    their money is read from.
    """
    asked = address_of(request)
    agreements: tuple[Agreement, ...] = ()
    if of_agreements or asked.agreement:
        found = Agreement.objects.of(request.authority).order_by("-signed_on", "pk")
        agreements = tuple(with_versions(found) if and_versions else found.select_related("authority", "programme"))
    slug = asked.agreement
    agreement = next((each for each in agreements if each.slug == slug), None) if slug else next(iter(agreements), None)
    if slug and agreement is None:
        raise Http404
    grain = Grain(asked.grain) if asked.grain else None
    return Choices(asked.years, agreement, agreements, Asked(asked.by, asked.against), asked.is_rolling, grain)


def _key(request: CouncilRequest, name: str) -> str:
    """A word of the address that can be a topic or a group; anything else is none."""
    key = request.GET.get(name, "")
    return key if KEY.fullmatch(key) else ""


def shown(
    chart: ChartData,
    *,
    la_code: str,
    query: str,
    definitions: Iterable[Definition] = (),
    level: int = 3,
    download_key: str = "",
    table: SafeString | str = "",
) -> Shown:
    """The chart drawn for a page, with its downloads in the same frame.

    ``download_key`` is the chart's key in addresses where that on the page is another.
    """
    key = download_key or chart.key
    files = reverse("dashboards:chart-download", args=[la_code, key, "csv"]).removesuffix("csv")
    figure = figure_html(
        chart,
        level=level,
        plotly_data=f"{files}json{query}",
        table_url=f"{files.removesuffix('.')}/{query}",
    )
    downloads = tuple(Link(label, f"{files}{kind}{query}") for kind, label in DOWNLOADS)
    return Shown(chart.key, chart_id(chart), chart.title, figure, downloads, tuple(definitions), table)
