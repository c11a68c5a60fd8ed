"""manage.py export_return: the right return, as issued or as a draft, or a sentence that says what to give."""

import hashlib
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from conditions.models import ReportingCalendar, ReportingPeriod, Submission
from tests.factories import World, make_agreement

Walk = Callable[[str], Submission]
pytestmark = pytest.mark.usefixtures("pdf_in_a_word")


def export(output: Path, *, authority: str = "999", period: str = "update-1-2024-25", **options: Any) -> str:
    out = StringIO()
    options = {"format": "docx", **options}
    call_command("export_return", authority=authority, period=period, output=output, stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("authority", ["999", "E06000999", "e06000999"])
@pytest.mark.parametrize("period", ["update-1-2024-25", "Update 1", "update 1 2024-25", "May/June 2024"])
def test_a_draft_is_found_by_code_and_by_slug_or_label(
    world: World, tmp_path: Path, authority: str, period: str
) -> None:
    said = export(tmp_path / "out.xlsx", authority=authority, period=period, format="xlsx")
    assert "DRAFT, not submitted" in said
    assert (tmp_path / "out.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf"])
def test_a_submitted_return_comes_as_it_was_issued(walk: Walk, tmp_path: Path, kind: str) -> None:
    stored = walk("submitted").issued_files.get(kind=kind)
    said = export(tmp_path / "out", format=kind)
    assert (tmp_path / "out").read_bytes() == bytes(stored.content)
    assert stored.sha256 in said


def test_the_round_asked_for_is_given_and_the_latest_otherwise(walk: Walk, world: World, tmp_path: Path) -> None:
    first = walk("submitted")
    Submission.objects.create(period=world.period, version=first.version, round=2, created_at=first.created_at)
    assert "DRAFT" in export(tmp_path / "latest")
    export(tmp_path / "first", round=1)
    stored = first.issued_files.get(kind="docx")
    assert hashlib.sha256((tmp_path / "first").read_bytes()).hexdigest() == stored.sha256
    with pytest.raises(CommandError, match=r"has no round 7. It has: 1, 2\."):
        export(tmp_path / "none", round=7)


def test_a_label_that_fits_two_periods_lists_them(world: World, tmp_path: Path) -> None:
    later = {"covers_from": date(2025, 1, 1), "covers_to": date(2025, 5, 31), "due_on": date(2025, 6, 27)}
    ReportingPeriod.objects.create(
        calendar=world.period.calendar,
        label="Update 1",
        slug="update-1-2025-26",
        window_label="May/June 2025",
        financial_year="2025-26",
        order=1,
        opens_on=date(2025, 5, 6),
        **later,
    )
    with pytest.raises(CommandError) as refused:
        export(tmp_path / "none", period="Update 1")
    assert "safety-valve/update-1-2024-25  (Update 1, May/June 2024)" in str(refused.value)
    assert "safety-valve/update-1-2025-26  (Update 1, May/June 2025)" in str(refused.value)
    assert "DRAFT" in export(tmp_path / "out", period="Update 1 2024-25")


def test_a_slug_in_two_agreements_is_told_apart_by_the_agreement(world: World, tmp_path: Path) -> None:
    make_agreement(world.authority, slug="second", title="Second agreement")
    with pytest.raises(CommandError, match="could be any of these"):
        export(tmp_path / "none")
    assert "DRAFT" in export(tmp_path / "out", period="safety-valve/update-1-2024-25")


def test_a_board_calendar_has_no_return_to_export(world: World, tmp_path: Path) -> None:
    world.period.calendar.purpose = ReportingCalendar.Purpose.BOARD
    world.period.calendar.save()
    with pytest.raises(CommandError, match="has no period"):
        export(tmp_path / "none")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"authority": "123"}, "There is no council with the code 123. On record: Saltmarsh"),
        ({"period": "Update 9"}, "Saltmarsh has no period “Update 9”. It has:"),
        ({"period": "update-2-2024-25"}, "No return has been started for"),
    ],
)
def test_what_is_not_there_is_said_with_what_there_is(
    world: World, tmp_path: Path, options: dict[str, str], words: str
) -> None:
    with pytest.raises(CommandError, match=words.replace(".", r"\.")):
        export(tmp_path / "none", **options)
    assert not (tmp_path / "none").exists()


def test_a_place_that_cannot_be_written_is_said(world: World, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        export(tmp_path / "no folder" / "out.docx")
