"""Putting a dashboard together: its name, and one group of fields for each chart."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import HTML, Layout
from django import forms
from django.utils.html import format_html

from dashboards.catalogue import OWN_HEADING, SECTIONS
from dashboards.categories import TOPICS
from dashboards.comparators import Held
from dashboards.looks import NOBODY
from dashboards.models import CouncilDashboard, Indicator
from dashboards.services.council_dashboards import MOST_CHARTS, Chart, digest_of
from safetyvalve.core.forms import AffixedInput, Checkboxes, GovForm, TextArea
from safetyvalve.core.models import Authority

SPARE, AT_FIRST = 2, 5
"""Empty charts offered after those there are, and on a new dashboard."""
NAMES = ("code", "by", "against", "words", "place")


class CouncilDashboardForm(GovForm):
    """``seen`` is the dashboard as the page showed it. A chart without a measure is no chart."""

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
        help_text="Otherwise only you. Schools Forum members see of it what they see elsewhere: submitted periods and "
        "published figures, with small counts hidden.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        authority: Authority,
        dashboard: CouncilDashboard | None,
        indicators: Sequence[Indicator],
        held: Sequence[Held],
        **kwargs: Any,
    ) -> None:
        self.authority, self.dashboard = authority, dashboard
        charts = list(dashboard.charts) if dashboard else []
        rows = len(charts) + SPARE if dashboard else AT_FIRST
        self.numbers = range(min(MOST_CHARTS, rows))
        initial: dict[str, Any] = {"seen": digest_of(dashboard)}
        if dashboard:
            initial |= {"name": dashboard.name, "about": dashboard.about}
            initial["share"] = ["yes"] if dashboard.is_shared else []
        for number, chart in enumerate(charts):
            initial |= {f"{name}_{number}": chart.get(name, "") for name in NAMES[:-1]}
        super().__init__(*args, initial=initial, **kwargs)
        kept = {chart["code"] for chart in charts}
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
        self.fields[f"place_{number}"] = forms.IntegerField(
            label="Place on the page",
            min_value=1,
            max_value=99,
            initial=number + 1,
            required=False,
            widget=forms.NumberInput(attrs={"class": "govuk-input--width-2"}),
        )

    def layout(self) -> Layout:
        parts: list[object] = ["name", "about", "share"]
        for number in self.numbers:
            parts.append(
                HTML(
                    format_html(
                        '<fieldset class="govuk-fieldset app-card"><legend class="govuk-fieldset__legend '
                        'govuk-fieldset__legend--s">Chart {}</legend>',
                        number + 1,
                    )
                )
            )
            parts += [f"{name}_{number}" for name in NAMES]
            parts.append(HTML("</fieldset>"))
        return Layout(*parts, "seen")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in self.numbers:
            if data.get(f"code_{number}") and data.get(f"by_{number}") and data.get(f"against_{number}"):
                self.add_error(f"against_{number}", "Choose either what to divide it by or whom to hold it against")
        if not self.errors and not self.charts_of(data):
            self.add_error("code_0", "Choose a measure for at least one chart")
        same = CouncilDashboard.objects.filter(authority=self.authority, name__iexact=data.get("name", ""))
        if (same.exclude(pk=self.dashboard.pk) if self.dashboard else same).exists():
            self.add_error("name", "There is a dashboard with this name already")
        return data

    def charts_of(self, data: dict[str, Any]) -> list[Chart]:
        """Those with a measure, by their place; of two with the same place the upper one comes first."""
        rows = [
            (data.get(f"place_{number}") or number + 1, {name: data.get(f"{name}_{number}", "") for name in NAMES[:-1]})
            for number in self.numbers
        ]
        return [chart for _, chart in sorted(rows, key=lambda row: row[0]) if chart["code"]]


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
