"""What each person does on the way from an empty return to a submitted one, as they would do it: reading and typing.

Nothing here asserts what a return contains; it only insists that each step was taken.
"""

from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.browser.people import Person

Row = dict[str, Any]
FIGURES = (
    "opening_before_payments",
    "opening_after_payments",
    "in_year_position",
    "block_transfer",
    "authority_contribution",
    "dfe_payments",
    "stability_grant",
    "adjustments",
    "closing_before_payments",
    "closing_after_payments",
)
DOWNLOADS = ("Word", "Excel", "PDF", "Receipt (PDF)", "Receipt (JSON)", "Evidence bundle")


def type_words(person: Person, row: Row, *names: str) -> None:
    for name in names:
        person.page.locator(f"[name={name}]").fill(row[name].strip())


def choose(person: Person, name: str, value: str) -> None:
    person.page.locator(f"input[name={name}][value={value}]").check()


def save(person: Person, what: str) -> None:
    person.press("Save")
    expect(person.page.locator(".govuk-notification-banner")).to_contain_text(f"{what}: saved.")


def write_condition(person: Person, row: Row) -> None:
    choose(person, "rag", row["rag"])
    type_words(person, row, "narrative")
    if row["mitigation"]:
        type_words(person, row, "mitigation")
    if row["recovery"]:
        type_words(person, row, "recovery")
    difference = person.page.locator("[name=rag_difference_reason]")
    if difference.is_visible():
        difference.fill("The figures tell only part of what the team has seen.")
    save(person, f"Condition {row['condition']}")


def write_risk(person: Person, row: Row) -> None:
    choose(person, "rag", row["rag"])
    type_words(person, row, "mitigation", "progress")
    save(person, f"Risk {row['risk']}")


def write_summary(person: Person, row: Row) -> None:
    for name in ("on_track_at_end", "on_track_this_year", "adviser_early_years", "adviser_inclusion"):
        choose(person, name, row[name])
    texts = ("preamble", "summary", "on_track_at_end_reason", "on_track_this_year_reason")
    type_words(person, row, *texts, "adviser_area", "adviser_benefit")
    save(person, "Summary")


def write_year(person: Person, row: Row) -> None:
    """One financial year of the DSG position, opened from the list of years."""
    person.page.get_by_role("row", name=row["financial_year"]).get_by_role("link").click()
    person.page.get_by_label("Basis").select_option(row["basis"])
    for name in FIGURES:
        person.page.locator(f"[name={name}]").fill(f"{row[name]:,}")
    type_words(person, row, "movement_reason")
    save(person, f"DSG position {row['financial_year']}")


def accept_drafting_warnings(person: Person, reason: str) -> int:
    """Each in a sentence; how many there were."""
    offers = person.page.locator("details:has-text('Accept it as it stands')")
    count = offers.count()
    for left in range(count, 0, -1):
        expect(offers).to_have_count(left)
        offers.first.locator("summary").click()
        offers.first.get_by_label("Why this is right as it stands").fill(reason)
        offers.first.get_by_role("button", name="Accept this warning").click()
    expect(offers).to_have_count(0)
    return count


def sign(person: Person, password: str, reason: str) -> int:
    """Accept every judgement warning in a sentence, declare, give the password; how many warnings there were."""
    ticks = person.page.locator("input[name^=accept_]")
    count = ticks.count()
    for n in range(count):
        person.page.locator(f"[name=accept_{n}]").check()
        person.page.locator(f"[name=reason_{n}]").fill(reason)
    person.page.get_by_label("I make this declaration").check()
    person.page.locator("input[name=password]").fill(password)
    person.press("Sign off")
    expect(person.page.locator("h1")).to_contain_text("You have signed this return")
    return count


def download(person: Person, name: str, folder: Path) -> Path:
    with person.page.expect_download() as started:
        person.page.get_by_role("link", name=name, exact=True).click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path
