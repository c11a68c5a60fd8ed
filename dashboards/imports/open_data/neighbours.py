"""Statistical neighbours: DfE's ten closest councils of each council, as a long CSV file or as its wide workbook."""

import re
from typing import Final

from dashboards.imports.contract import Delivery, Level, Neighbour, Problem, Reading, UnusableDelivery
from dashboards.imports.files.headers import normal
from dashboards.imports.files.tables import Sheet, read_tables
from dashboards.imports.open_data.texts import words_of
from dashboards.models import Area
from safetyvalve.core.models import Authority

LONG: Final = ("la code", "rank", "sn code")
CODE: Final = re.compile(r"^(\d{3})(?:\.0+)?$")
WIDE: Final = re.compile(r"^sn ?(\d{1,2})$")
OWN_CODE: Final = ("la number", "la code", "la no", "la num", "la.number")
EDITION: Final = re.compile(r"(?:19|20)\d\d")
MOST: Final = 20


def read(delivery: Delivery) -> Reading:
    """The council's neighbours in order of closeness. The edition is what the person says, or the year in the name.

    Raises ``UnusableDelivery`` when no table is recognised or none has the council.
    """
    notes: list[Problem] = []
    is_recognised = False
    for delivered in delivery.files:
        tables = read_tables(delivered)
        notes += tables.problems
        for sheet in tables.sheets:
            found = _of_sheet(sheet, delivery.authority.la_code)
            is_recognised |= found is not None
            if found:
                edition = _edition(delivery, delivered.name)
                problems = (*notes, *_unknown(found))
                summary = (("Edition", edition or "not stated"), ("Neighbours", _names(found)))
                return Reading(problems=problems, summary=summary, edition=edition, neighbours=tuple(found))
    raise UnusableDelivery(_absent(delivery.authority) if is_recognised else _not_recognised())


def _of_sheet(sheet: Sheet, la_code: str) -> list[Neighbour] | None:
    """None when the sheet is no table of neighbours; empty when it is, without this council."""
    for number, row in enumerate(sheet.rows[:MOST]):
        headings = [normal(cell).replace(".", " ") for cell in row]
        if all(heading in headings for heading in LONG):
            return _long(sheet, number, headings, la_code)
        if any(WIDE.match(heading) for heading in headings):
            return _wide(sheet, number, headings, la_code)
    return None


def _long(sheet: Sheet, head: int, headings: list[str], la_code: str) -> list[Neighbour]:
    own, rank, code = (headings.index(heading) for heading in LONG)
    close = headings.index("closeness") if "closeness" in headings else -1
    found: list[Neighbour] = []
    for number in range(head + 1, len(sheet.rows)):
        if _code(sheet.cell(number, own)) == la_code and (neighbour := _code(sheet.cell(number, code))):
            closeness = words_of(sheet.cell(number, close)) if close >= 0 else ""
            found.append(Neighbour(neighbour, int(words_of(sheet.cell(number, rank)) or len(found) + 1), closeness))
    return sorted(found, key=lambda each: each.rank)


def _wide(sheet: Sheet, head: int, headings: list[str], la_code: str) -> list[Neighbour]:
    """One council in each row: SN1 to SN10, each followed by a word for how close it is, where there is one."""
    own = next((place for place, heading in enumerate(headings) if heading in OWN_CODE), 0)
    row = next((n for n in range(head + 1, len(sheet.rows)) if _code(sheet.cell(n, own)) == la_code), None)
    if row is None:
        return []
    found: list[Neighbour] = []
    for place, heading in enumerate(headings):
        match = WIDE.match(heading)
        code = _code(sheet.cell(row, place)) if match else ""
        if match and code:
            found.append(Neighbour(code, int(match[1]), _closeness(sheet, row, headings, place, int(match[1]))))
    return sorted(found, key=lambda each: each.rank)


def _closeness(sheet: Sheet, row: int, headings: list[str], place: int, rank: int) -> str:
    """The word for closeness: in a column of its own that names the rank, or right of the code."""
    named = (f"sn{rank} prox", f"sn{rank} closeness", f"prox{rank}", f"closeness {rank}", f"sn prox{rank}")
    column = next((each for each, heading in enumerate(headings) if heading in named), place + 1)
    if column < len(headings) and WIDE.match(headings[column]):
        return ""
    word = words_of(sheet.cell(row, column))
    return "" if any(character.isdigit() for character in word) else word[:40]


def _code(cell: object) -> str:
    match = CODE.match(words_of(cell))
    return match[1] if match else ""


def _edition(delivery: Delivery, name: str) -> str:
    given = str(delivery.options.get("edition") or "").strip()
    year = EDITION.search(name)
    return given or (year[0] if year else "")


def _names(found: list[Neighbour]) -> str:
    names = dict(Area.objects.filter(la_code__in=[each.la_code for each in found]).values_list("la_code", "name"))
    return ", ".join(names.get(each.la_code, each.la_code) for each in found)


def _unknown(found: list[Neighbour]) -> list[Problem]:
    """Codes that the list of councils does not have, such as those of councils that are no more."""
    codes = {each.la_code for each in found}
    missing = sorted(codes - set(Area.objects.filter(la_code__in=codes).values_list("la_code", flat=True)))
    words = f"Not in the list of councils, and left out of the group: {', '.join(missing)}."
    fix = "Councils are merged and divided now and then. Look for a newer list of neighbours."
    return [Problem("area-unknown", words, fix, Level.WARNING, count=len(missing))] if missing else []


def _absent(authority: Authority) -> Problem:
    words = f"{authority.name} ({authority.la_code}) is not in the list of neighbours."
    return Problem("wrong-council", words, "Choose the list with all councils, or with yours.", Level.FATAL)


def _not_recognised() -> Problem:
    words = "No sheet has columns for neighbours: la_code, rank and sn_code, or SN1 to SN10."
    return Problem("file-not-recognised", words, "Choose DfE’s file of statistical neighbours.", Level.FATAL)
