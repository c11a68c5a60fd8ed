"""A council whose return is complete, and the walk from draft to submitted through the real services."""

import json
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from conditions.models import Submission
from conditions.services import sending, sign_offs, submitting
from tests import factories
from tests.factories import World

REASON = "I have seen the working papers."


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path, now: datetime) -> World:
    """One council with everything answered and confirmed, ready to be sent."""
    settings.SIGNING_KEY_FILE = tmp_path / "signing-key.pem"
    made = factories.make_world()
    officer, finance = made.people["officer"], made.people["finance_officer"]
    for number, rag in (("3.1", "on_target"), ("3.2", "off_target_mitigated"), ("3.3", "complete")):
        mitigation = "- Two more officers from July." if rag == "off_target_mitigated" else ""
        factories.make_response(made.submission, number, rag=rag, mitigation=mitigation, by=officer)
    factories.make_summary(made.submission, by=officer)
    for year, opening, in_year, paid in (
        ("2024-25", -13_880_000, -560_000, 6_600_000),
        ("2026-27", -14_190_000, 1_500_000, 10_660_000),
    ):
        factories.make_dsg_position(
            made.period,
            year,
            opening_before_payments=Decimal(opening),
            opening_after_payments=Decimal(opening + paid),
            in_year_position=Decimal(in_year),
            closing_before_payments=Decimal(opening + in_year),
            closing_after_payments=Decimal(opening + in_year + paid + 2_030_000),
            updated_at=now,
            updated_by=finance,
            confirmed_by=finance,
        )
    return made


@pytest.fixture
def walk(world: World, now: datetime) -> Callable[[str], Submission]:
    """Takes the return to "sent", "signed" or "submitted"."""

    def to(state: str) -> Submission:
        pack = sending.send(world.submission, by=world.people["programme_manager"], now=now)
        warnings = [each for each in json.loads(pack.text)["findings"] if each["severity"] == "judgement"]
        accepted = {each["fingerprint"]: REASON for each in warnings}
        if state in ("signed", "submitted"):
            for role in ("director", "section_151"):
                by = world.people[role]
                sign_offs.sign(world.submission, shown_pack=pack.sha256, acceptances=accepted, by=by, now=now)
        if state == "submitted":
            submitting.submit(world.submission, by=world.people["programme_manager"], now=now)
        return Submission.objects.with_place().get(pk=world.submission.pk)

    return to
