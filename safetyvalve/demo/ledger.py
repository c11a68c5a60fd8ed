"""Where the codes of a council's ledger go, as finance said the first time. "-" is a code that is left out."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from itertools import groupby

from dashboards.services.ledger_codes import digest, mapping_of, set_codes
from safetyvalve.core.roles import Role
from safetyvalve.demo.council import Council
from safetyvalve.demo.reading import Row, rows
from safetyvalve.demo.timeline import Event

CODES = "ledger_codes.csv"


def events(council: Council) -> Iterator[Event]:
    """The codes of a day are said in one go."""
    for entered_on, codes in groupby(rows(council.folder, CODES), key=lambda row: row["entered_on"]):
        at = council.since(date.fromisoformat(entered_on), minute=15)
        yield Event(at, "Where the ledger's codes go", partial(_codes, council, list(codes)))


def _codes(council: Council, codes: list[Row], now: datetime) -> None:
    wanted = {(row["cost_centre"], row["subjective"]): row["line"] for row in codes}
    seen = digest(mapping_of(council.authority))
    set_codes(council.authority, wanted, seen=seen, by=council.holder(Role.FINANCE_OFFICER), now=now)
