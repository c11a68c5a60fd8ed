"""What the title and the sentence of a divided measure say: which part is largest, and what is unseen."""

from collections.abc import Collection, Sequence
from decimal import Decimal

from dashboards import words
from dashboards.charts.parts_moves import moves_in_words
from dashboards.charts.shares import Shares
from dashboards.periods import Period
from dashboards.points import MeasureSeries
from dashboards.ties import foremost, together
from safetyvalve.render.format import count

TOLD = 3
"""As many parts are named with their figures."""
NUMBERS = {3: "three", 4: "four"}


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
    figure = _shared(first, shares)
    if len(first) > 1:
        figure = f"{figure} each"
    if shares.is_of_counts and whole and whole.is_comparable and whole.value is not None:
        figure = f"{figure} of {count(whole.value)}"
    names = together([part.area_name for part in first], "parts")
    be = "is" if len(first) == 1 else "are"
    if not shares.is_known and len(shares.ranked) == 1:
        return f"{subject}: the only part with a figure is {names}, {figure} {when}"
    if not shares.is_known:
        return f"{subject}: of the {len(shares.ranked)} with a figure the {shares.word} {be} {names}, {figure} {when}"
    if not shares.is_of_counts:
        return f"{subject}: highest for {names}, {figure} {when}"
    return f"{subject}: the largest part{'' if len(first) == 1 else 's'} {be} {names}, {figure} {when}"


def _shared(parts: Sequence[MeasureSeries], shares: Shares) -> str:
    """The figure of parts that share a place; "(as reported)" only where it is true of all of them."""
    told = {words.figure_of(part.definition, shares.told(part)) for part in parts}
    return told.pop() if len(told) == 1 else words.figure(parts[0].definition, shares.told(parts[0]).value)


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
    return " ".join(filter(None, (_largest(shares), _unseen(shares), moves_in_words(shares, told_of))))


def _largest(shares: Shares) -> str:
    """Parts that share the last place told of are both named, or counted: "A: 50; B: 30; 5 parts with 2 each"."""
    when = shares.period.phrase
    named, sharing = foremost(shares.ranked, shares.printed, TOLD)
    told = [f"{part.area_name}: {words.figure_with_parts(part.definition, shares.told(part))}" for part in named]
    if sharing:
        told.append(f"{len(sharing)} parts with {_shared(sharing, shares)} each")
    figures, more = "; ".join(told), len(shares.ranked) - len(named) - len(sharing)
    if len(shares.ranked) == 1:
        return f"The only figure {when} is {figures}."
    if len(named) == len(shares.ranked):
        return f"The figures {when} are {figures}."
    if shares.are_nothing:
        nothing = _nothing(shares)
        return f"{nothing[:1].upper()}{nothing[1:]} {when}."
    which = f"{shares.word} with a figure" if shares.silent else shares.word
    first = which if sharing else f"{NUMBERS[len(named)]} {which}"
    rest = "1 more part has a figure." if more == 1 else f"{more} more parts have figures."
    return f"The {first} {when} are {figures}.{f' {rest}' if more else ''}"


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
