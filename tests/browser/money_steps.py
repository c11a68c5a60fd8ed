"""What finance does with the money of the Isle of Wight: a page for each step, typed as people type.

What is typed is made up, as the demonstration's balances are. Nothing here asserts what comes of it; only that each
step was taken.
"""

import csv
import io

from playwright.sync_api import expect

from tests.browser import return_steps
from tests.browser.people import Person

AGREEMENT = "/c/921/agreements/safety-valve/"
PERIOD = f"{AGREEMENT}periods/update-1-2024-25/"
FINANCE = "/c/921/finance/safety-valve/"
SHEET = "sheet=forecast.update-1-2024-25"
RECONCILIATION = f"{FINANCE}reconciliation/"
YEARS = ("2024-25", "2025-26", "2026-27")
# Income, and what independent placements cost: the in-year positions −910,000, 450,000 and 2,270,000.
INCOME, PLACEMENTS = 32_000_000, {"2024-25": 32_910_000, "2025-26": 31_550_000, "2026-27": 29_730_000}
OUTTURN = {
    "financial_year": "2023-24",
    "basis": "actual",
    "opening_before_payments": -12_630_000,
    "opening_after_payments": -7_550_000,
    "in_year_position": -1_870_000,
    "dfe_payments": 1_520_000,
    **dict.fromkeys(("block_transfer", "authority_contribution", "stability_grant", "adjustments"), 0),
    "closing_before_payments": -14_500_000,
    "closing_after_payments": -7_900_000,
    "movement_reason": "Provisional outturn.",
}
DOCUMENTS = [
    ("2023-24", "Section 251, line 1.9.3", "-7,950,000", "Outturn return, line 1.9.3", "31/08/2024"),
    ("2023-24", "DSG note in the published accounts", "-7,900,000", "Note 8", "30/09/2024"),
    ("2023-24", "Section 151 officer’s statement", "-7,900,000", "Statement", "31/05/2024"),
    ("2023-24", "Revenue Outturn", "-7,900,000", "RO1", "31/08/2024"),
    ("2023-24", "Statement of accounts: DSG unusable reserve", "-7,900,000", "Balance sheet", "30/09/2024"),
]


def finance_types_the_grid(finance: Person) -> None:
    finance.open(PERIOD)
    finance.press("Start this return")
    page = finance.open(f"{FINANCE}change/?{SHEET}")
    for year in YEARS:
        page.locator(f"[name='{year}_hn-income']").fill(f"{INCOME:,}")
        page.locator(f"[name='{year}_1.2.3']").fill(f"{PLACEMENTS[year]:,}")
        page.locator(f"[name='{year}_hn-payments']").fill("2.03m")
    openings = {"hn-opening-before": "-14.5m", "hn-opening-after": "-7.9m"}
    for code in ("sch-opening", "ey-opening", "css-opening"):
        openings[code] = "0"
    for code, amount in openings.items():
        page.locator(f"[name='2024-25_{code}']").fill(amount)
    for year in YEARS:
        page.get_by_role("button", name=f"Put £0 in the empty boxes of {year}").click()
    finance.press("Save these figures")
    expect(page.locator(".govuk-notification-banner")).to_contain_text("figures saved")


def the_figures_go_into_the_return(finance: Person) -> None:
    finance.open(f"{PERIOD}dsg-position/")
    return_steps.write_year(finance, OUTTURN)
    for year in YEARS:
        finance.open(f"{FINANCE}?{SHEET}")
        finance.press(f"Use these figures for {year} in the return")
        finance.page.locator("[name=movement_reason]").fill("From the ledger at period 2, placements as they stand.")
        return_steps.save(finance, f"DSG position {year}")
    finance.follow("DSG position")
    finance.press("Confirm the DSG position")
    expect(finance.page.locator("main")).to_contain_text("The DSG position is confirmed.")


def finance_settles_a_payment(finance: Person) -> None:
    page = finance.open(f"{AGREEMENT}payments/")
    page.get_by_role("row", name="Third instalment").get_by_role("link", name="Change").click()
    page.get_by_label("Withheld", exact=True).check()
    page.get_by_label("Why it was withheld, restored or cancelled").fill("A revised plan is asked for first.")
    finance.press("Save this payment")
    expect(page.locator(".govuk-notification-banner")).to_contain_text("Payment saved")


def finance_adds_a_saving(finance: Person) -> None:
    """With the arithmetic of its part of the first year shown at once."""
    page = finance.open("/c/921/workstreams/safety-valve/specialist-places/")
    finance.press("Add a saving")
    page.get_by_label("What is saved").fill("Ten places at the resourced provision")
    page.get_by_label("Cashable saving").check()
    page.locator("input[name=is_recurring][value=yes]").check()
    for part, value in (("day", "1"), ("month", "9"), ("year", "2024")):
        page.locator(f"[name=starts_on_{part}]").fill(value)
    page.get_by_label("Worth in a full year").fill("400k")
    page.locator("main").get_by_role("button").last.click()
    expect(page.locator("main")).to_contain_text("£400,000 a year × 7 of 12 months = £233,333")
    for year, amount in (("2024-25", "233,333"), ("2025-26", "400k"), ("2026-27", "400k")):
        page.locator(f"[name='planned_amount-{year}']").fill(amount)
    finance.press("Save these figures")


def finance_brings_in_what_documents_say(finance: Person) -> None:
    """Out of a file; the one that differs is explained."""
    buffer = io.StringIO()
    headings = ("Year", "Document", "Balance at 31 March", "Document and place", "Date of the document")
    csv.writer(buffer).writerows([headings, *DOCUMENTS])
    page = finance.open(RECONCILIATION)
    finance.follow("Bring in the documents’ figures from a file")
    file = {"name": "documents.csv", "mimeType": "text/csv", "buffer": buffer.getvalue().encode()}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    finance.press("Read this file")
    expect(page.locator("main")).to_contain_text("5 of 5 figures would be new or different.")
    finance.press("Save these figures")
    finance.follow("2023-24")
    page.get_by_role("row", name="Section 251").get_by_role("link", name="Explain").click()
    page.get_by_label("Why").fill("An accrual for placements off the Island was made after the return.")
    page.get_by_label("Evidence").fill("Journal 4411.")
    finance.press("Save this explanation")
    finance.follow("Change what is deducted")
    page.get_by_label("Overspends outside high needs").fill("0")
    finance.press("Save")
