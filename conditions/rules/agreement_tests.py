"""The two tests of a Safety Valve agreement, and whether this year is on plan. Arithmetic without a database.

The agreement's headline undertaking: a balanced in-year position by a named year, and a cumulative deficit of £0
by its end. The yearly profile is compared before DfE payments; £0 is judged after them
(the practice of published agreements; whether a stability grant counts is agreement data). The in-year position is
that of the whole DSG account, so block transfers, which stay within it, are counted.
"""

from dataclasses import dataclass
from decimal import Decimal

from safetyvalve.core import money


@dataclass(frozen=True)
class YearPosition:
    """One financial year, planned beside latest, in pounds; None where nobody has given the figure.

    ``in_year`` counts the block transfer, as a plan's in-year figure does; ``block_transfer`` says how much that is.
    """

    financial_year: str
    planned_in_year: Decimal | None = None
    planned_before_payments: Decimal | None = None
    planned_after_payments: Decimal | None = None
    in_year: Decimal | None = None
    before_payments: Decimal | None = None
    after_payments: Decimal | None = None
    stability_grant: Decimal | None = None
    block_transfer: Decimal | None = None
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
    moved = f", with the block transfer of {money.size(year.block_transfer)}" if year.block_transfer else ""
    return AgreementTest(
        "in-year-balance",
        question,
        year.in_year >= 0,
        f"The latest in-year position for {by} is {money.balance(year.in_year)}{moved}.",
    )


def cleared_by_end(years: list[YearPosition], *, last_year: str, stability_grant_counts: bool | None) -> AgreementTest:
    """Is the cumulative balance zero or better at the end, after payments?"""
    question = f"£0 cumulative deficit by the end of {last_year}?"
    year = _find(years, last_year)
    if year is None or year.after_payments is None:
        return AgreementTest("cleared-by-end", question, None, _unknown(last_year, "a closing balance"))
    grants = _grants(years, until=last_year, counts=stability_grant_counts)
    closing = year.after_payments - grants.left_out
    what = "outturn at" if year.basis == "actual" else "latest forecast for"
    return AgreementTest(
        "cleared-by-end",
        question,
        grants.judged(closing, Decimal(0)),
        f"The {what} the end of {last_year} is {money.balance(closing)} after DfE payments{grants.words}.",
    )


def on_plan_this_year(
    years: list[YearPosition], *, financial_year: str, stability_grant_counts: bool | None = None
) -> AgreementTest:
    """Is this year's cumulative position, before payments, no worse than agreed?"""
    question = f"On plan in {financial_year}?"
    year = _find(years, financial_year)
    if year is None or year.before_payments is None or year.planned_before_payments is None:
        return AgreementTest(
            "on-plan-this-year", question, None, _unknown(financial_year, "both a planned and a latest balance")
        )
    grants = _grants(years, until=financial_year, counts=stability_grant_counts)
    before, without = year.before_payments - grants.left_out, f"{grants.words}," if grants.words else ""
    return AgreementTest(
        "on-plan-this-year",
        question,
        grants.judged(before, year.planned_before_payments),
        f"The latest cumulative position before DfE payments{without} is {money.balance(before)}, "
        f"{money.compared(before, year.planned_before_payments)}.",
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
        on_plan_this_year(years, financial_year=financial_year, stability_grant_counts=stability_grant_counts),
        in_year_balance(years, by=balanced_by),
    ]


@dataclass(frozen=True)
class _Grants:
    """The stability grants up to a year's end. ``counts`` as the agreement says; None where it does not say."""

    amount: Decimal
    counts: bool | None

    @property
    def left_out(self) -> Decimal:
        return self.amount if self.counts is False else Decimal(0)

    @property
    def words(self) -> str:
        if not self.amount or self.counts:
            return ""
        grant = f"the stability grant of {money.size(self.amount)}"
        if self.counts is False:
            return f" and without {grant}, which the agreement does not count"
        return f" and with {grant}, of which the agreement does not say whether it counts"

    def judged(self, balance: Decimal, wanted: Decimal) -> bool | None:
        """Whether the balance is what is wanted; None where that depends on what the agreement does not say."""
        met = balance >= wanted
        depends = self.counts is None and met != (balance - self.amount >= wanted)
        return None if depends else met


def _grants(years: list[YearPosition], *, until: str, counts: bool | None) -> _Grants:
    found = (year.stability_grant for year in years if year.financial_year <= until)
    return _Grants(sum((grant for grant in found if grant), Decimal(0)), counts)


def _find(years: list[YearPosition], label: str) -> YearPosition | None:
    return next((year for year in years if year.financial_year == label), None)


def _unknown(label: str, what: str) -> str:
    return f"The record has not got {what} for {label}." if label else "The agreement does not name the year."
