"""What the sentence of a divided measure says of change: how the largest part has moved, and which moved most."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dashboards import words
from dashboards.charts.shares import Shares
from dashboards.distances import change, difference
from dashboards.periods import Grain, Period
from dashboards.points import Definition, MeasureSeries, Point
from dashboards.ties import MOST_NAMED, together

COMPARABLE = "of those that can be compared"


@dataclass(frozen=True)
class _Move:
    """How a part has changed since the base: between the two figures as they are printed."""

    part: MeasureSeries
    now: Decimal
    then: Decimal

    @property
    def definition(self) -> Definition:
        return self.part.definition

    @property
    def size(self) -> Decimal:
        return abs(difference(self.definition, self.now, self.then))

    def words(self, since: str = "") -> str:
        told = change(self.definition, self.now, self.then, since).removesuffix(" than ")
        return f"{told}{words.welcome(self.definition, self.now, self.then)}"


def moves_in_words(shares: Shares, told_of: Collection[Period]) -> str:
    """Against a year earlier where the largest part can be compared with it, else against the period before.

    Of parts that are largest together both are told of, or none where they are more.
    """
    moves, since = _moves_since(shares, told_of)
    if not moves:
        return ""
    first = shares.first if len(shares.first) <= MOST_NAMED else []
    largest = [each for each in moves if each.part in first]
    most = max(each.size for each in moves)
    farthest = [each for each in moves if each.size == most]
    are_all = len(moves) == shares.everything
    told = _told(largest, since)
    if len(moves) == 1 or not most:
        return f"{told or _told(moves, since)}."
    if farthest == largest:
        biggest = "the biggest change" if len(largest) == 1 else "the biggest changes"
        return f"{told}, {biggest}{'' if are_all else f' {COMPARABLE}'}."
    others = _farthest(farthest, "" if largest else since)
    if not are_all:
        others = f"{COMPARABLE}, {others}"
    return " ".join(f"{each[:1].upper()}{each[1:]}." for each in (told, others) if each)


def _told(moves: Sequence[_Move], since: str) -> str:
    """ "A: 2 more than a year earlier; B: 1 fewer than a year earlier"; those that moved alike together."""
    parts: dict[str, list[str]] = {}
    for move in moves:
        parts.setdefault(move.words(since), []).append(move.part.area_name)
    return "; ".join(f"{together(names, 'parts')}: {by}" for by, names in parts.items())


def _farthest(moves: Sequence[_Move], since: str) -> str:
    if len(moves) > MOST_NAMED:
        base = f" from {since}" if since else ""
        return f"the biggest change{base}, {_size(moves[0])}, is in {len(moves)} parts"
    by = " and ".join(dict.fromkeys(each.words(since) for each in moves))
    return f"{together([each.part.area_name for each in moves], 'parts')} moved most: {by}"


def _size(move: _Move) -> str:
    """ "5", "1.5 percentage points": without its direction."""
    told = change(move.definition, max(move.now, move.then), min(move.now, move.then), "").removesuffix(" than ")
    return told.rpartition(" ")[0]


def _moves_since(shares: Shares, told_of: Collection[Period]) -> tuple[list[_Move], str]:
    """Every part that can be compared, with the time it is held against: the same for all."""
    found = []
    for back, since in _bases(shares.period):
        moves = [move for part in shares.ranked if (move := _move(part, shares.told(part), told_of, is_year=back))]
        if moves and moves[0].part in shares.first:
            return moves, since
        found.append((moves, since))
    return next(((moves, since) for moves, since in found if moves), ([], ""))


def _bases(period: Period) -> list[tuple[bool, str]]:
    """Whether a year back, and how it is called: what comes by the year has no other base."""
    before = (False, words.since(period))
    return [(True, words.A_YEAR_EARLIER), before] if period.grain in (Grain.MONTH, Grain.QUARTER) else [before]


def _move(part: MeasureSeries, now: Point, told_of: Collection[Period], *, is_year: bool) -> _Move | None:
    then = part.a_year_before(now) if is_year else part.before(now)
    if then is None or then.period not in told_of or now.value is None or then.value is None:
        return None
    return _Move(part, now.value, then.value)
