"""Mappings are remembered, renamed and forgotten, each with an event in the audit."""

import pytest

from dashboards.imports.mapping_spec import MappingSpec
from dashboards.models import ColumnMapping
from dashboards.services.mappings import NameTaken, delete, remember, rename
from safetyvalve.core.models import AuditEvent, Authority
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
SPEC = MappingSpec("long", {"KPI": "measure", "Month": "period", "Actual": "value"}, {"KPI": {"Reqs": "requests"}})


@pytest.fixture
def council() -> Authority:
    return factories.make_authority()


def events() -> list[str]:
    return list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True))


def test_a_mapping_is_remembered_with_who_and_when(council: Authority) -> None:
    officer = factories.make_user("officer", council)
    mapping = remember(council, "  Monthly   return ", SPEC, by=officer, now=NOW)
    assert (mapping.name, mapping.updated_by, mapping.updated_at) == ("Monthly return", officer, NOW)
    assert MappingSpec.of(ColumnMapping.objects.get()) == SPEC
    assert events() == ["mapping_saved"]


def test_the_same_name_again_replaces_it_and_the_same_mapping_changes_nothing(council: Authority) -> None:
    remember(council, "Monthly return", SPEC, by=None, now=NOW)
    remember(council, "Monthly return", SPEC, by=None, now=NOW)
    assert events() == ["mapping_saved"]
    other = MappingSpec("long", {**SPEC.columns, "Kind": "status"}, SPEC.values)
    remember(council, "Monthly return", other, by=None, now=NOW)
    assert MappingSpec.of(ColumnMapping.objects.get()) == other
    event = AuditEvent.objects.last()
    assert event is not None
    assert event.changes == {"columns": [dict(SPEC.columns), dict(other.columns)]}


def test_a_mapping_without_a_name_is_refused(council: Authority) -> None:
    with pytest.raises(ValueError, match="Enter a name"):
        remember(council, "  ", SPEC, by=None, now=NOW)


def test_renaming_says_so_and_keeps_names_apart(council: Authority) -> None:
    first = remember(council, "First", SPEC, by=None, now=NOW)
    remember(council, "Second", SPEC, by=None, now=NOW)
    with pytest.raises(NameTaken):
        rename(first, "Second", by=None, now=NOW)
    rename(first, "First", by=None, now=NOW)
    assert rename(first, "Third", by=None, now=NOW).name == "Third"
    assert events() == ["mapping_saved", "mapping_saved", "mapping_renamed"]


def test_a_forgotten_mapping_is_still_in_the_audit(council: Authority) -> None:
    delete(remember(council, "First", SPEC, by=None, now=NOW), by=None, now=NOW)
    assert not ColumnMapping.objects.exists()
    event = AuditEvent.objects.last()
    assert event is not None
    assert (event.action, event.subject_label) == ("mapping_deleted", "First")
    assert event.changes["columns"] == [dict(SPEC.columns), None]
