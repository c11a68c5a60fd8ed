"""From the finance grid into the return: figures for its form, and who agreed to a transfer."""

from decimal import Decimal

import pytest
from django.test import Client

from conditions.models import TransferConsent
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.dashboards.finance.grid_pages import FORECAST, GRID, USE
from tests.dashboards.finance.ledger import a_year, enter

pytestmark = pytest.mark.usefixtures("clock")
YEAR_FORM = "/c/999/agreements/safety-valve/periods/update-1-2024-25/dsg-position/2024-25/"


@pytest.fixture
def world(db: None) -> factories.World:
    return factories.make_world()


def test_the_figures_go_into_the_form_of_the_return_and_are_saved_there(
    finance: Client, world: factories.World
) -> None:
    enter(world, "2024-25", a_year())
    assert "The return has no position for this year yet." in finance.get(GRID + FORECAST).content.decode()
    response = finance.post(USE, follow=True)
    form = response.context["form"]
    assert response.redirect_chain[-1][0] == YEAR_FORM
    assert form["in_year_position"].value() == "-560,000"
    assert form["block_transfer"].value() == "400,000"
    assert form["closing_before_payments"].value() == "-14,040,000"
    assert form["closing_after_payments"].value() == "-5,410,000"
    assert not world.period.dsg_positions.exists()
    saved = {bound.html_name: "" if bound.value() is None else bound.value() for bound in form} | {
        "movement_reason": "From the ledger."
    }
    assert finance.post(YEAR_FORM, saved).status_code == 302
    position = world.period.dsg_positions.get()
    assert (position.in_year_position, position.closing_after_payments) == (Decimal(-560_000), Decimal(-5_410_000))
    assert "The return says the same." in finance.get(GRID + FORECAST).content.decode()


def test_a_year_with_a_missing_line_is_not_used(finance: Client, world: factories.World) -> None:
    enter(world, "2024-25", a_year(l1_2_3=None))
    response = finance.post(USE, follow=True)
    assert "2024-25 cannot be used yet: not known" in response.content.decode()
    assert not world.submission.autosaved_drafts.exists()


def test_words_typed_before_stay_when_figures_are_brought_in(finance: Client, world: factories.World) -> None:
    enter(world, "2024-25", a_year())
    finance.post(YEAR_FORM, {"movement_reason": "Two places.", "revision": "0"}, headers={"X-Autosave": "1"})
    form = finance.post(USE, follow=True).context["form"]
    assert (form["movement_reason"].value(), form["block_transfer"].value()) == ("Two places.", "400,000")


def test_who_agreed_to_a_transfer_is_recorded_once_and_audited(finance: Client, world: factories.World) -> None:
    enter(world, "2024-25", a_year())
    assert "No agreement of the Schools Forum is recorded." in finance.get(GRID + FORECAST).content.decode()
    address = f"{GRID}transfers/2024-25/"
    typed = {
        "forum_agreed_on_day": "16",
        "forum_agreed_on_month": "1",
        "forum_agreed_on_year": "2024",
        "forum_reference": "Item 5",
    }
    assert finance.post(address, {**typed, "revision": "0"}).status_code == 302
    assert "The Schools Forum agreed on 16 January 2024 (Item 5)." in finance.get(GRID + FORECAST).content.decode()
    stale = finance.post(address, {**typed, "forum_reference": "Item 6", "revision": "0"})
    assert "Somebody else changed this" in stale.content.decode()
    assert TransferConsent.objects.get().forum_reference == "Item 5"
    assert AuditEvent.objects.filter(action="transfer_consent_recorded").count() == 1
    assert finance.get(f"{GRID}transfers/2040-41/").status_code == 404
