"""The payment schedules of an agreement's versions beside each other: what was agreed, what changed. No database.

Instalments are the same when they are called the same, the first with the first of that name. What is cancelled is not
on the newest schedule any more; on an earlier one it stands, as it was agreed then: a new profile cancels what the old
one still had to come.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, zip_longest

from conditions.models import AgreementVersion, Payment
from safetyvalve.core import money


@dataclass(frozen=True)
class Agreed:
    """What one version has for a year, or in all. None where there is nothing, or an amount is not known."""

    amount: Decimal | None
    is_in_part: bool = False
    """Some of its instalments have no amount on record."""
    is_on_record: bool = True
    """Whether the version has any payment on record: one without has not been agreed to be £0."""


@dataclass(frozen=True)
class Row:
    """One financial year, or all of them, by version in the order of ``Schedules.versions``."""

    name: str
    agreed: tuple[Agreed, ...]

    @property
    def changed(self) -> Decimal | None:
        """From the first version to the newest; None while one of them is not known."""
        first, newest = self.agreed[0], self.agreed[-1]
        if first.is_in_part or newest.is_in_part or not newest.is_on_record:
            return None
        return (newest.amount or Decimal(0)) - (first.amount or Decimal(0))


@dataclass(frozen=True)
class Change:
    """What a version changed of the one before it, a sentence for each instalment; none where nothing moved."""

    version: AgreementVersion
    before: AgreementVersion
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Schedules:
    """What two versions or more agreed, year by year, and what each changed. Pounds."""

    versions: tuple[AgreementVersion, ...]
    rows: tuple[Row, ...]
    changes: tuple[Change, ...]
    without_payments: AgreementVersion | None = None
    """The newest version, if it has no payment on record."""

    @property
    def places(self) -> int:
        return money.places_of(each.amount for row in self.rows for each in row.agreed)


def schedules(versions: Sequence[AgreementVersion]) -> Schedules | None:
    """Of versions with their payments prefetched; None unless two of them have any. The newest always stands there:
    what an earlier one had to come must not look like what is agreed now."""
    ordered = sorted(versions, key=lambda each: each.number)
    if len([each for each in ordered if each.payments.all()]) < 2:
        return None
    newest = ordered[-1]
    promised = {each.number: _promised(each, is_newest=each is newest) for each in ordered}
    found = [each for each in ordered if promised[each.number] or each is newest]
    empty = None if newest.payments.all() else newest
    years = sorted({payment.financial_year for each in found for payment in promised[each.number]})

    def row(name: str, year: str = "") -> Row:
        lists = ([p for p in promised[each.number] if year in ("", p.financial_year)] for each in found)
        return Row(name, tuple(_agreed(own, each is not empty) for own, each in zip(lists, found, strict=True)))

    changes = [
        Change(after, before, tuple(changed(promised[before.number], promised[after.number])))
        for before, after in pairwise(found)
        if after is not empty
    ]
    rows = (*(row(year, year) for year in years), row("In all"))
    return Schedules(tuple(found), rows, tuple(reversed(changes)), empty)


def changed(before: Sequence[Payment], after: Sequence[Payment]) -> list[str]:
    """ "Third instalment: £2,030,000 in 2025-26, before £1,030,000 in 2024-25." for each that is not as it was."""
    old, new = _by_name(before), _by_name(after)
    told = []
    for name in dict.fromkeys([*old, *new]):
        for then, now in zip_longest(old.get(name, []), new.get(name, [])):
            if then is None:
                told.append(f"{name}: new, {_words(now)}.")
            elif now is None:
                told.append(f"{name}: no longer on the schedule, before {_words(then)}.")
            elif _facts(then) != _facts(now):
                told.append(f"{name}: {_words(now)}, before {_words(then)}.")
    return told


def _promised(version: AgreementVersion, *, is_newest: bool) -> list[Payment]:
    every = version.payments.all()
    return [payment for payment in every if not is_newest or payment.status != Payment.Status.CANCELLED]


def _agreed(payments: Sequence[Payment], is_on_record: bool) -> Agreed:
    amounts = [payment.amount for payment in payments if payment.amount is not None]
    return Agreed(sum(amounts, Decimal(0)) if amounts else None, len(amounts) < len(payments), is_on_record)


def _by_name(payments: Sequence[Payment]) -> dict[str, list[Payment]]:
    found: dict[str, list[Payment]] = defaultdict(list)
    for payment in payments:
        found[str(payment)].append(payment)
    return found


def _facts(payment: Payment) -> tuple[object, ...]:
    return payment.financial_year, payment.amount, payment.due_on


def _words(payment: Payment) -> str:
    amount = payment.amount
    figure = "an amount not known" if amount is None else money.in_table(amount, money.places_of([amount]))
    due = f", due {payment.due_on.day} {payment.due_on:%B %Y}" if payment.due_on else ""
    return f"{figure} in {payment.financial_year}{due}"
