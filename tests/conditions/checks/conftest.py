"""What the checks on prose are tried with: one answer, read in a return sent on 31 May 2024."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from conditions.checks.findings import Finding, Passage, Place
from conditions.checks.text import KnownFigure, Window, check_passages

WINDOW = Window(date(2024, 2, 1), date(2024, 5, 31), date(2024, 5, 31), "2027-28")

Check = Callable[..., list[Finding]]


@pytest.fixture
def check() -> Check:
    """Checks answers given in order as conditions 3.1, 3.2 …, keeping the findings with `code` when one is given."""

    def run(
        *answers: str,
        code: str | None = None,
        window: Window = WINDOW,
        known: Sequence[KnownFigure] = (),
        attachments: Sequence[str] = (),
        previous: str | None = None,
    ) -> list[Finding]:
        passages = [
            Passage(
                Place(f"condition:3.{number}:narrative", f"Condition 3.{number}", f"/3.{number}/", (1, number)),
                answer,
                previous,
            )
            for number, answer in enumerate(answers, start=1)
        ]
        found = check_passages(passages, window=window, known_figures=known, attachments=attachments)
        return [finding for finding in found if code in (None, finding.code)]

    return run
