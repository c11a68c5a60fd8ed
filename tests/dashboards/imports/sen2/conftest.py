"""A council with the shipped code lists and a list of schools, and its return read in both ways."""

from datetime import date
from typing import Any

import pytest

from dashboards.imports.contract import Delivered, Delivery, Reading
from dashboards.imports.sen2 import read_blade, read_xml
from dashboards.models import ImportBatch, School
from safetyvalve.core.models import Authority
from tests import factories
from tests.dashboards import records
from tests.dashboards.imports.sen2 import builder
from tests.dashboards.imports.sen2.people import CENSUS, PEOPLE, SCHOOLS


@pytest.fixture
def bare_council(db: None) -> Authority:
    """Without a list of schools."""
    records.catalogue()
    records.code_lists()
    return factories.make_authority("Westerhaven", "921")


@pytest.fixture
def council(bare_council: Authority) -> Authority:
    list_schools(bare_council)
    return bare_council


def list_schools(council: Authority) -> None:
    batch = ImportBatch.objects.create(authority=council, importer="gias", imported_at=factories.NOW)
    School.objects.bulk_create(
        School(
            batch=batch,
            urn=facts.urn,
            ukprn=facts.ukprn,
            name=facts.name,
            type_code=facts.type_code,
            la_code=facts.la_code,
            has_sen_unit=facts.has_sen_unit,
            has_resourced_provision=facts.has_resourced_provision,
        )
        for facts in SCHOOLS
    )


@pytest.fixture
def from_xml(council: Authority) -> Reading:
    return read_xml(delivery(council, builder.xml(PEOPLE, day=CENSUS)))


@pytest.fixture
def from_csv(council: Authority) -> Reading:
    return read_blade(loose(council, builder.blade(PEOPLE, day=CENSUS)))


def delivery(
    council: Authority, content: bytes, name: str = "sen2.xml", as_at: date | None = None, **options: Any
) -> Delivery:
    """One file, as it was uploaded."""
    return Delivery(council, (Delivered(name, content),), as_at, options)


def loose(council: Authority, files: dict[str, bytes], as_at: date | None = None, **options: Any) -> Delivery:
    """Several files, as they were uploaded."""
    return Delivery(council, tuple(Delivered(name, content) for name, content in files.items()), as_at, options)
