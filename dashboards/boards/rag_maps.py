"""Workstreams and risks against periods, beside the conditions: the RAG of each, as word and colour."""

from collections.abc import Sequence
from datetime import date

from conditions.models import Agreement, RagLevel
from dashboards.heat_map import Cell, HeatMap, Level, Rated, Row, heading_of, level_of
from dashboards.positions import pack_facts
from workstreams.models import Risk, RiskUpdate, Workstream


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


def risk_map(agreement: Agreement, rated: Rated, risks: Sequence[Risk]) -> HeatMap | None:
    """From what was sent or, where a round has not been, what stands in it now. One query."""
    given = _given(rated)
    rows = []
    for risk in risks:
        cells = tuple(Cell(given[one.pk].get(risk.number)) for one in rated.rounds)
        if any(cell.level for cell in cells) or risk.closed_on is None:
            rows.append(Row(f"{risk.number} {_short(risk.wording)}", cells, risk.get_absolute_url()))
    return _map("Risks by reporting period", "Risk", rated, rows)


def _given(rated: Rated) -> dict[int, dict[str, Level]]:
    found: dict[int, dict[str, Level]] = {one.pk: {} for one in rated.rounds}
    unsent = []
    for one in rated.rounds:
        facts = [] if one.is_editable else pack_facts(one, "risks").get("risks", [])
        for risk in facts:
            if risk.get("rag"):
                found[one.pk][risk["number"]] = level_of(risk["rag"]["key"], risk["rag"], rated.levels)
        if not facts:
            unsent.append(one.pk)
    for update in RiskUpdate.objects.filter(submission__in=unsent).select_related("rag", "risk"):
        if update.rag:
            found[update.submission_id][update.risk.number] = _as_level(update.rag, rated)
    return found


def _as_level(rag: RagLevel, rated: Rated) -> Level:
    return level_of(rag.key, {"word": rag.word, "colour": rag.colour}, rated.levels)


def _map(caption: str, heading: str, rated: Rated, rows: list[Row]) -> HeatMap | None:
    if not rated.rounds or not rows:
        return None
    return HeatMap(caption, tuple(heading_of(one) for one in rated.rounds), tuple(rows), heading)


def _short(wording: str) -> str:
    """The beginning of a risk's wording, cut at a word."""
    words = " ".join(wording.split())
    return words if len(words) <= 70 else f"{words[:70].rsplit(' ', 1)[0]} …"
