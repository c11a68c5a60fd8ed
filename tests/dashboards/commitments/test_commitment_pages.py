"""Commitments in the browser: a list tried out, saved, replaced and removed; totals typed; plans on the way costed."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from conditions.models import FinanceLine
from dashboards.models import (
    Category,
    Commitment,
    CommitmentBasis,
    CommitmentList,
)
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.dashboards.commitments.lists import HEADINGS, drafting
from tests.dashboards.finance.ledger import a_year, enter
from tests.factories import World

pytestmark = pytest.mark.usefixtures("clock")
PAGE = "/c/999/finance/safety-valve/commitments/"
DAY = {"as_at_day": "31", "as_at_month": "5", "as_at_year": "2024"}
ROW = "Independent,365000,year,01/04/2024,,60%,30%,10%"
TYPING = f"{PAGE}type/?as_at_day=31&as_at_month=5&as_at_year=2024&period="


@pytest.fixture
def world(db: None) -> World:
    for order, (code, label) in enumerate((("independent", "Independent schools"), ("ap", "Alternative provision"))):
        Category.objects.create(topic="placement_group", code=code, label=label, order=order)
    return factories.make_world()


def upload(client: Client, *rows: str, headings: str = HEADINGS, name: str = "list.csv", **more: str) -> Any:
    file = SimpleUploadedFile(name, "\r\n".join([headings, *rows, ""]).encode())
    return client.post(f"{PAGE}upload/", {"files": file, "source": "Register", **DAY, **more})


def save(client: Client, *rows: str) -> CommitmentList:
    draft = upload(client, *rows)["Location"]
    seen = CommitmentList.objects.standing().values_list("pk", flat=True).first() or 0
    assert client.post(draft, {"seen": seen})["Location"] == PAGE
    return CommitmentList.objects.latest("pk")


def test_a_list_is_tried_out_then_saved_and_nothing_of_a_row_is_kept(finance: Client) -> None:
    draft = upload(finance, ROW, "Independent,365000,year,01/03/2025,,,,", "Palace,1,year,01/04/2024,,,,")["Location"]
    page = finance.get(draft).content.decode()
    assert "This list has 2 placements, and 1 row cannot be used" in page
    assert "row 4, column A (Provider type)" in page
    assert "Palace" not in page
    assert "£250,000" in page  # 60% of £365,000, and £1,000 a day from 1 March
    assert "No commitments yet" in finance.get(PAGE).content.decode()
    assert not AuditEvent.objects.filter(action="commitments_recorded").exists()
    assert finance.post(draft, {"seen": "0"})["Location"] == PAGE
    page = finance.get(PAGE).content.decode()
    assert "Placements at 31 May 2024" in page
    march = Commitment.objects.get(month="2025-03-01", provider_type="independent")
    assert (march.placements, march.dsg + march.health + march.social_care) == (2, Decimal(62_000))
    event = AuditEvent.objects.get(action="commitments_recorded")
    assert event.changes["2024-25: dsg"] == [None, "250000.00"]
    assert finance.post(draft, {"seen": "0"}).status_code == 404


def test_a_file_about_children_is_refused_by_column_and_nothing_is_saved(finance: Client) -> None:
    answer = upload(finance, "AP,1000,year,01/04/2024,Ada", headings="Provider type,Rate,Unit,Start,Pupil name")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Column E (Pupil name) may say which child a row is about." in page
    assert "Ada" not in page
    assert not CommitmentList.objects.exists()
    assert "not a year of this agreement" in upload(finance, ROW, as_at_year="2019").content.decode()
    assert "must not be in the future" in upload(finance, ROW, as_at_year="2025").content.decode()
    assert upload(finance, ROW, name="list.pdf").status_code == 422


def test_a_second_list_of_the_day_takes_its_place_and_removing_it_brings_the_first_back(finance: Client) -> None:
    first = save(finance, ROW)
    draft = upload(finance, "AP,73000,year,01/04/2024,,,,")["Location"]
    assert "It takes the place of the list of the same day" in finance.get(draft).content.decode()
    stale = finance.post(draft, {"seen": "0"})
    assert stale.status_code == 422
    assert "Somebody else saved commitments of this day meanwhile" in stale.content.decode()
    finance.post(draft, {"seen": first.pk})
    assert "£73,000" in finance.get(PAGE).content.decode()
    earlier = finance.get(f"{PAGE}?list={first.pk}").content.decode()
    assert "This is an earlier list." in earlier
    assert "£219,000" in earlier
    second = CommitmentList.objects.latest("pk")
    remove = f"{PAGE}lists/{second.pk}/remove/"
    assert "the list saved before it counts again" in finance.get(remove).content.decode()
    assert finance.post(remove)["Location"] == PAGE
    assert "£219,000" in finance.get(PAGE).content.decode()
    assert "was removed already" in finance.post(remove).content.decode()
    assert "This list was removed on" in finance.get(f"{PAGE}?list={second.pk}").content.decode()
    event = AuditEvent.objects.get(action="commitments_removed")
    assert event.changes["2024-25: dsg"] == ["73000.00", None]


def test_a_list_can_be_thrown_away(finance: Client) -> None:
    draft = upload(finance, ROW)["Location"]
    assert finance.post(draft, {"action": "throw-away"})["Location"] == PAGE
    assert not CommitmentList.objects.exists()
    assert finance.get(f"{PAGE}?list=x").status_code == 404


def test_totals_of_a_year_are_typed_and_spread_and_a_month_is_corrected(finance: Client) -> None:
    assert "The whole of 2024-25" in finance.get(f"{PAGE}type/").content.decode()
    boxes = {"independent_placements": "12", "independent_dsg": "365,000", "independent_health": "36500"}
    wrong = finance.post(f"{TYPING}2024-25", {**boxes, "ap_health": "5", "ap_placements": "few", "seen": "0"})
    assert "Enter what Alternative provision cost the DSG" in wrong.content.decode()
    assert "must be a whole number" in wrong.content.decode()
    assert finance.post(f"{TYPING}2024-25", {**boxes, "seen": "0", "source": "Budget"})["Location"] == PAGE
    april = Commitment.objects.get(month="2024-04-01")
    assert (april.placements, april.dsg, april.health, april.social_care) == (12, 30_000, 3_000, None)
    first = CommitmentList.objects.get()
    assert 'value="365,000' in finance.get(f"{TYPING}2024-25").content.decode()
    month = {"independent_dsg": "40000", "seen": "0"}
    stale = finance.post(f"{TYPING}month-2024-04", month)
    assert "Somebody else saved commitments of this day meanwhile" in stale.content.decode()
    finance.post(f"{TYPING}month-2024-04", {**month, "seen": first.pk})
    assert sum(each.dsg for each in CommitmentList.objects.latest("pk").cells.all()) == 375_000
    assert first.cells.count() == 12


def test_months_on_record_are_not_shown_as_a_year_and_saving_keeps_them(finance: Client) -> None:
    finance.post(f"{TYPING}month-2024-04", {"ap_placements": "4", "ap_dsg": "100000", "seen": "0"})
    seen = CommitmentList.objects.latest("pk").pk
    finance.post(f"{TYPING}month-2024-05", {"ap_placements": "5", "ap_dsg": "110000", "seen": seen})
    seen = CommitmentList.objects.latest("pk").pk
    Commitment.objects.create(commitment_list_id=seen, provider_type="gone", month="2024-04-01", dsg=7)
    page = finance.get(f"{TYPING}2024-25").content.decode()
    assert "210,000" not in page
    assert "On record in part: Alternative provision." in page
    assert "not among the council’s provider types any more: gone." in page
    finance.post(f"{TYPING}2024-25", {"independent_placements": "2", "independent_dsg": "365000", "seen": seen})
    cells = CommitmentList.objects.latest("pk").cells.exclude(provider_type="independent")
    assert list(cells.order_by("provider_type", "month").values_list("provider_type", "placements", "dsg")) == [
        *(("ap", 4, 100_000), ("ap", 5, 110_000), ("gone", None, 7))
    ]


def test_correcting_a_type_leaves_what_a_placement_list_says_of_another_by_month(finance: Client) -> None:
    first = save(finance, ROW, "AP,73000,year,01/04/2024,30/06/2024,,,")
    page = finance.get(f"{TYPING}2024-25").content.decode()
    assert 'value="18,200' in page
    boxes = {"ap_dsg": "18200", "independent_placements": "1", "independent_health": "109500"}
    boxes |= {"ap_health": "0", "ap_social_care": "0", "independent_social_care": "36500"}
    finance.post(f"{TYPING}2024-25", {**boxes, "independent_dsg": "220000", "seen": first.pk})
    new = CommitmentList.objects.latest("pk")
    assert new.pk != first.pk
    names = ("month", "placements", "dsg")
    ap = list(new.cells.filter(provider_type="ap").order_by("month").values_list(*names))
    assert ap[:3] == list(first.cells.filter(provider_type="ap").order_by("month").values_list(*names))
    assert {each[1:] for each in ap[3:]} == {(0, 0)}
    assert len(ap) == 12


def test_committed_and_not_yet_issued_stand_beside_the_forecast(finance: Client, world: World) -> None:
    enter(world, "2024-25", a_year(l1_2_1=100_000, l1_2_2=0, l1_2_3=200_000), column=FinanceLine.Column.BUDGET)
    save(finance, ROW)
    page = finance.get(PAGE).content.decode()
    assert "The budget is £81,000 more than what is committed" in page
    assert "nobody has said what share of them become plans" in page
    drafting(world, 10)
    typed = {"share_issuing": "50", "weeks_issuing": "0", "unit_cost": "36,500", "revision": "0"}
    assert finance.post(f"{PAGE}plans-on-the-way/", {**typed, "share_issuing": "101"}).status_code == 422
    no_weeks = finance.post(f"{PAGE}plans-on-the-way/", {**typed, "weeks_issuing": ""})
    assert "Plans being drafted: enter the weeks until these plans cost anything" in no_weeks.content.decode()
    assert finance.post(f"{PAGE}plans-on-the-way/", typed)["Location"] == PAGE
    page = finance.get(PAGE).content.decode()
    assert "£152,500" in page  # five plans at £100 a day, 305 days from 31 May
    assert "committed and not yet issued together comes to £72,000 more than the budget" in page
    stale = finance.post(f"{PAGE}plans-on-the-way/", {**typed, "share_issuing": "60"})
    assert "saved this while you were editing it" in stale.content.decode()
    assert CommitmentBasis.objects.get().share_issuing == 50
    assert AuditEvent.objects.filter(action="commitment_basis_changed").count() == 1


def test_others_read_and_forum_members_see_nothing(client: Client, finance: Client, world: World) -> None:
    save(finance, ROW)
    client.force_login(world.people["officer"])
    page = client.get(PAGE).content.decode()
    assert "Upload a placement list" not in page
    assert client.get(f"{PAGE}upload/").status_code == 403
    client.force_login(world.people["forum_member"])
    assert client.get(PAGE).status_code == 403


def test_a_month_alone_is_no_year(finance: Client, world: World) -> None:
    enter(world, "2024-25", a_year(l1_2_3=200_000))
    finance.post(f"{TYPING}month-2024-04", {"ap_dsg": "1000", "seen": "0"})
    assert (
        "compared: only 1 of the 12 months has commitments of every provider type on record."
        in finance.get(PAGE).content.decode()
    )
    lost = finance.post(f"{TYPING}month-2024-04", {"ap_dsg": "1000"})
    assert "lost track of the list" in lost.content.decode()
    assert finance.get(f"{TYPING}2040-41").status_code == 422


def test_what_nobody_foresaw_is_told_without_a_word_of_the_file(
    finance: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*args: object, **kwargs: object) -> None:
        raise RuntimeError(ROW)

    monkeypatch.setattr("dashboards.services.commitments.read", breaks)
    page = upload(finance, ROW).content.decode()
    assert "Reading broke off" in page
    assert "RuntimeError" in caplog.text
    assert "365000" not in caplog.text
