"""How many queries each page takes, exactly, and that it takes as many for a large council as for a small one.

A number that changes is changed here, on purpose. A page that grows with its rows has lost a prefetch.
"""

from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.budgets.sized import LARGE, SMALL, make_world
from tests.conditions.answering import send
from tests.factories import World

COUNCIL = ["999"]
AGREEMENT = [*COUNCIL, "safety-valve"]
PERIOD = [*AGREEMENT, "update-1-2024-25"]

# Page: who looks, its address, the queries it takes. Two of each are the session and the person. A dashboard is drawn
# here for the first time, and kept, which takes two; the next time it takes four in all (test_kept_pages).
Pages = dict[str, tuple[str, str, list[str], int]]
IN_DRAFT: Pages = {
    "home of an officer": ("officer", "core:council-home", COUNCIL, 44),
    "home of the programme manager": ("programme_manager", "core:council-home", COUNCIL, 43),
    "agreements": ("officer", "conditions:agreements", COUNCIL, 6),
    "payments": ("finance_officer", "conditions:payments", AGREEMENT, 8),
    "agreement": ("programme_manager", "conditions:agreement", AGREEMENT, 13),
    "period": ("programme_manager", "conditions:period", PERIOD, 39),
    "condition update": ("officer", "conditions:condition-update", [*PERIOD, "3.1"], 21),
    "risk update": ("officer", "workstreams:risk-update", [*PERIOD, "1"], 11),
    "progress update": ("officer", "workstreams:progress-update", [*PERIOD, "workstream-1"], 11),
    "summary update": ("officer", "conditions:summary-update", PERIOD, 11),
    "DSG position": ("finance_officer", "conditions:dsg-position", PERIOD, 10),
    "DSG position of a year": ("finance_officer", "conditions:dsg-year", [*PERIOD, "2024-25"], 10),
    "check": ("programme_manager", "conditions:check", PERIOD, 56),
    "return in draft": ("programme_manager", "conditions:return", PERIOD, 62),
    "submissions": ("officer", "conditions:submissions", COUNCIL, 4),
    "return submitted": ("officer", "conditions:return", [*AGREEMENT, "update-3-2023-24"], 9),
    "workstreams": ("officer", "workstreams:workstreams", COUNCIL, 9),
    "workstream": ("officer", "workstreams:workstream", [*AGREEMENT, "workstream-1"], 13),
    "savings": ("officer", "workstreams:savings", COUNCIL, 9),
    "savings download": ("officer", "workstreams:savings-download", [*COUNCIL, "csv"], 9),
    "finance": ("finance_officer", "dashboards:finance-grid", AGREEMENT, 12),
    "forecasts": ("officer", "dashboards:forecasts", AGREEMENT, 10),
    "plan effect": ("officer", "dashboards:plan-effect", AGREEMENT, 10),
    "spending against budget": ("officer", "dashboards:spending", AGREEMENT, 10),
    "finance summary": ("section_151", "dashboards:finance-summary", AGREEMENT, 16),
    "bringing figures in": ("finance_officer", "dashboards:finance-in", AGREEMENT, 11),
    "pasting a block": ("finance_officer", "dashboards:finance-paste", AGREEMENT, 10),
    "a ledger extract": ("finance_officer", "dashboards:finance-ledger", AGREEMENT, 11),
    "ledger codes": ("finance_officer", "dashboards:finance-codes", AGREEMENT, 6),
    "entering finance figures": ("finance_officer", "dashboards:finance-edit", AGREEMENT, 10),
    "money of an agreement": ("officer", "dashboards:money-hub", AGREEMENT, 4),
    "commitments": ("officer", "dashboards:commitments", AGREEMENT, 15),
    "assumptions": ("officer", "dashboards:assumptions", AGREEMENT, 8),
    "third-party income": ("officer", "dashboards:income", AGREEMENT, 10),
    "capital schemes": ("officer", "workstreams:capital-schemes", AGREEMENT, 8),
    "commissioned services": ("officer", "workstreams:commissioned-services", AGREEMENT, 7),
    "top-up bands": ("officer", "workstreams:top-ups", AGREEMENT, 10),
    "home of finance": ("finance_officer", "core:council-home", COUNCIL, 42),
    "reconciliations": ("officer", "dashboards:reconciliations", AGREEMENT, 12),
    "reconciliation": ("officer", "dashboards:reconciliation", [*AGREEMENT, "2024-25"], 17),
    "risks": ("officer", "workstreams:risks", COUNCIL, 6),
    "risk": ("officer", "workstreams:risk", [*AGREEMENT, "1"], 5),
    "dashboards": ("officer", "dashboards:dashboards", COUNCIL, 11),
    "dashboard": ("officer", "dashboards:dashboard", COUNCIL, 14),
    "dashboard for the forum": ("forum_member", "dashboards:dashboard", COUNCIL, 14),
    "demand": ("officer", "dashboards:board", [*COUNCIL, "demand"], 11),
    "plans and placements": ("officer", "dashboards:board", [*COUNCIL, "plans"], 11),
    "plans for the forum": ("forum_member", "dashboards:board", [*COUNCIL, "plans"], 13),
    "rights": ("officer", "dashboards:board", [*COUNCIL, "rights"], 11),
    "money": ("officer", "dashboards:board", [*COUNCIL, "money"], 10),
    "money for the forum": ("forum_member", "dashboards:board", [*COUNCIL, "money"], 10),
    "alerts": ("officer", "dashboards:alerts", COUNCIL, 6),
    "measures": ("officer", "dashboards:measures", COUNCIL, 7),
    "measure": ("officer", "dashboards:measure", [*COUNCIL, "plans_maintained"], 13),
    "codes and groupings": ("officer", "dashboards:codes", COUNCIL, 6),
    "headings": ("officer", "dashboards:headings", [*COUNCIL, "placement"], 5),
    "grouping": ("officer", "dashboards:grouping", [*COUNCIL, "placement", "placement_group"], 7),
    "return codes": ("officer", "dashboards:return-codes", [*COUNCIL, "SENsetting"], 6),
    "type a month": ("officer", "dashboards:month-edit", [*COUNCIL, "2024-05"], 8),
    "people": ("administrator", "core:people", COUNCIL, 4),
    "audit": ("director", "core:audit", COUNCIL, 7),
}
SENT: Pages = {
    "home of a signatory": ("section_151", "core:council-home", COUNCIL, 6),
    "period once sent": ("programme_manager", "conditions:period", PERIOD, 39),
    "sign-off": ("section_151", "conditions:sign-off", PERIOD, 44),
    "send back": ("section_151", "conditions:send-back", PERIOD, 6),
    "return once sent": ("section_151", "conditions:return", PERIOD, 9),
    "changes since last time": ("section_151", "conditions:return-changes", [*PERIOD, "1"], 9),
}


