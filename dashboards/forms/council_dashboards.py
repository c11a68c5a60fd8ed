"""Putting a dashboard together: its name, and one group of fields for each chart, in the order of the page."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.layout import HTML, Layout
from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from dashboards.breakdowns import topics_of
from dashboards.catalogue import OWN_HEADING, SECTIONS
from dashboards.categories import TOPICS, Topic
from dashboards.comparators import Held
from dashboards.grouping import measures_divided
from dashboards.looks import NOBODY
from dashboards.models import CouncilDashboard, Indicator
from dashboards.publishing.doubts import Doubt
from dashboards.publishing.typed import kept_from_members, look_at
from dashboards.scope import INSIDE
from dashboards.services.council_dashboards import MOST_CHARTS, Chart, digest_of
from safetyvalve.core.forms import AffixedInput, Checkboxes, GovForm, TextArea
from safetyvalve.core.models import Authority

SPARE, AT_FIRST = 2, 5
"""Empty charts offered after those there are, and on a new dashboard."""
NAMES = ("code", "by", "against", "words")


class CouncilDashboardForm(GovForm):
    """``seen`` is the dashboard as the page showed it. A chart without a measure is no chart.

    Words of a dashboard that is shared are read outside the programme: what in them could give a child away is asked
    about before it is saved. ``typed`` are fields that somebody was filling in when they moved a chart, with ``charts``
    as they now follow.
    """

    name = forms.CharField(label="Name of the dashboard", max_length=80, widget=AffixedInput(width=30))
    about = forms.CharField(
        label="What it is for",
        required=False,
        max_length=600,
        widget=TextArea(attrs={"rows": 2}),
        help_text="Stands under the name. Leave empty if the name says it.",
    )
    share = forms.MultipleChoiceField(
        label="Who sees it",
        required=False,
        choices=[("yes", "Share it with everybody in the council who sees dashboards")],
        widget=Checkboxes(),
        help_text="Otherwise only you. Schools Forum members see of it what they see elsewhere: what editions "
        "show them, and published figures. Where they do not get a chart in the way you chose, they do not get what "
        "you have to say about it.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        authority: Authority,
        dashboard: CouncilDashboard | None,
        indicators: Sequence[Indicator],
        held: Sequence[Held],
        typed: Mapping[str, Any] | None = None,
        charts: Sequence[Chart] | None = None,
        **kwargs: Any,
    ) -> None:
        self.authority, self.dashboard = authority, dashboard
        self.indicators = {each.code: each for each in indicators}
        sent = args[0] if args else None
        rows = list(dashboard.charts) if dashboard else []
        number = len(rows) + SPARE if dashboard else AT_FIRST
        if charts is not None:
            rows, number = list(charts), len(charts)
        elif sent is not None:
            number = len(charts_in(sent)) or number
        self.numbers = range(min(MOST_CHARTS, number))
        initial: dict[str, Any] = {"seen": digest_of(dashboard)}
        if typed is not None:
            initial |= typed
        elif dashboard:
            initial |= {"name": dashboard.name, "about": dashboard.about}
            initial["share"] = ["yes"] if dashboard.is_shared else []
        for place, chart in enumerate(rows):
            initial |= {f"{name}_{place}": chart.get(name, "") for name in NAMES}
        super().__init__(*args, initial=initial, **kwargs)
        self.doubts = _doubts(sent, self.numbers, authority, self.indicators) if sent is not None else ()
        if self.doubts:
            self.fields["words_stay"] = forms.MultipleChoiceField(
                label="Words that could give a child away",
                required=False,
                choices=[("yes", "I have looked at them: members of the Schools Forum may read them as they are")],
                widget=Checkboxes(),
            )
        kept = {chart["code"] for chart in (dashboard.charts if dashboard else [])}
        measures = _by_section(indicators, kept)
        topics = [("", "Not divided"), *((topic.code, topic.name) for topic in TOPICS.values())]
        against = [("", "England, where there is a rate"), (NOBODY, "Nobody")]
        against += [(each.key, each.name) for each in held if each.key != "england"]
        for number in self.numbers:
            self._add_chart(number, measures, topics, against)

    def _add_chart(self, number: int, measures: list[Any], topics: list[Any], against: list[Any]) -> None:
        self.fields[f"code_{number}"] = forms.ChoiceField(label="Measure", required=False, choices=measures)
        self.fields[f"by_{number}"] = forms.ChoiceField(label="Divided by", required=False, choices=topics)
        self.fields[f"against_{number}"] = forms.ChoiceField(label="Held against", required=False, choices=against)
        self.fields[f"words_{number}"] = forms.CharField(
            label="What you have to say about it", required=False, max_length=1000, widget=TextArea(attrs={"rows": 2})
        )

    def layout(self) -> Layout:
        # The first button of a form is the one that Enter presses: saving, not moving.
        asked = ["words_stay"] if self.doubts else []
        parts: list[object] = ["name", "about", "share", *asked, "seen", HTML(_SAVE)]
        for number in self.numbers:
            parts.append(HTML(format_html(_BEGIN, number + 1)))
            parts += [f"{name}_{number}" for name in NAMES]
            parts.append(HTML(_buttons(number + 1, len(self.numbers))))
        if len(self.numbers) < MOST_CHARTS:
            parts.append(HTML(format_html(_BUTTON, "more", len(self.numbers) + 1, "Add another chart", "")))
        return Layout(*parts)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in self.numbers:
            if data.get(f"code_{number}") and data.get(f"by_{number}") and data.get(f"against_{number}"):
                self.add_error(f"against_{number}", "Choose either what to divide it by or whom to hold it against")
        self._check_divided(data)
        for doubt in () if data.get("words_stay") else self.doubts:
            self.add_error(doubt.where, f"{doubt.sentence} You wrote {doubt.evidence}")
        if not self.errors and not self.charts_of(data):
            self.add_error("code_0", "Choose a measure for at least one chart")
        same = CouncilDashboard.objects.filter(authority=self.authority, name__iexact=data.get("name", ""))
        if (same.exclude(pk=self.dashboard.pk) if self.dashboard else same).exists():
            self.add_error("name", "There is a dashboard with this name already")
        return data

    def _check_divided(self, data: dict[str, Any]) -> None:
        """A measure is divided only by what there are figures by: nobody should save a chart that is not drawn so."""
        known: dict[str, list[Topic]] = {}
        for number in self.numbers:
            indicator, by = self.indicators.get(data.get(f"code_{number}", "")), data.get(f"by_{number}")
            if indicator is None or not by:
                continue
            if indicator.code not in known:
                known[indicator.code] = topics_of(self.authority, indicator, INSIDE)
            if by not in {topic.code for topic in known[indicator.code]}:
                self.add_error(f"by_{number}", _cannot_divide(indicator, by, known[indicator.code]))

    def charts_of(self, data: dict[str, Any]) -> list[Chart]:
        """Those with a measure, in the order of the form."""
        rows = [{name: data.get(f"{name}_{number}", "") for name in NAMES} for number in self.numbers]
        return [chart for chart in rows if chart["code"]]


def _cannot_divide(indicator: Indicator, by: str, topics: Sequence[Topic]) -> str:
    """Why not, with the ways that there are."""
    ways = f"Choose one of: {'; '.join(topic.name for topic in topics)}; or “Not divided”"
    there_is = ways if topics else "Choose “Not divided”: there are no figures of its parts"
    return f"{indicator.name} has no figures by “{TOPICS[by].name}”. {there_is}"


_SAVE = '<div class="govuk-button-group"><button class="govuk-button" type="submit">Save the dashboard</button></div>'
_BEGIN = (
    '<fieldset class="govuk-fieldset app-card" id="chart-{0}"><legend class="govuk-fieldset__legend '
    'govuk-fieldset__legend--s">Chart {0}</legend>'
)
_BUTTON = (
    '<button class="govuk-button govuk-button--secondary" type="submit" name="do" value="{}" formaction="#chart-{}" '
    'formnovalidate>{}<span class="govuk-visually-hidden">{}</span></button>'
)


def _buttons(number: int, number_of_charts: int) -> SafeString:
    """Moving a chart up or down, and taking it out: buttons that send what was typed and bring it back rearranged."""
    moves = [("up", number - 1, "Move up")] if number > 1 else []
    moves += [("down", number + 1, "Move down")] if number < number_of_charts else []
    moves += [("out", number, "Take out")]
    buttons = format_html_join(
        "", _BUTTON, ((f"{do}-{number}", there, words, f" chart {number}") for do, there, words in moves)
    )
    return format_html('<div class="govuk-button-group">{}</div></fieldset>', buttons)


def _doubts(
    sent: Mapping[str, Any], numbers: Sequence[int], authority: Authority, indicators: Mapping[str, Indicator]
) -> tuple[Doubt, ...]:
    """What to look at in the words of a dashboard that is to be shared, each under its field, by the rule of editions:
    their numbers are held against what editions withhold and against the small counts of its measures."""
    there = [number for number in numbers if sent.get(f"code_{number}")]
    names = ("name", "about", *(f"words_{number}" for number in there))
    texts = {name: said for name in names if (said := str(sent.get(name, "")))}
    if not (sent.get("share") and texts):
        return ()
    chosen = [found for number in there if (found := indicators.get(str(sent[f"code_{number}"])))]
    threshold = authority.small_count_threshold
    withheld = kept_from_members(authority, (pk for each in chosen for pk in measures_divided(each)), threshold)
    return look_at(texts, withheld, threshold)


def charts_in(sent: Mapping[str, Any]) -> list[Chart]:
    """The rows of a form as they were sent, empty ones with them."""
    rows = [each for each in range(MOST_CHARTS) if f"code_{each}" in sent]
    return [{name: str(sent.get(f"{name}_{each}", "")) for name in NAMES} for each in rows]


def arranged(charts: Sequence[Chart], do: str) -> tuple[list[Chart], str]:
    """The rows after "up-2", "down-2", "out-2" or "more", and what happened in words; unchanged for anything else."""
    rows, (action, _, at) = list(charts), do.partition("-")
    place = int(at) - 1 if at.isdigit() else -1
    if action == "more" and len(rows) < MOST_CHARTS:
        rows.append({})
        return rows, f"Chart {len(rows)} is new."
    other = place + {"up": -1, "down": 1}.get(action, 0)
    if not (0 <= place < len(rows) and 0 <= other < len(rows)):
        return rows, ""
    if action == "out":
        del rows[place]
        return rows or [{}], f"Chart {place + 1} is taken out."
    if other == place:
        return rows, ""
    rows[place], rows[other] = rows[other], rows[place]
    return rows, f"Chart {place + 1} is now chart {other + 1}."


def _by_section(indicators: Sequence[Indicator], kept: set[str]) -> list[Any]:
    """Choices of a measure under the headings of the catalogue; one on the page stays though it lost its figures."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for each in indicators:
        heading = OWN_HEADING if each.authority_id else SECTIONS.get(each.topic, "Other")
        found[heading].append((each.code, each.name))
    there = {each.code for each in indicators}
    gone = [(code, f"{code} (no longer kept)") for code in sorted(kept - there)]
    groups = [(heading, found[heading]) for heading in (*SECTIONS.values(), "Other", OWN_HEADING) if found[heading]]
    return [("", "No chart"), *groups, *gone]
