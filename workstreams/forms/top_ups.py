"""Entering a top-up band, what it is worth, and how many are on each band on a day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from safetyvalve.core.dates import in_words
from safetyvalve.core.forms import DateField, GovForm, GovModelForm, MoneyField, NarrativeField, RevisionMixin
from safetyvalve.core.forms.pounds import PoundsMixin
from safetyvalve.core.forms.widgets import AffixedInput
from safetyvalve.core.thousands import Held, others
from workstreams.forms.seen_boxes import pounds
from workstreams.models import TopUpBand, TopUpValue
from workstreams.services.top_ups import seen

MOST_ON_A_BAND = 100_000
LARGEST_VALUE = 10_000_000


class TopUpBandForm(RevisionMixin, GovModelForm):
    """A band and the kind of setting it is paid in."""

    name = forms.CharField(label="Name of the band", max_length=80)
    setting = forms.ChoiceField(label="Kind of setting", choices=[("", "Choose one"), *TopUpBand.Setting.choices])
    about = NarrativeField(label="Who is on it", required=False, limit=1000, rows=3, help_text="The need, not a child.")
    ends_on = DateField(label="Last day", required=False, help_text="Leave blank while it is in use.")
    source = forms.CharField(label="Where this comes from", required=False, max_length=300)

    class Meta:
        model = TopUpBand
        fields = TopUpBand.FIELDS

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in TopUpBand.FIELDS}


class TopUpValueForm(PoundsMixin, GovForm):
    """What a band is worth in a year from a day. After the first, with the reason."""

    amount = MoneyField(label="Value for one child in a year", min_value=0)
    effective_from = DateField(label="From", help_text="Counts of this day and later are priced with it.")
    reason = NarrativeField(label="Why it changes", required=False, limit=1000, rows=3)
    data: Any
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=30_000)

    def __init__(self, *args: Any, band: TopUpBand, after: int, **kwargs: Any) -> None:
        kwargs["initial"] = {"after": after}
        super().__init__(*args, **kwargs)
        self.band = band
        if not after:
            del self.fields["reason"]

    def held_against(self, name: str) -> Iterable[Held]:
        """The band's own newest value, then those of the agreement's other bands."""
        values = TopUpValue.objects.filter(band__agreement=self.band.agreement_id).select_related("band")
        newest = {each.band: each for each in values.order_by("number")}
        if own := newest.pop(self.band, None):
            yield Held(own.amount, f"is its value from {in_words(own.effective_from)}")
        yield from others("", {f"the record for {band}": each.amount for band, each in newest.items()})

    def show_what_stands(self, latest: TopUpValue | None) -> None:
        """Say what somebody else gave since the page was made, and carry its number: saving again is a decision."""
        if latest is None or self.cleaned_data.get("after") == latest.number:
            return
        self.data = self.data.copy()
        self.data["after"] = str(latest.number)
        day = in_words(latest.effective_from)
        self.add_error("amount", f"On record now: {pounds(latest.amount)} from {day}. To keep yours, save again")

    def clean_amount(self) -> Any:
        amount = self.cleaned_data["amount"]
        if amount is not None and amount >= LARGEST_VALUE:
            raise forms.ValidationError("Value for one child in a year must be less than £10,000,000")
        return amount


class CountDayForm(GovForm):
    """The day of which counts are given."""

    on = DateField(label="Day of the count", help_text="For example the day of the January census.")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError("Day of the count must be today or in the past")
        return day


class CountsForm(GovForm):
    """A box for each band. Blank is not counted, which is not the same as nobody."""

    def __init__(self, *args: Any, bands: Sequence[TopUpBand], standing: Mapping[int, int], **kwargs: Any) -> None:
        kwargs["initial"] = {"shown": seen(standing)} | {f"band-{key}": count for key, count in standing.items()}
        super().__init__(*args, **kwargs)
        self.bands, self.standing = bands, standing
        for band in bands:
            self.fields[f"band-{band.pk}"] = forms.IntegerField(
                label=str(band),
                required=False,
                min_value=0,
                max_value=MOST_ON_A_BAND,
                widget=AffixedInput(width=5, attrs={"autocomplete": "off"}),
                error_messages={"invalid": f"{band} must be a whole number of plans"},
            )
            self.relabel(f"band-{band.pk}", str(band))
        self.fields["shown"] = forms.CharField(widget=forms.HiddenInput, max_length=16, required=False)

    @property
    def counts(self) -> dict[TopUpBand, int | None]:
        return {band: self.cleaned_data[f"band-{band.pk}"] for band in self.bands}

    def show_what_stands(self) -> None:
        """Carry the digest of what is on record now, so that sending again is a knowing choice."""
        data = QueryDict("", mutable=True)
        data.update(self.data)
        data["shown"] = seen(self.standing)
        self.data = data
        for band in self.bands:
            key = f"band-{band.pk}"
            stands = self.standing.get(band.pk)
            if not self.errors.get(key) and self.non_field_errors() and self.cleaned_data.get(key) != stands:
                self.add_error(
                    key, f"On record now: {'nothing' if stands is None else stands}. To keep yours, save again"
                )
