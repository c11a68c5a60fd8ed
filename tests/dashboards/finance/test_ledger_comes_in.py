"""A ledger extract from upload to the grid: codes asked for once, remembered, and the sums saved as shown."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from conditions.models import FinanceLine, FinanceMonths
from dashboards.finance.coming_in.ledger_lines import IGNORED
from dashboards.models import FinanceDelivery, LedgerCode
from dashboards.services.ledger_codes import CodesMoved, digest, mapping_of, set_codes
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("clock")
IN = "/c/999/finance/safety-valve/in/"
LEDGER = b"Cost centre,Subjective,Amount\nS1,4410,14000000.25\nS1,9100,-250000\nX7,1000,99\nR9,8000,-38000000\n"


@pytest.fixture
def world(db: None) -> factories.World:
    return factories.make_world()


def upload(client: Client, content: bytes = LEDGER) -> Any:
    file = SimpleUploadedFile("ledger.csv", content)
    data = {"files": file, "sheet": "actual", "year": "2024-25", "signs": "usual", "source": "Ledger at year end"}
    return client.post(f"{IN}ledger/", data, follow=True)


def choose(page: Any, **lines: str) -> dict[str, str]:
    """What the page would send with these lines for these codes ("S1", "S1_9100")."""
    form = page.context["form"]
    names = {"_".join(filter(None, code)): name for name, code in form.codes.items()}
    return {"seen": form["seen"].value()} | {names[code]: line for code, line in lines.items()}


def test_codes_are_asked_for_once_and_the_sums_saved_to_the_penny(finance: Client, world: factories.World) -> None:
    page = upload(finance)
    assert "Where do these codes go?" in page.content.decode()
    assert "R9, all of it: −£38,000,000.00" in page.content.decode()
    address = page.request["PATH_INFO"]
    shown = finance.get(address.replace("codes/", ""))
    assert shown.context["title"] == "These figures cannot be saved yet"
    shown = finance.post(address, choose(page, S1="1.2.3", X7=IGNORED, R9="hn-income"), follow=True)
    assert [row["value"] for row in shown.context["checks"]] == [
        "−£24,249,900.75",
        "−£24,249,999.75",
        "£99.00",
        "£0.00",
        "£0.00",
    ]
    confirm = f"{shown.request['PATH_INFO']}confirm/"
    assert finance.post(confirm, {"expected": shown.context["found"].digest}).status_code == 302
    amounts = dict(FinanceLine.objects.filter(column="actual").values_list("line", "amount"))
    assert amounts == {"1.2.3": Decimal("13750000.25"), "hn-income": Decimal(38_000_000)}
    assert AuditEvent.objects.get(action="ledger_codes_changed").changes == {
        "R9": [None, "DSG income for high needs (high needs block)"],
        "S1": [None, "1.2.3 Top-up: non-maintained and independent"],
        "X7": [None, "left out"],
    }
    again = upload(finance, LEDGER.replace(b"14000000.25", b"14000000.26"))
    assert again.context["title"] == "1 figure would change"
    kept = FinanceDelivery.objects.latest("pk").figures or {}
    assert kept["sums"][0] == ["S1", "4410", "2024-25", "", "14000000.26"]


def test_a_subjective_by_itself_goes_before_its_cost_centre(finance: Client, world: factories.World) -> None:
    page = upload(finance)
    data = choose(page, S1="1.2.3", S1_9100="1.2.13", X7=IGNORED, R9="hn-income")
    shown = finance.post(page.request["PATH_INFO"], data, follow=True)
    rows = [row for _, rows in shown.context["groups"] for row in rows]
    assert [(row.line, row.after) for row in rows if row.line.startswith("1.")] == [
        ("1.2.3 Top-up: non-maintained and independent", "£14,000,000.25"),
        ("1.2.13 Therapies and other health", "£250,000 more income than spending"),
    ]


def test_remembered_codes_are_listed_changed_and_forgotten(finance: Client, world: factories.World) -> None:
    page = upload(finance)
    finance.post(page.request["PATH_INFO"], choose(page, S1="1.2.3", X7=IGNORED))
    assert "Left out" in finance.get(f"{IN}codes/").content.decode()
    row = LedgerCode.objects.get(cost_centre="S1")
    form = finance.get(f"{IN}codes/{row.pk}/").context["form"]
    data = {"seen": form["seen"].value(), "line": "1.2.1"}
    assert finance.post(f"{IN}codes/{row.pk}/", data).status_code == 302
    assert mapping_of(world.authority)["S1", ""] == "1.2.1"
    finance.post(f"{IN}codes/{row.pk}/", data | {"line": ""})
    assert mapping_of(world.authority)["S1", ""] == "1.2.1"  # the page was made before
    seen = digest(mapping_of(world.authority))
    finance.post(f"{IN}codes/{row.pk}/", {"seen": seen, "line": ""})
    assert ("S1", "") not in mapping_of(world.authority)


def test_nobody_changes_a_mapping_that_they_did_not_see(world: factories.World) -> None:
    by = world.people["finance_officer"]
    seen = digest({})
    set_codes(world.authority, {("S1", ""): "1.2.3"}, seen=seen, by=by, now=NOW)
    with pytest.raises(CodesMoved):
        set_codes(world.authority, {("S2", ""): "1.2.3"}, seen=seen, by=by, now=NOW)


def test_months_go_in_as_months_and_twelve_of_them_decide_the_year(finance: Client, world: factories.World) -> None:
    by = world.people["finance_officer"]
    set_codes(world.authority, {("S1", ""): "1.2.3", ("S2", ""): "1.2.1"}, seen=digest({}), by=by, now=NOW)
    rows = [f"S1,{month},100.10" for month in range(1, 13)] + ["S2,1,50", "S2,13,7"]
    shown = upload(finance, "\n".join(["Cost centre,Period,Amount", *rows]).encode())
    assert shown.context["found"].changes == ()
    months = {(row.line[:5], row.year): row.after for row in shown.context["months"]}
    assert len(months) == 24
    assert (months["1.2.1", "April 2024"], months["1.2.1", "May 2024"]) == ("£50", "£0")
    assert (months["1.2.1", "March 2025"], months["1.2.3", "January 2025"]) == ("£7", "£100.10")
    assert [row.after for row in shown.context["decided"]] == ["£57", "£1,201.20"]
    confirm = f"{shown.request['PATH_INFO']}confirm/"
    assert finance.post(confirm, {"expected": shown.context["found"].digest}).status_code == 302
    amounts = dict(FinanceLine.objects.filter(column="actual").values_list("line", "amount"))
    assert amounts == {"1.2.1": Decimal(57), "1.2.3": Decimal("1201.20")}
    assert FinanceMonths.objects.get(line="1.2.1").march == 7
    year_alone = upload(finance, b"Cost centre,Amount\nS1,5\n")
    assert "its twelve months come to £1,201, and decide" in year_alone.content.decode()
