"""Typing one month of many measures: a form for each box, and what they come to together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.http import QueryDict

from dashboards import sanity
from dashboards.categories import TOPICS
from dashboards.forms.figures import FigureForm, as_row, figure_of, written_row
from dashboards.imports.files.values import Figure
from dashboards.models import Measurement
from dashboards.month import Line, Month
from dashboards.services.measurements import Row

UNIT_HINTS = {"percent": "%", "money": "£", "days": "days", "weeks": "weeks"}


class LineForm(FigureForm):
    """The box of one measure, or of one part of it.

    A box that nobody touched is left alone, also when somebody else has changed its figure meanwhile: ``seen_row`` is
    what stood there when the page was made.
    """

    def __init__(self, *args: Any, line: Line, period: Any, seen_row: Measurement | None = None, **kwargs: Any) -> None:
        self.line, self.seen_row = line, seen_row
        super().__init__(
            *args,
            period=period,
            version=line.version,
            standing=line.standing,
            name=line.name,
            prefix=line.key,
            **kwargs,
        )

    @property
    def is_untouched(self) -> bool:
        """Whether it still says what it said when the page was made."""
        return self._typed() == _facts(self.seen_row)

    @property
    def is_change(self) -> bool:
        """Whether saving would put something else on record."""
        return not self.is_untouched and self._typed() != _facts(self.standing)

    @property
    def unit_hint(self) -> str:
        return UNIT_HINTS.get(self.version.unit, "")

    @property
    def before(self) -> str:
        return _beside(self.line.before)

    @property
    def a_year_before(self) -> str:
        return _beside(self.line.a_year_before)

    def row(self, *, today: date) -> Row:
        """What is recorded of a changed box."""
        status = Measurement.Status.PROVISIONAL if self.cleaned_data["is_provisional"] else Measurement.Status.FINAL
        return as_row(
            self.line.indicator.code,
            self.period,
            self.cleaned_data["figure"],
            self.standing,
            status=status,
            breakdown_topic=self.line.topic,
            breakdown=self.line.code,
            as_at=today,
            source=self.version.source,
        )

    def _is_stale(self, data: dict[str, Any]) -> bool:
        return not self.is_untouched and super()._is_stale(data)

    def _typed(self) -> tuple[Any, ...]:
        figure = self.cleaned_data.get("figure")
        if figure is None:
            return ("not a figure",)
        known = figure != Figure()
        return figure.value, figure.marker, figure.upper, known and self.cleaned_data.get("is_provisional", False)


@dataclass(frozen=True)
class MonthGrid:
    """The boxes of a page in its order."""

    month: Month
    forms: tuple[LineForm, ...]

    def is_valid(self) -> bool:
        """Whether every box that was sent can be read. All are asked, so that all errors show at once."""
        return not [form for form in self.forms if form.is_bound and not form.is_valid()]

    def changed(self) -> list[LineForm]:
        return [form for form in self.forms if form.is_bound and form.is_change]

    def rows(self, *, today: date) -> list[Row]:
        return [form.row(today=today) for form in self.changed()]

    def doubts(self) -> list[sanity.Doubt]:
        """What is worth a second look about the figures that would be saved."""
        if not self.changed():
            return []
        entries = [_entry(form.line, form) for form in self.forms]
        entries += [_entry(line) for line in self.month.folded]
        return sanity.doubts(entries, topic_names={code: topic.name for code, topic in TOPICS.items()})


def grid_of(month: Month, data: QueryDict | None, *, seen: Mapping[int, Measurement], keep: bool = False) -> MonthGrid:
    """The boxes of a month, with what was sent in them. A box that the sent page did not have shows the record.

    ``keep``: only to be shown again with what was typed so far, without judging it.
    """
    forms = []
    for line in month.lines:
        if data is None or f"{line.key}-seen" not in data:
            forms.append(LineForm(line=line, period=month.period))
        elif keep:
            typed = {name: data.get(f"{line.key}-{name}", "") for name in ("value", "is_provisional", "seen")}
            forms.append(LineForm(line=line, period=month.period, initial=typed))
        else:
            row = seen.get(_whole(data.get(f"{line.key}-seen")))
            forms.append(LineForm(data, line=line, period=month.period, seen_row=row))
    return MonthGrid(month, tuple(forms))


def seen_ids(month: Month, data: QueryDict) -> set[int]:
    """The rows that the person was looking at and that no longer stand."""
    standing = {line.standing.pk for line in month.lines if line.standing}
    return {_whole(data.get(f"{line.key}-seen")) for line in month.lines} - standing - {0}


def digest(doubts: list[sanity.Doubt]) -> str:
    """Names exactly these doubts: a tick under others is no answer to them."""
    return sha256("\n".join(doubt.sentence for doubt in doubts).encode()).hexdigest()[:32]


def _entry(line: Line, form: LineForm | None = None) -> sanity.Entry:
    is_sent = form is not None and form.is_bound
    figure = (
        form.cleaned_data["figure"] if form and is_sent and not form.is_untouched else Figure(*figure_of(line.standing))
    )
    # A range has no one value to judge by.
    value = None if figure.upper is not None else figure.value
    return sanity.Entry(
        line.key,
        line.indicator.code,
        line.name,
        line.version.unit,
        line.version.decimals,
        line.topic,
        value,
        figure.marker,
        is_changed=bool(form and is_sent and form.is_change),
        before=_judged_by(line.before),
        history=line.history,
    )


def _judged_by(row: Measurement | None) -> Decimal | None:
    """A figure that another may be judged by: one that is reliable and no range."""
    is_one = row is not None and row.upper is None and row.status != Measurement.Status.UNRELIABLE
    return row.value if row and is_one else None


def _facts(row: Measurement | None) -> tuple[Any, ...]:
    return (*figure_of(row), row is not None and row.status == Measurement.Status.PROVISIONAL)


def _beside(row: Measurement | None) -> str:
    """A figure as it is shown beside a box; a marker by its meaning is too long there."""
    if row is None or (row.value is None and not row.marker):
        return "–"
    return f"{written_row(row)}{' (unreliable)' if row.status == Measurement.Status.UNRELIABLE else ''}"


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else 0
