"""Sending freezes, recalling unlocks, sending back says why; each is audited once and refused in words."""

import json

import pytest

from conditions.lifecycle import NotAllowed
from conditions.models import Pack, SignOff
from conditions.packs import pack as packs
from conditions.services import answers, sending
from safetyvalve.core.audit import broken_link
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.conditions import answering
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return factories.make_world()


def actions(world):
    return list(AuditEvent.objects.filter(authority=world.authority).values_list("action", flat=True))


def test_an_empty_draft_is_refused_with_every_blocker_in_words(world):
    with pytest.raises(NotAllowed) as refusal:
        sending.send(world.submission, by=world.people["programme_manager"], now=NOW)

    reasons = "\n".join(refusal.value.reasons)
    assert "Choose a RAG for condition 3.1." in reasons
    assert "Enter the latest DSG position for 2024-25" in reasons
    assert "on track for £0 at the end" in reasons
    assert Pack.objects.count() == 0
    assert "submission_sent" not in actions(world)


def test_sending_freezes_a_pack_that_matches_its_digest(world):
    answering.complete(world)

    submission = answering.send(world)

    assert submission.status == "awaiting_sign_off"
    pack = submission.current_pack
    facts = packs.read(pack)
    assert pack.sha256 == packs.digest(pack.text)
    assert facts["sent_by"] == str(world.people["programme_manager"].actor_id)
    assert [each["number"] for each in facts["sections"]["conditions"]["facts"]["conditions"]] == ["3.1", "3.2", "3.3"]
    assert actions(world).count("submission_sent") == 1
    assert broken_link(world.authority) is None


def test_the_same_facts_make_the_same_bytes(world):
    answering.complete(world)
    context, findings = sending.checked(world.submission, now=NOW)
    build = {"sections": context.sections, "findings": findings, "acceptances": {}, "by": None, "now": NOW}

    first = packs.build(world.submission, **build)
    again = packs.build(world.submission, **build)

    from safetyvalve.core.audit import canonical

    assert canonical(first) == canonical(again)
    assert "." not in {type(value).__name__ for value in _leaves(first)} & {"float"}
    assert not any(isinstance(value, float) for value in _leaves(json.loads(canonical(first))))


def _leaves(value):
    if isinstance(value, dict):
        for each in value.values():
            yield from _leaves(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _leaves(each)
    else:
        yield value


def test_a_changed_pack_is_found_out(world):
    answering.walk_to(world, "awaiting_sign_off")
    pack = world.submission.current_pack

    pack.text = pack.text.replace("As agreed", "As agreeD")

    with pytest.raises(ValueError, match="does not match its digest"):
        packs.read(pack)


def test_sending_twice_is_refused_and_freezes_once(world):
    answering.walk_to(world, "awaiting_sign_off")

    with pytest.raises(NotAllowed, match="Awaiting sign-off"):
        sending.send(world.submission, by=world.people["programme_manager"], now=NOW)

    assert Pack.objects.count() == 1


def test_only_the_role_that_sends_may_send(world):
    answering.complete(world)

    with pytest.raises(NotAllowed, match="None of your roles"):
        sending.send(world.submission, by=world.people["director"], now=NOW)


def test_answers_are_locked_while_awaiting_sign_off(world):
    answering.walk_to(world, "awaiting_sign_off")
    response = world.submission.condition_responses.first()

    with pytest.raises(NotAllowed, match="waiting for sign-off"):
        answers.save(
            world.submission,
            response,
            {"narrative": "Changed."},
            item="condition:3.1",
            identity=("submission", "condition"),
            revision=response.revision,
            by=world.people["officer"],
            now=NOW,
            action="condition_answered",
        )

    response.refresh_from_db()
    assert response.narrative != "Changed."


def test_a_recall_voids_signatures_and_unlocks(world):
    answering.walk_to(world, "awaiting_sign_off")
    answering.sign(world, "director")

    sending.recall(world.submission, by=world.people["programme_manager"], now=NOW)

    world.submission.refresh_from_db()
    assert world.submission.status == "draft"
    assert world.submission.current_pack is None
    assert SignOff.objects.count() == 1, "the signature stays on record, against a pack that is no longer current"
    assert "Director of Children's Services sign-off" in str(
        AuditEvent.objects.get(action="submission_recalled").changes
    )


def test_sending_back_keeps_a_reason_per_part_and_saving_clears_it(world):
    answering.walk_to(world, "awaiting_sign_off")
    reasons = {"condition:3.1": "Say how many schools.", "summary": " "}

    sending.send_back(world.submission, reasons=reasons, by=world.people["section_151"], now=NOW)

    world.submission.refresh_from_db()
    assert world.submission.sent_back_reasons == {"condition:3.1": "Say how many schools."}
    response = world.submission.condition_responses.get(condition__number="3.1")
    answers.save(
        world.submission,
        response,
        {"narrative": "41 schools."},
        item="condition:3.1",
        identity=("submission", "condition"),
        revision=response.revision,
        by=world.people["officer"],
        now=NOW,
        action="condition_answered",
    )
    world.submission.refresh_from_db()
    assert world.submission.sent_back_reasons == {}


def test_sending_back_needs_a_reason(world):
    answering.walk_to(world, "awaiting_sign_off")

    with pytest.raises(NotAllowed, match="Say what needs to change"):
        sending.send_back(world.submission, reasons={"summary": "  "}, by=world.people["director"], now=NOW)

    world.submission.refresh_from_db()
    assert world.submission.status == "awaiting_sign_off"


def test_a_line_break_in_a_periods_name_keeps_nobody_from_being_told(
    world, mailoutbox, django_capture_on_commit_callbacks
):
    answering.complete(world)
    world.period.label = "Update 1\nBcc: somebody@elsewhere.example"
    world.period.save()

    with django_capture_on_commit_callbacks(execute=True):
        answering.send(world)

    assert len(mailoutbox) == 2
    assert mailoutbox[0].subject.startswith("Update 1 Bcc: somebody@elsewhere.example (May/June 2024)")
    assert {address for mail in mailoutbox for address in mail.recipients()} == {
        world.people[role].email for role in ("director", "section_151")
    }
