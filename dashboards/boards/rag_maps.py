"""Workstreams and risks against periods, beside the conditions: the RAG of each, as word and colour."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from conditions.models import Agreement
from dashboards.heat_map import Cell, HeatMap, Level, Rated, Row, facts_sent, heading_of, level_now, levels_sent
from safetyvalve.core.joined import with_children
from workstreams.models import Risk, Workstream

Given = dict[int, dict[str, Level]]
"""The level of each number, by round."""


def workstream_map(rated: Rated, workstreams: Sequence[Workstream]) -> HeatMap | None:
    """A workstream stands as the most serious of the conditions it served when the period ended. No query.

    ``workstreams`` come with their links to conditions. Nobody rates a workstream by itself.
    """
    order = {key: level.order for key, level in rated.levels.items()}
    rows = []
    for workstream in workstreams:
        cells = tuple(
            Cell(_worst(workstream, rated.given[one.pk], one.period.covers_to, order)) for one in rated.rounds
        )
        if any(cell.level for cell in cells):
            rows.append(Row(workstream.name, cells, workstream.get_absolute_url()))
    return _map("Workstreams by reporting period", "Workstream", rated, rows)


def _worst(workstream: Workstream, given: dict[str, Level], on: date, order: dict[str, int]) -> Level | None:
    if not workstream.is_running(on):
        return None
    served = [link.condition.number for link in workstream.condition_links.all() if link.is_in_force(on)]
    levels = [given[number] for number in served if number in given]
    return max(levels, key=lambda level: order.get(level.key, 0), default=None)


def read_risks(agreement: Agreement, rated: Rated) -> tuple[list[Risk], Given]:
    """Every risk, and its level in each round: from what was sent, or what stands now in a round that has not been.

    One query.
    """
    sent = {one.pk: facts_sent(one, "risks") for one in rated.rounds}
    given = {pk: levels_sent(facts, rated.levels) for pk, facts in sent.items()}
    unsent = [pk for pk, facts in sent.items() if not facts]
    risks = with_children(
        Risk.objects.filter(agreement=agreement).order_by("order", "number"),
        "updates__rag",
        only={"updates": Q(updates__submission__in=unsent)},
    )
    for risk in risks:
        risk.agreement = agreement
        for update in risk.updates.all():
            if update.rag:
                given[update.submission_id][risk.number] = level_now(update.rag, rated.levels)
    return risks, given


def risk_map(rated: Rated, risks: Sequence[Risk], given: Given) -> HeatMap | None:
    """As ``read_risks`` gives them. No query."""
    rows = []
    for risk in risks:
        cells = tuple(Cell(given[one.pk].get(risk.number)) for one in rated.rounds)
        if any(cell.level for cell in cells) or risk.closed_on is None:
            rows.append(Row(f"{risk.number} {_short(risk.wording)}", cells, risk.get_absolute_url()))
    return _map("Risks by reporting period", "Risk", rated, rows)


def _map(caption: str, heading: str, rated: Rated, rows: list[Row]) -> HeatMap | None:
    if not rated.rounds or not rows:
        return None
    return HeatMap(caption, tuple(heading_of(one) for one in rated.rounds), tuple(rows), heading)


def _short(wording: str) -> str:
    """The beginning of a risk's wording, cut at a word."""
    words = " ".join(wording.split())
    return words if len(words) <= 70 else f"{words[:70].rsplit(' ', 1)[0]} …"
