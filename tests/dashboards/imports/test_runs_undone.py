"""Undoing: the record is exactly as it was, both events stay, and what later imports rest on is not pulled away."""

from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboards.imports.undo import NotUndoable, undo
from dashboards.models import ImportBatch, Indicator, Measurement
from dashboards.periods import Period
from dashboards.services import reliability
from dashboards.services.measurements import Row
from safetyvalve.core import audit
from safetyvalve.core.models import AuditEvent, Authority, User
from tests.dashboards import records
from tests.dashboards.imports import fakes
from tests.dashboards.imports.brought_in import LATER, batch_of, bring_in
from tests.factories import NOW

Figure = tuple[int, int]


def test_undo_restores_exactly_the_state_before_with_both_events_in_the_audit(
    council: Authority, analyst: User
) -> None:
    records.put(council, Row("plans_new", Period.month(2024, 5), Decimal(16)))
    before = list(Measurement.objects.current().values())
    batch = batch_of(council, analyst, "plans_new,2024-05,17", "plans_ceased,2024-05,5")
    assert fakes.values(council) == {"plans_new 2024-05": 17, "plans_ceased 2024-05": 5}
    undo(batch, by=analyst, now=LATER)
    assert list(Measurement.objects.current().values()) == before
    assert (batch.undone_at, batch.undone_by) == (LATER, analyst)
    events = AuditEvent.objects.filter(subject_type="dashboards.importbatch", subject_id=str(batch.pk))
    assert list(events.order_by("sequence").values_list("action", "actor_id")) == [
        ("measurements_recorded", analyst.actor_id),
        ("import_undone", analyst.actor_id),
    ]
    assert events.get(action="import_undone").changes == {"withdrawn": [None, 2], "restored": [None, 1]}
    assert audit.broken_link(council) is None


def test_a_figure_that_was_marked_since_counts_once_when_it_is_taken_back(council: Authority, analyst: User) -> None:
    records.put(council, Row("plans_new", Period.month(2024, 5), Decimal(16)))
    batch = batch_of(council, analyst, "plans_new,2024-05,17")
    [standing] = Measurement.objects.current()
    indicator = Indicator.objects.get(code="plans_new")
    reliability.mark(council, indicator, [standing.pk], reason="Counted twice", by=analyst, now=NOW)
    undo(batch, by=analyst, now=LATER)
    assert fakes.values(council) == {"plans_new 2024-05": 16}
    assert Measurement.objects.current().get().status == "final"
    event = AuditEvent.objects.get(action="import_undone")
    assert event.changes == {"withdrawn": [None, 1], "restored": [None, 1]}


def test_the_undone_figures_are_kept_apart_and_can_be_imported_again(council: Authority, analyst: User) -> None:
    undo(batch_of(council, analyst, "plans_new,2024-05,17"), by=analyst, now=LATER)
    assert fakes.values(council) == {}
    assert Measurement.objects.get().is_withdrawn
    batch_of(council, analyst, "plans_new,2024-05,17")
    assert fakes.values(council) == {"plans_new 2024-05": 17}


def test_an_import_is_undone_once(council: Authority, analyst: User) -> None:
    batch = batch_of(council, analyst, "plans_new,2024-05,17")
    undo(batch, by=analyst, now=LATER)
    with pytest.raises(NotUndoable, match="has been undone already"):
        undo(batch, by=analyst, now=LATER)


def test_an_import_that_a_later_one_rests_on_stays_until_that_is_undone(council: Authority, analyst: User) -> None:
    first = batch_of(council, analyst, "plans_new,2024-05,16", "plans_ceased,2024-05,5", name="first.csv")
    second = batch_of(council, analyst, "plans_new,2024-05,17", name="second.csv")
    vouching = batch_of(council, analyst, "plans_ceased,2024-05,5", "requests_received,2024-05,9", name="third.csv")
    with pytest.raises(NotUndoable) as refused:
        undo(first, by=analyst, now=LATER)
    assert str(refused.value) == (
        "Later figures rest on this import. Undo these first, the latest first: “third.csv”, imported on "
        "14 June 2024; “second.csv”, imported on 14 June 2024."
    )
    undo(second, by=analyst, now=LATER)
    undo(vouching, by=analyst, now=LATER)
    undo(first, by=analyst, now=LATER)
    assert fakes.values(council) == {}


