"""Which columns of a ledger extract are read, and which files are refused for their headings."""

from collections.abc import Sequence

from dashboards.finance.coming_in import ledger_words as words_of
from dashboards.finance.coming_in.ledger_words import AMOUNT, CENTRE, CREDIT, DEBIT, NAMES, PERIOD
from dashboards.imports.contract import Delivered, Level, Problem, UnusableDelivery
from dashboards.imports.files.problems import unusable
from dashboards.imports.files.tables import Sheet
from dashboards.imports.mapping_sheets import Column, Found, find_tables


def table_of(delivered: Delivered, sheets: Sequence[Sheet]) -> Found:
    """The table of a file. Raises ``UnusableDelivery`` where there is none, and for columns about children."""
    found = find_tables(sheets, _is_known)
    if not found:
        words = f"No row of {delivered.name} looks like the headings of a ledger."
        fix = "Head the columns Cost centre, Subjective, Amount, and Financial year and Period where there are any."
        raise unusable("no-headings", words, fix=fix)
    personal = [
        each.name for each in (*found[0].columns, *found[0].repeated) if words_of.is_about_a_child(each.heading)
    ]
    if personal:
        words = f"Columns may hold something of a child: {', '.join(personal)}. Nothing of the file was kept."
        raise unusable("about-children", words, fix="Take them out of the extract, and upload it again.")
    return found[0]


def _is_known(heading: str) -> bool:
    return bool(words_of.column_of(heading)) or words_of.is_about_a_child(heading)


def columns_of(delivered: Delivered, found: Found) -> dict[str, Column]:
    """The column of each thing that is read; debits and credits only where there is no amount.

    Raises ``UnusableDelivery`` for what is missing, for what two columns say, and for sums of several months beside a
    period, which would be added up as if each were of one month.
    """
    chosen: dict[str, Column] = {}
    wrong: list[Problem] = []
    for column in (*found.columns, *found.repeated):
        key = words_of.column_of(column.heading)
        if key in chosen:
            words = f"Columns {chosen[key].name} and {column.name} can both be read as “{NAMES[key]}”."
            fix = "Leave out the one that is not wanted, and upload the file again."
            wrong.append(Problem("column-twice", words, fix, Level.FATAL, found.sheet.name, column=column.letter))
        elif key:
            chosen[key] = column
    if wrong:
        raise UnusableDelivery(*wrong)
    missing = [NAMES[key] for key in (CENTRE,) if key not in chosen]
    if AMOUNT not in chosen and not (DEBIT in chosen and CREDIT in chosen):
        missing.append(NAMES[AMOUNT])
    if missing:
        words = f"{delivered.name} has no column headed {' and none headed '.join(missing)}."
        raise unusable("column-missing", words, fix="Give the column that heading, and upload the file again.")
    _refuse_several_months(chosen)
    if AMOUNT in chosen:
        chosen.pop(DEBIT, None)
        chosen.pop(CREDIT, None)
    return chosen


def _refuse_several_months(chosen: dict[str, Column]) -> None:
    if AMOUNT not in chosen or PERIOD not in chosen or not words_of.is_of_several_months(chosen[AMOUNT].heading):
        return
    words = (
        f"Column {chosen[AMOUNT].name} holds sums of more than one month, and column {chosen[PERIOD].name} gives each "
        "row one month. Added up they would count the same pounds again."
    )
    fix = "Leave the period out, with one row for each code, or use an extract with the amount of each month."
    raise unusable("several-months", words, fix=fix)


def unread(found: Found, read: dict[str, Column]) -> list[Problem]:
    """Which columns were not looked at, by their letters: a heading may name somebody."""
    looked_at = {column.index for column in read.values()}
    left = [each.letter for each in (*found.columns, *found.repeated) if each.index not in looked_at]
    if not left:
        return []
    which = f"Column {left[0]} was" if len(left) == 1 else f"Columns {', '.join(left)} were"
    words = f"{which} not read, and nothing of {'it' if len(left) == 1 else 'them'} is kept."
    return [Problem("columns-unread", words, "", Level.NOTE, found.sheet.name)]
