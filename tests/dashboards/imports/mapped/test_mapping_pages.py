"""The page of remembered mappings: looked at, renamed, and deleted after a question."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dashboards.imports.mapping_spec import MappingSpec, measure_target
from dashboards.models import ColumnMapping
from dashboards.services.mappings import remember
from safetyvalve.core.models import Authority
from tests import factories
from tests.dashboards.imports import sheets
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Authority:
    return sheets.council()


@pytest.fixture
def officer(council: Authority) -> Client:
    client = Client()
    client.force_login(factories.make_user("officer", council))
    return client


def kept(council: Authority, name: str = "Monthly return") -> ColumnMapping:
    columns = {"Month": "period", "Referrals": measure_target("requests_received", "source", "parent"), "Notes": ""}
    return remember(council, name, MappingSpec("wide", columns), by=None, now=NOW)


def page(council: Authority, name: str = "mappings", *args: int) -> str:
    return reverse(f"dashboards:{name}", args=[council.la_code, *args])


def test_nothing_remembered_says_how_a_mapping_comes_here(council: Authority, officer: Client) -> None:
    text = officer.get(page(council)).content.decode()
    assert "No spreadsheet is remembered yet" in text
    assert reverse("dashboards:import-upload", args=[council.la_code, "mapped"]) in text


def test_a_mapping_is_shown_with_what_it_reads(council: Authority, officer: Client) -> None:
    kept(council)
    text = officer.get(page(council)).content.decode()
    assert "Requests received: Parent or young person" in text
    assert "One period in each row, one measure in each column" in text
    assert "Notes" not in text


def test_a_mapping_is_renamed(council: Authority, officer: Client) -> None:
    mapping = kept(council)
    answer = officer.post(page(council, "mapping-rename", mapping.pk), {"name": "Case system"}, follow=True)
    assert "The mapping is now called Case system." in answer.content.decode()


def test_a_name_that_is_taken_is_refused_at_the_field(council: Authority, officer: Client) -> None:
    mapping = kept(council)
    kept(council, "Case system")
    answer = officer.post(page(council, "mapping-rename", mapping.pk), {"name": "Case system"})
    assert answer.status_code == 422
    assert "there is already a mapping of this name" in answer.content.decode()


def test_deleting_asks_first_and_again_when_the_name_has_changed(council: Authority, officer: Client) -> None:
    mapping = kept(council)
    url = page(council, "mapping-delete", mapping.pk)
    assert "Delete this mapping?" in officer.get(url).content.decode()
    assert officer.post(url, {"name": "Another name"}).status_code == 200
    assert ColumnMapping.objects.exists()
    assert officer.post(url, {"name": "Monthly return"}).status_code == 302
    assert not ColumnMapping.objects.exists()


def test_another_council_s_mapping_is_not_there(council: Authority, officer: Client) -> None:
    other = kept(sheets.council("Elsewhere", "998"))
    assert officer.get(page(council, "mapping-delete", other.pk)).status_code == 404
    assert officer.get(page(council, "mapping-rename", other.pk)).status_code == 404


def test_the_list_takes_the_same_number_of_queries_however_long_it_is(council: Authority, officer: Client) -> None:
    taken = []
    for number in (1, 4):
        for each in range(number):
            kept(council, f"Report {number}.{each}")
        with CaptureQueriesContext(connection) as captured:
            officer.get(page(council))
        taken.append(len(captured))
    assert taken[0] == taken[1]
