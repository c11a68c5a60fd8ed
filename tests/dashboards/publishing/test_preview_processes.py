"""The process that works an edition out, beside others that save, of other releases, or that never end."""

from contextlib import nullcontext
from datetime import timedelta
from time import sleep
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.db.models import QuerySet

from dashboards.models import PreviewBuild
from dashboards.publishing import building, previews
from safetyvalve.core import processes
from tests.dashboards.publishing.editions import prepared
from tests.dashboards.publishing.pages import manager
from tests.dashboards.publishing.previewed import page
from tests.factories import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def locked(*facts: object, **more: object) -> None:
    raise OperationalError("database is locked")


def test_looking_answers_although_somebody_else_is_saving(
    world: World, solved: list[int], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    edition = prepared(world.authority, manager(world))
    waits: list[str] = []
    monkeypatch.setattr(previews, "without_waiting", lambda: waits.append("not") or nullcontext())
    monkeypatch.setattr(PreviewBuild.objects, "bulk_create", locked)
    assert page(world, "publication-manage", edition).status_code == 200
    settings.DOCUMENTS_ELSEWHERE = True
    monkeypatch.setattr(previews, "PATIENCE", -1.0)
    monkeypatch.setattr(PreviewBuild.objects, "update_or_create", locked)
    answer = page(world, "publication-manage", edition)
    assert answer.status_code == 202
    assert "is being worked out" in answer.content.decode()
    assert waits == ["not", "not"]


def test_minutes_of_work_are_not_lost_to_somebody_who_is_saving(
    world: World, started: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = prepared(world.authority, manager(world))
    page(world, "publication-manage", edition)
    update, tries = QuerySet.update, []

    def twice_locked(rows: Any, **facts: Any) -> int:
        if facts.get("state") == PreviewBuild.State.DONE:
            tries.append(1)
            if len(tries) < 3:
                locked()
        return update(rows, **facts)

    monkeypatch.setattr(QuerySet, "update", twice_locked)
    monkeypatch.setattr(previews, "sleep", lambda seconds: None, raising=False)
    assert previews.work(edition.pk)
    assert page(world, "publication-manage", edition).status_code == 200


def test_a_process_of_another_release_leaves_it_to_those_who_ask(
    world: World, started: list[int], solved: list[int]
) -> None:
    edition = prepared(world.authority, manager(world))
    page(world, "publication-manage", edition)
    solved.clear()
    call_command("build_preview", str(edition.pk), "--asked", "of another release")
    assert (solved, PreviewBuild.objects.get().state) == ([], PreviewBuild.State.WAITING)
    call_command("build_preview", str(edition.pk), "--asked", PreviewBuild.objects.get().made_from)
    assert PreviewBuild.objects.get().state == PreviewBuild.State.DONE


def test_nothing_is_started_while_a_process_of_another_release_is_at_it(
    world: World, started: list[int], clock: Any
) -> None:
    edition = prepared(world.authority, manager(world))
    page(world, "publication-manage", edition)
    theirs = {"state": PreviewBuild.State.WORKING, "made_from": "theirs", "found": 12}
    PreviewBuild.objects.update(**theirs)
    assert "12 counts so far" in page(world, "publication-manage", edition).content.decode()
    assert started == [edition.pk]
    assert PreviewBuild.objects.filter(**theirs).exists()
    clock.shift(timedelta(seconds=10))
    page(world, "publication-manage", edition)
    assert started == [edition.pk, edition.pk]


def test_a_process_without_an_end_is_ended_and_says_that_it_failed(
    world: World, started: list[int], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    edition = prepared(world.authority, manager(world))
    page(world, "publication-manage", edition)
    monkeypatch.setattr(building, "protect", lambda *facts, **more: sleep(5))
    with pytest.raises(processes.TookTooLong), processes.limited("another", seconds=0.01):
        sleep(5)
    with processes.limited("build_preview", seconds=0.2):
        assert not previews.work(edition.pk)
    assert "build_preview is ended" in caplog.text
    assert PreviewBuild.objects.get().state == PreviewBuild.State.FAILED
