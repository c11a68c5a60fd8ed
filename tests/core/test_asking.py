"""A question that is put together once gives what the ORM gives, for other values and other numbers of them too."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conditions.models import Payment
from safetyvalve.core.asking import Question
from tests import factories

pytestmark = pytest.mark.django_db


def due(version: Any, statuses: Any, until: Any) -> Any:
    rows = Payment.objects.filter(version=version, status__in=statuses, due_on__lte=until).exclude(due_on__gt=until)
    return rows.order_by("due_on").values_list("label", "due_on", "amount", "depends_on")


@pytest.fixture
def version() -> int:
    world = factories.make_world()
    found = world.agreement.versions.get()
    found.payments.all().delete()
    for month, status in ((3, "paid"), (6, "due"), (9, "paid")):
        Payment.objects.create(
            version=found,
            financial_year="2024-25",
            label=f"Month {month}",
            due_on=date(2024, month, 1),
            amount=Decimal("1250000.00"),
            status=status,
        )
    return found.pk


def test_it_gives_what_the_orm_gives(version: int) -> None:
    question = Question(due)
    for statuses in (["paid"], ["due"], ["paid", "due"], ["withheld"]):
        for until in (date(2024, 1, 1), date(2024, 7, 1), date(2025, 1, 1)):
            expected = list(due(version, statuses, until))
            assert question.ask(version=version, statuses=statuses, until=until) == expected
    assert question.ask(version=version, statuses=["paid"], until=date(2024, 4, 1)) == [
        ("Month 3", date(2024, 3, 1), Decimal("1250000.00"), None)
    ]


def test_asking_takes_one_query_and_none_for_none_of_several(version: int) -> None:
    question = Question(due)
    with CaptureQueriesContext(connection) as queries:
        assert len(question.ask(version=version, statuses=["paid", "due"], until=date(2025, 1, 1))) == 3
        assert question.ask(version=version, statuses=[], until=date(2025, 1, 1)) == []
    assert len(queries) == 1


def test_what_would_not_reach_the_statement_is_refused() -> None:
    with pytest.raises(ValueError, match="as it is"):
        Question(lambda word: Payment.objects.filter(label=word.upper()).values_list("label")).ask(word="May")
    with pytest.raises(ValueError, match="can have an answer"):
        Question(lambda word: Payment.objects.filter(pk__in=[], label=word).values_list("label")).ask(word="May")
