"""Records and what belongs to them read in one query are what reading them in several gives."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from conditions.models import Agreement
from dashboards.models import Area, ComparatorGroup, ComparatorMember, Indicator
from safetyvalve.core.joined import with_children
from tests import factories
from tests.dashboards import records

pytestmark = pytest.mark.django_db


@contextmanager
def one_query() -> Iterator[None]:
    with CaptureQueriesContext(connection) as queries:
        yield
    assert len(queries) == 1


def test_measures_come_with_their_versions_and_without_any() -> None:
    records.catalogue()
    Indicator.objects.create(code="bare", name="Without a definition", order=1)
    parents = Indicator.objects.order_by("order", "name", "pk")
    with one_query():
        found = with_children(parents.order_by("order", "name", "pk", "versions__number"), "versions")
        versions = [[(each.pk, each.indicator.name) for each in one.versions.all()] for one in found]
    assert found == list(parents)
    expected = parents.prefetch_related("versions__indicator")
    assert versions == [[(each.pk, each.indicator.name) for each in one.versions.all()] for one in expected]
    assert [] in versions


def test_a_group_comes_with_its_areas() -> None:
    group = ComparatorGroup.objects.create(authority=factories.make_authority(), kind="own", name="Ours")
    for rank, name in ((2, "Brackwater"), (1, "Aldmouth")):
        area = Area.objects.create(gss_code=f"E0600000{rank}", la_code=f"80{rank}", name=name, level="authority")
        ComparatorMember.objects.create(group=group, area=area, rank=rank)
    with one_query():
        [found] = with_children(ComparatorGroup.objects.order_by("pk", "members__rank"), "members__area")
        assert [member.area.name for member in found.members.all()] == ["Aldmouth", "Brackwater"]


def test_two_kinds_of_children_come_once_each_with_theirs() -> None:
    agreement = factories.make_agreement()
    factories.make_version(agreement, 2)
    parents = Agreement.objects.order_by("pk", "versions__number", "versions__planned_positions__financial_year")
    with one_query():
        [found] = with_children(parents, "programme", "versions__planned_positions", "conditions")
        versions, conditions = list(found.versions.all()), list(found.conditions.all())
        plans = [[each.financial_year for each in version.planned_positions.all()] for version in versions]
        assert found.programme == agreement.programme
    assert versions == list(agreement.versions.order_by("number"))
    assert set(conditions) == set(agreement.conditions.all())
    assert len(conditions) == agreement.conditions.count() > 1
    expected = [version.planned_positions.order_by("financial_year") for version in versions]
    assert plans == [[each.financial_year for each in plan] for plan in expected]


def test_a_parent_of_whose_children_none_is_wanted_comes_all_the_same() -> None:
    agreement = factories.make_agreement()
    factories.make_version(agreement, 2)
    two, none, nothing = ({"versions__number__in": numbers} for numbers in ([2], [9], []))
    for wanted, expected in ((two, [2]), (none, []), (nothing, [])):
        with one_query():
            [found] = with_children(Agreement.objects.order_by("pk"), "versions", only={"versions": Q(**wanted)})
            assert [each.number for each in found.versions.all()] == expected


@pytest.mark.parametrize(("sign", "expected"), [("", [2, 3, 4]), ("-", [4, 3, 2])])
def test_the_children_that_are_wanted_come_once_and_in_the_order_asked_for(sign: str, expected: list[int]) -> None:
    agreement = factories.make_agreement()
    for number in (4, 2, 3):
        factories.make_version(agreement, number)
    parents = Agreement.objects.order_by("pk", f"{sign}versions__number")
    with CaptureQueriesContext(connection) as queries:
        [found] = with_children(parents, "versions", only={"versions": Q(versions__number__gte=2)})
        assert [each.number for each in found.versions.all()] == expected
    [query] = queries
    assert query["sql"].count(" JOIN ") == 1


class Numbered(NamedTuple):
    number: int
    reason: str


def test_children_can_come_as_tuples_each_once_however_many_others_there_are() -> None:
    agreement = factories.make_agreement()
    bare = factories.make_agreement(factories.make_authority("Elsewhere", "998"))
    for number in (3, 2):
        factories.make_version(agreement, number)
    parents = Agreement.objects.order_by("pk", "versions__number").filter(pk__in=[agreement.pk, bare.pk])
    kind = {"numbered": ("versions", Numbered)}
    with one_query():
        limited = {"versions": Q(versions__agreement=agreement.pk)}
        found, other = with_children(parents.defer("title"), "conditions", only=limited, plain=kind)
    assert found.get_deferred_fields() == {"title"}
    expected = agreement.versions.order_by("number").values_list("number", "reason")
    assert vars(found)["numbered"] == [Numbered(*each) for each in expected]
    assert len(found.conditions.all()) > 1
    assert vars(other)["numbered"] == []
