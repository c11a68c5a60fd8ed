"""Pages on which lines and their sums stand together print figures that add up."""

import re
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse

from safetyvalve.core import money
from tests import factories
from tests.dashboards.finance.ledger import a_year, enter


def figures(html: str, row: str) -> list[Decimal]:
    found = re.search(rf"<th[^>]*>{re.escape(row)}<.*?</tr>", html, re.S)
    assert found, row
    words = re.findall(r">([−£\d,.]+)<", found[0])
    return [Decimal(word.replace("−", "-").replace("£", "").replace(",", "")) for word in words]


def test_the_grid_shows_pence_once_a_line_has_any_and_whole_pounds_until_then(client: Client, db: Any) -> None:
    world = factories.make_world()
    page = reverse("dashboards:finance-grid", args=["999", world.agreement.slug])
    client.force_login(world.people["finance_officer"])
    enter(world, "2024-25", a_year())
    whole = client.get(page).content.decode()
    assert figures(whole, "Net spending")[0] == figures(whole, "Net spending")[0].to_integral_value()
    assert "£15,000,000.00" not in whole

    enter(world, "2025-26", a_year(l1_2_3=Decimal("14000000.49"), l1_2_5=Decimal("2500000.49")))
    html = client.get(page).content.decode()

    assert "£14,000,000.49" in html
    assert figures(html, "Net spending")[:2] == [Decimal("38560000.00"), Decimal("38500000.98")]
    assert money.RULE in html
