"""The update pages: what is typed is saved once, or given back whole; nobody writes over anybody unseen."""

import pytest
from django.urls import reverse

from conditions.models import AutosavedDraft, ConditionResponse, DsgPosition, SummaryAnswers
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.conditions import answering
from tests.conditions.returning.pages import url
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def world():
    return factories.make_world()


@pytest.fixture
def officer(client, world):
    client.force_login(world.people["officer"])
    return client


def typed(**changes):
    fields = {
        "rag": "on_target",
        "narrative": "- 17 calls to the advice line.",
        "mitigation": "",
        "recovery": "",
        "no_change_reason": "",
        "rag_difference_reason": "",
        "revision": "0",
    }
    return {**fields, **changes}


def test_saving_an_update_returns_to_the_task_list_and_is_audited_once(world, officer):
    page = officer.post(url(world, "condition-update", "3.1"), typed())

    assert page.status_code == 302
    assert page.url == world.period.get_absolute_url()
    saved = ConditionResponse.objects.get()
    assert (saved.rag.key, saved.narrative, saved.revision) == ("on_target", "- 17 calls to the advice line.", 1)
    assert saved.updated_by == world.people["officer"]
    assert AuditEvent.objects.filter(action="condition_answered").count() == 1


def test_saving_what_is_already_there_writes_nothing(world, officer):
    officer.post(url(world, "condition-update", "3.1"), typed())

    officer.post(url(world, "condition-update", "3.1"), typed(revision="1"))

    assert ConditionResponse.objects.get().revision == 1
    assert AuditEvent.objects.filter(action="condition_answered").count() == 1


def test_a_draft_may_be_incomplete(world, officer):
    officer.post(url(world, "condition-update", "3.1"), typed(rag="off_target_mitigated", narrative=""))

    saved = ConditionResponse.objects.get()
    assert saved.rag.key == "off_target_mitigated"
    page = officer.get(world.period.get_absolute_url()).content.decode()
    assert "Still to do: the mitigation, the progress." in page


def test_a_stale_save_is_refused_with_both_versions_on_screen(world, officer):
    factories.make_response(
        world.submission, "3.1", by=world.people["programme_manager"], narrative="Theirs stands.", rag="complete"
    )

    page = officer.post(url(world, "condition-update", "3.1"), typed(narrative="Mine is different."))

    assert page.status_code == 409
    words = page.content.decode()
    assert "Theirs stands." in words
    assert "Mine is different." in words
    assert "Programme manager saved this while you were writing" in words
    assert ConditionResponse.objects.get().narrative == "Theirs stands."


def test_saving_again_from_that_page_is_a_knowing_choice(world, officer):
    factories.make_response(world.submission, "3.1", by=world.people["programme_manager"], narrative="Theirs.")
    refused = officer.post(url(world, "condition-update", "3.1"), typed(narrative="Mine."))
    assert 'name="revision" value="1"' in refused.content.decode()

    officer.post(url(world, "condition-update", "3.1"), typed(narrative="Mine.", revision="1"))

    assert ConditionResponse.objects.get().narrative == "Mine."


def test_typing_is_kept_without_touching_the_record(world, officer):
    address = url(world, "condition-update", "3.1")

    reply = officer.post(address, typed(narrative="Half a thou"), headers={"X-Autosave": "1"})

    assert reply.json() == {"saved_at": "10:30", "revision": 0}
    assert not ConditionResponse.objects.exists()
    assert not AuditEvent.objects.filter(action="condition_answered").exists()
    page = officer.get(address).content.decode()
    assert "Half a thou" in page
    assert "did not save" in page


def test_kept_words_are_their_writers_alone(world, officer, client):
    officer.post(url(world, "condition-update", "3.1"), typed(narrative="Private thought"), headers={"X-Autosave": "1"})
    client.force_login(world.people["programme_manager"])

    page = client.get(url(world, "condition-update", "3.1"))

    assert "Private thought" not in page.content.decode()


