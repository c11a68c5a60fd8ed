"""Promises about the whole product that no single test would notice breaking."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conditions.models import (
    AssumptionValue,
    AssumptionVersion,
    Attestation,
    Envelope,
    ForecastBasis,
    IssuedFile,
    Pack,
    SignOff,
)
from dashboards.models import PublishedContent, PublishedCounts, PublishedFile
from safetyvalve.core import append_only, audit
from safetyvalve.core.models import AuditEvent, User
from safetyvalve.core.roles import GRANTS, Role
from tests import factories
from tests.addresses import OURS, Route, address, council_routes, other_routes, parts
from tests.factories import NOW, World
from tests.furniture import furnish

pytestmark = pytest.mark.django_db

_WRITE = re.compile(
    r'^\s*(INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+"?(\w+)"?', re.IGNORECASE
)
# A session notes once in ten minutes that it is in use (safetyvalve/idle.py).
# Opening an edition by its link counts one view in the hour, reading a feed one use of its key on the day.
# A dashboard is kept as it was drawn (safetyvalve/core/kept.py).
MAY_BE_WRITTEN = {"django_session", "dashboards_linkviews", "dashboards_feeduse", "core_keptmarkup"}


@pytest.fixture(scope="module")
def furnished(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """A council with one of everything that an address can name: made once, each test's writes undone."""
    with time_machine.travel(NOW, tick=False), django_db_blocker.unblock(), transaction.atomic():
        yield furnish(factories.make_world())
        transaction.set_rollback(True)


def writes(captured: CaptureQueriesContext) -> set[str]:
    """The tables that were written to."""
    matches = (_WRITE.match(query["sql"]) for query in captured.captured_queries)
    return {match[2] for match in matches if match} - MAY_BE_WRITTEN


def test_a_write_would_be_noticed(furnished: World) -> None:
    with CaptureQueriesContext(connection) as captured:
        factories.make_user(email="new@999.example")
        User.objects.filter(email="new@999.example").update(display_name="New")
    assert writes(captured) == {"core_user"}


@pytest.mark.slow
@pytest.mark.parametrize("route", council_routes(), ids=str)
def test_looking_at_a_council_page_writes_nothing(route: Route, furnished: World) -> None:
    url = address(route, parts(furnished))
    for role in Role:
        if GRANTS[role] & set(route.view.access.permissions):
            client = Client()
            client.force_login(furnished.people[role])
            with CaptureQueriesContext(connection) as captured:
                client.get(url)
                client.head(url)
            assert writes(captured) == set(), role


@pytest.mark.parametrize("route", other_routes(), ids=str)
def test_looking_at_any_other_page_writes_nothing(route: Route, furnished: World) -> None:
    url = address(route, parts(furnished))
    for person in (None, furnished.people["officer"], factories.make_installation_administrator()):
        client = Client()
        if person:
            client.force_login(person)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        assert writes(captured) == set()


# --- Who and when go together ---------------------------------------------------------------------------

# The answer came out of a paper: when is known, by whom is not.
WHEN_WITHOUT_WHOM = {"updated"}


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in OURS]


def stamps() -> list[tuple[type[models.Model], str]]:
    """Every (model, "sent") with a person in ``sent_by``."""
    return [
        (model, field.name.removesuffix("_by"))
        for model in our_models()
        for field in model._meta.get_fields()
        if field.name.endswith("_by") and getattr(field, "related_model", None) is User
    ]


@pytest.mark.parametrize(("model", "stem"), stamps(), ids=lambda value: getattr(value, "__name__", value))
def test_a_person_who_acted_is_kept_with_the_time(model: type[models.Model], stem: str) -> None:
    at, by = model._meta.get_field(f"{stem}_at"), model._meta.get_field(f"{stem}_by")
    if stem in WHEN_WITHOUT_WHOM or not at.null:
        return
    assert by.null
    tied = [c for c in model._meta.constraints if {f"{stem}_at__isnull", f"{stem}_by__isnull"} <= _lookups(c)]
    assert tied, f"{model.__name__} lets {stem}_at and {stem}_by be filled one without the other"


def _lookups(constraint: models.BaseConstraint) -> set[str]:
    condition = getattr(constraint, "condition", None)
    return {str(leaf[0]) for leaf in _leaves(condition)} if isinstance(condition, models.Q) else set()


def _leaves(condition: models.Q) -> Iterator[tuple[str, Any]]:
    for child in condition.children:
        if isinstance(child, models.Q):
            yield from _leaves(child)
        elif isinstance(child, tuple):
            yield child


# --- What is written once -------------------------------------------------------------------------------


def test_every_table_of_record_has_its_triggers_after_migrate() -> None:
    assert {model._meta.db_table for model in append_only.tables_of_record()} <= append_only.present(connection)


def test_the_tables_of_record_are_these() -> None:
    assert set(append_only.tables_of_record()) == {
        *(AuditEvent, Pack, SignOff, Envelope, IssuedFile),
        *(PublishedContent, PublishedCounts, PublishedFile),
        *(AssumptionVersion, AssumptionValue, ForecastBasis, Attestation),
    }


@pytest.mark.parametrize("model", append_only.tables_of_record(), ids=lambda model: model.__name__)
def test_the_database_itself_refuses_to_change_or_delete_a_row_of_record(
    model: type[models.Model], furnished: World
) -> None:
    _one_of_each(furnished)
    rows = model._default_manager.all()
    assert rows.exists()
    field = next(f for f in model._meta.concrete_fields if isinstance(f, models.CharField) and not f.choices)
    for change in (lambda: rows.update(**{field.name: "x"}), lambda: rows._raw_delete(rows.db)):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert not rows.filter(**{field.name: "x"}).exists()


def _one_of_each(world: World) -> None:
    """A pack with a signature and an envelope, and an event; ``furnish`` has made an issued file."""
    submission, who = world.submission, world.people["director"]
    audit.record(authority=world.authority, by=who, action="tried", subject=submission, now=NOW)
    digest = "1" * 64
    pack = Pack.objects.create(
        submission=submission, schema_version=1, text="{}", sha256=digest, frozen_at=NOW, frozen_by=who
    )
    SignOff.objects.create(
        pack=pack, role="director", signed_by=who, signed_at=NOW, signatory_name=str(who), declaration_version="1"
    )
    Envelope.objects.create(submission=submission, pack=pack, schema_version=1, text="{}", sha256=digest, sealed_at=NOW)
