from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import NOW, World, period_of
from tests.workstreams.records import actions, make_milestone, make_workstream
from workstreams.models import ProgressUpdate, Workstream
from workstreams.models.progress_update import progress_update_url


@pytest.fixture
def workstream(world: World) -> Workstream:
    return make_workstream(world, lead=world.people["officer"])


def posted(text: str = "- Training held.", revision: int = 0) -> dict[str, object]:
    return {"text": text, "revision": revision}


def test_a_lead_writes_what_happened(world: World, workstream: Workstream, officer: Client) -> None:
    answer = officer.post(progress_update_url(workstream, world.period), posted())

    assert answer.url == world.period.get_absolute_url()
    update = ProgressUpdate.objects.get()
    assert (update.text, update.updated_by, update.revision) == ("- Training held.", world.people["officer"], 1)
    assert actions(world) == ["progress_written"]


def test_what_was_written_before_and_the_milestones_stand_beside_it(
    world: World, workstream: Workstream, officer: Client
) -> None:
    earlier = period_of(world.agreement, "update-3-2023-24")
    ProgressUpdate.objects.create(workstream=workstream, period=earlier, text="- Booked in autumn.")
    make_milestone(workstream, "Places open")

    text = officer.get(progress_update_url(workstream, world.period)).content.decode()

    assert "Last time: Update 3 (December 2023)" in text
    assert "Booked in autumn." in text
    assert "Places open: expected 31 July 2024" in text
    assert ProgressUpdate.objects.count() == 1
    assert actions(world) == []


def test_it_shows_on_the_workstream(world: World, workstream: Workstream, officer: Client) -> None:
    officer.post(progress_update_url(workstream, world.period), posted("- **Two** schools joined."))

    text = officer.get(workstream.get_absolute_url()).content.decode()

    assert "<strong>Two</strong> schools joined." in text
    assert "Officer, 14 June 2024" in text


def test_a_stale_save_is_refused_with_what_the_other_wrote(
    world: World, workstream: Workstream, officer: Client, manager: Client
) -> None:
    officer.post(progress_update_url(workstream, world.period), posted("- Theirs."))

    refused = manager.post(progress_update_url(workstream, world.period), posted("- Mine."))

    assert refused.status_code == 422
    assert [each.value for each in refused.context["theirs"]] == ["- Theirs."]
    assert "- Mine.</textarea>" in refused.content.decode()
    assert ProgressUpdate.objects.get().text == "- Theirs."
    assert actions(world) == ["progress_written"]


def test_a_closed_period_stays_as_it_is(world: World, workstream: Workstream, officer: Client) -> None:
    world.period.closed_at = NOW
    world.period.save()

    page = officer.get(progress_update_url(workstream, world.period))
    refused = officer.post(progress_update_url(workstream, world.period), posted())

    assert "is closed, so what was written for it stays as it is." in page.content.decode()
    assert "<textarea" not in page.content.decode()
    assert refused.status_code == 422
    assert not ProgressUpdate.objects.exists()
    assert actions(world) == []


def test_a_workstream_that_was_not_under_way_has_no_progress_to_write(world: World, officer: Client) -> None:
    later = make_workstream(world, "Later", starts_on=date(2024, 6, 1))
    ended = make_workstream(world, "Ended", starts_on=date(2022, 4, 1), ends_on=date(2023, 11, 30))

    for workstream in (later, ended):
        assert officer.get(progress_update_url(workstream, world.period)).status_code == 404


def test_only_those_who_write_updates_come_in(
    world: World, elsewhere: World, workstream: Workstream, sign_in: Callable[[World, str], Client]
) -> None:
    address = reverse("workstreams:progress-update", args=[*world.period.address, workstream.slug])

    for role in ("director", "section_151", "forum_member", "administrator"):
        assert sign_in(world, role).post(address, posted()).status_code == 403
    assert sign_in(elsewhere, "officer").post(address, posted()).status_code == 404
    assert not ProgressUpdate.objects.exists()
