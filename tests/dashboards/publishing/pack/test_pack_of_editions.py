"""The files of an edition: made once, the same figures as its page, nothing hidden in them, served while it stands."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from dashboards.models import LinkViews, PackBuild, PublishedFile
from dashboards.periods import Period
from dashboards.publishing.content import read
from dashboards.publishing.editions import withdraw
from dashboards.publishing.links import make_link
from dashboards.publishing.pack import issuing
from dashboards.publishing.pack.packs import from_content
from dashboards.services.measurements import Row
from tests.dashboards import records
from tests.dashboards.publishing.editions import prepared, published
from tests.dashboards.publishing.pack.examples import (
    figures_of_sheet,
    held,
    parts_of,
    rows_in_words,
    rows_of_page,
    sheets_of,
    squeezed,
    streams_of,
    words_of_pdf,
)
from tests.dashboards.publishing.pages import as_, file_at, manager, members_get
from tests.factories import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
HIDDEN_COUNT = 1987


def test_both_files_hold_the_figures_of_the_page_to_the_digit(world: World) -> None:
    publication = published(world.authority, manager(world), choices=members_get("plans", "requests-and-decisions"))
    assert issuing.work(publication.pk)
    page = as_(world, "forum_member").get(reverse("dashboards:publication", args=["999", publication.pk]))
    shown = rows_of_page(page.content.decode())
    frozen = publication.contents.get()
    pack = from_content(read(frozen), world.authority, at=NOW)
    files = {each.kind: bytes(each.content) for each in frozen.files.all()}
    words, book = words_of_pdf(files["pdf"]), sheets_of(files["xlsx"])
    for item, sheet in zip(pack.items, book.worksheets[1:], strict=False):
        table = item.chart.as_table()
        assert [row for row in rows_in_words(table) if row not in shown] == []
        assert [row for row in rows_in_words(table) if row not in words] == []
        assert figures_of_sheet(sheet, table) == held(table)
        assert squeezed(item.chart.summary) in words


def test_a_hidden_count_is_in_no_part_of_any_file(world: World) -> None:
    """With a threshold so high that the count is a number that stands nowhere else."""
    world.authority.small_count_threshold = 2000
    world.authority.save()
    rows = [
        Row("requests_received", Period.month(2024, month), Decimal(HIDDEN_COUNT if month == 3 else 2100 + month))
        for month in range(1, 6)
    ]
    records.put(world.authority, *rows)
    publication = published(world.authority, manager(world), choices=members_get("requests-and-decisions"))
    assert issuing.work(publication.pk)
    pdf, book = (bytes(each.content) for each in PublishedFile.objects.order_by("kind"))
    everything = b"\n".join([*streams_of(pdf), *parts_of(book)])
    assert b"2105" in everything or b"2,105" in everything
    for written in (b"1987", b"1,987"):
        assert written not in everything


@pytest.mark.usefixtures("quick")
def test_publishing_asks_for_files_of_each_audience_and_they_are_made_once(world: World) -> None:
    publication = published(world.authority, manager(world))
    assert publication.pack_build.state == PackBuild.State.WAITING
    assert issuing.work(publication.pk)
    files = {(each.frozen.audience, each.kind): each for each in PublishedFile.objects.all()}
    assert set(files) == {(audience, kind) for audience in ("members", "links") for kind in ("pdf", "xlsx")}
    build = PackBuild.objects.get()
    assert (build.state, build.done, build.total) == ("done", 4, 4)
    assert issuing.work(publication.pk)
    assert not issuing.ask_again(publication, now=NOW)
    assert PublishedFile.objects.count() == 4


@pytest.mark.usefixtures("quick")
def test_one_that_cannot_be_made_keeps_back_no_other_and_is_made_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(pack: Any, kind: str) -> Any:
        if kind == "xlsx":
            raise RuntimeError("out of paper")
        return works(pack, kind)

    works = issuing.make
    publication = published(world.authority, manager(world))
    monkeypatch.setattr(issuing, "make", breaks)
    assert not issuing.work(publication.pk)
    assert set(PublishedFile.objects.values_list("kind", flat=True)) == {"pdf"}
    page = as_(world, "programme_manager").get(reverse("dashboards:publication-manage", args=["999", publication.pk]))
    assert "Make the files again" in page.content.decode()
    monkeypatch.setattr(issuing, "make", works)
    again = reverse("dashboards:publication-packs", args=["999", publication.pk])
    assert as_(world, "programme_manager").post(again).status_code == 302
    assert issuing.work(publication.pk)
    assert PublishedFile.objects.count() == 4


@pytest.mark.usefixtures("quick")
def test_another_process_leaves_one_at_work_alone_until_it_has_been_silent(world: World) -> None:
    publication = published(world.authority, manager(world))
    PackBuild.objects.update(state="working", heartbeat_at=NOW, done=1, total=4)
    page = as_(world, "programme_manager").get(reverse("dashboards:publication-manage", args=["999", publication.pk]))
    assert "The files are being made: 1 of 4." in page.content.decode()
    assert not issuing.work(publication.pk)
    assert not issuing.ask_again(publication, now=NOW)
    with time_machine.travel(NOW + timedelta(minutes=3), tick=False):
        assert issuing.ask_again(publication, now=NOW + timedelta(minutes=3))
        assert issuing.work(publication.pk)


@pytest.mark.usefixtures("quick")
def test_members_get_their_own_file_while_the_edition_stands(world: World) -> None:
    publication = published(world.authority, manager(world))
    member = as_(world, "forum_member")
    waiting = member.get(file_at(publication))
    assert (waiting.status_code, "is being made" in waiting.content.decode()) == (202, True)
    issuing.work(publication.pk)
    got = member.get(file_at(publication))
    assert (got.status_code, got.content, got["Content-Type"]) == (200, b"as made", "application/pdf")
    assert got["Content-Disposition"] == 'attachment; filename="edition.pdf"'
    assert member.get(file_at(publication, "docx")).status_code == 404
    assert member.get(reverse("dashboards:publication", args=["999", publication.pk])).content.count(b"pack.") == 2
    withdraw(publication, reason="A figure was wrong.", by=manager(world), now=NOW)
    gone = member.get(file_at(publication))
    assert (gone.status_code, "has been withdrawn" in gone.content.decode()) == (410, True)
    kept = reverse("dashboards:publication-preview-pack", args=["999", publication.pk, "members", "pdf"])
    assert as_(world, "programme_manager").get(kept).content == b"as made"


@pytest.mark.usefixtures("quick")
def test_a_file_is_served_in_six_queries(world: World, django_assert_num_queries: Any) -> None:
    """Session, person, membership, edition, answers and file."""
    publication = published(world.authority, manager(world))
    issuing.work(publication.pk)
    member = as_(world, "forum_member")
    with django_assert_num_queries(6):
        member.get(file_at(publication))


@pytest.mark.usefixtures("quick")
def test_a_link_leads_to_its_files_counts_them_and_tells_nobody(world: World) -> None:
    publication = published(world.authority, manager(world))
    issuing.work(publication.pk)
    made = make_link(publication, label="Forum", expires_on=date(2024, 7, 1), by=manager(world), now=NOW)
    got = Client().get(reverse("dashboards:shared-pack", args=[made.token, "xlsx"]))
    assert (got.status_code, got.content) == (200, b"as made")
    assert (got["Referrer-Policy"], got["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")
    assert LinkViews.objects.get().count == 1
    withdraw(publication, reason="A figure was wrong.", by=manager(world), now=NOW)
    assert Client().get(reverse("dashboards:shared-pack", args=[made.token, "xlsx"])).status_code in (404, 410)


@pytest.mark.usefixtures("quick")
def test_a_link_with_a_pin_asks_for_it_before_it_gives_a_file(world: World) -> None:
    publication = published(world.authority, manager(world))
    issuing.work(publication.pk)
    made = make_link(publication, label="F", expires_on=date(2024, 7, 1), pin="123456", by=manager(world), now=NOW)
    visitor, url = Client(), reverse("dashboards:shared-pack", args=[made.token, "pdf"])
    home = reverse("dashboards:shared-edition", args=[made.token])
    assert visitor.get(url).headers["Location"] == home
    visitor.post(home, {"pin": "123456"})
    assert visitor.get(url).content == b"as made"


def test_before_publishing_a_publisher_gets_a_file_marked_as_a_preview_and_nothing_is_kept(world: World) -> None:
    edition = prepared(world.authority, manager(world))
    url = reverse("dashboards:publication-preview-pack", args=["999", edition.pk, "links", "xlsx"])
    got = as_(world, "programme_manager").get(url)
    first = sheets_of(got.content).worksheets[0]
    assert first["A2"].value == "Preview: not published"
    assert first.oddHeader.center.text == "Preview: not published"
    assert not PublishedFile.objects.exists()
    assert as_(world, "forum_member").get(url).status_code == 403
