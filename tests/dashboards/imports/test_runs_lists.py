"""Neighbours and schools: kept whole, undone, never replaced by an older edition. And what is kept between."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.imports import kinds, runs
from dashboards.imports.contract import Delivery, Level, Neighbour, Problem, Reading, SchoolFacts
from dashboards.imports.figures import Payload, UnreadableFigures, pack, unpack
from dashboards.imports.kinds import Kind
from dashboards.imports.problems import MOST_KEPT, from_json, to_json
from dashboards.imports.undo import undo
from dashboards.models import Area, ComparatorGroup, ImportBatch, ImportRun, School
from dashboards.periods import Period
from dashboards.services.measurements import Row
from safetyvalve.core.models import AuditEvent, Authority, User
from tests.dashboards.imports import fakes
from tests.factories import NOW

NEAR = (Neighbour("880", 1, "Very close"), Neighbour("839", 2))
SCHOOLS = (
    SchoolFacts("100001", "Harbour School", "07", has_sen_unit=True),
    SchoolFacts("100002", "Hill School", "34", ukprn="10000001"),
)
given_lists: dict[str, Reading] = {}


def read(delivery: Delivery) -> Reading:
    return given_lists["reading"]


@pytest.fixture(autouse=True)
def areas(council: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds.KINDS, "gias", Kind("gias", "Schools", "", f"{__name__}.read", (".csv",)))
    for code in ("880", "839"):
        Area.objects.create(gss_code=f"E06000{code}", la_code=code, name=f"Council {code}", level="authority")


def bring_in(council: Authority, by: User, **lists: object) -> tuple[runs.DryRun, ImportBatch | None]:
    given_lists["reading"] = Reading(**lists)  # type: ignore[arg-type]
    run: ImportRun = runs.start(council, "gias", [fakes.file("any")], by=by, now=NOW)
    seen = runs.dry_run(run)
    return seen, runs.confirm(run, expected=seen.digest, by=by, now=NOW)


def neighbours(council: Authority) -> list[tuple[str, int, str]]:
    group = ComparatorGroup.objects.filter(authority=council, kind="statistical").live().first()
    return [(each.area.la_code, each.rank, each.closeness) for each in group.members.all()] if group else []


def test_neighbours_become_a_group_with_its_edition_and_the_same_again_changes_nothing(
    council: Authority, analyst: User
) -> None:
    seen, batch = bring_in(council, analyst, neighbours=NEAR, edition="2025")
    assert (seen.is_empty, seen.counts["added"]) == (False, 2)
    assert batch is not None
    assert neighbours(council) == [("880", 1, "Very close"), ("839", 2, "")]
    assert AuditEvent.objects.get(subject_id=str(batch.pk)).changes["neighbours"] == [None, 2]
    again, nothing = bring_in(council, analyst, neighbours=NEAR, edition="2025")
    assert (again.is_empty, again.counts["unchanged"], nothing) == (True, 2, None)


def test_a_council_that_does_not_exist_is_refused_and_the_others_are_kept(council: Authority, analyst: User) -> None:
    seen, _ = bring_in(council, analyst, neighbours=(*NEAR, Neighbour("000", 3)))
    assert [(problem.code, problem.sentence) for problem in seen.problems] == [
        ("unknown-neighbour", "There is no council with the code 000.")
    ]
    assert len(neighbours(council)) == 2


def test_undoing_a_newer_edition_brings_the_older_neighbours_back(council: Authority, analyst: User) -> None:
    bring_in(council, analyst, neighbours=NEAR[:1], edition="2024")
    _, newer = bring_in(council, analyst, neighbours=NEAR, edition="2025")
    assert newer is not None
    bring_in(council, analyst, neighbours=NEAR[1:], edition="2023")
    assert len(neighbours(council)) == 2, "the newest edition is used, whenever the older came"
    undo(newer, by=analyst, now=NOW)
    assert neighbours(council) == [("880", 1, "Very close")]


def test_a_list_of_schools_is_kept_whole_and_says_what_is_new_different_and_gone(
    council: Authority, analyst: User
) -> None:
    bring_in(council, analyst, schools=SCHOOLS)
    changed = (replace(SCHOOLS[0], name="Harbour Academy"), SchoolFacts("100003", "Lake School", "07"))
    seen, batch = bring_in(council, analyst, schools=changed)
    assert (seen.counts["added"], seen.counts["changed"], seen.counts["unchanged"]) == (1, 2, 0)
    assert [school.name for school in School.objects.standing(council)] == ["Harbour Academy", "Lake School"]
    again, nothing = bring_in(council, analyst, schools=changed)
    assert (again.is_empty, nothing) == (True, None)
    assert batch is not None
    undo(batch, by=analyst, now=NOW)
    assert [school.name for school in School.objects.standing(council)] == ["Harbour School", "Hill School"]


def test_an_older_list_of_schools_never_replaces_a_newer_one(council: Authority, analyst: User) -> None:
    bring_in(council, analyst, schools=SCHOOLS, edition="2025-09-01")
    seen, batch = bring_in(council, analyst, schools=SCHOOLS[:1], edition="2024-09-01")
    assert (seen.is_empty, batch, [problem.code for problem in seen.problems]) == (True, None, ["older-edition"])


# --- What lies between dry run and confirmation ---------------------------------------------------------

AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9)
DAYS = st.dates(min_value=date(2014, 1, 1), max_value=date(2040, 1, 1))
ROWS = st.builds(
    Row,
    code=st.text(max_size=5),
    period=st.builds(Period, DAYS, DAYS),
    value=st.none() | AMOUNTS,
    upper=st.none() | AMOUNTS,
    marker=st.sampled_from(["", "x", "low"]),
    as_at=st.none() | DAYS,
    note=st.text(max_size=5),
    is_as_reported=st.booleans(),
)


@given(rows=st.lists(ROWS, max_size=5))
def test_what_was_read_comes_back_exactly(rows: list[Row]) -> None:
    payload = Payload(tuple(rows), NEAR, SCHOOLS)
    assert unpack(pack(payload)) == payload
    assert [str(row.value) for row in unpack(pack(payload)).rows] == [str(row.value) for row in rows]


@pytest.mark.parametrize("content", [None, b"", b"nonsense", pack(Payload((Row("a", Period.month(2024, 5)),)))[:-9]])
def test_figures_of_another_edition_of_the_product_are_not_guessed_at(content: bytes | None) -> None:
    with pytest.raises(UnreadableFigures):
        unpack(content)


def test_a_run_whose_figures_cannot_be_understood_says_to_import_again(council: Authority, analyst: User) -> None:
    run = runs.start(council, "lines", [fakes.file("plans_new,2024-05,1")], by=analyst, now=NOW)
    run.figures = b"of long ago"
    with pytest.raises(runs.NotPossible, match="Import the file again"):
        runs.dry_run(run)


def test_decimals_are_not_rounded_on_the_way(council: Authority, analyst: User) -> None:
    run = runs.start(council, "lines", [fakes.file("plans_new,2024-05,0.1234")], by=analyst, now=NOW)
    runs.confirm(run, expected=runs.dry_run(run).digest, by=analyst, now=NOW)
    assert fakes.values(council) == {"plans_new 2024-05": Decimal("0.1234")}


def test_of_very_many_problems_the_worst_are_kept_and_the_rest_is_counted() -> None:
    many = [Problem("odd", "Odd.", level=Level.NOTE, row=row) for row in range(MOST_KEPT)]
    kept = from_json(to_json([*many, Problem("bad", "Bad\0."), *many[:3]]))
    assert (kept[0].code, kept[0].sentence, len(kept)) == ("bad", "Bad.", MOST_KEPT + 1)
    assert (kept[-1].code, kept[-1].level, kept[-1].count) == ("more-of-the-kind", Level.NOTE, 4)
