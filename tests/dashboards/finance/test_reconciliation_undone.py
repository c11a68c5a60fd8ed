"""Line 1.9.3 of the reconciliation, which a finance delivery brought, goes back with it, or says why it cannot."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from conditions.models import DifferenceExplanation, ReconciliationSource
from conditions.services.reconciliation import set_source
from safetyvalve.core.services.refusals import NotAllowed
from tests import factories
from tests.dashboards.finance.test_deliveries_undone import FORECAST, IN, LINE, OTHER, YEAR, bring, look, undo
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def world(db: None) -> factories.World:
    return factories.make_world()


def test_the_reconciliation_gets_its_figure_day_and_reference_back(client: Client, world: factories.World) -> None:
    by = world.people["finance_officer"]
    values = {"amount": Decimal(-5_000_000), "reference": "Outturn return", "dated_on": date(2025, 5, 31)}
    set_source(world.agreement, YEAR, "s251", values, revision=0, by=by, now=NOW)
    delivery = bring(world, carried=-5_860_000)
    assert ReconciliationSource.objects.get().amount == -5_860_000
    client.force_login(by)
    words = "An attestation of that year would have to be given again."
    assert words in client.get(f"{IN}{delivery.pk}/undo/").content.decode()
    assert undo(world, delivery) == 1
    source = ReconciliationSource.objects.get()
    assert (source.amount, source.reference, source.dated_on) == tuple(values.values())


def test_a_later_delivery_that_says_the_same_of_the_reconciliation_is_undone_first(world: factories.World) -> None:
    """The reconciliation is one for every sheet: a later delivery into another one vouches for it, too."""
    first = bring(world, carried=-5_860_000)
    second = bring(world, {LINE: 5_000_000}, sheet=FORECAST, carried=-5_860_000, name="later.xlsx")
    third = bring(world, {OTHER: 5_000_000}, sheet=FORECAST, name="other.xlsx")
    [reason] = look(first).against
    assert reason.startswith("“later.xlsx”, confirmed on ")
    assert reason.endswith("says the same of one of these figures. Undo that first.")
    with pytest.raises(NotAllowed, match="Undo that first"):
        undo(world, first)
    assert undo(world, third) == undo(world, second) == undo(world, first) == 1
    assert ReconciliationSource.objects.get().amount is None


def test_a_reconciliation_explained_since_keeps_its_figure(world: factories.World) -> None:
    delivery = bring(world, carried=-5_860_000)
    source = ReconciliationSource.objects.get()
    DifferenceExplanation.objects.create(source=source, amount=1, reason="Rounding")
    assert "Take the explanations out first." in look(delivery).against[0]
    set_source(world.agreement, YEAR, "s251", {"amount": Decimal(1)}, revision=source.revision,
               by=world.people["finance_officer"], now=NOW)  # fmt: skip
    assert "has been changed since: line 1.9.3 is £1.00 now" in look(delivery).against[0]
