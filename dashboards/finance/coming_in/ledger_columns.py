"""Which columns of a ledger extract are read, and which files are refused for their headings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboards.finance.coming_in import ledger_words as words_of
from dashboards.finance.coming_in.ledger_words import AMOUNT, CENTRE, CREDIT, DEBIT, NAMES, PERIOD
from dashboards.imports.collecting import text_of
from dashboards.imports.contract import Delivered, Level, Problem, UnusableDelivery
from dashboards.imports.files.problems import unusable
from dashboards.imports.files.tables import Sheet
from dashboards.imports.mapping_sheets import Column, Found, cell_of, find_tables


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


SIDES = "debit less credit"
"""What the amount is where it stands in two columns."""


@dataclass(frozen=True)
class Choice:
    """Which column holds the amounts, by its heading, and whether each row is of its own period or of the year."""

    heading: str
    by_month: bool = True

    @property
    def key(self) -> str:
        return f"{self.heading}|{'period' if self.by_month else 'year'}"

    def words(self, headings: str, period: str = "") -> str:
        """ "Forecast, each row for its own period"; of columns without a period beside them "Forecast" alone.

        Sums to date are said to be saved as the year's figure; ``period`` is that to which they go, where it is known.
        """
        name = self.heading.capitalize()
        if words_of.is_to_date(self.heading):
            return f"{name}, sums to date{f' at period {period}' if period else ''}, saved as the year’s figure so far"
        if PERIOD not in headings.split("|"):
            return name
        return f"{name}, {'each row for its own period' if self.by_month else 'sums of the year'}"


class AmountAsked(Exception):
    """More than one column can be the amount, or what its rows are of cannot be told: somebody has to say."""

    def __init__(self, options: Mapping[Choice, str], headings: str) -> None:
        super().__init__(f"Which column is the amount: {', '.join(options.values())}?")
        self.options, self.headings = dict(options), headings


@dataclass(frozen=True)
class Columns:
    """The column of each thing that is read. ``choice`` is what was said about the amount, where it was asked for
    columns of these ``headings``."""

    of: dict[str, Column]
    choice: Choice | None = None
    headings: str = ""


def columns_of(
    delivered: Delivered,
    found: Found,
    *,
    amount: Choice | None = None,
    remembered: Mapping[str, Choice] | None = None,
) -> Columns:
    """The columns to read; debits and credits only where there is no amount.

    ``amount`` is what somebody says now, ``remembered`` what was said before, by the headings in question. Raises
    ``AmountAsked`` without either, and ``UnusableDelivery`` for what is missing, for what two columns say, and for
    sums of several months beside a period, which would be added up as if each were of one month.
    """
    chosen, amounts = _by_meaning(found)
    has_sides = DEBIT in chosen and CREDIT in chosen
    if len(amounts) == 1 and not ((PERIOD in chosen or has_sides) and words_of.is_unsure(amounts[0].heading)):
        chosen[AMOUNT] = amounts[0]
    missing = [NAMES[key] for key in (CENTRE,) if key not in chosen]
    if not amounts and not has_sides:
        missing.append(NAMES[AMOUNT])
    if missing:
        words = f"{delivered.name} has no column headed {' and none headed '.join(missing)}."
        raise unusable("column-missing", words, fix="Give the column that heading, and upload the file again.")
    answer, headings = None, ""
    if amounts and AMOUNT not in chosen:
        asked = sorted(words_of.known(each.heading) for each in amounts)
        headings = "|".join([*asked, *([SIDES] if has_sides else []), *({PERIOD} & set(chosen))])
        answer = amount or (remembered or {}).get(headings)
        options = _options(found, chosen, amounts)
        if answer not in options:
            period = _period(found, chosen)
            raise AmountAsked({each: _told(each, of, headings, period) for each, of in options.items()}, headings)
        left = {DEBIT, CREDIT, *([] if answer.by_month else [PERIOD])}
        chosen = {key: column for key, column in chosen.items() if key not in left} | options[answer]
    _refuse_several_months(chosen)
    if AMOUNT in chosen:
        chosen.pop(DEBIT, None)
        chosen.pop(CREDIT, None)
    return Columns(chosen, answer, headings)


def _told(choice: Choice, of: Mapping[str, Column], headings: str, period: str) -> str:
    letters = " and ".join(column.letter for column in of.values())
    return f"Column{'s' if len(of) > 1 else ''} {letters}: {choice.words(headings, period)}"


def _periods(found: Found, chosen: Mapping[str, Column]) -> set[str]:
    return {text_of(cell_of(row, chosen[PERIOD])) for _, row in found.rows()} - {""} if PERIOD in chosen else set()


def _period(found: Found, chosen: Mapping[str, Column]) -> str:
    """The one period of the file by its number; "" where there are several, or it is written otherwise."""
    periods = _periods(found, chosen)
    return words_of.period_number(periods.pop()) if len(periods) == 1 else ""


def _by_meaning(found: Found) -> tuple[dict[str, Column], list[Column]]:
    """The column of each thing but the amount, and every column that can be the amount."""
    chosen: dict[str, Column] = {}
    amounts: dict[str, Column] = {}
    wrong: list[Problem] = []
    for column in (*found.columns, *found.repeated):
        key = words_of.column_of(column.heading)
        kept, name = (amounts, words_of.known(column.heading)) if key == AMOUNT else (chosen, key)
        if key and name in kept:
            words = f"Columns {kept[name].name} and {column.name} can both be read as “{NAMES[key]}”."
            fix = "Leave out the one that is not wanted, and upload the file again."
            wrong.append(Problem("column-twice", words, fix, Level.FATAL, found.sheet.name, column=column.letter))
        elif key:
            kept[name] = column
    if wrong:
        raise UnusableDelivery(*wrong)
    return chosen, list(amounts.values())


def _options(found: Found, chosen: Mapping[str, Column], amounts: Sequence[Column]) -> dict[Choice, dict[str, Column]]:
    """What can be said about the amount, with the columns that are read then. Sums of the year can only stand beside
    one period."""
    options: dict[Choice, dict[str, Column]] = {}
    periods = _periods(found, chosen)
    possible = {words_of.known(column.heading): {AMOUNT: column} for column in amounts}
    if DEBIT in chosen and CREDIT in chosen:
        possible[SIDES] = {key: chosen[key] for key in (DEBIT, CREDIT)}
    for name, of in possible.items():
        if PERIOD not in chosen or AMOUNT not in of or not words_of.is_of_several_months(of[AMOUNT].heading):
            options[Choice(name)] = of
        if PERIOD in chosen and len(periods) == 1:
            options[Choice(name, by_month=False)] = of
    if not options:
        _refuse_several_months({**chosen, AMOUNT: amounts[0]})
    return options


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
