"""The grid's workbook, edited and brought back: what changes, what is refused, what is asked."""

import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conditions.models import FinanceLine
from dashboards.finance import blocks as reading
from dashboards.finance.workbook import workbook
from dashboards.models import FinanceDelivery
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.conditions.answering import complete, send
from tests.dashboards.finance.edited_workbook import (
    FORECAST,
    GRID,
    OPENINGS,
    TOP_UP,
    amount,
    confirm,
    downloaded,
    problems,
    row_of,
    saved,
    typed,
    upload,
)
from tests.dashboards.finance.ledger import a_year, enter
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def world(db: None) -> factories.World:
    """The outturn of 2023-24, and a forecast of two years that carries on from it."""
    world = factories.make_world()
    enter(world, "2023-24", a_year(), column="actual")
    enter(world, "2024-25", a_year(**OPENINGS))
    enter(world, "2025-26", a_year(l1_2_3=Decimal("13100000.07"), **OPENINGS))
    return world


def test_every_changed_cell_is_shown_before_and_after_and_saved_in_one_go(
    finance: Client, world: factories.World
) -> None:
    edits = typed(TOP_UP, "2024-25", 14_250_000.5), typed("Block transfer into high needs", "2025-26", None)
    shown = upload(finance, downloaded(world, *edits))
    rows = [row for _, rows in shown.context["groups"] for row in rows]
    assert [(row.line, row.year, row.before, row.after, row.moved) for row in rows] == [
        (TOP_UP, "2024-25", "£14,000,000", "£14,250,000.50", "+£250,000.50"),
        ("Block transfer into high needs", "2025-26", "£400,000", "not known", ""),
    ]
    assert rows[0].place == "Roll-forward, cell D12"
    assert amount("1.2.3") == Decimal(14_000_000)
    response = confirm(finance, shown)
    assert response.headers["Location"] == f"{GRID}?sheet={FORECAST.code}"
    assert (amount("1.2.3"), amount("hn-transfer", "2025-26")) == (Decimal("14250000.50"), None)
    row = FinanceLine.objects.get(line="1.2.3", financial_year="2024-25", column="forecast")
    assert (row.source, row.updated_by) == ("edited.xlsx", world.people["finance_officer"])
    changes = AuditEvent.objects.filter(action="finance_forecast_changed").latest("pk").changes
    assert changes == {
        f"2024-25: {TOP_UP}": ["14000000.00", "14250000.50"],
        "2025-26: Block transfer into high needs (high needs block)": ["400000.00", None],
    }
    assert AuditEvent.objects.get(action="finance_figures_brought_in").changes["figures"] == [None, 2]
    delivery = FinanceDelivery.objects.get()
    assert (delivery.state, delivery.figures, delivery.saved) == ("confirmed", None, 2)
    assert "2 figures saved" in finance.get(shown.request["PATH_INFO"]).content.decode()
    assert confirm(finance, shown).status_code == 302
    assert AuditEvent.objects.filter(action="finance_figures_brought_in").count() == 1


def test_a_workbook_that_nobody_changed_changes_nothing(finance: Client, world: factories.World) -> None:
    shown = upload(finance, downloaded(world))
    assert (shown.context["title"], problems(shown)) == ("Nothing would change", [])
    assert b"Save " not in shown.content


def test_what_somebody_else_saved_since_the_download_is_shown_and_left(finance: Client, world: factories.World) -> None:
    edits = typed(TOP_UP, "2024-25", 15_000_000), typed("1.0.2 Place funding", "2024-25", 6_100_000)
    content = downloaded(world, *edits)
    for code, figure in (("1.2.3", "14500000"), ("1.2.1", "8000000")):
        FinanceLine.objects.filter(line=code, financial_year="2024-25", column="forecast").update(amount=figure)
    shown = upload(finance, content)
    assert [(row.line, row.before, row.after) for row in shown.context["conflicts"]] == [
        (TOP_UP, "£14,500,000", "£15,000,000")
    ]
    assert confirm(finance, shown).status_code == 302
    assert (amount("1.2.3"), amount("1.2.1"), amount("1.0.2")) == (14_500_000, 8_000_000, 6_100_000)


def test_wrong_cells_are_named_and_nothing_is_saved_by_halves(finance: Client, world: factories.World) -> None:
    def more(page: Any) -> None:
        page.cell(4, page.max_column + 1).value = "2035-36"
        page.cell(12, page.max_column).value = 5
        page.cell(row_of(page, "1.2.13 Therapies and other health"), 1).value = "1.2.99 Horses"

    edits = (
        typed("1.0.2 Place funding", "2024-25", "six million"),
        typed(TOP_UP, "2024-25", 15_000_000),
        typed("DSG income for high needs", "2024-25", -5),
        typed("Other adjustments", "2025-26", "#REF!", nth=2),
        more,
    )
    shown = upload(finance, downloaded(world, *edits))
    found = problems(shown)
    wrong = "1.0.2 Place funding, 2024-25: the cell holds words that are no amount in pounds, like 1,234.50 or 2.7m."
    assert ("Roll-forward, cell D9", wrong) in found
    assert ("Roll-forward, cell D8", "2024-25, DSG income for high needs (high needs block): income is written without "
            "a minus sign.") in found  # fmt: skip
    sentences = " ".join(sentence for _, sentence in found)
    assert "2035-36 is not a year of this agreement." in sentences
    assert "The name of this row is not a line of the high needs block." in sentences
    assert "Not in the file: 1.2.13 Therapies and other health." in sentences
    assert "shows an error of the spreadsheet (#REF!)" in sentences
    assert shown.context["title"] == "These figures cannot be saved yet"
    before = AuditEvent.objects.count()
    assert confirm(finance, shown).status_code == 302
    assert (amount("1.2.3"), AuditEvent.objects.count()) == (14_000_000, before)


