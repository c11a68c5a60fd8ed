"""``manage.py publish`` does what the pages do, tells what and why, and leaves nothing behind when it does not."""

import io
import os
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection

from dashboards.models import PreviewBuild, Publication, PublishedContent
from dashboards.periods import Period
from dashboards.publishing import building
from dashboards.publishing.content import read
from dashboards.publishing.editions import Choice
from dashboards.services.measurements import Row
from safetyvalve.core.models import AuditEvent
from tests.dashboards import records
from tests.dashboards.publishing.editions import CHARTS, prepared, published
from tests.factories import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def run(world: World, *options: str, month: str = "2024-05", by: str = "programme_manager") -> str:
    said = io.StringIO()
    who = world.people[by].email if by in world.people else by
    call_command("publish", "--authority", "999", "--month", month, "--by", who, *options, stdout=said)
    return said.getvalue()


def refused(world: World, *options: str, **asked: str) -> tuple[int, str]:
    with pytest.raises(CommandError) as why:
        run(world, *options, **asked)
    return why.value.returncode, str(why.value)


def test_a_month_is_published_with_the_usual_charts_for_members_and_links(world: World) -> None:
    said = run(world)
    publication = Publication.objects.get()
    assert publication.is_published
    assert (publication.published_by, publication.month) == (world.people["programme_manager"], date(2024, 5, 1))
    charts = {each.audience: [item["key"] for item in read(each)["charts"]] for each in publication.contents.all()}
    usual = ["plans", "requests-and-decisions", "timeliness", "deficit-after-payments"]
    assert charts == {"members": usual, "links": usual}
    assert "Their first edition." in said
    assert "Left out, without figures for this month: The biggest risks, What top-ups cost." in said
    assert f"Published as number {publication.pk}." in said


def test_a_new_one_is_like_the_last_without_its_introduction_and_tells_what_is_different(world: World) -> None:
    published(world.authority, world.people["programme_manager"], month=date(2024, 4, 1))
    records.put(world.authority, Row("plans_maintained", Period.month(2024, 3), Decimal(1552)))
    said = run(world, "--introduction", "Two more than agreed.")
    publication = Publication.objects.get(month=date(2024, 5, 1))
    contents = {each.audience: read(each) for each in publication.contents.all()}
    assert [item["key"] for item in contents["members"]["charts"]] == list(CHARTS)
    assert [item["key"] for item in contents["links"]["charts"]] == ["plans"]
    assert contents["links"]["introduction"] == "Two more than agreed."
    assert publication.title == "Dashboard"
    assert "Different from Dashboard, April 2024:" in said
    assert "March 2024, EHC plans: 1,552, before 1,551." in said


def test_what_is_withheld_is_told_with_its_reason(world: World) -> None:
    records.put(world.authority, Row("refusals_to_assess", Period.month(2024, 5), Decimal(3)))
    said = run(world, "--dry-run")
    assert "Withheld to protect children: " in said
    assert "Decisions not to assess: a small count (Requests, decisions and refusals), May 2024" in said


def test_a_dry_run_writes_nothing_and_mails_nobody(world: World) -> None:
    before = AuditEvent.objects.count()
    said = run(world, "--dry-run")
    assert "it could be published as it is. Nothing has been recorded." in said
    assert not Publication.objects.exists()
    assert AuditEvent.objects.count() == before
    assert not mail.outbox


def test_one_that_is_being_prepared_is_the_one_that_is_published(world: World) -> None:
    edition = prepared(world.authority, world.people["programme_manager"])
    assert f"prepared as number {edition.pk}" in run(world)
    edition.refresh_from_db()
    assert edition.is_published
    assert read(edition.contents.get(audience="links"))["introduction"] == "What the forum asked for."


