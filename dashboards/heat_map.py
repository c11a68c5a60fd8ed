"""Conditions against periods: the RAG of each, as word and colour, from what was sent or, in a draft, stands now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from conditions.models import Agreement, Condition, ConditionResponse, RagLevel, ReportingCalendar, Submission
from dashboards.positions import pack_facts
from dashboards.scope import Scope

MOST_PERIODS = 8
BREAK = mark_safe("<br>")


@dataclass(frozen=True)
class Level:
    """A RAG as a cell shows it; ``is_on_course`` when the level asks for neither mitigation nor recovery."""

    key: str
    word: str
    colour: str
    is_on_course: bool = False


@dataclass(frozen=True)
class Cell:
    level: Level | None
    url: str = ""


@dataclass(frozen=True)
class Row:
    label: str
    cells: tuple[Cell, ...]
    url: str = ""


@dataclass(frozen=True)
class HeatMap:
    """Rows are conditions, columns periods from the earliest. ``columns`` say when a round has not been submitted."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    row_heading: str = "Condition"

    @property
    def headings(self) -> list[SafeString]:
        """The columns' words on lines of their own, so that a column is no wider than it need be."""
        return [format_html_join(BREAK, "{}", ((line,) for line in column.split(", "))) for column in self.columns]

    def latest(self) -> tuple[str, list[Level]]:
        """The last period in which every condition is rated, or failing that any; with its levels."""
        index = self._last_rated()
        if index is None:
            return "", []
        return self.columns[index], [level for row in self.rows if (level := row.cells[index].level)]

    def _last_rated(self) -> int | None:
        counts = [sum(1 for row in self.rows if row.cells[index].level) for index in range(len(self.columns))]
        most = max(counts, default=0)
        return next((index for index in reversed(range(len(counts))) if counts[index] == most), None)

    @property
    def compared(self) -> str:
        """The period whose ratings ``moved`` speaks of: the last when something moved in it, else the fullest."""
        index = self._compared()
        return self.columns[index] if index else ""

    @property
    def compared_with(self) -> str:
        """The period before that one; empty where there is none."""
        index = self._compared()
        return self.columns[index - 1] if index else ""

    def _compared(self) -> int | None:
        last = len(self.columns) - 1
        return last if last > 0 and self._moved_in(last) else self._last_rated()

    def moved(self, column: str = "") -> list[str]:
        """What changed from the period before to this one: "3.2 Annual reviews: Amber, was Green"."""
        index = self.columns.index(column) if column in self.columns else self._compared()
        return self._moved_in(index) if index else []

    def _moved_in(self, index: int) -> list[str]:
        sentences = []
        for row in self.rows:
            before, now = row.cells[index - 1].level, row.cells[index].level
            if before and now and before.key != now.key:
                sentences.append(f"{row.label.rstrip('.')}: {now.word}, was {before.word}")
        return sentences


@dataclass(frozen=True)
class Rated:
    """The rounds that speak for their periods, from the earliest, and the level each gave to each condition number."""

    rounds: tuple[Submission, ...]
    levels: dict[str, RagLevel]
    given: dict[int, dict[str, Level]]


def read_rated(agreement: Agreement, scope: Scope) -> Rated:
    """What was given to conditions in the last periods. Two queries, and one for the levels if they were not read."""
    rounds = _rounds(agreement, scope)[-MOST_PERIODS:]
    levels = {level.key: level for level in agreement.programme.rag_levels.all()}
    return Rated(tuple(rounds), levels, _given(rounds, levels) if rounds else {})


def read_heat_map(agreement: Agreement, scope: Scope, rated: Rated | None = None) -> HeatMap | None:
    """The map of an agreement, or None before any round can be seen. Four queries; one once ``rated`` was read."""
    rated = rated or read_rated(agreement, scope)
    rounds, given = rated.rounds, rated.given
    if not rounds:
        return None
    conditions = list(Condition.objects.filter(agreement=agreement))
    rows = []
    for condition in conditions:
        cells = tuple(
            Cell(given[one.pk].get(condition.number), _update_url(agreement, one, condition, scope)) for one in rounds
        )
        if any(cell.level for cell in cells) or condition.effective_to is None:
            rows.append(Row(str(condition), cells))
    word = agreement.programme.condition_word
    caption = f"{agreement.programme.conditions_word.capitalize()} by reporting period"
    return HeatMap(caption, tuple(heading_of(one) for one in rounds), tuple(rows), word.capitalize())


def _rounds(agreement: Agreement, scope: Scope) -> list[Submission]:
    """The round of each period that speaks for it: for readers outside, the last one submitted."""
    rounds = Submission.objects.filter(
        period__calendar__agreement=agreement, period__calendar__purpose=ReportingCalendar.Purpose.DFE_RETURN
    )
    if not scope.is_inside:
        rounds = rounds.published()
    ordered = rounds.select_related("period", "current_pack").order_by("period__covers_to", "period__order", "round")
    return list({one.period_id: one for one in ordered}.values())


def _given(rounds: Sequence[Submission], levels: dict[str, RagLevel]) -> dict[int, dict[str, Level]]:
    """By round, the level of each condition number: from the pack once sent, otherwise from the answers. One query."""
    found: dict[int, dict[str, Level]] = {one.pk: {} for one in rounds}
    unsent = []
    for one in rounds:
        conditions = [] if one.is_editable else pack_facts(one, "conditions").get("conditions", [])
        for facts in conditions:
            if facts.get("rag"):
                found[one.pk][facts["number"]] = level_of(facts["rag"]["key"], facts["rag"], levels)
        if not conditions:
            unsent.append(one.pk)
    answers = ConditionResponse.objects.filter(submission__in=unsent).select_related("rag", "condition")
    for answer in answers:
        if answer.rag:
            words = {"word": answer.rag.word, "colour": answer.rag.colour}
            found[answer.submission_id][answer.condition.number] = level_of(answer.rag.key, words, levels)
    return found


def level_of(key: str, words: dict[str, str], levels: dict[str, RagLevel]) -> Level:
    standing = levels.get(key)
    on_course = standing is not None and not (standing.needs_mitigation or standing.needs_recovery)
    return Level(key, words["word"], words["colour"], on_course)


def heading_of(one: Submission) -> str:
    label = f"{one.period.label}, {one.period.financial_year}"
    return label if one.has_left else f"{label}, {one.get_status_display().lower()}"


def _update_url(agreement: Agreement, one: Submission, condition: Condition, scope: Scope) -> str:
    if not scope.is_inside or not one.is_editable:
        return ""
    code = agreement.authority.la_code
    return reverse("conditions:condition-update", args=[code, agreement.slug, one.period.slug, condition.number])


def in_words(levels: Iterable[Level]) -> str:
    """ "2 Green, 4 Amber, 1 Red", in the order met."""
    counts: dict[str, int] = {}
    for level in levels:
        counts[level.word] = counts.get(level.word, 0) + 1
    return ", ".join(f"{count} {word}" for word, count in counts.items())
