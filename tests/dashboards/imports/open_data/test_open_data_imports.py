"""A release brought in, confirmed, brought in again, and taken back: the readers inside the life of an import."""

from datetime import date
from decimal import Decimal

import pytest

from dashboards.imports import runs, undo
from dashboards.imports.contract import Delivered
from dashboards.imports.kinds import KINDS
from dashboards.models import ComparatorGroup, ImportBatch, ImportRun, Measurement, School
from dashboards.periods import Period
from dashboards.services import measurements
from dashboards.services.measurements import Row
from safetyvalve.core.models import Authority, User
from tests.dashboards.imports.open_data.published import HERE, SMALL, files, requests
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db
STATE = ImportRun.State
LISTS = ("neighbours", "lait", "statistical_neighbours_2025_long.csv")
WAYS = {
    "ees": ("ees_ehcp_2025", ()),
    "lait": ("lait", ("lait_bds_long_sen_slice.csv",)),
    "tribunal": ("tribunal", ()),
    "high_needs": ("dsg", ("2022-23_High_needs_block.csv", "2022-23_High_needs_deductions.csv")),
    "dsg_share": ("dsg", ("dsg_deficit_derived_2019-20_to_2021-22.csv",)),
}


@pytest.fixture
def analyst(torbay: Authority) -> User:
    return make_user("programme_manager", torbay)


def bring_in(authority: Authority, by: User, kind: str, *delivered: tuple[str, bytes]) -> ImportRun:
    run = runs.start(authority, kind, [Delivered(*each) for each in delivered], by=by, now=NOW, in_process=True)
    run.refresh_from_db()
    return run


def confirm(run: ImportRun, by: User) -> ImportBatch | None:
    runs.confirm(run, expected=runs.dry_run(run).digest, by=by, now=NOW, in_process=True)
    run.refresh_from_db()
    assert run.state == STATE.CONFIRMED
    return run.batch


@pytest.mark.parametrize("kind", WAYS)
def test_each_way_in_can_be_confirmed_once_and_taken_back(torbay: Authority, analyst: User, kind: str) -> None:
    folder, names = WAYS[kind]
    delivered = files(SMALL, folder, *names)
    run = bring_in(torbay, analyst, kind, *delivered)
    assert (run.state, run.counts["refused"]) == (STATE.READY, 0)
    batch = confirm(run, analyst)
    assert batch is not None
    assert (batch.kind, batch.importer) == (ImportBatch.Kind.PUBLISHED, kind)
    assert batch.added == Measurement.objects.current().count() > 0
    again = bring_in(torbay, analyst, kind, *delivered)
    assert runs.dry_run(again).is_empty
    assert confirm(again, analyst) is None
    undo.undo(batch, by=analyst, now=NOW)
    assert not Measurement.objects.current().exists()


def test_neighbours_that_were_brought_in_are_kept_of_the_next_release(torbay: Authority, analyst: User) -> None:
    kind, folder, name = LISTS
    confirm(bring_in(torbay, analyst, kind, *files(SMALL, folder, name)), analyst)
    assert ComparatorGroup.objects.get(authority=torbay).members.count() == 10
    confirm(bring_in(torbay, analyst, "ees", *files(SMALL, "ees_ehcp_2025", "requests.csv")), analyst)
    elsewhere = Measurement.objects.current().filter(version__indicator__code="requests_received", breakdown="")
    beside = set(elsewhere.exclude(area_code=torbay.gss_code).values_list("area_name", flat=True))
    assert beside == {"England", "South West", "Isle of Wight", "Plymouth"}


def test_the_register_becomes_the_councils_list_of_schools(torbay: Authority, analyst: User) -> None:
    head = "URN,LA (code),EstablishmentName,TypeOfEstablishment (code),TypeOfEstablishment (name)\r\n"
    rows = "113000,880,École Primary,02,Voluntary aided school\r\n113001,881,A College,18,Further education\r\n"
    confirm(bring_in(torbay, analyst, "gias", ("schools.csv", (head + rows).encode("cp1252"))), analyst)
    assert [school.name for school in School.objects.standing(torbay)] == ["A College", "École Primary"]


def test_a_restated_figure_keeps_the_old_one_and_an_older_edition_never_takes_its_place(
    torbay: Authority, analyst: User
) -> None:
    before = requests(f"2024,{HERE}All requests,All requests,307,31").encode()
    after = requests(
        f"2024,{HERE}All requests,All requests,309,31", f"2025,{HERE}All requests,All requests,421,96"
    ).encode()
    confirm(bring_in(torbay, analyst, "ees", ("requests.csv", before)), analyst)
    confirm(bring_in(torbay, analyst, "ees", ("requests.csv", after)), analyst)
    figures = Measurement.objects.filter(version__indicator__code="requests_received", period_end__year=2024)
    assert [(row.value, row.status) for row in figures.order_by("pk")] == [(307, "final"), (309, "restated")]
    older = bring_in(torbay, analyst, "ees", ("requests.csv", before))
    assert runs.dry_run(older).is_empty
    assert figures.current().get().value == 309
    counted = Row("requests_received", Period.calendar_year(2024), Decimal(311), as_at=date(2025, 1, 16))
    measurements.record_many(ImportBatch(authority=torbay, importer="sen2"), [counted], by=analyst, now=NOW)
    assert runs.dry_run(bring_in(torbay, analyst, "ees", ("requests.csv", before))).is_empty
    assert figures.current().get().value == 311


def test_a_file_without_the_council_fails_with_the_reason_and_leaves_nothing(torbay: Authority, analyst: User) -> None:
    text = requests(
        f"2024,{HERE}All requests,All requests,307,31".replace("E06000027,880,Torbay", "E06000014,816,York")
    )
    run = bring_in(torbay, analyst, "ees", ("requests.csv", text.encode()))
    assert run.state == STATE.FAILED
    assert "There is nothing about Torbay" in str(run.problems)
    assert not Measurement.objects.exists()


def test_every_way_in_for_open_data_is_public_and_kept() -> None:
    for key in (*WAYS, "neighbours", "gias"):
        assert (KINDS[key].visibility, KINDS[key].keeps_source) == (ImportBatch.Kind.PUBLISHED, True)