def test_saving_forgets_the_kept_words(world, officer):
    officer.post(url(world, "condition-update", "3.1"), typed(narrative="Half"), headers={"X-Autosave": "1"})

    officer.post(url(world, "condition-update", "3.1"), typed(narrative="Whole."))

    assert not AutosavedDraft.objects.exists()


def test_kept_words_can_be_discarded(world, officer):
    officer.post(url(world, "condition-update", "3.1"), typed(narrative="Half"), headers={"X-Autosave": "1"})

    officer.post(url(world, "condition-update", "3.1"), {"discard": "1"})

    assert not AutosavedDraft.objects.exists()


def test_last_times_words_are_brought_in_beside_what_is_typed(world, officer):
    earlier = factories.make_submission(factories.period_of(world.agreement, "update-3-2023-24"), status="accepted")
    factories.make_response(earlier, "3.1", narrative="Said in December.")

    page = officer.post(url(world, "condition-update", "3.1"), typed(narrative="Typed now.", insert="last-time"))

    words = page.content.decode()
    assert page.status_code == 200
    assert "Typed now.\n\nSaid in December." in words
    assert not world.submission.condition_responses.exists()


def test_a_locked_return_gives_the_words_back(world, officer):
    answering.walk_to(world, "awaiting_sign_off")

    page = officer.post(url(world, "condition-update", "3.1"), typed(narrative="Too late, but kept.", revision="1"))

    assert page.status_code == 409
    words = page.content.decode()
    assert "waiting for sign-off" in words
    assert "Too late, but kept." in words
    assert not ConditionResponse.objects.filter(narrative="Too late, but kept.").exists()


def test_typing_into_a_locked_return_is_refused_in_words(world, officer):
    answering.walk_to(world, "awaiting_sign_off")

    reply = officer.post(url(world, "condition-update", "3.1"), typed(), headers={"X-Autosave": "1"})

    assert reply.status_code == 409
    assert "waiting for sign-off" in reply.json()["message"]


def test_a_condition_of_another_agreement_is_not_found(world, officer):
    assert officer.get(url(world, "condition-update", "9.9")).status_code == 404


def test_the_summary_shows_the_tests_beside_the_questions(world, officer):
    page = officer.get(url(world, "summary-update")).content.decode()
    assert "The record has not got a closing balance for 2026-27." in page

    officer.post(
        url(world, "summary-update"),
        {"preamble": "New team.", "on_track_at_end": "yes", "on_track_this_year": "no", "revision": "0"},
    )

    answers = SummaryAnswers.objects.get()
    assert (answers.on_track_at_end, answers.on_track_this_year) == ("yes", "no")


def test_starting_a_return_is_a_button_not_a_visit(world, officer):
    period = factories.period_of(world.agreement, "update-2-2024-25")

    page = officer.get(period.get_absolute_url()).content.decode()
    assert "Nobody has started this return." in page
    assert not period.submissions.exists()

    officer.post(reverse("conditions:period-start", args=period.address))
    assert period.submissions.get().created_at == NOW


def test_a_tick_taken_away_while_typing_stays_away(world, officer):
    factories.make_response(world.submission, no_change=True, no_change_reason="Half-term.", narrative="")
    officer.post(url(world, "condition-update", "3.1"), typed(revision="1"), headers={"X-Autosave": "1"})

    form = officer.get(url(world, "condition-update", "3.1")).context["form"]

    assert form["narrative"].value() == "- 17 calls to the advice line."
    assert not form["no_change"].value()


@pytest.mark.parametrize("revision", ["9" * 30, "9" * 5000])
def test_a_made_up_revision_is_refused_in_words(world, officer, client, revision):
    factories.make_dsg_position(world.period)

    kept = officer.post(url(world, "condition-update", "3.1"), typed(revision=revision), headers={"X-Autosave": "1"})
    client.force_login(world.people["finance_officer"])
    confirmed = client.post(url(world, "dsg-position"), {"revision-2024-25": revision})

    assert (kept.status_code, AutosavedDraft.objects.get().base_revision) == (200, 0)
    assert confirmed.status_code == 409
    assert DsgPosition.objects.get().confirmed_at is None