def test_a_sum_that_was_typed_over_is_said_and_not_taken(finance: Client, world: factories.World) -> None:
    edits = (
        typed("Net spending", "2024-25", 1),
        typed("In-year position: income − net spending", "2024-25", "=C8-C12"),
        typed("Opening balance after DfE payments", "2025-26", -1),
        typed(TOP_UP, "2024-25", 15_000_000),
    )
    shown = upload(finance, downloaded(world, *edits))
    assert [sentence for _, sentence in problems(shown)] == [
        "Opening balance after DfE payments (high needs block), 2025-26, is worked out here, and was typed over.",
        "Net spending, 2024-25, is worked out here, and was typed over.",
        "In-year position: income − net spending, 2024-25, is worked out here, and its formula was changed.",
    ]
    assert confirm(finance, shown).status_code == 302
    assert amount("1.2.3") == 15_000_000


def test_a_thousand_fold_jump_is_asked_about_before_anything_is_saved(finance: Client, world: factories.World) -> None:
    shown = upload(finance, downloaded(world, typed(TOP_UP, "2024-25", 14_100)))
    assert "£14,100 where £14,000,000 stood before. Pounds or thousands?" in shown.context["doubts"][0]
    refused = confirm(finance, shown)
    assert (refused.status_code, amount("1.2.3")) == (422, 14_000_000)
    assert b"Answer what is asked" in refused.content
    assert confirm(finance, shown, checked=shown.context["doubts_digest"]).status_code == 302
    assert amount("1.2.3") == 14_100


def test_a_record_that_moved_since_the_page_was_read_is_shown_again(finance: Client, world: factories.World) -> None:
    shown = upload(finance, downloaded(world, typed(TOP_UP, "2024-25", 15_000_000)))
    FinanceLine.objects.filter(line="1.2.3", financial_year="2024-25", column="forecast").update(amount=1)
    assert confirm(finance, shown).status_code == 409
    assert amount("1.2.3") == 1


def test_a_locked_return_and_one_thrown_away_save_nothing(finance: Client, world: factories.World) -> None:
    shown = upload(finance, downloaded(world, typed(TOP_UP, "2024-25", 15_000_000)))
    address = shown.request["PATH_INFO"]
    complete(world)
    send(world)
    locked = finance.get(address)
    assert locked.context["found"].is_stopped
    assert confirm(finance, locked).status_code == 302
    finance.post(f"{address}throw-away/")
    assert FinanceDelivery.objects.get().state == "cancelled"
    assert b"Thrown away" in finance.get(address).content
    assert amount("1.2.3") == 14_000_000


def test_another_file_is_refused_in_words(finance: Client, world: factories.World) -> None:
    def refusal(content: bytes, name: str = "edited.xlsx") -> str:
        response = upload(finance, content, name=name)
        assert response.status_code == 422
        return " ".join(response.context["form"].errors["files"])

    empty = openpyxl.Workbook()
    empty["Sheet"]["A1"] = "Line"
    assert "does not say which figures it was downloaded with" in refusal(saved(empty))
    assert "not of the right sort" in refusal(b"a,b", name="figures.csv")
    world.agreement.slug = "another"
    other = workbook(reading.read(world.agreement), FORECAST, at=NOW)
    assert "another agreement" in refusal(other)
    assert not FinanceDelivery.objects.exists()


def test_the_dry_run_takes_as_many_queries_for_many_cells_as_for_one(finance: Client, world: factories.World) -> None:
    def everything(page: Any) -> None:
        for cell in page["D"][5:]:
            if isinstance(cell.value, int | float):
                cell.value += 1

    counts = []
    for edit in (typed(TOP_UP, "2024-25", 15_000_000), everything):
        address = upload(finance, downloaded(world, edit)).request["PATH_INFO"]
        with CaptureQueriesContext(connection) as captured:
            finance.get(address)
        counts.append(len(captured))
    assert counts == [13, 13]


@pytest.mark.slow
def test_libreoffice_edits_it_and_it_comes_back(finance: Client, world: factories.World, tmp_path: Path) -> None:
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    assert soffice, "This test needs LibreOffice: install it, or leave out the slow tests."
    (tmp_path / "made.xlsx").write_bytes(downloaded(world, typed(TOP_UP, "2024-25", "=14000000*1.02+0.005")))
    (tmp_path / "out").mkdir()
    command = [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", tmp_path / "out", tmp_path / "made.xlsx"], check=True, timeout=180)
    shown = upload(finance, (tmp_path / "out" / "made.xlsx").read_bytes())
    assert problems(shown) == []
    rows = [row for _, rows in shown.context["groups"] for row in rows]
    assert [(row.line, row.after) for row in rows] == [(TOP_UP, "£14,280,000.01")]
