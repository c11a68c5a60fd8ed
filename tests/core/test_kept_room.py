"""A council keeps so many parts of pages and no more: with too many it starts again, and another keeps its own."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from safetyvalve.core import kept, near
from safetyvalve.core.models import Authority, KeptMarkup
from safetyvalve.core.packing import pack
from tests import factories

pytestmark = pytest.mark.django_db
STATE = kept.State(date(2024, 6, 14), 1, 1)


def keep(authority: Authority, start: int, number: int) -> int:
    """Keep so many new parts; gives how many queries that took."""
    with CaptureQueriesContext(connection) as queries:
        kept.keep(authority, {f"{each:064}": pack(b"Part") for each in range(start, start + number)}, STATE)
    return len(queries)


def test_with_too_many_parts_a_council_starts_again_in_one_query_more() -> None:
    near.forget()
    here, there = factories.make_authority(), factories.make_authority("Elsewhere", "998")
    keep(there, 0, 1)
    for start in range(0, kept.MOST, kept.COUNTED_EVERY):
        assert keep(here, start, kept.COUNTED_EVERY) <= 2
    assert KeptMarkup.objects.filter(authority=here).count() == kept.MOST
    assert keep(here, kept.MOST, 1) == 1, "not counted yet"
    assert keep(here, kept.MOST + 1, kept.COUNTED_EVERY) == 2
    assert KeptMarkup.objects.filter(authority=here).count() == kept.COUNTED_EVERY
    assert KeptMarkup.objects.filter(authority=there).count() == 1
