"""What a new plan is expected to cost: by provider type where given, one figure for the rest; typed, kept, shown."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from dashboards.finance.commitments.expected_cost import TypeCost, expected_cost, share_left, to_plain, type_costs
from dashboards.models import CommitmentBasis
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.dashboards import records
from tests.dashboards.commitments.lists import drafting

PAGE = "/c/999/finance/safety-valve/commitments/"
INDEPENDENT = TypeCost("independent", Decimal(40), Decimal(60_000))
MAINSTREAM = TypeCost("mainstream", Decimal(60), Decimal(10_000))


@pytest.mark.parametrize(
    ("mix", "for_the_rest", "expected"),
    [
        ((), Decimal(20_000), Decimal(20_000)),
        ((), None, None),
        ((INDEPENDENT,), Decimal(10_000), Decimal(30_000)),
        ((INDEPENDENT,), None, None),
        ((INDEPENDENT, MAINSTREAM), None, Decimal(30_000)),
        ((INDEPENDENT, MAINSTREAM), Decimal(99), Decimal(30_000)),
    ],
)
def test_each_type_has_its_share_and_the_rest_the_one_figure(
    mix: tuple[TypeCost, ...], for_the_rest: Decimal | None, expected: Decimal | None
) -> None:
    assert expected_cost(mix, for_the_rest) == expected


def test_it_is_kept_as_text_and_read_back_exactly() -> None:
    assert type_costs(to_plain((INDEPENDENT, MAINSTREAM))) == (INDEPENDENT, MAINSTREAM)
    assert share_left((INDEPENDENT,)) == 60


@pytest.fixture
def world(db: None, clock: Any) -> factories.World:
    made = factories.make_world()
    records.code_lists()
    drafting(made, 10)
    return made


def test_finance_types_it_by_provider_type_and_reads_it_beside_the_forecast(
    client: Client, world: factories.World
) -> None:
    client.force_login(world.people["finance_officer"])
    form = client.get(f"{PAGE}plans-on-the-way/").context["form"]
    code = next(iter(form.types))
    typed = {"share_issuing": "50", "weeks_issuing": "0", "unit_cost": "10,000", "revision": "0"}

    alone = client.post(f"{PAGE}plans-on-the-way/", {**typed, f"mix_share_{code}": "40"})
    too_much = client.post(f"{PAGE}plans-on-the-way/", {**typed, f"mix_share_{code}": "101", f"mix_cost_{code}": "1"})
    saved = client.post(f"{PAGE}plans-on-the-way/", {**typed, f"mix_share_{code}": "40", f"mix_cost_{code}": "60k"})

    assert "enter what one costs a year, or clear the share" in alone.content.decode()
    assert "the share must be from 0 to 100" in too_much.content.decode()
    assert saved["Location"] == PAGE
    assert CommitmentBasis.objects.get().mix == {code: {"share": "40.00", "cost": "60000.00"}}
    [event] = AuditEvent.objects.filter(action="commitment_basis_changed")
    assert event.changes["mix"] == [{}, {code: {"share": "40.00", "cost": "60000.00"}}]
    page = " ".join(client.get(PAGE).content.decode().split())
    assert f"{form.types[code]} 40% at £60,000; the other 60% at the one cost (typed)." in page
    again = client.get(f"{PAGE}plans-on-the-way/").context["form"]
    assert again[f"mix_cost_{code}"].value() == "60,000"
