"""Pages on which a council words, orders and groups headings, and says what the codes of a return mean."""

import pytest
from django.test import Client

from dashboards import categories
from dashboards.models import Category, Crosswalk
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.bad_input.junk import fields_of
from tests.dashboards import records

pytestmark = pytest.mark.usefixtures("clock")
CODES = "/c/999/codes/"
GROUPING = "/c/999/codes/groupings/placement/placement_group/"
HEADINGS = "/c/999/codes/headings/need/"
RETURN = "/c/999/codes/return/RequestOutcome/"


@pytest.fixture
def world(db: None) -> factories.World:
    records.code_lists()
    return factories.make_world()


def sent(client: Client, address: str, **changes: str) -> dict[str, list[str]]:
    """What the page at that address would send, with some boxes changed."""
    fields = fields_of(client.get(address).content.decode())
    fields.pop("reset", None)
    return {**fields, **{name.replace("__", "-"): [value] for name, value in changes.items()}}


def test_the_overview_names_every_list_and_those_changed(officer: Client, world: factories.World) -> None:
    Crosswalk.objects.create(
        authority=world.authority, topic="placement", code="neet", group_topic="placement_group", group_code="unknown"
    )
    html = officer.get(CODES).content.decode()
    for words in ("Placements into the groups of the DSG plan", "Primary need", "RequestOutcome", "1 changed"):
        assert words in html
    assert f'href="{CODES}"' in officer.get("/c/999/measures/").content.decode()


def test_without_lists_the_overview_says_where_they_come_from(client: Client, db: None) -> None:
    client.force_login(factories.make_world().people["officer"])
    assert "No code lists yet." in client.get(CODES).content.decode()


@pytest.mark.parametrize("address", [CODES, GROUPING, HEADINGS, RETURN])
@pytest.mark.parametrize("role", ["forum_member", "section_151", "director", "administrator"])
def test_only_those_who_keep_measures_may_open_them(
    client: Client, world: factories.World, address: str, role: str
) -> None:
    client.force_login(world.people[role])
    assert client.get(address).status_code == 403
    assert client.post(address, {"reset": "yes"}).status_code == 403


@pytest.mark.parametrize(
    "address", ["headings/school/", "headings/nothing/", "groupings/need/age/", "return/Nothing/", "return/Surname/"]
)
def test_a_list_that_is_none_is_not_found(officer: Client, address: str) -> None:
    assert officer.get(f"{CODES}{address}").status_code == 404


def test_a_placement_is_put_into_another_group_and_marked(officer: Client, world: factories.World) -> None:
    response = officer.post(GROUPING, sent(officer, GROUPING, group__hospital_school="other"), follow=True)
    html = response.content.decode()
    assert "Saved. Figures are read this way from now on." in html
    assert "One row differs from what is shipped." in html
    assert "Shipped as: Hospital schools or alternative provision" in html
    assert categories.crosswalk(world.authority, "placement", "placement_group")["hospital_school"] == "other"
    assert AuditEvent.objects.filter(action="grouping_changed").count() == 1


def test_saving_what_stands_changes_nothing_and_says_so(officer: Client) -> None:
    response = officer.post(GROUPING, sent(officer, GROUPING), follow=True)
    assert "Nothing was different, so nothing was saved." in response.content.decode()
    assert not Crosswalk.objects.filter(authority__isnull=False).exists()
    assert not AuditEvent.objects.filter(action="grouping_changed").exists()


def test_going_back_to_the_shipped_list_is_asked_first(officer: Client) -> None:
    officer.post(GROUPING, sent(officer, GROUPING, group__hospital_school="other"))
    asked = officer.post(GROUPING, {"reset": "ask"}).content.decode()
    assert "Go back to what is shipped?" in asked
    assert Crosswalk.objects.filter(authority__isnull=False).count() == 1
    done = officer.post(GROUPING, {"reset": "yes"}, follow=True).content.decode()
    assert "This list is as shipped again." in done
    assert not Crosswalk.objects.filter(authority__isnull=False).exists()
    assert AuditEvent.objects.filter(action="grouping_changed").count() == 2


def test_a_heading_is_worded_and_placed_anew(officer: Client, world: factories.World) -> None:
    officer.post(HEADINGS, sent(officer, HEADINGS, label__ASD="Autism", place__ASD="30"))
    row = Category.objects.get(authority=world.authority)
    assert (row.code, row.label, row.order) == ("ASD", "Autism", 30)
    officer.post(HEADINGS, {"reset": "yes"})
    assert not Category.objects.filter(authority=world.authority).exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"label__ASD": ""}, "Enter the label of Autistic spectrum disorder"),
        ({"place__ASD": "first"}, "Place of Autistic spectrum disorder must be"),
        ({"place__ASD": "0"}, "Place of Autistic spectrum disorder must be"),
    ],
)
def test_a_heading_without_words_or_place_is_refused(officer: Client, changes: dict[str, str], words: str) -> None:
    response = officer.post(HEADINGS, sent(officer, HEADINGS, **changes))
    assert response.status_code == 422
    assert words.lower() in response.content.decode().lower()
    assert not Category.objects.filter(authority__isnull=False).exists()


def test_a_code_is_read_otherwise_and_another_is_added_and_taken_away(officer: Client, world: factories.World) -> None:
    changes = {"meaning__N": "withdrawn", "new__code__1": "p", "new__meaning__1": "undecided"}
    officer.post(RETURN, sent(officer, RETURN, **changes))
    read = categories.return_codes(world.authority)["RequestOutcome"]
    assert (read["N"], read["P"]) == ("withdrawn", "undecided")
    officer.post(RETURN, sent(officer, RETURN, meaning__P=""))
    assert "P" not in categories.return_codes(world.authority)["RequestOutcome"]


@pytest.mark.parametrize(
    ("code", "meaning", "words"),
    [
        ("P", "", "Choose what P means"),
        ("", "refused", "Enter the code as the return writes it"),
        ("n", "refused", "N is in the list already"),
        ("P-1", "refused", "letters and figures only"),
    ],
)
def test_half_a_new_code_is_refused(officer: Client, code: str, meaning: str, words: str) -> None:
    response = officer.post(RETURN, sent(officer, RETURN, new__code__1=code, new__meaning__1=meaning))
    assert response.status_code == 422
    assert words in response.content.decode()


def test_a_page_opened_before_somebody_elses_change_does_not_undo_it(officer: Client, world: factories.World) -> None:
    stale = sent(officer, GROUPING, group__neet="unknown")
    officer.post(GROUPING, sent(officer, GROUPING, group__hospital_school="other"))
    response = officer.post(GROUPING, stale)
    assert response.status_code == 422
    assert "Somebody else changed this list meanwhile" in response.content.decode()
    assert categories.crosswalk(world.authority, "placement", "placement_group")["hospital_school"] == "other"
