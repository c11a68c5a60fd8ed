"""The money of an agreement on one sheet of A4, also of one that is as long as agreements get."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from conditions.models import PlannedPosition
from tests import factories
from tests.browser.people import signed_in_already
from tests.dashboards.finance.ledger import a_year, enter
from tests.furniture import furnish
from workstreams.models import Saving

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = "/c/999/finance/safety-valve/summary/"
CARRIED = dict.fromkeys(
    ("lhn_opening_before", "lhn_opening_after", "lsch_opening", "ley_opening", "lcss_opening"), None
)
A4 = (595, 842)


def ten_years(world: factories.World) -> None:
    """Two versions of ten years, an outturn, two forecasts, payments, and a long notice of where figures are from."""
    version = world.agreement.versions.get()
    version.last_year = "2031-32"
    version.save()
    second = factories.make_version(world.agreement, number=2, last_year="2031-32")
    for year in second.years:
        for each in (version, second):
            PlannedPosition.objects.update_or_create(
                version=each,
                financial_year=year,
                defaults={
                    "in_year": Decimal(-1_234_567),
                    "cumulative_before_payments": Decimal(-23_456_789),
                    "cumulative_after_payments": Decimal(-12_345_678),
                },
            )
    enter(world, "2022-23", a_year(), column="actual")
    world.authority.notice = "Illustrative. " + "What is from public papers and what is made up is told here. " * 9
    world.authority.is_illustrative = True
    world.authority.save()
    earlier = factories.period_of(world.agreement, "update-3-2023-24")
    for year in second.years[1:]:
        enter(world, year, a_year(l1_2_3=Decimal("14567890.12"), **CARRIED))
        enter(world, year, a_year(l1_2_3=Decimal("13567890.12"), **CARRIED), period=earlier)
    factories.make_dsg_position(earlier)


def test_the_summary_prints_on_exactly_one_sheet_of_a4(chromium: Browser, live_server: Any, clock: Any) -> None:
    world = factories.make_world()
    ten_years(world)
    furnish(world)
    Saving.objects.get().figures.create(financial_year="2023-24", planned_amount=90_000, delivered_amount=80_000)
    context = chromium.new_context()
    signed_in_already(context, live_server.url, world.people["section_151"])
    page = context.new_page()
    page.goto(f"{live_server.url}{PAGE}")
    assert page.locator(".app-onepage svg").count() >= 3
    paper = PdfReader(BytesIO(page.pdf(format="A4", print_background=True)))
    context.close()
    assert len(paper.pages) == 1
    box = paper.pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx(A4, abs=2)
    words = " ".join(paper.pages[0].extract_text().split())
    for part in ("Finance summary", "Is the agreement being kept?", "2031-32", "Reconciliation", "DfE payments"):
        assert part in words
