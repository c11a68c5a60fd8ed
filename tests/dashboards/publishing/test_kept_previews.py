"""What an edition would withhold is worked out once, kept between looks, and by its own process where that is long."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from dashboards.models import PreviewBuild
from dashboards.periods import Period
from dashboards.publishing import building, previews
from dashboards.publishing.building import build_edition
from dashboards.publishing.editions import Choice, change, publish, withdraw
from dashboards.services.measurements import Row
from safetyvalve.core.services.refusals import NotAllowed
from tests.dashboards import records
from tests.dashboards.publishing.editions import CHARTS, MONTH, prepared
from tests.dashboards.publishing.pages import manager
from tests.dashboards.publishing.previewed import page, start_again
from tests.factories import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_three_pages_and_publishing_work_it_out_once(world: World, solved: list[int]) -> None:
    edition = prepared(world.authority, manager(world))
    seen = page(world, "publication-manage", edition).context["built"].sha256
    page(world, "publication-preview", edition, "members")
    assert page(world, "publication-publish", edition).context["built"].sha256 == seen
    publish(edition, seen=seen, by=manager(world), now=NOW)
    assert len(solved) == 1
    assert not PreviewBuild.objects.exists()


def test_what_was_kept_is_exactly_what_a_fresh_look_finds(world: World, solved: list[int]) -> None:
    edition = prepared(world.authority, manager(world))
    fresh = build_edition(edition)
    kept = [previews.look(edition, now=NOW) for _ in range(2)][-1]
    assert kept == fresh
    assert len(solved) == 2
    assert {each.why for each in kept.withheld}


def test_it_is_worked_out_again_when_a_figure_changes_and_not_when_words_do(world: World, solved: list[int]) -> None:
    edition = prepared(world.authority, manager(world))
    before = previews.look(edition, now=NOW)
    words = {"members": Choice("Other words.", CHARTS), "links": Choice("And others.", ("plans",))}
    edition = change(edition, month=MONTH, title="Other", choices=words, by=manager(world), now=NOW)
    assert previews.look(edition, now=NOW).sha256 != before.sha256
    assert len(solved) == 1
    records.put(world.authority, Row("plans_maintained", Period.month(2024, 5), Decimal(1999)))
    after = previews.look(edition, now=NOW)
    assert len(solved) == 2
    with pytest.raises(NotAllowed, match="changed since you looked"):
        publish(edition, seen=before.sha256, by=manager(world), now=NOW)
    publish(edition, seen=after.sha256, by=manager(world), now=NOW)


def test_what_is_kept_names_places_and_reasons_and_no_figure(world: World) -> None:
    edition = prepared(world.authority, manager(world))
    built = previews.look(edition, now=NOW)
    kept = PreviewBuild.objects.get()
    assert built.withheld
    assert {type(place) for place, _ in kept.withheld} == {int}
    assert {why for _, why in kept.withheld} <= {"SMALL", "COVERS", "UNPRINTED", "UNDECIDED"}
    assert [place for place, _ in kept.withheld] == sorted({place for place, _ in kept.withheld})
    assert "plans" not in json.dumps([kept.withheld, kept.exposed, kept.made_from])


def test_a_long_one_is_given_to_a_process_and_every_page_says_how_far_it_is(world: World, started: list[int]) -> None:
    edition = prepared(world.authority, manager(world))
    pages = [("publication-manage",), ("publication-preview", "links"), ("publication-publish",)]
    files = ("publication-preview-pack", "members", "pdf")
    for name, *args in [*pages, files]:
        answer = page(world, name, edition, *args)
        assert answer.status_code == 202
        assert "is being worked out" in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
    assert started == [edition.pk]
    call_command("build_preview", str(edition.pk))
    assert [page(world, name, edition, *args).status_code for name, *args in pages] == [200, 200, 200]
    publish(edition, seen=previews.look(edition, now=NOW).sha256, by=manager(world), now=NOW)


def test_a_killed_process_is_said_and_can_be_started_again(world: World, started: list[int], clock: Any) -> None:
    edition = prepared(world.authority, manager(world))
    page(world, "publication-manage", edition)
    PreviewBuild.objects.update(state=PreviewBuild.State.WORKING, found=12)
    assert "12 counts so far" in page(world, "publication-manage", edition).content.decode()
    clock.shift(timedelta(minutes=2))
    words = page(world, "publication-manage", edition).content.decode()
    assert "was interrupted" in words
    assert "Start again" in words
    assert started == [edition.pk]
    assert page(world, "publication-manage", edition, again="yes").status_code == 202
    assert "Start again" not in page(world, "publication-manage", edition, role="officer").content.decode()
    start_again(world, edition, role="officer")
    assert started == [edition.pk], "nothing is started by a link, or by somebody who may not publish"
    assert start_again(world, edition).status_code == 302
    assert started == [edition.pk, edition.pk]
    assert "is being worked out" in page(world, "publication-manage", edition).content.decode()


def test_one_that_breaks_off_says_so(world: World, started: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    edition = prepared(world.authority, manager(world))
    page(world, "publication-manage", edition)
    with monkeypatch.context() as patch:
        patch.setattr(building, "protect", lambda *facts, **more: 1 / 0)
        with pytest.raises(CommandError):
            call_command("build_preview", str(edition.pk))
    assert "could not be worked out" in page(world, "publication-manage", edition).content.decode()


def test_a_process_stops_when_figures_have_moved_on_or_the_edition_is_given_up(
    world: World, started: list[int]
) -> None:
    edition = prepared(world.authority, manager(world))
    page(world, "publication-manage", edition)
    records.put(world.authority, Row("plans_maintained", Period.month(2024, 5), Decimal(1999)))
    assert page(world, "publication-manage", edition).status_code == 202
    assert previews.work(edition.pk)
    assert page(world, "publication-manage", edition).status_code == 200
    withdraw(edition, reason="Not needed.", by=manager(world), now=NOW)
    assert not PreviewBuild.objects.exists()
    assert not previews.work(edition.pk)


def test_those_who_may_not_see_a_preview_do_not_see_how_far_it_is(world: World, started: list[int]) -> None:
    edition = prepared(world.authority, manager(world))
    assert page(world, "publication-manage", edition, role="forum_member").status_code == 403
    assert not PreviewBuild.objects.exists()


def test_publishing_does_not_hold_everybody_up_with_what_takes_long(world: World, started: list[int]) -> None:
    edition = prepared(world.authority, manager(world))
    seen = build_edition(edition).sha256
    with pytest.raises(NotAllowed, match="Look at it again"):
        publish(edition, seen=seen, by=manager(world), now=NOW)
    page(world, "publication-manage", edition)
    assert previews.work(edition.pk)
    assert publish(edition, seen=seen, by=manager(world), now=NOW).is_published
