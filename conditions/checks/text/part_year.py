"""Savings whose own figures do not give what the sentence says: part of a year, or so much for each pupil."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ..findings import Finding, Severity
from .context import Context
from .dates import MONTH, month_number
from .numbers import Amount, amounts, counts, plain
from .reading import Block, Reading, quote

_FROM = re.compile(
    rf"\b(?:from|since|starting\sin|beginning\sin)\s(?:1(?:st)?\s)?(?P<month>{MONTH})(?:\s'?(?P<year>(?:20)?\d\d))?(?!\d)"
)
_WHOLE_YEAR = re.compile(
    r"\b(?:full[\s-]year|a\syear|per\syear|per\sannum|annual(?:ly)?|each\syear|(?:reduc|cut|lower)\w{0,5}\sby)\b", re.I
)
_SAVED = re.compile(
    r"\b(?:sav(?:es?|ing|ings|ed)|giv(?:es?|ing)|worth|deliver(?:s|ing)|yield(?:s|ing)|of\swhich)\b[^.;\d£]{0,30}$",
    re.I,
)
_FIRST_YEAR = re.compile(
    r"\s(?:in|during|for)\s(?:(?P<from>20\d\d)[/–-]\d\d\b|(?:the|its)\sfirst\s(?:financial\s)?year|(?:the\s)?part[\s-]year)",
    re.I,
)
_EACH = re.compile(
    r"\s?(?:\w{1,15}\s){0,2}(?:each|per\s(?:pupil|place|child|placement|head)|a\s(?:place|pupil|placement))\b", re.I
)
_PEOPLE = re.compile(
    r"\s(?:[\w-]{1,15}\s){0,2}?(?:pupils|children|young\speople|places|placements|learners|students)\b", re.I
)
_SAVES = re.compile(
    r"\b(?:sav(?:e|es|ed|ing|ings\sof|ing\sof)|saving\sis)\s(?:of\s|a\stotal\sof\s|approximately\s)?$", re.I
)
_NOT_A_YEAR_EXACTLY = re.compile(
    r"\s?(?:so\sfar|to\sdate|over\s|in\stotal\sover|a\smonth|per\smonth|a\sterm|per\sterm|each\b|per\spupil)", re.I
)


def find(readings: Sequence[Reading], context: Context) -> Iterator[Finding]:
    """Part-year and per-place savings that are not what their figures make."""
    for reading in readings:
        for block in reading.blocks:
            for sentence in block.sentences:
                yield from _part_year(reading, sentence)
            yield from _for_each(reading, block)


def _part_year(reading: Reading, sentence: str) -> Iterator[Finding]:
    """Full-year £400k from September is seven twelfths, £233k, by the end of March."""
    start = _FROM.search(sentence)
    if start is None or not _WHOLE_YEAR.search(sentence):
        return
    money = [amount for amount in amounts(sentence) if amount.unit == "pounds"]
    if len(money) != 2:
        return
    whole, part = money
    first_year = _FIRST_YEAR.match(sentence, part.end)
    if first_year is None or not _SAVED.search(sentence[max(0, part.start - 60) : part.start]):
        return
    month = month_number(start["month"])
    if not _is_first_year(start["year"], month, first_year["from"]):
        return
    months = (3 - month) % 12 + 1
    made = whole.value * months / 12
    if abs(made - part.value) > max(part.slack + whole.slack, made / 50):
        yield _wrong(reading, sentence, part, made, f"{whole.text} a year for {months} months")


def _is_first_year(year: str | None, month: int, said: str | None) -> bool:
    if year is None or said is None:
        return True
    calendar = int(year) % 100 + 2000
    return int(said) == (calendar if month >= 4 else calendar - 1)


def _for_each(reading: Reading, block: Block) -> Iterator[Finding]:
    """4 pupils at £250k each who cost £25k each save £900k a year."""
    text = block.text[:1200]
    money = [amount for amount in amounts(text) if amount.unit == "pounds"]
    unit_costs = [a for a in money if _EACH.match(text, a.end)]
    saved = [a for a in money if _SAVES.search(text[max(0, a.start - 40) : a.start]) and a not in unit_costs]
    people = [a for a in counts(text) if _PEOPLE.match(text, a.end)]
    if len(money) != 3 or len(unit_costs) != 2 or len(saved) != 1 or len(people) != 1:
        return
    if _NOT_A_YEAR_EXACTLY.match(text, saved[0].end):
        return
    dear, cheap = sorted((a.value for a in unit_costs), reverse=True)
    made = (dear - cheap) * people[0].value
    slack = saved[0].slack + people[0].value * (unit_costs[0].slack + unit_costs[1].slack)
    if abs(made - saved[0].value) > max(slack, made / 50):
        how = f"{people[0].text} at {plain(dear - cheap, 'pounds')} less each"
        yield _wrong(reading, text, saved[0], made, how)


def _wrong(reading: Reading, text: str, said: Amount, made: Decimal, how: str) -> Finding:
    return reading.finding(
        "saving-does-not-add-up",
        f"{how} makes {plain(made, 'pounds')}, and this says {said.text}. Put the one that is wrong right.",
        quote(text, said.start, said.end),
        Severity.JUDGEMENT,
    )
