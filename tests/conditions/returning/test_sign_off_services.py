"""Who signs: two people, not the sender, not the last editor, nobody twice; and what they are asked to accept."""

import pytest
from django.db import IntegrityError, transaction

from conditions.lifecycle import NotAllowed
from conditions.models import SignOff
from conditions.packs import pack as packs
from conditions.rules.submission_rules import to_accept
from conditions.services import sending, sign_offs, submissions, submitting
from safetyvalve.core.models import AuditEvent
from safetyvalve.core.roles import Role
from tests import factories
from tests.conditions import answering
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return factories.make_world()


def sign(world, person, **given):
    pack = world.submission.current_pack
    wanted = {"shown_pack": pack.sha256, "acceptances": {}, "by": person, "now": NOW, **given}
    return sign_offs.sign(world.submission, **wanted)


def test_two_signatures_in_two_roles_sign_it_off(world):
    answering.walk_to(world, "awaiting_sign_off")

    answering.sign(world, "director")
    assert world.submission.status == "awaiting_sign_off"
    answering.sign(world, "section_151")

    assert world.submission.status == "signed_off"
    assert set(SignOff.objects.values_list("role", flat=True)) == {"director", "section_151"}
    assert AuditEvent.objects.filter(action="submission_signed").count() == 2


def test_the_sender_does_not_sign(world):
    manager = world.people["programme_manager"]
    factories.give_role(manager, Role.DIRECTOR, world.authority)
    answering.walk_to(world, "awaiting_sign_off")

    with pytest.raises(NotAllowed, match="You sent this return"):
        sign(world, manager)


def test_the_last_editor_of_any_answer_does_not_sign(world):
    officer = world.people["officer"]
    factories.give_role(officer, Role.SECTION_151, world.authority)
    answering.walk_to(world, "awaiting_sign_off")

    with pytest.raises(NotAllowed, match="last to edit"):
        sign(world, officer)


def test_nobody_signs_twice_even_with_both_roles(world):
    director = world.people["director"]
    factories.give_role(director, Role.SECTION_151, world.authority)
    answering.walk_to(world, "awaiting_sign_off")
    answering.sign(world, "director")

    with pytest.raises(NotAllowed, match="already signed"):
        sign(world, director)


def test_a_second_holder_of_a_signed_role_is_not_needed(world):
    deputy = factories.make_user("director", world.authority, email="deputy@council.example")
    answering.walk_to(world, "awaiting_sign_off")
    answering.sign(world, "director")

    with pytest.raises(NotAllowed, match="Nobody else needs to sign in your role"):
        sign(world, deputy)


def test_somebody_whose_role_has_ended_cannot_sign(world):
    answering.walk_to(world, "awaiting_sign_off")
    world.people["director"].memberships.update(ends_on=factories.SINCE)

    with pytest.raises(NotAllowed, match="None of your roles"):
        sign(world, world.people["director"])


def test_the_database_itself_allows_one_signature_per_role_and_person(world):
    answering.walk_to(world, "awaiting_sign_off")
    answering.sign(world, "director")
    again = SignOff.objects.get()
    again.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


def test_a_signature_is_for_the_pack_that_was_shown(world):
    answering.walk_to(world, "awaiting_sign_off")
    shown = world.submission.current_pack.sha256
    sending.recall(world.submission, by=world.people["programme_manager"], now=NOW)
    world.submission.refresh_from_db()
    response = world.submission.condition_responses.first()
    response.narrative += "\n- One more school joined."
    response.save()
    answering.send(world)

    with pytest.raises(NotAllowed, match="recalled and sent again"):
        sign(world, world.people["director"], shown_pack=shown)

    assert not SignOff.objects.exists()


def test_a_judgement_warning_needs_a_sentence_from_each_signatory(world):
    answering.complete(world)
    world.submission.summary.on_track_at_end = "no"
    world.submission.summary.save()
    answering.send(world)
    facts = packs.read(world.submission.current_pack)
    warning = next(each for each in to_accept(facts) if each["code"] == "on-track-contradicted")

    with pytest.raises(NotAllowed, match="say in a sentence why you accept it"):
        sign(world, world.people["director"], acceptances={warning["fingerprint"]: "  "})
    signed = sign(
        world, world.people["director"], acceptances={each["fingerprint"]: "Prudence." for each in to_accept(facts)}
    )

    assert warning["fingerprint"] in {each["fingerprint"] for each in signed.acceptances}
    with pytest.raises(NotAllowed):
        sign(world, world.people["section_151"])


@pytest.mark.usefixtures("pdf_in_a_word")
def test_a_round_is_submitted_once_and_never_moves_again(world):
    answering.walk_to(world, "submitted")

    with pytest.raises(NotAllowed, match="Submitted"):
        submitting.submit(world.submission, by=world.people["programme_manager"], now=NOW)
    with pytest.raises(NotAllowed):
        sending.recall(world.submission, by=world.people["programme_manager"], now=NOW)

    assert world.submission.envelope.pack == world.submission.current_pack


def test_an_unsigned_return_cannot_be_submitted(world):
    answering.walk_to(world, "awaiting_sign_off")
    answering.sign(world, "director")

    with pytest.raises(NotAllowed, match="Awaiting sign-off"):
        submitting.submit(world.submission, by=world.people["programme_manager"], now=NOW)

    assert not world.submission.issued_files.exists()


def test_starting_a_return_twice_gives_one_draft(world):
    period = factories.period_of(world.agreement, "update-2-2024-25")

    first = submissions.start(period, by=world.people["officer"], now=NOW)
    again = submissions.start(period, by=world.people["officer"], now=NOW)

    assert first == again
    assert AuditEvent.objects.filter(action="submission_started").count() == 1
