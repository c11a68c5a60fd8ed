"""Choosing the areas of a council's own comparator group."""

from collections import defaultdict
from typing import Any

from crispy_forms.layout import HTML, Layout
from django import forms
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from dashboards.models import Area, ComparatorGroup
from dashboards.services.comparators import digest_of
from safetyvalve.core.forms import Checkboxes, GovForm
from safetyvalve.core.models import Authority


class ComparatorForm(GovForm):
    """A name, and councils by region. ``seen`` is the group as the page showed it."""

    name = forms.CharField(
        label="Name of the group", max_length=80, help_text="As charts and tables call it, for example South coast."
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, authority: Authority, group: ComparatorGroup | None = None, **kwargs: Any) -> None:
        self.authority, self.group = authority, group
        chosen = [member.area for member in group.members.select_related("area")] if group else []
        initial = {"name": group.name if group else "", "seen": digest_of(group)}
        self.regions = _by_region(authority)
        super().__init__(*args, initial=initial, **kwargs)
        for key, (region, areas) in self.regions.items():
            field = forms.MultipleChoiceField(
                label=region,
                required=False,
                choices=[(area.gss_code, area.name) for area in areas],
                widget=Checkboxes(small=True),
                initial=[area.gss_code for area in chosen if area in areas],
            )
            self.fields[key] = field

    def layout(self) -> Layout:
        parts: list[object] = ["name"]
        for key, (region, _) in self.regions.items():
            is_open = " open" if self.is_bound or self.fields[key].initial else ""
            summary = format_html(
                '<details class="govuk-details"{}><summary class="govuk-details__summary">'
                '<span class="govuk-details__summary-text">{}</span></summary>',
                mark_safe(is_open),  # noqa: S308 - one of two words of ours
                region,
            )
            parts += [HTML(summary), key, HTML("</details>")]
        return Layout(*parts, "seen")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.areas_of(data) and not self.errors:
            self.add_error(next(iter(self.regions), None), "Choose at least one council")
        own = ComparatorGroup.objects.filter(authority=self.authority, kind=ComparatorGroup.Kind.OWN)
        taken = own.filter(name__iexact=data.get("name", "")).first()
        if taken and taken != self.group:
            self.add_error("name", "There is a group with this name already")
        return data

    def areas_of(self, data: dict[str, Any]) -> list[Area]:
        codes = {code for key in self.regions for code in data.get(key, [])}
        return [area for _, areas in self.regions.values() for area in areas if area.gss_code in codes]


def _by_region(authority: Authority) -> dict[str, tuple[str, list[Area]]]:
    """The councils of England but this one, by region: field name → (region, councils). One query."""
    areas = list(Area.objects.order_by("name"))
    regions = {area.gss_code: area.name for area in areas if area.level == Area.Level.REGION}
    found: dict[str, list[Area]] = defaultdict(list)
    for area in areas:
        if area.level == Area.Level.AUTHORITY and area.gss_code != authority.gss_code:
            found[area.region_gss_code].append(area)
    named = sorted(found, key=lambda code: regions.get(code, "~"))
    return {f"region_{code or 'none'}": (regions.get(code, "Elsewhere"), found[code]) for code in named}
