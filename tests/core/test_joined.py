"""Records and their children read in one query are what reading them in two gives."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dashboards.models import Area, ComparatorGroup, ComparatorMember, Indicator
from safetyvalve.core.joined import with_children
from tests import factories
from tests.dashboards import records

pytestmark = pytest.mark.django_db


def test_measures_come_with_their_versions_and_without_any() -> None:
    records.catalogue()
    Indicator.objects.create(code="bare", name="Without a definition", order=1)
    parents = Indicator.objects.order_by("order", "name", "pk")
    with CaptureQueriesContext(connection) as queries:
        found = with_children(parents.order_by("order", "name", "pk", "versions__number"), "versions")
        versions = [[(each.pk, each.indicator.name) for each in one.versions.all()] for one in found]
    assert len(queries) == 1
    assert found == list(parents)
    expected = parents.prefetch_related("versions__indicator")
    assert versions == [[(each.pk, each.indicator.name) for each in one.versions.all()] for one in expected]
    assert [] in versions


def test_a_group_comes_with_its_areas() -> None:
    group = ComparatorGroup.objects.create(authority=factories.make_authority(), kind="own", name="Ours")
    for rank, name in ((2, "Brackwater"), (1, "Aldmouth")):
        area = Area.objects.create(gss_code=f"E0600000{rank}", la_code=f"80{rank}", name=name, level="authority")
        ComparatorMember.objects.create(group=group, area=area, rank=rank)
    with CaptureQueriesContext(connection) as queries:
        [found] = with_children(ComparatorGroup.objects.order_by("pk", "members__rank"), "members", "area")
        assert [member.area.name for member in found.members.all()] == ["Aldmouth", "Brackwater"]
    assert len(queries) == 1
