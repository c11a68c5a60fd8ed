"""Saying that a reported percentage is public already."""

import re
from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Layout
from django import forms

from dashboards.publishing.shares import Reported, Share
from safetyvalve.core.forms import Checkboxes, GovForm

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class PublicFiguresForm(GovForm):
    """Which percentages without counts anybody can read already, and in which public paper."""

    figures = forms.MultipleChoiceField(label="What anybody can read already", widget=Checkboxes(small=True))
    where = forms.CharField(
        label="Where it can be read",
        max_length=200,
        help_text="Name and day of the public paper, such as Schools Forum minutes, 9 March 2023. Kept in the audit. "
        "Readers are not told.",
    )

    def __init__(self, *args: Any, reported: Sequence[Reported], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shares = {"_".join(each.share): each.share for each in reported if each.can_be_said}
        self.fields["figures"].choices = [  # type: ignore[attr-defined]
            ("_".join(each.share), str(each)) for each in reported if each.can_be_said
        ]

    def layout(self) -> Layout:
        return Layout("figures", "where")

    def clean_where(self) -> str:
        where: str = self.cleaned_data["where"].strip()
        if not _YEAR.search(where):
            raise forms.ValidationError("Say of which day the paper is, with the year")
        return where

    @property
    def chosen(self) -> list[Share]:
        return [self.shares[key] for key in self.cleaned_data["figures"]]
