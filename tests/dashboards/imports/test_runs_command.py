"""The same from the command line: what it prints, what it records, and how it exits."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from dashboards.models import ImportBatch, ImportRun
from safetyvalve.core.models import AuditEvent, Authority
from tests.dashboards.imports import fakes

MAY = ("requests_received,2024-05,36", "plans_new,2024-05,16")
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def import_measures(council: Authority, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Write the lines to a file and import it: the exit status and what was printed."""

    def run(*lines: str, kind: str = "lines", **options: Any) -> tuple[int, str]:
        file = tmp_path / "may.csv"
        file.write_bytes(fakes.file(*lines).content)
        status = 0
        try:
            call_command("import_measures", str(file), authority=council.la_code, kind=kind, **options)
        except SystemExit as left:
            status = int(str(left.code))
        return status, capsys.readouterr().out

    return run


def test_figures_are_recorded_and_the_audit_has_nobody(council: Authority, import_measures: Run) -> None:
    status, printed = import_measures(*MAY)
    run = ImportRun.objects.get()
    assert (status, run.state, run.made_by) == (0, "confirmed", None)
    assert printed == (f"Lines: 2\n2 added, 0 changed, 0 unchanged, 0 refused\nRecorded as import {run.pk}.\n")
    assert fakes.values(council) == {"requests_received 2024-05": 36, "plans_new 2024-05": 16}
    assert AuditEvent.objects.get(action="measurements_recorded").actor_id is None


def test_the_same_again_says_that_nothing_changes(import_measures: Run) -> None:
    import_measures(*MAY)
    status, printed = import_measures(*MAY)
    assert (status, printed.splitlines()[1:]) == (
        *(0, ["0 added, 0 changed, 2 unchanged, 0 refused", "All of it is on record already: nothing changes."]),
    )
    assert ImportBatch.objects.count() == 1


def test_changes_are_printed_old_and_new_up_to_twenty(import_measures: Run) -> None:
    import_measures(*fakes.many(25, value=1))
    status, printed = import_measures(*fakes.many(25, value=2), dry_run=True)
    assert status == 0
    assert ", January 2024, 100000: 1 → 2\n" in printed
    assert printed.count(" → ") == 20
    assert "  and 5 more changes\n" in printed


def test_a_dry_run_writes_nothing_at_all(council: Authority, import_measures: Run) -> None:
    status, printed = import_measures(*MAY, "no_such,2024-05,1", dry_run=True)
    assert status == 1
    assert "2 added, 0 changed, 0 unchanged, 1 refused" in printed
    assert "refused: may.csv, row 3: There is no measure with the code no_such. Check the code" in printed
    assert printed.endswith("A dry run: nothing has been recorded.\n")
    assert not ImportRun.objects.exists()
    assert fakes.values(council) == {}


def test_nothing_is_recorded_when_something_is_refused(council: Authority, import_measures: Run) -> None:
    status, printed = import_measures(*MAY, "refuse me")
    assert status == 1
    assert "Nothing has been recorded, because something is refused." in printed
    assert (fakes.values(council), ImportRun.objects.get().state) == ({}, "cancelled")


def test_the_rest_is_recorded_when_that_is_accepted(council: Authority, import_measures: Run) -> None:
    status, _ = import_measures(*MAY, "refuse me", accept_refused=True)
    assert (status, len(fakes.values(council))) == (1, 2)


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(import_measures: Run, dry_run: bool) -> None:
    status, printed = import_measures("damaged", dry_run=dry_run)
    assert (status, printed) == (1, "  fatal: The file is damaged. Export it again.\nNothing can be read.\n")


def test_json_has_the_figures_by_measure_period_and_breakdown(council: Authority, import_measures: Run) -> None:
    lines = ("plans_new,2024-05,16.50,,source,parent", "plans_ceased,2024-05,x", "refuse me")
    status, printed = import_measures(*lines, json=True, dry_run=True, as_at=date(2024, 5, 31), edition="2024")
    found = json.loads(printed)
    assert (status, found["kind"], found["files"], found["as_at"], found["edition"]) == (
        *(1, "lines", ["may.csv"], "2024-05-31", "2024"),
    )
    first, second = found["figures"]
    assert {name: first[name] for name in ("indicator", "area", "period_start", "period_end", "value", "marker")} == {
        "indicator": "plans_new",
        "area": council.gss_code,
        "period_start": "2024-05-01",
        "period_end": "2024-05-31",
        "value": "16.5",
        "marker": "",
    }
    assert (first["breakdown_topic"], first["breakdown"]) == ("source", "parent")
    assert (second["value"], second["marker"]) == (None, "x")
    assert found["counts"]["added"] == 2
    assert [(problem["code"], problem["row"]) for problem in found["problems"]] == [("odd-line", 3)]


def test_options_reach_the_reader(import_measures: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import_measures(*MAY, edition="2024", since="2024-01-01", mapping="Capita")
    run = ImportRun.objects.get()
    assert run.options == {"edition": "2024", "since": "2024-01-01", "mapping": "Capita"}
    assert run.edition == "2024"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"authority": "998"}, "no council with the code 998. On record: Saltmarsh (E06000999, 999)"),
        ({"file": "no/such.csv"}, "cannot be read: No such file or directory"),
    ],
)
def test_a_wrong_question_ends_with_status_two(
    council: Authority, tmp_path: Path, wrong: dict[str, str], words: str
) -> None:
    (tmp_path / "may.csv").write_text(MAY[0])
    file = str(tmp_path / wrong.get("file", "may.csv"))
    with pytest.raises(CommandError) as refused:
        call_command("import_measures", file, authority=wrong.get("authority", "999"), kind="lines")
    assert words in str(refused.value)
    assert refused.value.returncode == 2


def test_an_unknown_kind_is_a_wrong_question(council: Authority) -> None:
    with pytest.raises(CommandError, match="invalid choice: 'nonsense'"):
        call_command("import_measures", "a.csv", authority="999", kind="nonsense")