@pytest.fixture
def world(request: pytest.FixtureRequest, db: None, clock: Any) -> World:
    return make_world(request.param)


both_sizes = pytest.mark.parametrize(
    "world", [SMALL, pytest.param(LARGE, marks=pytest.mark.slow)], ids=["small", "large"], indirect=True
)


def wrong_in(world: World, pages: Pages) -> dict[str, str]:
    """Pages that take another number of queries than they should, with what each asks repeatedly."""
    wrong = {}
    for name, (role, view, args, expected) in pages.items():
        client = Client()
        client.force_login(world.people[role])
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(view, args=args)).status_code == 200, name
        if len(captured) != expected:
            asked = Counter(each["sql"].partition(" WHERE ")[0][:160] for each in captured.captured_queries)
            repeated = [f"{times} x {sql}" for sql, times in asked.most_common(3) if times > 1]
            wrong[name] = "\n".join([f"{len(captured)} queries, not {expected}", *repeated])
    return wrong


@both_sizes
def test_pages_of_a_draft_take_exactly_their_queries(world: World) -> None:
    assert wrong_in(world, IN_DRAFT) == {}


@both_sizes
def test_pages_of_a_return_that_was_sent_take_exactly_their_queries(world: World) -> None:
    send(world)
    assert wrong_in(world, SENT) == {}
