"""What the title and the sentence of a divided measure say: which part is largest, which moved most, what is unseen.

One rule says whether the largest part is known. Where parts are hidden, missing or not reliable, one of them may be
larger than those that are shown; then no title, sentence, edition or file claims a largest part.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dashboards import words
from dashboards.distances import change, difference
from dashboards.periods import Grain, Period
from dashboards.points import Definition, MeasureSeries, Point
from safetyvalve.render.format import count, rounded

TOLD = 3
"""As many parts are named with their figures."""
MOST_NAMED = 2
"""As many parts of the same size are named; more are counted."""
COMPARABLE = "of those that can be compared"


@dataclass(frozen=True)
class Shares:
    """The parts in one period: those with a figure that can be used, the largest first, and how many have none.

    ``hidden`` are hidden to protect children. ``is_known``: no part without a figure can be as large as the first.
    Figures are held against each other as they are printed.
    """

    ranked: tuple[MeasureSeries, ...]
    whole: Point | None
    period: Period
    hidden: int = 0
    unusable: int = 0
    is_known: bool = True
    is_of_counts: bool = True

    @property
    def silent(self) -> int:
        return self.hidden + self.unusable

    @property
    def everything(self) -> int:
        return len(self.ranked) + self.silent

    @property
    def word(self) -> str:
        return "largest" if self.is_of_counts else "highest"

    @property
    def first(self) -> list[MeasureSeries]:
        """The largest; several where as many are printed with the same figure."""
        largest = _printed(self.ranked[0], self.told(self.ranked[0]))
        return [part for part in self.ranked if _printed(part, self.told(part)) == largest]

    @property
    def are_nothing(self) -> bool:
        """Whether every figure is 0, exactly."""
        return not any(self.told(part).value for part in self.ranked)

    def told(self, part: MeasureSeries) -> Point:
        """The figure of one of ``ranked``."""
        found = part.at(self.period)
        assert found is not None  # noqa: S101 - ranked by that point
        return found


def _printed(part: MeasureSeries, point: Point) -> Decimal:
    return rounded(point.value or Decimal(0), part.definition.decimals)


def shares_of(parts: Sequence[MeasureSeries], total: MeasureSeries, period: Period, *, is_of_counts: bool) -> Shares:
    """Of counts the rest of the whole bounds what is not seen; of rates nothing does."""
    found = [(part, part.at(period)) for part in parts]
    usable = [(part, point) for part, point in found if point and point.is_comparable]
    usable.sort(key=lambda pair: -_printed(*pair))
    ranked = [part for part, _ in usable]
    hidden = sum(point is not None and point.marker == "c" for _, point in found)
    whole = total.at(period)
    is_known = len(ranked) == len(found)
    if not is_known and usable and is_of_counts and whole and whole.is_comparable and whole.value is not None:
        rest = whole.value - sum((point.value or Decimal(0) for _, point in usable), Decimal(0))
        is_known = rest >= 0 and rounded(rest, total.definition.decimals) < _printed(*usable[0])
    unusable = len(found) - len(ranked) - hidden
    return Shares(tuple(ranked), whole, period, hidden, unusable, is_known, is_of_counts)


def title(subject: str, shares: Shares) -> str:
    """ "Requests by source: the largest part is School, 233 of 421 in 2025", and of rates the highest: no opinion in
    either. Where most parts have no figure, that is the finding."""
    when = shares.period.phrase
    if not shares.ranked:
        return f"{subject}: no figure that can be shown"
    if not shares.is_known and shares.silent > len(shares.ranked):
        silent = f"{shares.silent} of {shares.everything} have no figure {when}"
        return f"{subject}: which part is {shares.word} is not known, {silent}"
    if shares.are_nothing and (len(shares.ranked) > 1 or not shares.silent):
        return f"{subject}: {_nothing(shares)} {when}"
    first, whole = shares.first, shares.whole
    figure = words.figure_of(first[0].definition, shares.told(first[0]))
    if len(first) > 1:
        figure = f"{figure} each"
    if shares.is_of_counts and whole and whole.is_comparable and whole.value is not None:
        figure = f"{figure} of {count(whole.value)}"
    names = f"{len(first)} parts" if len(first) > MOST_NAMED else " and ".join(part.area_name for part in first)
    be = "is" if len(first) == 1 else "are"
    if not shares.is_known and len(shares.ranked) == 1:
        return f"{subject}: the only part with a figure is {names}, {figure} {when}"
    if not shares.is_known:
        return f"{subject}: of the {len(shares.ranked)} with a figure the {shares.word} {be} {names}, {figure} {when}"
    if not shares.is_of_counts:
        return f"{subject}: highest for {names}, {figure} {when}"
    return f"{subject}: the largest part{'' if len(first) == 1 else 's'} {be} {names}, {figure} {when}"


def _nothing(shares: Shares) -> str:
    """ "no part has any", "every part is at 0%": where all figures are 0, none is the largest."""
    number = len(shares.ranked)
    if shares.is_of_counts:
        return f"none of the {number} parts with a figure has any" if shares.silent else "no part has any"
    figure = words.figure(shares.ranked[0].definition, Decimal(0))
    return f"each of the {number} parts with a figure is at {figure}" if shares.silent else f"every part is at {figure}"


def summary(shares: Shares, told_of: Collection[Period]) -> str:
    """The three largest, how many more there are, how many are not seen, how the largest and the one that moved most
    have moved. ``told_of`` are the periods of the chart, or of the table beneath it: nothing is said of any other."""
    if not shares.ranked:
        return "No part has a figure that can be shown for this time."
    return " ".join(filter(None, (_largest(shares), _unseen(shares), _moves(shares, told_of))))


def _largest(shares: Shares) -> str:
    told = "; ".join(
        f"{part.area_name}: {words.figure_with_parts(part.definition, shares.told(part))}"
        for part in shares.ranked[:TOLD]
    )
    when, more = shares.period.phrase, len(shares.ranked) - TOLD
    if len(shares.ranked) == 1:
        return f"The only figure {when} is {told}."
    if more <= 0:
        return f"The figures {when} are {told}."
    if shares.are_nothing:
        nothing = _nothing(shares)
        return f"{nothing[:1].upper()}{nothing[1:]} {when}."
    which = f"{shares.word} with a figure" if shares.silent else shares.word
    rest = "1 more part has a figure" if more == 1 else f"{more} more parts have figures"
    return f"The three {which} {when} are {told}. {rest}."


def _unseen(shares: Shares) -> str:
    """ "2 are hidden to protect children and 1 has no figure that can be used, so which is largest is not known." """
    told = []
    if shares.hidden:
        told.append(f"{shares.hidden} {'is' if shares.hidden == 1 else 'are'} hidden to protect children")
    if shares.unusable:
        told.append(f"{shares.unusable} {'has' if shares.unusable == 1 else 'have'} no figure that can be used")
    if not told:
        return ""
    return f"{' and '.join(told)}{'' if shares.is_known else f', so which is {shares.word} is not known'}."


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


def _moves(shares: Shares, told_of: Collection[Period]) -> str:
    """Against a year earlier where the largest part can be compared with it, else against the period before."""
    moves, since = _moves_since(shares, told_of)
    if not moves:
        return ""
    largest = next((each for each in moves if each.part is shares.ranked[0]), None)
    most = max(each.size for each in moves)
    farthest = [each for each in moves if each.size == most]
    are_all = len(moves) == shares.everything
    told = f"{largest.part.area_name}: {largest.words(since)}" if largest else ""
    if len(moves) == 1 or not most:
        return f"{told or _named(moves[0], since)}."
    if farthest == [largest]:
        return f"{told}, the biggest change{'' if are_all else f' {COMPARABLE}'}."
    if len(farthest) > MOST_NAMED:
        others = f"the biggest change, {_size(farthest[0])}, is in {len(farthest)} parts"
    else:
        names = " and ".join(each.part.area_name for each in farthest)
        by = " and ".join(dict.fromkeys(each.words("" if largest else since) for each in farthest))
        others = f"{names} moved most: {by}"
    if not are_all:
        others = f"{COMPARABLE}, {others}"
    return " ".join(f"{each[:1].upper()}{each[1:]}." for each in (told, others) if each)


def _named(move: _Move, since: str) -> str:
    return f"{move.part.area_name}: {move.words(since)}"


def _size(move: _Move) -> str:
    """ "5", "1.5 percentage points": without its direction."""
    told = change(move.definition, max(move.now, move.then), min(move.now, move.then), "").removesuffix(" than ")
    return told.rpartition(" ")[0]


def _moves_since(shares: Shares, told_of: Collection[Period]) -> tuple[list[_Move], str]:
    """Every part that can be compared, with the time it is held against: the same for all."""
    found = []
    for back, since in _bases(shares.period):
        moves = [move for part in shares.ranked if (move := _move(part, shares.told(part), told_of, is_year=back))]
        if moves and moves[0].part is shares.ranked[0]:
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
