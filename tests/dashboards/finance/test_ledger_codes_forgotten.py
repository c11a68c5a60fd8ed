"""Codes that an older release remembered, and that today's rule refuses, are forgotten by a migration."""

from importlib import import_module

import pytest
from django.apps import apps

from dashboards.finance.blocks import ACTUAL
from dashboards.finance.coming_in.ledger_words import code_of
from dashboards.models import FinanceDelivery, LedgerCode
from dashboards.services import finance_deliveries
from safetyvalve.core import audit, audit_reading
from tests import factories
from tests.factories import NOW

migration = import_module("dashboards.migrations.0021_ledger_codes_are_codes")
WORDS = ("J SMITH 12/03/2014", "TAXI", "A123456789012", "A12345678901B", "SMITH12/03/2014", "12.03.2014", "2014-03-12")
CODES = ("S1001", "10-20-3000", "E4/10/A", "4410.01", "R9_8000", "1234567890")


def test_its_rule_is_the_one_that_extracts_are_read_with() -> None:
    assert [migration.is_code(each) for each in (*WORDS, *CODES)] == [False] * len(WORDS) + [True] * len(CODES)
    assert [code_of(each) for each in CODES] == list(CODES)
    for each in WORDS:
        with pytest.raises(ValueError, match=r"^$"):
            code_of(each)


def test_words_are_forgotten_and_codes_stay(db: None) -> None:
    world = factories.make_world()
    by = world.people["finance_officer"]
    for centre, subjective in (*((words, "") for words in WORDS), ("S1", WORDS[0]), ("S1", ""), ("S1", "4410")):
        LedgerCode.objects.create(
            authority=world.authority,
            cost_centre=centre,
            subjective=subjective,
            line="1.2.3",
            updated_at=NOW,
            updated_by=by,
        )
    kept = [start(world, [["S1", code, "2024-25", "", "5.00"]]) for code in ("4410", "", WORDS[0])]
    migration.forget(apps, None)
    assert list(LedgerCode.objects.values_list("cost_centre", "subjective")) == [("S1", ""), ("S1", "4410")]
    for each in kept:
        each.refresh_from_db()
    assert [(each.state, each.figures is None) for each in kept] == [
        *[("ready", False)] * 2,
        ("cancelled", True),
    ]


def test_the_audit_does_not_tell_words_that_were_remembered_as_codes(db: None) -> None:
    """The event stays as it is sealed; who reads it is told that there were words."""
    world = factories.make_world()
    codes = [*WORDS, f"S1 {WORDS[0]}", "TAXI 4410", "1 2 3", "S1 4410", *CODES]
    changes = {code: [None, "1.2.3 Top-up"] for code in codes}
    event = audit.record(authority=world.authority, by=world.people["finance_officer"], action="ledger_codes_changed",
                         subject=world.authority, changes=changes, now=NOW)  # fmt: skip
    other = audit.record(authority=world.authority, by=None, action="council_changed", subject=world.authority,
                         changes={"name_of": ["A", "B"]}, now=NOW)  # fmt: skip
    read, untouched = audit_reading.read([event, other], sees_drafts=True)
    told = [each.field for each in read.changes]
    assert told == ["Words that were no code"] * (len(WORDS) + 3) + ["S1 4410", *map(audit_reading.in_prose, CODES)]
    assert [each.field for each in untouched.changes] == ["Name of"]
    assert audit.broken_link(world.authority) is None


def start(world: factories.World, sums: list[list[str]]) -> FinanceDelivery:
    figures = {"sums": sums, "total": "5.00"}
    by = world.people["finance_officer"]
    return finance_deliveries.start(world.agreement, "ledger", ACTUAL, figures, source="", by=by, now=NOW)
