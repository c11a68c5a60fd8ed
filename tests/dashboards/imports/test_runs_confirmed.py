"""From a file to figures on record: the dry run first, then all of it or nothing."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dashboards.imports import runs
from dashboards.models import ImportBatch, ImportRun, Measurement, SourceFile
from dashboards.periods import Period
from dashboards.services.measurements import Row
from safetyvalve.core import audit
from safetyvalve.core.models import AuditEvent, Authority, User
from tests.dashboards import records
from tests.dashboards.imports import fakes
from tests.factories import NOW

MAY = ("requests_received,2024-05,36", "plans_new,2024-05,16")


def start(council: Authority, by: User, *lines: str, kind: str = "lines", **more: object) -> ImportRun:
    return runs.start(council, kind, [fakes.file(*lines)], by=by, now=NOW, **more)  # type: ignore[arg-type]


def confirm(run: ImportRun, by: User) -> ImportBatch | None:
    return runs.confirm(run, expected=runs.dry_run(run).digest, by=by, now=NOW)


def test_a_dry_run_says_what_would_change_and_changes_nothing(council: Authority, analyst: User) -> None:
    confirm(start(council, analyst, *MAY), analyst)
    before = fakes.snapshot(council)
    run = start(council, analyst, MAY[0], "plans_new,2024-05,17", "plans_ceased,2024-05,5", "refuse me")
    seen = runs.dry_run(run)
    assert run.state == "ready"
    assert seen.counts == {"added": 1, "changed": 1, "unchanged": 1, "older": 0, "refused": 1, "warnings": 0}
    [added], [changed] = seen.added, seen.changed
    assert (added.row.code, added.measure, added.row.value) == ("plans_ceased", "EHC plans ceased", 5)
    assert (changed.old.value, changed.row.value) == (16, 17)
    assert [(problem.sheet, problem.row) for problem in seen.problems] == [("figures.csv", 4)]
    assert seen.summary == (("Lines", "4"),)
    assert fakes.snapshot(council) == before


def test_totals_that_would_change_by_more_than_half_are_warned_about_before_anything_is_saved(
    council: Authority, analyst: User
) -> None:
    confirm(start(council, analyst, "plans_maintained,2024-05,1643", "plans_new,2024-05,16"), analyst)
    seen = runs.dry_run(start(council, analyst, "plans_maintained,2024-05,14", "plans_new,2024-05,7"))
    [warning] = seen.problems
    assert (warning.code, warning.level, warning.count) == ("large-change", "warning", 1)
    assert warning.sentence == "EHC plans maintained, May 2024, would go from 1,643 to 14."


def test_a_small_number_may_double_without_a_word(council: Authority, analyst: User) -> None:
    confirm(start(council, analyst, "plans_new,2024-05,4"), analyst)
    assert runs.dry_run(start(council, analyst, "plans_new,2024-05,9")).problems == ()


def test_confirming_puts_all_of_it_on_record_with_one_event_about_the_batch(council: Authority, analyst: User) -> None:
    run = start(council, analyst, *MAY, as_at=date(2024, 5, 31))
    batch = confirm(run, analyst)
    assert batch is not None
    assert fakes.values(council) == {"requests_received 2024-05": 36, "plans_new 2024-05": 16}
    assert (run.state, run.batch, run.figures, run.ended_at) == ("confirmed", batch, None, NOW)
    assert (batch.importer, batch.kind, batch.file_name, batch.as_at) == ("lines", "imported", "figures.csv", run.as_at)
    assert (batch.file_sha256, batch.imported_by, batch.added) == (run.file_sha256, analyst, 2)
    event = AuditEvent.objects.get(action="measurements_recorded")
    assert (event.subject_type, event.subject_id, event.actor_id) == (
        *("dashboards.importbatch", str(batch.pk), analyst.actor_id),
    )
    assert audit.broken_link(council) is None


def test_the_same_file_twice_changes_nothing_and_says_so(council: Authority, analyst: User) -> None:
    confirm(start(council, analyst, *MAY), analyst)
    events, before = AuditEvent.objects.count(), fakes.snapshot(council)
    run = start(council, analyst, *MAY)
    seen = runs.dry_run(run)
    assert seen.is_empty
    assert seen.counts["unchanged"] == 2
    assert confirm(run, analyst) is None
    assert (run.state, run.batch, run.counts["unchanged"]) == ("confirmed", None, 2)
    assert (AuditEvent.objects.count(), ImportBatch.objects.count(), fakes.snapshot(council)) == (events, 1, before)


def test_a_dry_run_is_held_against_the_record_as_it_stands_now(council: Authority, analyst: User) -> None:
    run = start(council, analyst, *MAY)
    seen = runs.dry_run(run)
    records.put(council, Row("plans_new", Period.month(2024, 5), fakes.Decimal(15)))
    with pytest.raises(runs.RecordMoved) as moved:
        runs.confirm(run, expected=seen.digest, by=analyst, now=NOW)
    now = moved.value.dry_run
    assert (len(now.added), [change.old.value for change in now.changed]) == (1, [15])
    assert fakes.values(council) == {"plans_new 2024-05": 15}
    assert runs.confirm(run, expected=now.digest, by=analyst, now=NOW) is not None


def test_a_change_elsewhere_in_the_record_does_not_matter(council: Authority, analyst: User) -> None:
    run = start(council, analyst, *MAY)
    seen = runs.dry_run(run)
    records.put(council, Row("plans_ceased", Period.month(2024, 5), fakes.Decimal(5)))
    assert runs.confirm(run, expected=seen.digest, by=analyst, now=NOW) is not None


def test_a_run_is_confirmed_once(council: Authority, analyst: User) -> None:
    run = start(council, analyst, *MAY)
    stale = ImportRun.objects.get(pk=run.pk)
    digest = runs.dry_run(run).digest
    runs.confirm(run, expected=digest, by=analyst, now=NOW)
    for tried in (run, stale):
        with pytest.raises(runs.NotPossible, match="has been confirmed already"):
            runs.confirm(tried, expected=digest, by=analyst, now=NOW)
    assert ImportBatch.objects.count() == 1


@pytest.mark.parametrize(
    ("lines", "code", "words", "rows"),
    [
        (["no_such,2024-05,1"], "unknown-measure", "There is no measure with the code no_such.", [3]),
        (["refusal_rate_decisions,2024-05,1"], "derived-measure", "worked out from other measures", [3]),
        (["plans_ceased,2024-05,1", "plans_ceased,2024-05,2"], "given-twice", "given twice with different", [3, 4]),
        (["plans_ceased,2024-05,q"], "unusable-figure", "q is not a marker", [3]),
        (["plans_ceased,2024-05,1E20"], "unusable-figure", "not a figure that can be recorded", [3]),
    ],
)
def test_a_row_that_cannot_be_recorded_is_refused_at_its_place_and_the_rest_is_not(
    council: Authority, analyst: User, lines: list[str], code: str, words: str, rows: list[int]
) -> None:
    run = start(council, analyst, *MAY, *lines)
    seen = runs.dry_run(run)
    assert [(problem.code, problem.row) for problem in seen.problems] == [(code, row) for row in rows]
    assert all(words in problem.sentence and problem.fix for problem in seen.problems)
    assert (seen.counts["added"], seen.counts["refused"]) == (2, len(rows))
    assert run.counts == seen.counts
    confirm(run, analyst)
    assert fakes.values(council) == {"requests_received 2024-05": 36, "plans_new 2024-05": 16}
    assert [problem["code"] for problem in run.problems] == [code] * len(rows)


def test_a_row_given_twice_alike_counts_once(council: Authority, analyst: User) -> None:
    assert runs.dry_run(start(council, analyst, *MAY, MAY[0])).counts["added"] == 2


@pytest.mark.parametrize(
    ("line", "code"), [("damaged", "file-damaged"), ("bug", "reading-broke-off")], ids=["unusable", "unforeseen"]
)
@pytest.mark.parametrize("kind", ["lines", "people"])
def test_a_file_that_cannot_be_read_fails_in_words_and_never_quotes_it(
    council: Authority, analyst: User, kind: str, line: str, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    run = start(council, analyst, *MAY, line, kind=kind)
    assert (run.state, run.figures, run.ended_at is not None) == ("failed", None, True)
    assert [problem["code"] for problem in run.problems] == [code]
    assert fakes.QUOTED not in f"{run.problems}{caplog.text}"
    with pytest.raises(runs.NotPossible):
        runs.confirm(run, expected="", by=analyst, now=NOW)


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ([], "no-file"),
        ([fakes.file(name="empty.csv")], "file-empty"),
        ([fakes.file(*MAY, name="figures.pdf")], "file-wrong-kind"),
        ([fakes.file("x" * 4_000_001)], "file-too-large"),
    ],
)
def test_what_can_be_seen_without_reading_is_refused_before_anything_is_kept(
    council: Authority, analyst: User, files: list[fakes.Delivered], code: str
) -> None:
    run = runs.start(council, "lines", files, by=analyst, now=NOW)
    assert (run.state, [problem["code"] for problem in run.problems]) == ("failed", [code])
    assert not SourceFile.objects.exists()


def test_a_kind_that_takes_one_file_refuses_two(council: Authority, analyst: User) -> None:
    run = runs.start(council, "people", [fakes.file(*MAY), fakes.file(*MAY)], by=analyst, now=NOW)
    assert run.problems[0]["code"] == "too-many-files"


def test_of_a_file_about_children_nothing_is_kept_but_counts_size_and_hash(council: Authority, analyst: User) -> None:
    run = start(council, analyst, *MAY, kind="people")
    assert (run.state, run.file_size, len(run.file_sha256)) == ("ready", 49, 64)
    assert not SourceFile.objects.exists()
    confirm(run, analyst)
    assert not SourceFile.objects.exists()


def test_the_file_of_a_kept_kind_comes_back_as_it_was_delivered(council: Authority, analyst: User) -> None:
    file = fakes.file(*MAY, name="C:\\folder\\may.csv")
    run = runs.start(council, "lines", [file, fakes.file(MAY[0])], by=analyst, now=NOW)
    first, second = run.source_files.all()
    assert runs.content_of(first) == file.content
    assert (second.size, run.file_size) == (28, 49 + 28)


def test_published_statistics_are_everybodys(council: Authority, analyst: User) -> None:
    batch = confirm(start(council, analyst, f"plans_new,2024-05,16,{fakes.ENGLAND}", kind="published"), analyst)
    assert batch is not None
    assert batch.kind == "published"
    assert Measurement.objects.get().area_code == fakes.ENGLAND


def test_a_cancelled_run_keeps_neither_figures_nor_file(council: Authority, analyst: User) -> None:
    run = start(council, analyst, *MAY)
    runs.cancel(run, by=analyst, now=NOW)
    assert (run.state, run.figures, run.ended_at) == ("cancelled", None, NOW)
    assert not SourceFile.objects.exists()
    runs.cancel(run, by=analyst, now=NOW)
    with pytest.raises(runs.NotPossible, match="was cancelled"):
        runs.confirm(run, expected="", by=analyst, now=NOW)


def test_a_confirmed_run_is_not_cancelled_but_undone(council: Authority, analyst: User) -> None:
    run = start(council, analyst, *MAY)
    confirm(run, analyst)
    with pytest.raises(runs.NotPossible, match="undone instead"):
        runs.cancel(run, by=analyst, now=NOW)


def test_runs_that_nobody_confirmed_are_thrown_away_after_thirty_days(council: Authority, analyst: User) -> None:
    forgotten, confirmed = start(council, analyst, MAY[0]), start(council, analyst, MAY[1])
    confirm(confirmed, analyst)
    later = NOW + timedelta(days=30, seconds=1)
    runs.start(council, "lines", [fakes.file(*MAY)], by=analyst, now=later)
    assert not ImportRun.objects.filter(pk=forgotten.pk).exists()
    assert not SourceFile.objects.filter(run_id=forgotten.pk).exists()
    assert ImportRun.objects.filter(pk=confirmed.pk).exists()


def test_history_tells_of_runs_and_of_typed_figures_the_newest_first(council: Authority, analyst: User) -> None:
    run = start(council, analyst, *MAY)
    confirm(run, analyst)
    typed = records.put(council, Row("plans_ceased", Period.month(2024, 5), fakes.Decimal(5)), kind="typed").batch
    later = runs.start(council, "lines", [fakes.file(*MAY)], by=analyst, now=NOW + timedelta(minutes=1))
    found = runs.history(council)
    assert (found[0].run, found[0].batch) == (later, None)
    assert {(entry.run, entry.batch) for entry in found[1:]} == {(run, run.batch), (None, typed)}


def test_many_figures_are_compared_in_as_many_queries_as_few(council: Authority, analyst: User) -> None:
    def queries(count: int) -> int:
        run = start(council, analyst, *fakes.many(count))
        with CaptureQueriesContext(connection) as captured:
            runs.dry_run(run)
        return len(captured)

    assert queries(1) == queries(500) < 10
