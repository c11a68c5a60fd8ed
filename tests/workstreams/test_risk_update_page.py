from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from conditions.models import AutosavedDraft, Submission
from tests.factories import NOW, World
from tests.workstreams.records import actions, make_risk, make_risk_update, next_round, submitted
from workstreams.models import Risk, RiskUpdate


def url(world: World, number: str = "1") -> str:
    return reverse("workstreams:risk-update", args=[*world.period.address, number])


def posted(**fields: object) -> dict[str, object]:
    return {
        "rag": "off_target_mitigated",
        "mitigation": "- Two posts advertised.",
        "progress": "- Interviews held in May.",
        "no_change_reason": "",
        "revision": 0,
        **fields,
    }


@pytest.fixture
def risk(world: World) -> Risk:
    return make_risk(world)


def test_an_update_is_saved_with_the_registers_score_and_one_event(world: World, risk: Risk, officer: Client) -> None:
    answer = officer.post(url(world), posted())

    assert answer.url == world.period.get_absolute_url()
    update = RiskUpdate.objects.get()
    assert (update.rag.key, update.mitigation, update.progress) == (
        "off_target_mitigated",
        "- Two posts advertised.",
        "- Interviews held in May.",
    )
    assert (update.likelihood, update.impact, update.revision) == (4, 4, 1)
    assert (update.updated_by, update.updated_at) == (world.people["officer"], NOW)
    assert actions(world) == ["risk_answered"]


def test_a_draft_may_be_incomplete(world: World, risk: Risk, officer: Client) -> None:
    officer.post(url(world), posted(rag="off_target_unmitigated", mitigation="", progress=""))

    assert RiskUpdate.objects.get().mitigation == ""


def test_reading_the_page_writes_nothing(world: World, risk: Risk, officer: Client) -> None:
    assert officer.get(url(world)).status_code == 200
    assert not RiskUpdate.objects.exists()
    assert actions(world) == []


def test_last_time_stands_beside_the_form_and_can_be_started_from(world: World, risk: Risk, officer: Client) -> None:
    make_risk_update(submitted(world), risk, "off_target_unmitigated", progress="- Nobody applied.")

    text = officer.get(url(world)).content.decode()
    started = officer.post(url(world), posted(progress="- New words.", insert="last-progress"))

    assert "Last time: Update 3 (December 2023)" in text
    assert "Nobody applied." in text
    assert "Start from last time’s progress" in text
    assert started.context["form"]["progress"].value() == "- New words.\n\n- Nobody applied."
    assert not RiskUpdate.objects.filter(submission=world.submission).exists()


def test_a_new_round_starts_from_the_words_of_the_one_before(world: World, risk: Risk, officer: Client) -> None:
    make_risk_update(world.submission, risk, "on_target", progress="- Said in round 1.")
    second = next_round(world)

    form = officer.get(url(world)).context["form"]
    officer.post(url(world), posted(progress="- Said in round 2."))

    assert (form["rag"].value(), form["progress"].value()) == ("on_target", "- Said in round 1.")
    updates = RiskUpdate.objects.order_by("submission__round")
    assert [update.progress for update in updates] == ["- Said in round 1.", "- Said in round 2."]
    assert updates[1].submission == second.submission


def test_a_stale_save_shows_both_versions_and_keeps_the_first(
    world: World, risk: Risk, officer: Client, manager: Client
) -> None:
    officer.post(url(world), posted(progress="- Theirs."))

    refused = manager.post(url(world), posted(progress="- Mine."))

    text = refused.content.decode()
    assert refused.status_code == 409
    assert "Officer saved this while you were writing" in text
    assert "- Theirs." in text
    assert "- Mine." in text
    assert RiskUpdate.objects.get().progress == "- Theirs."
    assert actions(world) == ["risk_answered"]


def test_typing_is_kept_outside_the_record(world: World, risk: Risk, officer: Client) -> None:
    reply = officer.post(url(world), posted(progress="- Half a sen"), headers={"X-Autosave": "1"})

    assert reply.json()["saved_at"] == "10:30"
    assert AutosavedDraft.objects.get().item == "risk:1"
    assert not RiskUpdate.objects.exists()
    assert actions(world) == []
    assert "Half a sen" in officer.get(url(world)).content.decode()


def test_a_locked_return_gives_the_words_back_and_saves_nothing(world: World, risk: Risk, officer: Client) -> None:
    who = world.people["programme_manager"]
    Submission.objects.filter(pk=world.submission.pk).update(status="awaiting_sign_off", sent_at=NOW, sent_by=who)

    page = officer.get(url(world))
    refused = officer.post(url(world), posted(progress="- Too late."))

    assert "waiting for sign-off" in page.content.decode()
    assert "data-autosave-url" not in page.content.decode()
    assert refused.status_code == 409
    assert "- Too late." in refused.content.decode()
    assert not RiskUpdate.objects.exists()
    assert actions(world) == []


def test_what_was_sent_back_is_shown_with_its_reason(world: World, risk: Risk, officer: Client) -> None:
    world.submission.sent_back_reasons = {"risk:1": "Say who pays."}
    world.submission.save()

    assert "Say who pays." in officer.get(url(world)).content.decode()


@pytest.mark.parametrize("rag", ["orange", "complete "])
def test_a_level_that_the_programme_does_not_have_is_refused(
    world: World, risk: Risk, officer: Client, rag: str
) -> None:
    answer = officer.post(url(world), posted(rag=rag))

    assert answer.status_code == 422
    assert not RiskUpdate.objects.exists()


def test_a_risk_that_is_not_part_of_the_return_is_not_found(world: World, officer: Client) -> None:
    make_risk(world, "1", closed_on=date(2024, 5, 1))
    make_risk(world, "2", opened_on=date(2024, 6, 1))

    for number in ("1", "2", "3"):
        assert officer.get(url(world, number)).status_code == 404


def test_the_next_risk_is_offered(world: World, risk: Risk, officer: Client) -> None:
    make_risk(world, "2")

    assert url(world, "2") in officer.get(url(world)).content.decode()
    assert officer.get(url(world, "2")).context["following"] is None


def test_only_those_who_write_updates_come_in(
    world: World, elsewhere: World, risk: Risk, sign_in: Callable[[World, str], Client]
) -> None:
    for role in ("director", "section_151", "forum_member", "administrator"):
        assert sign_in(world, role).get(url(world)).status_code == 403
        assert sign_in(world, role).post(url(world), posted()).status_code == 403
    assert sign_in(elsewhere, "officer").post(url(world), posted()).status_code == 404
    assert not RiskUpdate.objects.exists()
