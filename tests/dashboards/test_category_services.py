"""Code lists: the shipped ones, and what a council says otherwise."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dashboards import categories
from dashboards.models import Area, Category, Crosswalk, ReturnCode
from dashboards.services import categories as services
from safetyvalve.core.models import AuditEvent
from safetyvalve.demo import reading, shipped
from tests import factories
from tests.dashboards import records
from tests.factories import NOW

PLACEMENT = ("placement", "placement_group")


@pytest.fixture
def world(db: None) -> factories.World:
    records.code_lists()
    return factories.make_world()


def test_the_shipped_lists_load_once_and_in_few_statements(db: None) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert shipped.load_code_lists() > 400
    assert len(captured) < 20
    assert shipped.load_code_lists() == 0
    assert Area.objects.get(la_code="880").name == "Torbay"


def test_a_corrected_file_corrects_the_shipped_rows_and_leaves_the_councils_own(world: factories.World) -> None:
    own = Category.objects.create(authority=world.authority, topic="need", code="ASD", label="Autism", order=3)
    data = reading.toml("categories.toml")
    data["topics"]["need"]["ASD"] = "Autistic spectrum"
    assert services.load_shipped(data) == 1
    assert Category.objects.get(authority=None, topic="need", code="ASD").label == "Autistic spectrum"
    own.refresh_from_db()
    assert own.label == "Autism"


def test_a_council_words_and_orders_headings_its_own_way(world: factories.World) -> None:
    authority, officer = world.authority, world.people["officer"]
    assert services.set_headings(authority, "need", {"ASD": ("Autism", 20)}, by=officer, now=NOW)
    assert categories.labels(authority)["need", "ASD"] == "Autism"
    assert categories.codes(authority, "need")[-1].code == "ASD"
    elsewhere = factories.make_authority("Elsewhere", "998")
    assert categories.codes(elsewhere, "need")[0].label == "Autistic spectrum disorder"
    event = AuditEvent.objects.get(action="code_list_changed")
    assert event.changes == {
        "Primary need: Autistic spectrum disorder": ["Autistic spectrum disorder, place 1", "Autism, place 20"]
    }


def test_a_heading_said_as_shipped_is_shipped_again(world: factories.World) -> None:
    authority, officer = world.authority, world.people["officer"]
    services.set_headings(authority, "need", {"ASD": ("Autism", 20)}, by=officer, now=NOW)
    services.set_headings(authority, "need", {"ASD": ("Autistic spectrum disorder", 1)}, by=officer, now=NOW)
    assert not Category.objects.filter(authority=authority).exists()
    assert not services.set_headings(authority, "need", {"NONE": ("No such code", 1)}, by=officer, now=NOW)
    assert AuditEvent.objects.filter(action="code_list_changed").count() == 2


def test_a_council_groups_placements_its_own_way(world: factories.World) -> None:
    authority, officer = world.authority, world.people["officer"]
    assert services.set_grouping(authority, *PLACEMENT, {"hospital_school": "other"}, by=officer, now=NOW)
    assert categories.crosswalk(authority, *PLACEMENT)["hospital_school"] == "other"
    assert categories.crosswalk(authority, *PLACEMENT)["ap_pru_academy"] == "ap"
    assert Crosswalk.objects.filter(authority=authority).count() == 1
    event = AuditEvent.objects.get(action="grouping_changed")
    assert event.changes == {
        "Placement group of the DSG plan: Hospital school": [
            "Hospital schools or alternative provision",
            "Other placements or direct payments",
        ]
    }
    services.set_grouping(authority, *PLACEMENT, {"hospital_school": "ap"}, by=officer, now=NOW)
    assert not Crosswalk.objects.filter(authority=authority).exists()


def test_a_group_that_does_not_exist_is_refused(world: factories.World) -> None:
    with pytest.raises(ValueError, match="nowhere is not a heading of placement_group"):
        services.set_grouping(
            world.authority, *PLACEMENT, {"hospital_school": "nowhere"}, by=world.people["officer"], now=NOW
        )


def test_codes_of_a_return_are_read_in_capitals_and_the_councils_meaning_stands_first(world: factories.World) -> None:
    authority, officer = world.authority, world.people["officer"]
    ReturnCode.objects.create(authority=authority, item="WBP", code="i", meaning="supported_internship")
    services.set_return_codes(authority, "RequestOutcome", {"N": "withdrawn", "p": "undecided"}, by=officer, now=NOW)
    read = categories.return_codes(authority)
    assert read["WBP"]["I"] == "supported_internship"
    assert read["RequestOutcome"] == {
        "Y": "agreed", "N": "withdrawn", "A": "undecided", "W": "withdrawn", "H": "historical", "P": "undecided",
    }  # fmt: skip
    services.set_return_codes(authority, "RequestOutcome", {}, by=officer, now=NOW)
    assert categories.return_codes(authority)["RequestOutcome"]["N"] == "refused"
    assert "P" not in categories.return_codes(authority)["RequestOutcome"]
    assert AuditEvent.objects.filter(action="return_codes_changed").count() == 2


def test_a_list_that_somebody_else_changed_meanwhile_is_not_written_over(world: factories.World) -> None:
    authority, officer = world.authority, world.people["officer"]
    seen = services.digest(categories.crosswalk(authority, *PLACEMENT))
    services.set_grouping(authority, *PLACEMENT, {"hospital_school": "other"}, seen=seen, by=officer, now=NOW)
    with pytest.raises(services.Moved):
        services.set_grouping(authority, *PLACEMENT, {"neet": "unknown"}, seen=seen, by=officer, now=NOW)
    assert categories.crosswalk(authority, *PLACEMENT)["neet"] == "other"


def test_each_list_is_read_in_one_query(world: factories.World) -> None:
    for read in (
        lambda: categories.labels(world.authority),
        lambda: categories.codes(world.authority, "need"),
        lambda: categories.crosswalk(world.authority, *PLACEMENT),
        lambda: categories.return_codes(world.authority),
    ):
        with CaptureQueriesContext(connection) as captured:
            read()
        assert len(captured) == 1
