"""Conditions against periods: the RAG of each, as word and colour, from what was sent or, in a draft, stands now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from conditions.models import Agreement, Condition, RagLevel, ReportingPeriod, Submission
from dashboards.positions import pack_facts
from dashboards.scope import Scope
from safetyvalve.core.joined import with_children

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
    """The rounds that speak for their periods, from the earliest, and the level each gave to each condition number.

    ``periods`` are all that end in a return, with the rounds that this reader may see.
    """

    rounds: tuple[Submission, ...]
    levels: dict[str, RagLevel]
    given: dict[int, dict[str, Level]]
    conditions: tuple[Condition, ...]
    periods: tuple[ReportingPeriod, ...]


def read_rated(agreement: Agreement, scope: Scope) -> Rated:
    """What was given to conditions in the last periods: from the pack once sent, otherwise from the answers.

    Two queries.
    """
    periods = _periods(agreement, scope)
    speaking = [list(found)[-1] for period in periods if (found := period.submissions.all())]
    rounds = speaking[-MOST_PERIODS:]
    sent = {one.pk: facts_sent(one, "conditions") for one in rounds}
    conditions = _conditions(agreement, [pk for pk, facts in sent.items() if not facts])
    programme = conditions[0].agreement.programme if conditions else None
    levels = {level.key: level for level in programme.rag_levels.all()} if programme else {}
    given = {pk: levels_sent(facts, levels) for pk, facts in sent.items()}
    for condition in conditions:
        for answer in condition.responses.all():
            if answer.rag:
                given[answer.submission_id][condition.number] = level_now(answer.rag, levels)
    return Rated(tuple(rounds), levels, given, tuple(conditions), tuple(periods))


def read_heat_map(agreement: Agreement, scope: Scope, rated: Rated | None = None) -> HeatMap | None:
    """The map of an agreement, or None before any round can be seen. No query once ``rated`` was read."""
    rated = rated or read_rated(agreement, scope)
    rounds, given = rated.rounds, rated.given
    if not rounds:
        return None
    rows = []
    for condition in rated.conditions:
        cells = tuple(
            Cell(given[one.pk].get(condition.number), _update_url(agreement, one, condition, scope)) for one in rounds
        )
        if any(cell.level for cell in cells) or condition.effective_to is None:
            rows.append(Row(str(condition), cells))
    word = agreement.programme.condition_word
    caption = f"{agreement.programme.conditions_word.capitalize()} by reporting period"
    return HeatMap(caption, tuple(heading_of(one) for one in rounds), tuple(rows), word.capitalize())


def _periods(agreement: Agreement, scope: Scope) -> list[ReportingPeriod]:
    """In order, each with its rounds: for readers outside those that were submitted. One query."""
    found = ReportingPeriod.objects.filter(calendar__agreement=agreement).returns()
    periods = with_children(
        found.order_by("covers_to", "order", "pk", "submissions__round"),
        "calendar",
        "submissions__current_pack",
        only={} if scope.is_inside else {"submissions": Q(submissions__status__in=Submission.OUTSIDE)},
    )
    for period in periods:
        period.calendar.agreement = agreement
    return periods


def _conditions(agreement: Agreement, unsent: Sequence[int]) -> list[Condition]:
    """In order, with the programme's levels, and with the answers of rounds that nothing was sent of. One query."""
    return with_children(
        Condition.objects.filter(agreement=agreement).order_by("order", "pk"),
        "agreement__programme__rag_levels",
        "responses__rag",
        only={"responses": Q(responses__submission__in=unsent)},
    )


def facts_sent(one: Submission, section: str) -> list[dict[str, Any]]:
    """What the round's pack says, of conditions or of risks; nothing while the round can still be edited."""
    return [] if one.is_editable else pack_facts(one, section).get(section, [])


def levels_sent(facts: Iterable[dict[str, Any]], levels: dict[str, RagLevel]) -> dict[str, Level]:
    """The level of each number that a pack rates."""
    rated = ((each["number"], each["rag"]) for each in facts if each.get("rag"))
    return {number: level_of(rag["key"], rag, levels) for number, rag in rated}


def level_now(rag: RagLevel, levels: dict[str, RagLevel]) -> Level:
    return level_of(rag.key, {"word": rag.word, "colour": rag.colour}, levels)


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
