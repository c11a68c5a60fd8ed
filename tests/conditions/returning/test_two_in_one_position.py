"""Two people in one year of the DSG position: what is shown as different is different, whatever way it was typed."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_only_amounts_that_differ_stand_beside_each_other(client: Client) -> None:
    world = factories.make_world()
    saved = factories.make_dsg_position(world.period, adjustments=Decimal(1000), in_year_position=Decimal(-560_000))
    client.force_login(world.people["finance_officer"])
    given = {name: getattr(saved, name) for name in saved.FIELDS if getattr(saved, name) not in (None, "")}
    typed = {name: f"{amount:,}" if isinstance(amount, Decimal) else amount for name, amount in given.items()}
    url = reverse("conditions:dsg-year", args=[*world.period.address, "2024-25"])

    page = client.post(url, {**typed, "in_year_position": "-0.56m", "adjustments": "-250,000.55", "revision": "0"})

    assert page.status_code == 409
    assert [(each.label, each.saved, each.typed) for each in page.context["theirs"]] == [
        ("Other adjustments", "1,000", "-250,000.55")
    ]
    assert re.search(r"saved this while you were writing", page.content.decode())
