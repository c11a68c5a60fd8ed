"""Pounds as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetyvalve.core.forms import GovForm, MoneyField
from safetyvalve.core.forms.typed_money import WrongAmount, read_amount, written


class SavingForm(GovForm):
    saving = MoneyField(label="Forecast saving", required=False)
    grant = MoneyField(label="Grant", required=False, min_value=0)


@pytest.mark.parametrize(
    ("typed", "pounds"),
    [
        ("1234", "1234"),
        ("£1,234", "1234"),
        ("£ 1,234.50", "1234.50"),
        ("1,234.5", "1234.50"),
        (".5", "0.50"),
        ("-1,234", "-1234"),
        ("−1,234", "-1234"),
        ("–£1,234", "-1234"),
        ("£-1,234", "-1234"),
        ("- 1234", "-1234"),
        ("(1,234)", "-1234"),
        ("£(1,234)", "-1234"),
        ("1.2m", "1200000"),
        ("£2.7 million", "2700000"),
        ("(2.7m)", "-2700000"),
        ("250k", "250000"),
        ("1 234 567", "1234567"),
        ("1\u00a0234", "1234"),
        ("+5", "5"),
        ("0", "0"),
        ("-0", "0"),
    ],
)
def test_an_amount_is_read_as_it_is_meant(typed: str, pounds: str) -> None:
    assert read_amount(typed) == Decimal(pounds)


FORM = "must be an amount in pounds, like 1,234.50, 2.7m or -1,234"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("about 12", FORM),
        ("12,34", FORM),
        ("1,2345", FORM),
        ("1.234,50", FORM),
        ("$12", FORM),
        ("12p", FORM),
        ("1e5", FORM),
        ("nan", FORM),
        ("--5", FORM),
        ("-£-5", FORM),
        ("9" * 41, FORM),
        ("=1+1", FORM),
        ("(-5)", "must have either a minus sign or brackets, not both"),
        ("1.234", "must have no more than 2 decimal places, for the pence"),
        ("10bn", "must be less than £10 billion"),
    ],
)
def test_anything_else_is_refused_in_words(typed: str, reason: str) -> None:
    with pytest.raises(WrongAmount) as refused:
        read_amount(typed)
    assert refused.value.reason == reason


def test_blank_is_not_known_and_never_nought() -> None:
    form = SavingForm({"saving": "  "})
    assert form.is_valid()
    assert form.cleaned_data["saving"] is None


def test_the_error_names_the_field_and_the_text_is_given_back() -> None:
    form = SavingForm({"saving": "12% of it", "grant": "-5"})
    assert form.errors["saving"] == [f"Forecast saving {FORM}"]
    assert form.errors["grant"] == ["Grant must be £0 or more"]
    assert form["saving"].value() == "12% of it"


def test_an_amount_is_shown_with_pence_only_where_there_are_any() -> None:
    form = SavingForm(initial={"saving": Decimal("-2732000.00"), "grant": Decimal("1234.50")})
    assert 'value="-2,732,000"' in str(form["saving"])
    assert 'value="1,234.50"' in str(form["grant"])


def test_the_same_amount_written_another_way_has_not_changed() -> None:
    form = SavingForm({"saving": "£1.2m"}, initial={"saving": Decimal("1200000.00")})
    assert form.changed_data == []


@given(st.decimals(min_value=-9_999_999_999, max_value=9_999_999_999, places=2))
def test_what_is_written_is_read_back(amount: Decimal) -> None:
    assert read_amount(written(amount)) == amount


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_reason(typed: str) -> None:
    form = SavingForm({"saving": typed})
    assert form.is_valid() or form.errors["saving"][0].startswith("Forecast saving must ")
