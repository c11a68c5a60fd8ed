"""What changed between the last two periods: ratings and, inside the programme, risks, milestones and the balance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.board import Board
from dashboards.charts.deficit import balance_of, subject_year
from dashboards.heat_map import HeatMap
from safetyvalve.core import money
from safetyvalve.core.dates import FinancialYear
from workstreams.models import Risk, Workstream

SHORT = 80


@dataclass(frozen=True)
class Changes:
    """``since`` names the period before; ``sentences`` are ready to read, the ratings first."""

    since: str
    sentences: tuple[str, ...]


def changes(heat_map: HeatMap | None, risks: HeatMap | None = None, others: Sequence[str] = ()) -> Changes | None:
    """None before there are two periods to hold against each other."""
    since = heat_map.compared_with if heat_map else ""
    if heat_map is None or not since:
        return None
    rated = [
        *heat_map.moved(),
        *(f"Risk {sentence}" for sentence in (risks.moved(heat_map.compared) if risks else [])),
    ]
    return Changes(since, (*rated, *others))


def delivery_since(
    board: Board, workstreams: Sequence[Workstream], risks: Sequence[Risk], *, since: date | None
) -> tuple[str, ...]:
    """Milestones done, risks opened and closed after that day, and how the balance was last reported. No query."""
    if since is None:
        return ()
    return (*_milestones(workstreams, since), *_risks(risks, since), *_balance(board))


def _milestones(workstreams: Sequence[Workstream], since: date) -> Iterator[str]:
    for workstream in workstreams:
        for each in workstream.milestones.all():
            if each.completed_on and each.completed_on > since:
                yield f"Milestone done: {each.name}"


def _risks(risks: Sequence[Risk], since: date) -> Iterator[str]:
    for risk in risks:
        if risk.opened_on and risk.opened_on > since:
            yield f"New risk {risk.number}: {_short(risk.wording)}"
        if risk.closed_on and risk.closed_on > since:
            yield f"Risk {risk.number} closed: {_short(risk.wording)}"


def _balance(board: Board) -> Iterator[str]:
    """ "DSG balance after DfE payments in March 2027: £50,000 better as reported in Quarter 3 than in Quarter 2".

    Both reports are named: a balance may be reported before the ratings of its period, so that the report before it is
    not the period since which the ratings are told.
    """
    deficit = board.deficit
    label = subject_year(deficit, "after") if deficit else None
    if deficit is None or deficit.latest is None or deficit.previous is None or label is None:
        return
    now, before = (balance_of(each.year(label), "after") for each in (deficit.latest, deficit.previous))
    if now is not None and before is not None and now != before:
        way = "better" if now > before else "worse"
        march = FinancialYear.parse(label).last_day.year
        yield (
            f"DSG balance after DfE payments in March {march}: {money.size(now - before)} {way} as reported in "
            f"{deficit.latest.name} than in {deficit.previous.name}"
        )


def _short(wording: str) -> str:
    words = " ".join(wording.split())
    return words if len(words) <= SHORT else f"{words[:SHORT].rsplit(' ', 1)[0]} …"
