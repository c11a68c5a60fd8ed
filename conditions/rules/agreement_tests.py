"""The two tests of a Safety Valve agreement, and whether this year is on plan. Arithmetic without a database.

The agreement's headline undertaking: a balanced in-year position by a named year, and a cumulative deficit of £0
by its end. The yearly profile is compared before DfE payments; £0 is judged after them
(the practice of published agreements; whether a stability grant counts is agreement data). A grant of one year stays
in every later balance, so grants are those of all years up to the one judged, whichever return stated them. The
in-year position is that of the whole DSG account: what schools gave to high needs is in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from safetyvalve.core import money

FIRST_PAID = "2026-27"
"""The High Needs Stability Grant is paid from autumn 2026."""


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
class GrantsOnRecord:
    """Stability grants by financial year, from the newest report of each; one left blank there is no grant.

    ``unstated`` are years of the agreement of which no position was ever reported.
    """

    by_year: Mapping[str, Decimal] = field(default_factory=dict)
    unstated: tuple[str, ...] = ()


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
    moved = f", {_moved(year.block_transfer)}" if year.block_transfer else ""
    return AgreementTest(
        "in-year-balance",
        question,
        year.in_year >= 0,
        f"The latest in-year position for {by} is {money.balance(year.in_year)}{moved}.",
    )


def cleared_by_end(
    years: list[YearPosition],
    *,
    last_year: str,
    stability_grant_counts: bool | None,
    on_record: GrantsOnRecord | None = None,
) -> AgreementTest:
    """Is the cumulative balance zero or better at the end, after payments?"""
    question = f"£0 cumulative deficit by the end of {last_year}?"
    year = _find(years, last_year)
    if year is None or year.after_payments is None:
        return AgreementTest("cleared-by-end", question, None, _unknown(last_year, "a closing balance"))
    grants = _grants(years, on_record, until=last_year, counts=stability_grant_counts)
    closing = year.after_payments - grants.left_out
    what = "outturn at" if year.basis == "actual" else "latest forecast for"
    return AgreementTest(
        "cleared-by-end",
        question,
        grants.judged(closing, Decimal(0)),
        f"The {what} the end of {last_year} is {money.balance(closing)} after DfE payments{grants.words}."
        f"{grants.doubt}",
    )


def on_plan_this_year(
    years: list[YearPosition],
    *,
    financial_year: str,
    stability_grant_counts: bool | None = None,
    on_record: GrantsOnRecord | None = None,
) -> AgreementTest:
    """Is this year's cumulative position, before payments, no worse than agreed?"""
    question = f"On plan in {financial_year}?"
    year = _find(years, financial_year)
    if year is None or year.before_payments is None or year.planned_before_payments is None:
        return AgreementTest(
            "on-plan-this-year", question, None, _unknown(financial_year, "both a planned and a latest balance")
        )
    grants = _grants(years, on_record, until=financial_year, counts=stability_grant_counts)
    before, without = year.before_payments - grants.left_out, f"{grants.words}," if grants.words else ""
    return AgreementTest(
        "on-plan-this-year",
        question,
        grants.judged(before, year.planned_before_payments),
        f"The latest cumulative position before DfE payments{without} is {money.balance(before)}, "
        f"{money.compared(before, year.planned_before_payments)}.{grants.doubt}",
    )


def all_tests(
    years: list[YearPosition],
    *,
    balanced_by: str,
    last_year: str,
    financial_year: str,
    stability_grant_counts: bool | None,
    on_record: GrantsOnRecord | None = None,
) -> list[AgreementTest]:
    """The three, in the order in which a return asks them: end, this year, and the in-year balance."""
    counts = stability_grant_counts
    return [
        cleared_by_end(years, last_year=last_year, stability_grant_counts=counts, on_record=on_record),
        on_plan_this_year(years, financial_year=financial_year, stability_grant_counts=counts, on_record=on_record),
        in_year_balance(years, by=balanced_by),
    ]


@dataclass(frozen=True)
class _Grants:
    """The stability grants up to a year's end. ``counts`` as the agreement says; None where it does not say.

    ``unstated`` are years of which a grant may be in the balance, and nobody has reported whether one is.
    """

    amount: Decimal
    counts: bool | None
    unstated: tuple[str, ...] = ()

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

    @property
    def doubt(self) -> str:
        if not self.unstated:
            return ""
        return f" No position of {', '.join(self.unstated)} is on record, nor whether a stability grant was paid in it."

    def judged(self, balance: Decimal, wanted: Decimal) -> bool | None:
        """Whether the balance is what is wanted; None where that depends on what the agreement does not say, or on a
        grant that nobody has reported. Such a grant could only make the balance without it worse."""
        met = balance >= wanted
        if met and self.unstated:
            return None
        depends = self.counts is None and met != (balance - self.amount >= wanted)
        return None if depends else met


def _grants(years: list[YearPosition], on_record: GrantsOnRecord | None, *, until: str, counts: bool | None) -> _Grants:
    """Grants of all years up to the one judged.

    A year nobody has reported is in doubt once a grant is on record, and from then or from the first year in which
    the High Needs Stability Grant is paid: otherwise it has none.
    """
    record = on_record or GrantsOnRecord()
    stated = {year.financial_year: year.stability_grant for year in years} | dict(record.by_year)
    found = {year: grant for year, grant in stated.items() if grant and year <= until}
    unstated: tuple[str, ...] = ()
    if found and not counts:
        first = min(FIRST_PAID, *found)
        unstated = tuple(year for year in record.unstated if first <= year <= until)
    return _Grants(sum(found.values(), Decimal(0)), counts, unstated)


def _moved(transfer: Decimal) -> str:
    """A block transfer in words, whichever way it went: above £0 it was given to high needs."""
    way = "into" if transfer > 0 else "out of"
    return f"with the block transfer of {money.size(transfer)} {way} high needs"


def _find(years: list[YearPosition], label: str) -> YearPosition | None:
    return next((year for year in years if year.financial_year == label), None)


def _unknown(label: str, what: str) -> str:
    return f"The record has not got {what} for {label}." if label else "The agreement does not name the year."
