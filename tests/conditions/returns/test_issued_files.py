"""From a draft to issued files, through the services that pages call."""

import hashlib
import io
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import docx
import pytest

from conditions.models import Envelope, IssuedFile, Submission
from conditions.returns import dfe_document, issue, signing_key
from conditions.returns.verification import verify
from tests.factories import World

Walk = Callable[[str], Submission]
STEM = "saltmarsh-safety-valve-update-1-2024-25-round-1"


def rag_words(content: bytes) -> dict[str, str]:
    """Each condition's number with the word in this update's column."""
    tables = docx.Document(io.BytesIO(content)).tables
    rows = [table.rows[1].cells for table in tables if table.rows[0].cells[0].text == "No."]
    return {cells[0].text: cells[2].text for cells in rows}


@pytest.mark.parametrize("kind", issue.DRAFT_KINDS)
def test_a_draft_is_made_from_the_answers_as_they_are(world: World, now: datetime, kind: str) -> None:
    made = issue.draft_file(kind, world.submission, now=now)
    assert made.name == f"{STEM}-draft.{kind}"
    assert not IssuedFile.objects.exists()


def test_a_draft_follows_the_answers_until_it_is_sent(world: World, now: datetime) -> None:
    response = world.submission.condition_responses.get(condition__number="3.1")
    response.rag = response.rag.programme.rag_levels.get(key="complete")
    response.save()
    made = issue.draft_file("docx", world.submission, now=now)
    assert rag_words(made.content) == {"3.1": "Blue", "3.2": "Amber", "3.3": "Blue"}


def test_a_sent_return_is_drawn_from_its_pack_and_its_bytes_repeat(walk: Walk, now: datetime) -> None:
    submission = walk("signed")
    first = issue.draft_file("docx", submission, now=now)
    assert issue.draft_file("docx", submission, now=now + timedelta(days=3)) == first


def test_a_signed_return_is_still_a_draft_and_names_who_signed(walk: Walk, now: datetime) -> None:
    reading = issue.reading(walk("signed"), now=now)
    assert reading.document.draft
    assert reading.envelope is not None
    assert [each["name"] for each in reading.envelope["signatures"]] == [
        "Director of Children's Services",
        "Section 151 officer",
    ]


def test_submitting_stores_every_file_with_its_digest(walk: Walk) -> None:
    files = issue.files_of(walk("submitted"))
    assert [(each.kind, each.name) for each in files] == [
        ("docx", f"{STEM}.docx"),
        ("xlsx", f"{STEM}.xlsx"),
        ("pdf", f"{STEM}.pdf"),
        ("receipt-pdf", f"{STEM}-receipt.pdf"),
        ("receipt-json", f"{STEM}-receipt.json"),
        ("evidence", f"{STEM}-evidence.zip"),
    ]
    for each in files:
        assert each.sha256 == hashlib.sha256(bytes(each.content)).hexdigest()
        assert each.layout_version == dfe_document.LAYOUT_VERSION


@pytest.mark.usefixtures("pdf_in_a_word")
def test_the_issued_word_file_reads_back_the_rag_words(walk: Walk) -> None:
    stored = walk("submitted").issued_files.get(kind="docx")
    assert rag_words(bytes(stored.content)) == {"3.1": "Green", "3.2": "Amber", "3.3": "Blue"}


@pytest.mark.usefixtures("pdf_in_a_word")
def test_the_issued_evidence_verifies_and_the_receipt_names_the_files(walk: Walk) -> None:
    submission = walk("submitted")
    stored = {each.kind: each for each in submission.issued_files.all()}
    assert verify(bytes(stored["evidence"].content), signing_key.public_key_pem()).ok
    said = {each["kind"]: each["sha256"] for each in json.loads(bytes(stored["receipt-json"].content))["files"]}
    assert said == {kind: stored[kind].sha256 for kind in ("docx", "xlsx", "pdf")}


def test_files_made_again_from_pack_and_envelope_are_the_files_issued(walk: Walk) -> None:
    submission = walk("submitted")
    assert submission.current_pack is not None
    again = issue.files_to_issue(submission.current_pack, Envelope.objects.get())
    assert {each.kind: each.sha256 for each in again} == dict(submission.issued_files.values_list("kind", "sha256"))


def test_a_failing_file_leaves_the_return_signed_and_nothing_issued(walk: Walk, monkeypatch: Any) -> None:
    def broken(*args: object, **options: object) -> bytes:
        raise RuntimeError("no fonts")

    monkeypatch.setattr("conditions.returns.files.to_pdf", broken)
    with pytest.raises(RuntimeError, match="no fonts"):
        walk("submitted")
    assert Submission.objects.get().status == Submission.Status.SIGNED_OFF
    assert not IssuedFile.objects.exists()
    assert not Envelope.objects.exists()


def test_reading_a_sent_return_costs_the_same_however_much_it_says(
    walk: Walk, now: datetime, django_assert_num_queries: Any
) -> None:
    """Its pack, its envelope once sealed, and the signatures so far."""
    submission = walk("signed")
    with django_assert_num_queries(3):
        issue.reading(submission, now=now)
