"""Dates in three boxes."""

from datetime import date

import pytest
from django import forms

from safetyvalve.core.forms import DateField, GovForm
from safetyvalve.core.forms.widgets import DateParts


class MilestoneForm(GovForm):
    due = DateField(label="Due date", required=False)


def posted(day: str, month: str, year: str) -> MilestoneForm:
    return MilestoneForm({"due_day": day, "due_month": month, "due_year": year})


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [
        ("24", "5", "2024"),
        ("24", "05", "2024"),
        (" 24 ", "May", "2024"),
        ("24", "may", "2024"),
        ("24/5/2024", "", ""),
        ("24.5.2024", "", ""),
        ("2024-05-24", "", ""),
    ],
)
def test_a_date_is_read_however_it_is_typed(day: str, month: str, year: str) -> None:
    form = posted(day, month, year)
    assert form.is_valid()
    assert form.cleaned_data["due"] == date(2024, 5, 24)


@pytest.mark.parametrize(
    ("typed", "message", "wrong"),
    [
        (("24", "", "2024"), "Due date must include a month", ("month",)),
        (("", "", "2024"), "Due date must include a day and month", ("day", "month")),
        (("297", "05", "2024"), "Due date must have a day from 1 to 31", ("day",)),
        (("24", "13", "2024"), "Due date must have a month from 1 to 12, or its name", ("month",)),
        (("24", "M", "2024"), "Due date must have a month from 1 to 12, or its name", ("month",)),
        (("24", "5", "24"), "Due date must have a year of 4 numbers, like 2024", ("year",)),
        (("24", "5", "1989"), "Due date must have a year from 1990 to 2100", ("year",)),
        (("24", "5", "2101"), "Due date must have a year from 1990 to 2100", ("year",)),
        (("31", "6", "2024"), "Due date must be a real date: June 2024 has 30 days", ("day",)),
        (("29", "2", "2023"), "Due date must be a real date: February 2023 has 28 days", ("day",)),
        (("٢٤", "5", "2024"), "Due date must have a day from 1 to 31", ("day",)),
        (("24/5/24", "", ""), "Due date must have a year of 4 numbers, like 2024", ("year",)),
    ],
)
def test_a_wrong_date_says_which_part_is_wrong(typed: tuple[str, str, str], message: str, wrong: tuple) -> None:
    form = posted(*typed)
    assert form.errors["due"] == [message]
    assert form.errors.as_data()["due"][0].params == {"parts": wrong}


def test_what_was_typed_is_given_back() -> None:
    assert posted("297", "M", "24")["due"].value() == DateParts("297", "M", "24")


def test_nothing_typed_is_nothing_known() -> None:
    form = posted("", "", "")
    assert form.is_valid()
    assert form.cleaned_data["due"] is None


def test_a_required_date_asks_for_itself() -> None:
    class RequiredForm(GovForm):
        due = DateField(label="Due date")

    assert RequiredForm({}).errors["due"] == ["Enter the due date"]


def test_an_unchanged_date_has_not_changed() -> None:
    form = MilestoneForm({"due_day": "24", "due_month": "5", "due_year": "2024"}, initial={"due": date(2024, 5, 24)})
    assert form.changed_data == []


def test_a_model_form_leaves_alone_a_date_that_was_not_posted() -> None:
    widget = DateField().widget
    assert widget.value_omitted_from_data({}, {}, "due")
    assert not widget.value_omitted_from_data({"due_day": ""}, {}, "due")


def test_a_date_works_in_a_form_that_is_not_ours() -> None:
    class PlainForm(forms.Form):
        due = DateField()

    assert PlainForm({"due_day": "1"}).errors["due"] == ["This answer must include a month and year"]
