"""The assumptions a forecast used are frozen with the return, and older packs without them still print."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from conditions.basis_section import forecast_basis
from conditions.models import ForecastBasis
from conditions.packs.changes import between
from conditions.returns import dfe_document, dfe_workbook
from conditions.returns.assumptions_part import assumption_tables
from conditions.services import assumptions
from safetyvalve.render.docx import to_docx
from tests.conditions.returns import examples
from tests.factories import NOW, World, make_world
from tests.money_examples import make_growth

CAPTION = "Assumptions used: DSG position, when finance confirmed it, 14 June 2024 at 10:30"
ROWS = (("Growth of EHC plans", "Version 1", "4.0%", "4.0%"),)


@pytest.fixture
def world(db: None) -> World:
    world = make_world()
    make_growth(world.agreement, by=world.people["finance_officer"])
    return world


def frozen(world: World) -> dict[str, Any]:
    by = world.people["finance_officer"]
    assumptions.record_basis(world.period, of=ForecastBasis.Of.POSITION, by=by, now=NOW)
    section = forecast_basis(world.submission)
    pack = examples.pack()
    pack["sections"][section.key] = {"version": 1, "audience": "dfe", "facts": section.facts}
    return pack


def test_the_annex_has_name_version_and_values_in_every_format(world: World) -> None:
    pack = frozen(world)
    [table] = assumption_tables(pack)
    assert (table.caption, table.header, table.rows) == (
        CAPTION,
        (("Assumption", "Version", "2023-24", "2024-25"),),
        ROWS,
    )
    document = dfe_document.document(pack, None, pack_sha256="a" * 64)
    assert table in document.blocks
    made = dfe_workbook.workbook(pack, None, pack_sha256="a" * 64, at=NOW)
    cells = {cell.value for row in load_workbook(io.BytesIO(made))["Finance"].iter_rows() for cell in row}
    assert {CAPTION, *ROWS[0]} <= cells
    assert to_docx(document, at=NOW)[:2] == b"PK"


def test_what_is_signed_does_not_follow_a_later_version(world: World) -> None:
    pack = frozen(world)
    assert pack["sections"]["forecast_basis"]["facts"]["assumptions"] == [
        {
            "name": "Growth of EHC plans",
            "unit": "percent",
            "version": 1,
            "values": {"2023-24": "4.0000", "2024-25": "4.0000"},
            "label": "DSG position",
        }
    ]
    later = {key: dict(section) for key, section in pack["sections"].items()}
    facts = later["forecast_basis"]["facts"]
    used = {**facts["assumptions"][0], "version": 2, "values": {"2023-24": "4.0000", "2024-25": "9.0000"}}
    later["forecast_basis"] = {"facts": {**facts, "assumptions": [used]}}
    changed = [(each.place, each.label, each.after) for each in between(pack["sections"], later)]
    assert changed == [
        ("Assumption Growth of EHC plans DSG position", "Version", "2"),
        ("Assumption Growth of EHC plans DSG position", "2024-25", "9.0000"),
    ]


def test_a_pack_of_before_has_no_such_part(world: World) -> None:
    assert assumption_tables(examples.pack()) == []
    assert forecast_basis(world.submission).facts == {"bases": [], "assumptions": []}