def test_figures_typed_over_an_import_are_named_as_such(council: Authority, analyst: User) -> None:
    first = batch_of(council, analyst, "plans_new,2024-05,16")
    records.put(council, Row("plans_new", Period.month(2024, 5), Decimal(18)), kind="typed")
    with pytest.raises(NotUndoable, match="Undo that first: the figures typed in on 14 June 2024"):
        undo(first, by=analyst, now=LATER)


def test_a_refused_undo_changes_nothing(council: Authority, analyst: User) -> None:
    first = batch_of(council, analyst, "plans_new,2024-05,16", "plans_ceased,2024-05,5")
    batch_of(council, analyst, "plans_new,2024-05,17")
    before = list(Measurement.objects.values())
    with pytest.raises(NotUndoable):
        undo(first, by=analyst, now=LATER)
    assert list(Measurement.objects.values()) == before


def test_typed_figures_can_be_undone_too(council: Authority, analyst: User) -> None:
    typed = records.put(council, Row("plans_new", Period.month(2024, 5), Decimal(18)), kind="typed").batch
    assert typed is not None
    undo(typed, by=analyst, now=LATER)
    assert fakes.values(council) == {}


@dataclass
class Model:
    """What the record should be: for each figure the batches that spoke of it, the latest on top."""

    stacks: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    vouches: dict[int, set[Figure]] = field(default_factory=dict)
    standing: list[int] = field(default_factory=list)

    def bring_in(self, batch: int, given: dict[int, int]) -> bool:
        """Whether it changed anything."""
        vouched = set()
        changed = False
        for month, value in given.items():
            stack = self.stacks.setdefault(month, [])
            if stack and stack[-1][1] == value:
                vouched.add((month, stack[-1][0]))
            else:
                stack.append((batch, value))
                changed = True
        if changed:
            self.standing.append(batch)
            self.vouches[batch] = vouched
        return changed

    def undo(self, batch: int) -> bool:
        """Whether it may be undone, and was."""
        buried = any(owner == batch for stack in self.stacks.values() for owner, _ in stack[:-1])
        vouched = any(owner == batch for other in self.standing for _, owner in self.vouches[other])
        if buried or vouched:
            return False
        self.stacks = {month: [each for each in stack if each[0] != batch] for month, stack in self.stacks.items()}
        self.standing.remove(batch)
        return True

    def values(self) -> dict[str, Decimal]:
        return {f"plans_new 2024-{month:02}": Decimal(s[-1][1]) for month, s in self.stacks.items() if s}


FIGURES = st.dictionaries(st.integers(1, 4), st.integers(0, 2), min_size=1)

STEPS = st.lists(st.one_of(st.tuples(st.sampled_from(["import", "type"]), FIGURES), st.integers(0, 7)), max_size=9)


@pytest.mark.slow
@given(steps=STEPS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_imported_typed_and_undone_the_record_is_as_if_the_undone_had_never_come(
    council: Authority, analyst: User, steps: list[tuple[str, dict[int, int]] | int]
) -> None:
    with transaction.atomic():
        model, batches, snapshots = Model(), dict[int, ImportBatch](), dict[int, set[fakes.State]]()
        for number, step in enumerate(steps):
            before = fakes.snapshot(council)
            if isinstance(step, tuple):
                batch = _bring_in(council, analyst, *step)
                assert (batch is not None) == model.bring_in(number, step[1])
                if batch:
                    batches[number], snapshots[number] = batch, before
            elif model.standing:
                chosen = model.standing[step % len(model.standing)]
                was_last = chosen == model.standing[-1]
                if model.undo(chosen):
                    undo(batches[chosen], by=analyst, now=LATER)
                    if not was_last:
                        snapshots.clear()
                    elif chosen in snapshots:
                        assert fakes.snapshot(council) == snapshots[chosen]
                else:
                    with pytest.raises(NotUndoable):
                        undo(batches[chosen], by=analyst, now=LATER)
                    assert fakes.snapshot(council) == before
            assert fakes.values(council) == model.values()
        for chosen in reversed(model.standing):
            undo(batches[chosen], by=analyst, now=LATER)
            if chosen in snapshots:
                assert fakes.snapshot(council) == snapshots[chosen]
        assert fakes.values(council) == {}
        assert audit.broken_link(council) is None
        transaction.set_rollback(True)


def _bring_in(council: Authority, by: User, way: str, given: dict[int, int]) -> ImportBatch | None:
    if way == "import":
        return bring_in(council, by, *(f"plans_new,2024-{month:02},{value}" for month, value in given.items()))
    rows = [Row("plans_new", Period.month(2024, month), Decimal(value)) for month, value in given.items()]
    return records.put(council, *rows, kind="typed", by=by).batch
