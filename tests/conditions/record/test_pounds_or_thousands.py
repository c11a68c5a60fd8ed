"""The agreement's own figures in thousands: asked about once, saved when ticked, nothing typed lost."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conditions.models import Agreement, AgreementVersion, AutosavedDraft, DsgPosition, Payment, PlannedPosition
from tests import factories
from tests.conditions.record.posting import boxes, filled
from tests.factories import World


@pytest.fixture
def finance(world: World) -> Client:
    browser = Client()
    browser.force_login(world.people["finance_officer"])
    return browser


def url(agreement: Agreement, name: str, *args: object) -> str:
    return reverse(f"conditions:{name}", args=[agreement.authority.la_code, agreement.slug, *args])


def asked(page: Any) -> list[str]:
    return [each.sentence for each in page.context["form"].questions]


def test_a_plan_in_thousands_is_held_against_itself_and_the_years_around(agreement: Agreement, client: Client) -> None:
    plan = url(agreement, "planned-positions-edit", 1)
    typed = filled(client, plan, **{"2024-25_in_year": "-560", "2023-24_cumulative_before_payments": "-13.9m"})

    page = client.post(plan, typed)

    assert asked(page) == [
        "In-year position, 2024-25: −£560 where −£560,000 stood before. Pounds or thousands? −£560,000 may be meant."
    ]
    assert 'value="-560"' in page.content.decode()
    assert page.content.decode().count('name="checked"') == 1
    row = PlannedPosition.objects.get(financial_year="2024-25")
    assert row.in_year == -560_000
    assert client.post(plan, {**typed, "checked": page.context["form"].questions_digest}).status_code == 302
    row.refresh_from_db()
    assert row.in_year == -560


def test_a_year_without_a_figure_is_held_against_the_version_before(agreement: Agreement, client: Client) -> None:
    factories.make_version(agreement, 2)
    PlannedPosition.objects.filter(version__number=2).delete()
    plan = url(agreement, "planned-positions-edit", 2)
    page = client.post(plan, filled(client, plan, **{"2024-25_in_year": "-560", "2022-23_in_year": "-2.7m"}))
    assert [each.partition(" Pounds")[0] for each in asked(page)] == [
        "In-year position, 2024-25: −£560 where −£560,000 stands in version 1."
    ]


def test_the_funding_of_a_version_is_held_against_the_version_before(agreement: Agreement, client: Client) -> None:
    new = url(agreement, "version-create")
    typed = filled(client, new, reason="Another profile.", total_dfe_funding="12,690")
    typed |= boxes("effective_on", factories.NOW.date())

    page = client.post(new, typed)

    assert "£12,690 where £12,690,000 stood before" in asked(page)[0]
    assert AgreementVersion.objects.count() == 1
    assert client.post(new, {**typed, "checked": page.context["form"].questions_digest}).status_code == 302
    assert AgreementVersion.objects.get(number=2).total_dfe_funding == 12_690


def test_an_instalment_is_held_against_the_others(agreement: Agreement, finance: Client) -> None:
    add = url(agreement, "payment-create")
    typed = filled(finance, add, label="Second", financial_year="2024-25", amount="2,030", status="due")

    page = finance.post(add, typed)

    assert "£2,030 where £5,080,000 stands in the schedule as First instalment." in asked(page)[0]
    assert 'href="#id_amount"' in page.content.decode()
    assert Payment.objects.count() == 1
    assert finance.post(add, {**typed, "amount": "2,030,000"}).status_code == 302


def test_a_position_in_thousands_is_held_against_the_last_report_the_plan_and_the_schedule(
    world: World, finance: Client
) -> None:
    last = factories.period_of(world.agreement, "update-3-2023-24")
    factories.make_submission(last, status="accepted")
    factories.make_dsg_position(last, adjustments=Decimal(40_000), closing_after_payments=None)
    Payment.objects.create(version=world.submission.version, financial_year="2024-25", amount=Decimal(2_030_000))
    DsgPosition.objects.update(dfe_payments=None)
    page_url = reverse("conditions:dsg-year", args=[*world.period.address, "2024-25"])
    typed = {
        **{"basis": "forecast", "revision": "0", "movement_reason": "One placement more."},
        **{"opening_before_payments": "-13,880", "in_year_position": "-560", "dfe_payments": "2,030"},
        **{"adjustments": "12", "closing_after_payments": "-5,810", "block_transfer": "700"},
    }

    page = finance.post(page_url, typed)

    assert [each.partition(" Pounds")[0] for each in asked(page)] == [
        "Opening balance before DfE payments: −£13,880 where −£13,880,000 is carried forward.",
        "In-year position: −£560 where −£560,000 was reported at Update 3 of 2023-24.",
        "DfE Safety Valve payments: £2,030 where £2,030,000 is on the schedule of DfE’s payments.",
        "Closing balance after DfE payments: −£5,810 where −£5,810,000 is planned.",
    ]
    assert page.status_code == 422
    assert "One placement more." in page.content.decode()
    assert DsgPosition.objects.count() == 1
    tick = {"checked": page.context["form"].questions_digest}
    kept = finance.post(page_url, {**typed, **tick}, headers={"X-Autosave": "1"})
    assert kept.status_code == 200
    draft = AutosavedDraft.objects.get()
    assert "checked" not in draft.fields
    assert draft.fields["in_year_position"] == "-560"
    assert finance.post(page_url, {**typed, **tick}).status_code == 302
    assert DsgPosition.objects.get(period=world.period).in_year_position == -560
