"""The two tests of a Safety Valve agreement, and whether this year is on plan. Arithmetic without a database.

The agreement's headline undertaking: a balanced in-year position by a named year, and a cumulative deficit of £0
by its end. The yearly profile is compared before DfE payments; £0 is judged after them
(the practice of published agreements; whether a stability grant counts is agreement data).
"""

from dataclasses import dataclass
from decimal import Decimal

from safetyvalve.core import money


@dataclass(frozen=True)
class YearPosition:
    """One financial year, planned beside latest, in pounds; None where nobody has given the figure."""

    financial_year: str
    planned_in_year: Decimal | None = None
    planned_before_payments: Decimal | None = None
    planned_after_payments: Decimal | None = None
    in_year: Decimal | None = None
    before_payments: Decimal | None = None
    after_payments: Decimal | None = None
    stability_grant: Decimal | None = None
    basis: str = ""


@dataclass(frozen=True)
class AgreementTest:
    """A question about the agreement, answered from the figures. ``met`` is None when they do not say."""

    key: str
    question: str
    met: bool | None
    sentence: str

    @property
    def answer(self) -> str:
        return {True: "Yes", False: "No", None: "Cannot tell"}[self.met]


def in_year_balance(years: list[YearPosition], *, by: str) -> AgreementTest:
    """Is the in-year position of the named year zero or a surplus?"""
    question = f"Balanced in year by {by}?" if by else "Balanced in year by the agreed year?"
    year = _find(years, by)
    if year is None or year.in_year is None:
        return AgreementTest("in-year-balance", question, None, _unknown(by, "an in-year position"))
    return AgreementTest(
        "in-year-balance",
        question,
        year.in_year >= 0,
        f"The latest in-year position for {by} is {money.balance(year.in_year)}.",
    )


def cleared_by_end(years: list[YearPosition], *, last_year: str, stability_grant_counts: bool | None) -> AgreementTest:
    """Is the cumulative balance zero or better at the end, after payments?"""
    question = f"£0 cumulative deficit by the end of {last_year}?"
    year = _find(years, last_year)
    if year is None or year.after_payments is None:
        return AgreementTest("cleared-by-end", question, None, _unknown(last_year, "a closing balance"))
    closing, left_out = year.after_payments, ""
    grants = sum((y.stability_grant for y in years if y.stability_grant and y.financial_year <= last_year), Decimal(0))
    if grants and stability_grant_counts is False:
        closing -= grants
        left_out = f" and without the stability grant of {money.size(grants)}, which the agreement does not count"
    return AgreementTest(
        "cleared-by-end",
        question,
        closing >= 0,
        f"The latest forecast for the end of {last_year} is {money.balance(closing)} after DfE payments{left_out}.",
    )


def on_plan_this_year(years: list[YearPosition], *, financial_year: str) -> AgreementTest:
    """Is this year's cumulative position, before payments, no worse than agreed?"""
    question = f"On plan in {financial_year}?"
    year = _find(years, financial_year)
    if year is None or year.before_payments is None or year.planned_before_payments is None:
        return AgreementTest(
            "on-plan-this-year", question, None, _unknown(financial_year, "both a planned and a latest balance")
        )
    return AgreementTest(
        "on-plan-this-year",
        question,
        year.before_payments >= year.planned_before_payments,
        f"The latest cumulative position before DfE payments is {money.balance(year.before_payments)}, "
        f"{money.compared(year.before_payments, year.planned_before_payments)}.",
    )


def all_tests(
    years: list[YearPosition],
    *,
    balanced_by: str,
    last_year: str,
    financial_year: str,
    stability_grant_counts: bool | None,
) -> list[AgreementTest]:
    """The three, in the order in which a return asks them: end, this year, and the in-year balance."""
    return [
        cleared_by_end(years, last_year=last_year, stability_grant_counts=stability_grant_counts),
        on_plan_this_year(years, financial_year=financial_year),
        in_year_balance(years, by=balanced_by),
    ]


def _find(years: list[YearPosition], label: str) -> YearPosition | None:
    return next((year for year in years if year.financial_year == label), None)


def _unknown(label: str, what: str) -> str:
    return f"The record has not got {what} for {label}." if label else "The agreement does not name the year."
