"""What a table of documents' figures would change, document by document, before anything is saved. No database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from conditions.models import ReconciliationSource
from conditions.rules.reconciliation import looks_turned
from dashboards.finance.reconciliation.stated_figures import HEADINGS, Found, Key, Wrong
from safetyvalve.core import money
from safetyvalve.core.dates import in_words
from safetyvalve.core.thousands import may_be_thousands
from safetyvalve.render.data import Column, Table


@dataclass(frozen=True)
class Standing:
    """What is on record of a document."""

    amount: Decimal | None
    reference: str
    dated_on: date | None
    revision: int


@dataclass(frozen=True)
class Change:
    """A document as it stands and as the table has it, with what ought to be looked at before it is saved."""

    found: Found
    standing: Standing | None
    questions: tuple[str, ...]

    @property
    def reference(self) -> str:
        """What the table says, else what stands."""
        return self.found.reference or (self.standing.reference if self.standing else "")

    @property
    def dated_on(self) -> date | None:
        return self.found.dated_on or (self.standing.dated_on if self.standing else None)

    @property
    def changes(self) -> bool:
        then = self.standing
        return then is None or (then.amount, then.reference, then.dated_on) != (
            *(self.found.amount, self.reference, self.dated_on),
        )


def compare(
    found: Sequence[Found],
    standing: Mapping[Key, Standing],
    own: Mapping[str, Decimal | None],
    *,
    today: date,
) -> tuple[list[Change], list[Wrong]]:
    """Each document beside what stands; what it still lacks is wrong. ``own`` is the record's balance by year."""
    changes = [_change(each, standing.get(each.key), own.get(each.key.financial_year)) for each in found]
    wrong = []
    for change in changes:
        if not change.reference:
            wrong.append(Wrong(change.found.row, "Say which document it is and where in it the figure stands."))
        if change.dated_on is None:
            wrong.append(Wrong(change.found.row, "Give the date of the document."))
        elif change.dated_on > today:
            wrong.append(Wrong(change.found.row, f"{in_words(change.dated_on)} is in the future."))
    return changes, wrong


def template(years: Sequence[str], standing: Mapping[Key, Standing], *, council: str) -> Table:
    """A row per document of each year with what stands, to be filled in and handed over again."""
    rows = []
    for year in years:
        for source in ReconciliationSource.Source:
            then = standing.get(Key(year, source.value))
            facts = (then.amount, then.reference, then.dated_on) if then else (None, "", None)
            rows.append((year, str(source.label), facts[0], facts[1] or None, facts[2]))
    columns = (
        *(Column(HEADINGS[0]), Column(HEADINGS[1], weight=3), Column(HEADINGS[2], "money", 2)),
        *(Column(HEADINGS[3], weight=3), Column(HEADINGS[4], "date")),
    )
    return Table(f"Deficit as documents state it: {council}", columns, tuple(rows), row_headers=False)


def _change(found: Found, standing: Standing | None, own: Decimal | None) -> Change:
    questions = []
    usual = standing.amount if standing and standing.amount else own
    if may_be_thousands(found.amount, usual):
        questions.append(f"{money.in_pence(found.amount)} beside {money.in_pence(usual)}: pounds or thousands?")
    if looks_turned(found.amount, own):
        questions.append("Is the sign right? A deficit is negative here, whatever sign the document prints.")
    return Change(found, standing, tuple(questions))