def test_members_are_e_mailed_as_from_the_browser_unless_told_not_to(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert "Nobody is e-mailed." in run(world, "--no-email", month="2024-04")
    assert mail.outbox == []
    with django_capture_on_commit_callbacks(execute=True):
        assert "E-mailed: members 1, mailing list 0" in run(world)
    assert [each.to for each in mail.outbox] == [[world.people["forum_member"].email]]


def test_words_in_doubt_stay_only_with_a_reason(world: World) -> None:
    records.put(world.authority, Row("refusals_to_assess", Period.month(2024, 5), Decimal(3)))
    words = ("--introduction", "There were 3 refusals in May.")
    for options in (words, (*words, "--dry-run")):
        code, why = refused(world, *options)
        assert (code, "say why they may stay" in why) == (1, True)
    said = run(world, *words, "--why-words-stay", "Another three.")
    assert "In doubt: " in said
    assert AuditEvent.objects.get(action="edition_published").changes["why_words_stay"] == ["", "Another three."]


def test_a_month_is_published_once(world: World) -> None:
    run(world)
    code, why = refused(world)
    assert code == 1
    assert "SEND dashboard, May 2024 has been published already." in why
    assert Publication.objects.count() == 1


def test_nothing_stays_of_one_that_gives_a_small_count_away(world: World) -> None:
    who = world.people["programme_manager"]
    for month in range(1, 13):
        records.put(world.authority, Row("appeals_registered", Period.month(2023, month), Decimal(10)))
    appeals = {"members": Choice("", ("mediation-and-appeals",))}
    published(world.authority, who, month=date(2023, 11, 1), choices=appeals, published_at=NOW - timedelta(days=1))
    records.put(world.authority, Row("appeals_registered", Period.month(2023, 12), Decimal(4)))
    records.put(world.authority, Row("appeals_registered", Period.calendar_year(2023), Decimal(114)), kind="published")
    for options in ((), ("--dry-run",)):
        code, why = refused(world, *options, month="2023-12")
        assert (code, "would be given away" in why) == (1, True)
    assert Publication.objects.count() == 1
    assert PublishedContent.objects.count() == 1


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ({"by": "officer"}, 1, "nobody who may publish editions of Saltmarsh today"),
        ({"by": "nobody@nowhere.example"}, 2, "nobody who may publish editions of Saltmarsh today"),
        ({"month": "2024-09"}, 2, "September 2024 has not begun."),
    ],
)
def test_who_may_not_and_what_cannot_be(world: World, asked: dict[str, str], code: int, said: str) -> None:
    assert refused(world, **asked)[0] == code
    assert said in refused(world, **asked)[1]
    assert not Publication.objects.exists()


def test_an_unknown_council_is_answered_with_those_on_record(world: World) -> None:
    with pytest.raises(CommandError, match=r"no council with the code 123. On record: Saltmarsh") as why:
        call_command("publish", "--authority", "123", "--month", "2024-05", "--by", "x@y.example")
    assert why.value.returncode == 2


def test_a_reader_who_stops_listening_changes_nothing(world: World, capfd: Any) -> None:
    """As in ``manage.py publish … | head -1``."""

    class Closed(io.StringIO):
        def write(self, _said: str) -> int:
            raise BrokenPipeError

    who = world.people["programme_manager"].email
    with capfd.disabled():
        mine = os.dup(1)
        try:
            call_command("publish", "--authority", "999", "--month", "2024-05", "--by", who, stdout=Closed())
        finally:
            os.dup2(mine, 1)
            os.close(mine)
    assert Publication.objects.get().is_published


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_what_to_withhold_is_worked_out_once_and_while_others_can_save(
    world: World, options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    protect, depths, usual = building.protect, [], len(connection.savepoint_ids)
    monkeypatch.setattr(
        building,
        "protect",
        lambda *facts, **more: depths.append(len(connection.savepoint_ids)) or protect(*facts, **more),
    )
    run(world, *options)
    assert depths == [usual]
    assert not PreviewBuild.objects.exists()
    assert Publication.objects.count() == len(options) ^ 1


def test_figures_that_move_while_it_is_worked_out_are_not_published(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    protect, row = building.protect, Row("plans_maintained", Period.month(2024, 5), Decimal(1999))
    monkeypatch.setattr(
        building, "protect", lambda *facts, **more: records.put(world.authority, row) or protect(*facts, **more)
    )
    assert "The figures changed" in refused(world)[1]
    assert not Publication.objects.exists()
