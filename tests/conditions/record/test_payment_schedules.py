"""What each version of the agreement promised in payments, beside the newest, and what changed from one to the next."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from conditions.models import AgreementVersion, Payment
from conditions.rules.payment_schedules import changed, schedules
from tests import factories
from tests.factories import World


def payment(label: str, year: str, amount: int | None, **fields: Any) -> Payment:
    return Payment(
        label=label,
        financial_year=year,
        amount=None if amount is None else Decimal(amount),
        **{"status": "due", **fields},
    )


def version(number: int, *payments: Payment) -> AgreementVersion:
    made = AgreementVersion(pk=number, number=number, effective_on=date(2023 + number, 4, 1))
    made._prefetched_objects_cache = {"payments": list(payments)}  # type: ignore[attr-defined]
    return made


FIRST = version(1, payment("First", "2024-25", 2_000_000), payment("Second", "2025-26", 1_000_000))
MOVED = version(
    2,
    payment("First", "2024-25", 2_000_000),
    payment("Second", "2026-27", 600_000, due_on=date(2026, 6, 30)),
    payment("Third", "2027-28", 400_000),
    payment("Fourth", "2027-28", 50_000, status="cancelled"),
)


def test_every_year_stands_under_every_version_and_in_all() -> None:
    found = schedules([MOVED, FIRST])
    assert found
    assert [each.number for each in found.versions] == [1, 2]
    assert [(row.name, [each.amount for each in row.agreed], row.changed) for row in found.rows] == [
        ("2024-25", [2_000_000, 2_000_000], 0),
        ("2025-26", [1_000_000, None], -1_000_000),
        ("2026-27", [None, 600_000], 600_000),
        ("2027-28", [None, 400_000], 400_000),
        ("In all", [3_000_000, 3_000_000], 0),
    ]


def test_what_a_new_profile_cancelled_was_agreed_all_the_same() -> None:
    """The total does not change: it is spread otherwise, and the old version's instalments to come are cancelled."""
    old = version(
        1, payment("First", "2024-25", 2_000_000), payment("Second", "2025-26", 1_000_000, status="cancelled")
    )
    found = schedules([old, MOVED])
    assert found
    assert found.rows[-1].agreed[0].amount == 3_000_000
    assert found.rows[-1].changed == 0
    assert found.changes[0].sentences[0].startswith("Second: £600,000 in 2026-27")


def test_each_instalment_that_is_not_as_it_was_is_told() -> None:
    [change] = schedules([FIRST, MOVED]).changes  # type: ignore[union-attr]
    assert change.sentences == (
        "Second: £600,000 in 2026-27, due 30 June 2026, before £1,000,000 in 2025-26.",
        "Third: new, £400,000 in 2027-28.",
    )
    assert changed([payment("", "2025-26", 5)], []) == [
        "Payment 2025-26: no longer on the schedule, before £5 in 2025-26."
    ]


def test_an_amount_that_is_not_known_is_no_change_of_so_many_pounds() -> None:
    found = schedules([FIRST, version(2, payment("First", "2024-25", None))])
    assert found
    assert found.rows[0].agreed[1].is_in_part
    assert found.rows[0].changed is None


def test_one_schedule_has_nothing_to_stand_beside() -> None:
    assert schedules([FIRST, version(2)]) is None


def test_a_newest_version_without_payments_does_not_make_the_one_before_it_the_newest() -> None:
    """What version 2 had to come is cancelled by version 3, whose payments nobody has typed yet."""
    old = version(2, payment("First", "2024-25", 2_000_000), payment("Second", "2025-26", 900_000, status="cancelled"))
    new = version(3)
    found = schedules([FIRST, old, new])
    assert found
    assert [each.number for each in found.versions] == [1, 2, 3]
    assert found.without_payments is new
    assert [(row.name, [each.amount for each in row.agreed], row.changed) for row in found.rows] == [
        ("2024-25", [2_000_000, 2_000_000, None], None),
        ("2025-26", [1_000_000, 900_000, None], None),
        ("In all", [3_000_000, 2_900_000, None], None),
    ]
    assert [each.version.number for each in found.changes] == [2]
    html = render_to_string("conditions/record/_schedules.html", {"schedules": found})
    assert "no payments on record" in html
    assert "No payment is on record under version 3, the newest" in html


def test_a_newest_version_that_cancelled_everything_promises_nothing() -> None:
    found = schedules([FIRST, version(2, payment("First", "2024-25", 2_000_000, status="cancelled"))])
    assert found
    assert found.without_payments is None
    assert found.rows[-1].changed == -3_000_000
    assert "First: no longer on the schedule, before £2,000,000 in 2024-25." in found.changes[0].sentences


def test_the_page_shows_them_with_the_reason_of_the_change(client: Client, world: World) -> None:
    page = reverse("conditions:payments", args=["999", world.agreement.slug])
    assert "What was agreed then" not in client.get(page).content.decode()
    new = factories.make_version(world.agreement, 2, reason="The school opens a year later.")
    new.payments.update(financial_year="2023-24", due_on=None)

    html = client.get(page).content.decode()

    assert "What was agreed then, and what changed" in html
    assert "The school opens a year later." in html
    words = "First instalment: £5,080,000 in 2023-24, before £5,080,000 in 2022-23, due 31 March 2023."
    assert words in html
