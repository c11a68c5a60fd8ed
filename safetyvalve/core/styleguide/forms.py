"""Made-up forms: one of every kind of field, empty, and the same with everything wrong."""

from crispy_forms.layout import Fieldset, Layout
from django import forms

from safetyvalve.core.forms import (
    AffixedInput,
    Button,
    ButtonGroup,
    Checkboxes,
    DateField,
    GovForm,
    MoneyField,
    NarrativeField,
    Radios,
    RagField,
    ShownFor,
    YesNoField,
)
from safetyvalve.core.styleguide.levels import LEVELS


class ExampleForm(GovForm):
    """An update as an officer meets it, with the rarer fields added."""

    rag = RagField(label="RAG for this update", levels=LEVELS, required=True)
    narrative = NarrativeField(
        label="Progress since the last update", help_text="Start a line with a dash for a bullet.", limit=500, rows=5
    )
    mitigation = NarrativeField(label="What brings this back on target", limit=500, rows=3, required=False)
    due = DateField(label="Milestone date", help_text="For example, 24 5 2024")
    saving = MoneyField(label="Forecast saving in 2024-25", help_text="A cost is negative: -1,234 or (1,234).")
    share = forms.IntegerField(
        label="Share of plans issued in 20 weeks", min_value=0, max_value=100, widget=AffixedInput(suffix="%", width=3)
    )
    on_track = YesNoField(label="Is the council on track to reach £0 by the end?", required=True)
    no_change = forms.ChoiceField(
        label="What has changed?",
        choices=[("same", "Nothing since last time"), ("changed", "Something")],
        widget=Radios(reveals={"same": ["no_change_reason"]}),
    )
    no_change_reason = forms.CharField(label="Why nothing has changed", max_length=200)
    themes = forms.MultipleChoiceField(
        label="Which of these did you use?",
        choices=[("data", "Figures"), ("minutes", "Minutes of the board"), ("visits", "Visits")],
        widget=Checkboxes(hints={"minutes": "The board that meets each month"}),
    )
    lead = forms.ChoiceField(
        label="Lead officer", choices=[("", "Choose a role"), ("send", "Head of SEND"), ("finance", "Finance officer")]
    )
    email = forms.EmailField(label="E-mail address")
    evidence = forms.FileField(label="Evidence", help_text="A PDF or Word file of at most 5 MB.")
    password = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    confirmed = forms.BooleanField(label="I have read the declaration", help_text="It is set out above.")

    def layout(self) -> Layout:
        return Layout(
            "rag",
            "narrative",
            ShownFor("rag", ["off_target_mitigated", "off_target_unmitigated"], "mitigation"),
            Fieldset("Dates and money", "due", "saving", "share"),
            "on_track",
            "no_change",
            "themes",
            "lead",
            "email",
            "evidence",
            "password",
            "confirmed",
            ButtonGroup(
                Button("Save and go on"),
                Button("Save draft", kind="secondary"),
                Button("Withdraw this update", kind="warning"),
            ),
        )


WRONG = {
    "narrative": "Savings “to date” are on plan. " * 20,
    "due_day": "31",
    "due_month": "6",
    "due_year": "2024",
    "saving": "about 12 thousand",
    "share": "140",
    "no_change": "same",
    "email": "head of send",
}


def empty_form() -> ExampleForm:
    return ExampleForm(prefix="empty")


def wrong_form() -> ExampleForm:
    """Every error at once, as the page looks after a hurried save."""
    return ExampleForm({f"wrong-{name}": value for name, value in WRONG.items()}, prefix="wrong")
