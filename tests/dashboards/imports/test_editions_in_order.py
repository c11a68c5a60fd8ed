"""Editions of published statistics: an older one never takes a newer one's place."""

from decimal import Decimal

from dashboards.imports import runs
from dashboards.imports.undo import undo
from dashboards.models import Measurement
from dashboards.periods import Period
from dashboards.services.measurements import Row
from safetyvalve.core.models import Authority, User
from tests.dashboards import records
from tests.dashboards.imports import fakes
from tests.dashboards.imports.brought_in import LATER, batch_of, bring_in
from tests.factories import NOW


def test_an_older_edition_never_replaces_a_newer_one_and_says_so(council: Authority, analyst: User) -> None:
    batch_of(council, analyst, "plans_new,2024-05,17", edition="2025")
    run = runs.start(
        *(council, "published", [fakes.file("plans_new,2024-05,16", "plans_ceased,2024-05,5")]),
        **{"options": {"edition": "2024"}, "by": analyst, "now": NOW},  # type: ignore[arg-type]
    )
    seen = runs.dry_run(run)
    assert (seen.counts["added"], seen.counts["changed"], seen.counts["unchanged"], seen.counts["older"]) == (
        1,
        0,
        1,
        1,
    )
    assert [(problem.code, problem.level, problem.count) for problem in seen.problems] == [("older-edition", "note", 1)]
    runs.confirm(run, expected=seen.digest, by=analyst, now=NOW)
    assert fakes.values(council) == {"plans_new 2024-05": 17, "plans_ceased 2024-05": 5}


def test_a_newer_edition_replaces_an_older_one_and_nine_comes_before_ten(council: Authority, analyst: User) -> None:
    batch_of(council, analyst, "plans_new,2024-05,16", edition="9")
    batch_of(council, analyst, "plans_new,2024-05,17", edition="10")
    assert bring_in(council, analyst, "plans_new,2024-05,16", edition="9") is None
    assert fakes.values(council) == {"plans_new 2024-05": 17}


def test_a_figure_that_a_newer_edition_found_right_is_the_newer_ones(council: Authority, analyst: User) -> None:
    batch_of(council, analyst, "plans_new,2024-05,16", edition="2023")
    batch_of(council, analyst, "plans_new,2024-05,16", "plans_ceased,2024-05,5", edition="2025")
    assert bring_in(council, analyst, "plans_new,2024-05,15", edition="2024") is None
    assert fakes.values(council)["plans_new 2024-05"] == 16


def test_a_figure_marked_unreliable_still_belongs_to_its_edition(council: Authority, analyst: User) -> None:
    batch_of(council, analyst, "plans_new,2024-05,17", edition="2025")
    unreliable = Row("plans_new", Period.month(2024, 5), Decimal(17), status="unreliable")
    records.put(council, unreliable, kind="typed")
    assert bring_in(council, analyst, "plans_new,2024-05,16", edition="2024") is None
    assert Measurement.objects.current().get().status == "unreliable"


def test_an_edition_that_was_undone_holds_nothing_back(council: Authority, analyst: User) -> None:
    undo(batch_of(council, analyst, "plans_new,2024-05,17", edition="2025"), by=analyst, now=LATER)
    batch_of(council, analyst, "plans_new,2024-05,16", edition="2024")
    assert fakes.values(council) == {"plans_new 2024-05": 16}
