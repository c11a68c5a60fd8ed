"""What officers see on the programme overview and nobody else: delivery, what is off course, and what is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.urls import reverse

from conditions.models import Agreement
from dashboards.alerts.standing import standing
from dashboards.board import Board
from dashboards.boards.changes import delivery_since
from dashboards.boards.rag_maps import read_risks, risk_map, workstream_map
from dashboards.charts.lines import Frame
from dashboards.charts.money import DSG
from dashboards.charts.savings import worth_in_words
from dashboards.headlines import Headline
from dashboards.heat_map import HeatMap, Rated
from dashboards.points import MeasureSeries
from safetyvalve.core import money
from safetyvalve.core.dates import FinancialYear, in_words
from safetyvalve.core.joined import with_children
from workstreams.models import Milestone, Workstream
from workstreams.rules.milestones import length, slip_in_words

SOON = timedelta(days=92)
MOST_NAMED = 3
"""Overdue milestones named under what is late; all of them stand in the table of milestones."""


@dataclass(frozen=True)
class Late:
    """Something whose day has passed, where it is dealt with, and since when."""

    what: str
    since: str
    url: str = ""


@dataclass(frozen=True)
class OffCourse:
    """A measure outside its tolerance, or on the wrong side of its trajectory, in a sentence."""

    name: str
    sentence: str
    url: str


@dataclass(frozen=True)
class Due:
    """A milestone to come or late, with its first and its latest date."""

    milestone: Milestone
    state: str
    tone: str
    slip: str


@dataclass(frozen=True)
class Programme:
    """The parts in the order of the page."""

    workstreams: HeatMap | None
    risks: HeatMap | None
    milestones: tuple[Due, ...]
    off_course: tuple[OffCourse, ...]
    late: tuple[Late, ...]
    savings: Headline | None
    changed: tuple[str, ...] = ()
    """Besides ratings: milestones done, risks opened and closed, the balance as it was last reported."""


def read_programme(agreement: Agreement, board: Board, rated: Rated, *, today: date) -> Programme:
    """Two queries, however many workstreams, milestones and risks."""
    workstreams = _workstreams(agreement)
    risks, given = read_risks(agreement, rated)
    milestones = milestones_of_note(workstreams, today)
    return Programme(
        workstream_map(rated, workstreams),
        risk_map(rated, risks, given),
        tuple(milestones),
        tuple(off_course(board)),
        tuple(_late(agreement, board, rated, milestones, today)),
        savings_headline(board, today),
        delivery_since(board, workstreams, risks, since=_before_last(rated)),
    )


def _workstreams(agreement: Agreement) -> list[Workstream]:
    """In order, with their milestones and the conditions that they serve. One query."""
    found = Workstream.objects.filter(agreement=agreement)
    ordered = found.order_by("order", "name", "pk", "milestones__baseline_on", "milestones__order")
    workstreams = with_children(ordered, "milestones", "condition_links__condition")
    for workstream in workstreams:
        workstream.agreement = agreement
    return workstreams


def _before_last(rated: Rated) -> date | None:
    """The last day of the period before the last."""
    return rated.rounds[-2].period.covers_to if len(rated.rounds) > 1 else None


def milestones_of_note(workstreams: Sequence[Workstream], today: date) -> list[Due]:
    """Not done and overdue, later than first promised, or due in the next three months; the latest first."""
    found = []
    for workstream in workstreams:
        for each in workstream.milestones.all():
            each.workstream = workstream
            if each.completed_on is None and (due := _due(each, today)):
                found.append(due)
    return sorted(found, key=lambda due: (due.state != "Overdue", due.milestone.expected_on))


def _due(milestone: Milestone, today: date) -> Due | None:
    if milestone.is_overdue(today):
        return Due(milestone, "Overdue", "red", f"{length((today - milestone.baseline_on).days)} late so far")
    if milestone.days_slipped > 0:
        return Due(milestone, "Later than promised", "yellow", slip_in_words(milestone))
    if milestone.expected_on <= today + SOON:
        return Due(milestone, "Due soon", "blue", slip_in_words(milestone))
    return None


def off_course(board: Board) -> list[OffCourse]:
    """Measures whose latest figure misses what was agreed; of a neutral one only when the tolerance says so."""
    found = []
    for series in board.measures.values():
        [cut] = Frame(years=None).cut(series)
        if sentence := _miss(cut):
            url = reverse("dashboards:measure", args=[board.authority.la_code, series.code])
            found.append(OffCourse(series.definition.name, sentence, url))
    return found


def _miss(series: MeasureSeries) -> str:
    found = standing(series)
    return found.sentence if found and found.is_off else ""


def _late(agreement: Agreement, board: Board, rated: Rated, milestones: Sequence[Due], today: date) -> list[Late]:
    """Returns, milestones and payments whose day has passed. No query."""
    found = [
        Late(f"The return for {each.label} of {each.financial_year}", _since(each.due_on), each.get_absolute_url())
        for each in sorted(rated.periods, key=lambda each: each.due_on)
        if each.due_on < today and each.closed_at is None and not any(one.has_left for one in each.submissions.all())
    ]
    overdue = [due.milestone for due in milestones if due.state == "Overdue"]
    found += [
        Late(f"Milestone “{each.name}”", _since(each.expected_on), each.get_absolute_url())
        for each in overdue[:MOST_NAMED]
    ]
    if len(overdue) > MOST_NAMED:
        more = len(overdue) - MOST_NAMED
        found.append(Late(f"{more} more milestone{'' if more == 1 else 's'}", "named below", "#milestones"))
    url = reverse("conditions:payments", args=[agreement.authority.la_code, agreement.slug])
    late = board.money.late if board.money else ()
    return found + [Late(f"DfE’s payment, {each}", _since(each.due_on), url) for each in late if each.due_on]


def _since(day: date) -> str:
    return f"expected on {in_words(day)}"


def savings_headline(board: Board, today: date) -> Headline | None:
    """Cashable savings of the DSG in the current financial year, or the last one that has any."""
    totals = board.money.savings if board.money else ()
    years = [each for each in totals if each.budget == DSG and each.kind == "Cashable saving"]
    begun = [each for each in years if each.financial_year <= FinancialYear.of(today).label]
    if not begun:
        return None
    year = begun[-1]
    best = next((each for each in (year.delivered, year.forecast, year.planned) if each.amount is not None), None)
    if best is None or best.amount is None:
        return None
    word = "delivered" if best is year.delivered else "forecast" if best is year.forecast else "planned"
    planned = year.planned.amount if best.is_whole and year.planned.is_whole else None
    gap = Decimal(0) if planned is None else best.amount - planned
    change = f"{money.size(gap)} {'more' if gap > 0 else 'less'} than planned" if gap and word != "planned" else ""
    return Headline(
        label=f"Cashable DSG savings {word}, {year.financial_year}",
        value=worth_in_words(best.amount),
        change=change,
        tone="" if not change else "good" if gap > 0 else "bad",
        note=f"{best.known} of {best.of} savings have a figure." if not best.is_whole else "",
        url=reverse("workstreams:savings", args=[board.authority.la_code]),
    )
