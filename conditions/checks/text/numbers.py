"""Numbers as officers write them: 1,576, £2.7m, 250k, 40%, twelve."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .context import Unit

WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
}
_SCALES = {"k": 10**3, "thousand": 10**3, "m": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9}
_AMOUNT = re.compile(
    r"(?<![\w.,/£-])(?P<pound>£\s?)?(?P<number>\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,3})?|\d{1,12}(?:\.\d{1,3})?)"
    r"(?P<scale>[kKm]|bn|\s(?:thousand|million|billion))?(?P<percent>\s?%|\sper\scent\b)?(?![\w/]|[.,:]\d|-\w)"
)
_WORD = re.compile(rf"(?<![\w-])(?:{'|'.join(WORDS)})(?![\w-])", re.I)
_DURATION = re.compile(
    r"[\s-](?:working\s|school\s)?(?:weeks?|days?|months?|years?|hours?|minutes?|terms?|times)\b", re.I
)
_NOT_A_COUNT = re.compile(
    r"(?:\b(?:year|years|key\sstage|ks|stage|stages|phase|post|element|band|tier|level|grade|condition|section|appendix"
    r"|annex|quarter|update|risk|item|page|table|version|aged|age|ages|part|paragraph|block|cohort|no\.?)\s?)$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in a sentence. `step` is the smallest change its writing could show: £2.7m steps by 100,000."""

    start: int
    end: int
    text: str
    value: Decimal
    unit: Unit
    step: Decimal

    @property
    def slack(self) -> Decimal:
        """How far rounding alone may carry it; a plain whole number is taken to be exact."""
        return self.step / 2 if self.step != 1 or self.unit == "percent" else Decimal(0)

    def ends_in_zeros(self) -> Decimal:
        """Half of ten, hundred or thousand when a whole number looks rounded to it."""
        digits = str(self.value.to_integral_value())
        zeros = len(digits) - len(digits.rstrip("0"))
        return max(self.slack, Decimal(10**zeros) / 2 if zeros and self.step == 1 else Decimal(0))


def amounts(sentence: str) -> Iterator[Amount]:
    """Every amount in figures, in order. A number with k or m and no sign is taken for pounds."""
    for match in _AMOUNT.finditer(sentence):
        number = match["number"].replace(",", "")
        scale = Decimal(_SCALES[(match["scale"] or "").strip().lower()]) if match["scale"] else Decimal(1)
        decimals = len(number.partition(".")[2])
        unit: Unit = "percent" if match["percent"] else "pounds" if match["pound"] or match["scale"] else "count"
        step = scale / 10**decimals
        yield Amount(match.start(), match.end(), match[0], Decimal(number) * scale, unit, step)


def counts(sentence: str) -> Iterator[Amount]:
    """What is counted, in figures or in words up to twelve; never a year, a year group or a length of time."""
    found = [a for a in amounts(sentence) if a.unit == "count" and not _looks_like_a_year(a)]
    for match in _WORD.finditer(sentence):
        value = Decimal(WORDS[match[0].lower()])
        found.append(Amount(match.start(), match.end(), match[0], value, "count", Decimal(1)))
    for amount in sorted(found, key=lambda amount: amount.start):
        before = sentence[max(0, amount.start - 14) : amount.start]
        if not _NOT_A_COUNT.search(before) and not _DURATION.match(sentence, amount.end):
            yield amount


def plain(value: Decimal, unit: Unit = "count") -> str:
    """1,576 or £233,333 or 40%."""
    whole = value.quantize(Decimal(1)) if value == value.to_integral_value() or unit == "pounds" else value.normalize()
    return f"£{whole:,}" if unit == "pounds" else f"{whole:,}%" if unit == "percent" else f"{whole:,}"


def _looks_like_a_year(amount: Amount) -> bool:
    return "," not in amount.text and 1990 <= amount.value <= 2060 and amount.step == 1
