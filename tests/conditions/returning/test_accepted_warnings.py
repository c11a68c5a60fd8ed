"""Warnings that are accepted before a return is sent: for which words, and until when."""

from datetime import timedelta

import pytest
from django.urls import reverse

from conditions.lifecycle import NotAllowed
from conditions.models import DsgPosition, FindingAcceptance, Submission, SummaryAnswers
from conditions.services import answers, sending
from tests import factories
from tests.conditions import answering
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return factories.make_world()


def test_an_acceptance_lapses_when_the_words_change(world):
    answering.complete(world)
    response = world.submission.condition_responses.get(condition__number="3.1")
    response.narrative = "- The deadline was 297/05/24 for every lead."
    response.save()
    manager = world.people["programme_manager"]
    _context, findings = sending.checked(world.submission, now=NOW)
    slip = next(each for each in findings if "297/05/24" in each.evidence)
    sending.accept_finding(world.submission, slip, reason="Quoted from a letter.", by=manager, now=NOW)
    response.narrative = "- The deadline was 298/05/24 for every lead."
    response.save()

    _context, findings = sending.checked(world.submission, now=NOW)

    fingerprints = {each.fingerprint for each in findings if each.code == slip.code}
    assert slip.fingerprint not in fingerprints
    assert FindingAcceptance.objects.count() == 1
    with pytest.raises(NotAllowed, match="neither been put right nor accepted"):
        sending.send(world.submission, by=manager, now=NOW)


def test_accepting_somebodys_unsaved_words_covers_no_later_ones(world):
    answering.complete(world)
    officer, manager = world.people["officer"], world.people["programme_manager"]

    def type_words(words, at):
        answers.keep_words(
            world.submission, {"narrative": words}, item="condition:3.1", base_revision=1, by=officer, now=at
        )
        return next(f for f in sending.checked(world.submission, now=NOW)[1] if f.code == "unsaved-words")

    finding = type_words("An aside.", NOW)
    sending.accept_finding(world.submission, finding, reason="Not needed.", by=manager, now=NOW)
    later = type_words("The centre will not open.", NOW + timedelta(minutes=5))

    assert finding.fingerprint in sending.acceptances_of(world.submission)
    assert later.fingerprint not in sending.acceptances_of(world.submission)


def test_the_same_mistake_before_and_after_payments_is_two_warnings(world):
    answering.complete(world)
    DsgPosition.objects.filter(financial_year="2026-27").update(
        opening_before_payments=-10,
        opening_after_payments=-10,
        in_year_position=-2,
        dfe_payments=None,
        closing_before_payments=-13,
        closing_after_payments=-13,
    )

    found = [f for f in sending.checked(world.submission, now=NOW)[1] if f.code == "position-does-not-add-up"]

    assert [f.sentence for f in found if "closing" in f.sentence] == [
        "The closing balance before payments for 2026-27 is −£13; its parts come to −£12.",
        "The closing balance after payments for 2026-27 is −£13; its parts come to −£12.",
    ]
    assert "the year before closes at −£14,190,000" in " ".join(f.sentence for f in found)
    assert len({f.fingerprint for f in found}) == len(found) == 4


def test_accepting_a_warning_of_a_return_that_has_just_been_sent_is_refused_in_words(world, client, monkeypatch):
    answering.complete(world)
    SummaryAnswers.objects.update(preamble="The work goes on and")
    finding = next(f for f in sending.checked(world.submission, now=NOW)[1] if f.severity == "drafting")
    checked = sending.checked

    def sent_meanwhile(submission, *, now):
        found = checked(submission, now=now)
        Submission.objects.update(status="awaiting_sign_off")
        return found

    monkeypatch.setattr(sending, "checked", sent_meanwhile)
    client.force_login(world.people["programme_manager"])
    url = reverse("conditions:check", args=world.period.address)
    page = client.post(url, {"fingerprint": finding.fingerprint, "reason": "It does."}, follow=True)

    assert "needs it to be “Draft”" in page.content.decode()
    assert not FindingAcceptance.objects.exists()
