"""The product's main job, whole: an officer's first update becomes a signed return, and the forum sees where it stands.

On the demonstration's Isle of Wight, from the sign-in page to the files, by the people whose work it is. What they
type is in ``fixtures/isle-of-wight/update-1.toml``.
"""

import io
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from safetyvalve.demo import loading, people, shipped
from tests.browser import return_steps
from tests.browser.conftest import Serve
from tests.browser.people import Person
from tests.browser.return_steps import Row

pytestmark = pytest.mark.browser

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
"""When a visitor tries it: after the last thing that happened in the demonstration."""
FIXTURES = settings.BASE_DIR / "fixtures" / "isle-of-wight"
PERIOD = "/c/921/agreements/safety-valve/periods/update-1-2024-25/"
SLIP = "They were also asked how they check the quality of advice, with replies due by 297/05/24."
WORDS = {"on_target": "Green", "off_target_mitigated": "Amber", "off_target_unmitigated": "Red"}


def typed() -> dict[str, Any]:
    return tomllib.loads((FIXTURES / "update-1.toml").read_text("utf-8"))


@dataclass
class Story:
    """The Isle of Wight while the return is being made, and what is left of it afterwards."""

    browser: Browser
    url: str
    folder: Path
    update: dict[str, Any]
    files: dict[str, Path] = field(default_factory=dict)
    digest: str = ""
    verdict: str = ""
    seen_by_forum: dict[str, Any] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def person(self, name: str) -> Person:
        person = Person(self.browser, self.url, f"{name}@isle-of-wight.example", complaints=self.complaints)
        person.sign_in(people.PASSWORD)
        return person


@pytest.fixture(scope="module")
def story(chromium: Browser, serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """The whole journey, once; the tests below look at what it left."""
    with serve(NOW) as url:
        shipped.load()
        administrator, _ = people.installation_administrator()
        loading.load(loading.folders("921"), by=administrator, say=lambda words: None)
        made = Story(chromium, url, tmp_path_factory.mktemp("downloads"), typed())
        the_officer_writes(made)
        finance_enters_and_confirms(made)
        the_programme_manager_sends(made)
        the_director_signs(made)
        the_section_151_officer_signs(made)
        the_programme_manager_submits_and_downloads(made)
        anybody_verifies(made)
        the_forum_looks(made)
        yield made


def the_officer_writes(story: Story) -> None:
    officer = story.person("officer")
    assert officer.heading == "What you owe"
    officer.page.get_by_role("link", name="Start").or_(officer.page.get_by_role("link", name="Update 1")).first.click()
    expect(officer.page.locator("h1")).to_have_text("Update 1 (May/June 2024)")
    officer.press("Start this return")
    for row in story.update["responses"]:
        officer.follow(f"{row['condition']} ")
        return_steps.write_condition(officer, with_a_slip(row))
    for row in story.update["risk_updates"]:
        officer.follow(f"Risk {row['risk']}")
        return_steps.write_risk(officer, row)
    officer.follow("Summary")
    return_steps.write_summary(officer, story.update["summary"][0])
    officer.follow("Answers to what DfE asked for")
    officer.page.locator("textarea").fill(story.update["feedback_answers"][0]["text"].strip())
    return_steps.save(officer, "Answers to DfE")
    officer.leave()


def with_a_slip(row: Row) -> Row:
    """Condition 3.2 as the officer first typed it: with a date that cannot be."""
    if row["condition"] != "3.2":
        return row
    return {**row, "narrative": f"{row['narrative'].rstrip()}\n- {SLIP}"}


def finance_enters_and_confirms(story: Story) -> None:
    finance = story.person("finance")
    for row in story.update["dsg_positions"]:
        if row["scenario"] == "mitigated":
            finance.open(f"{PERIOD}dsg-position/")
            return_steps.write_year(finance, row)
    finance.follow("DSG position")
    finance.press("Confirm the DSG position")
    expect(finance.page.locator("main")).to_contain_text("The DSG position is confirmed.")
    finance.leave()


def the_programme_manager_sends(story: Story) -> None:
    manager = story.person("programme.manager")
    manager.open(PERIOD)
    manager.press("Check and send for sign-off")
    # One slip is put right where the finding leads to, the rest is accepted as it stands.
    slip = manager.page.locator("li.app-finding", has_text="297/05/24")
    slip.get_by_role("link", name="Go to it").click()
    row = next(each for each in story.update["responses"] if each["condition"] == "3.2")
    return_steps.type_words(manager, row, "narrative")
    return_steps.save(manager, "Condition 3.2")
    manager.press("Check and send for sign-off")
    expect(manager.page.locator("main")).not_to_contain_text("297/05/24")
    return_steps.accept_drafting_warnings(manager, "Read again: it is meant as it stands.")
    expect(manager.page.locator("h1")).to_have_text("Ready to send")
    manager.press("Continue to send for sign-off")
    manager.press("Send for sign-off")
    expect(manager.page.locator("main")).to_contain_text("Sent for sign-off.")
    manager.leave()


def the_director_signs(story: Story) -> None:
    director = story.person("director")
    director.open(PERIOD)
    director.press("Read and sign off")
    assert return_steps.sign(director, people.PASSWORD, "Discussed at the board and accepted.") > 0
    expect(director.page.locator("main")).to_contain_text("Still to sign: Section 151 officer")
    director.leave()


def the_section_151_officer_signs(story: Story) -> None:
    treasurer = story.person("section151")
    treasurer.open(f"{PERIOD}sign-off/")
    assert "£15.4 million deficit" in treasurer.words
    return_steps.sign(treasurer, people.PASSWORD, "Known, and provided for in the plan.")
    expect(treasurer.page.locator("main")).to_contain_text("Every signature is in.")
    treasurer.leave()


def the_programme_manager_submits_and_downloads(story: Story) -> None:
    manager = story.person("programme.manager")
    manager.open(PERIOD)
    manager.press("Record as submitted")
    expect(manager.page).to_have_url(f"{story.url}{PERIOD}submit/")
    manager.press("Record as submitted to DfE")
    expect(manager.page.locator("main")).to_contain_text("Recorded as submitted.")
    story.files = {name: return_steps.download(manager, name, story.folder) for name in return_steps.DOWNLOADS}
    story.digest = json.loads(story.files["Receipt (JSON)"].read_text("utf-8"))["pack_sha256"]
    manager.leave()


def anybody_verifies(story: Story) -> None:
    """Whoever has the bundle and the council's public key needs nothing else."""
    key, said = io.StringIO(), io.StringIO()
    call_command("signing_public_key", stdout=key)
    file = story.folder / "council.pem"
    file.write_text(key.getvalue(), "ascii")
    call_command("verify_submission", str(story.files["Evidence bundle"]), key=str(file), stdout=said)
    story.verdict = said.getvalue()


def the_forum_looks(story: Story) -> None:
    member = story.person("forum")
    seen = story.seen_by_forum
    member.page.get_by_role("navigation", name="Menu").get_by_role("link", name="Dashboards").click()
    member.follow("Programme overview")
    seen["dashboard"] = member.words
    for inside in ("", "return/", "check/", "conditions/3.1/", "return/rounds/1/files/docx/"):
        seen[inside] = member.context.request.get(f"{story.url}{PERIOD}{inside}").status
    member.leave()


def tables_of(story: Story) -> list[list[list[str]]]:
    document = Document(str(story.files["Word"]))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def rag_read_back(story: Story, number: str) -> str:
    """The word under the update's column, in the row of that condition or risk."""
    for heading, *rows in tables_of(story):
        if "Update 1 (May/June 2024)" in heading:
            for row in rows:
                if row[0] == number:
                    return row[heading.index("Update 1 (May/June 2024)")]
    raise AssertionError(f"No row {number} in the Word file.")


@pytest.mark.parametrize("row", typed()["responses"], ids=lambda row: f"condition {row['condition']}")
def test_the_word_file_says_the_rag_that_was_chosen_for_each_condition(story: Story, row: Row) -> None:
    assert rag_read_back(story, row["condition"]) == WORDS[row["rag"]]


@pytest.mark.parametrize("row", typed()["risk_updates"], ids=lambda row: f"risk {row['risk']}")
def test_the_word_file_says_the_rag_that_was_chosen_for_each_risk(story: Story, row: Row) -> None:
    assert rag_read_back(story, row["risk"]) == WORDS[row["rag"]]


def test_the_word_file_holds_every_line_that_was_typed(story: Story) -> None:
    document = Document(str(story.files["Word"]))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    paragraphs = [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]
    printed = {paragraph.text.strip() for paragraph in paragraphs}
    texts = [
        text for row in story.update["responses"] for text in (row["narrative"], row["mitigation"], row["recovery"])
    ]
    texts += [text for row in story.update["risk_updates"] for text in (row["mitigation"], row["progress"])]
    texts += [story.update["summary"][0][name] for name in ("preamble", "summary", "adviser_area", "adviser_benefit")]
    lines = [line.strip().removeprefix("- ") for text in texts for line in text.splitlines()]
    assert [line for line in lines if line and line not in printed] == []
    assert SLIP not in printed


def test_the_workbook_opens_with_the_same_words_and_native_figures(story: Story) -> None:
    book = load_workbook(story.files["Excel"])
    values = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    for row in story.update["responses"]:
        assert WORDS[row["rag"]] in values
    assert {-14_500_000, -15_410_000, -910_000} <= {value for value in values if isinstance(value, int | float)}


def test_every_page_of_the_pdf_carries_the_digest_that_was_signed(story: Story) -> None:
    pages = [page.extract_text() for page in PdfReader(story.files["PDF"]).pages]
    assert pages
    assert [n for n, text in enumerate(pages, start=1) if story.digest[:16] not in text] == []
    assert "DRAFT" not in "".join(pages)


def test_the_evidence_bundle_verifies(story: Story) -> None:
    assert story.verdict.startswith("VERIFIED")


def test_a_forum_member_sees_plans_refusals_and_the_deficit(story: Story) -> None:
    dashboard = story.seen_by_forum["dashboard"]
    for words in ("EHC plans", "Requests refused an assessment", "£6.8 million deficit"):
        assert words in dashboard


def test_the_return_itself_stays_inside(story: Story) -> None:
    """It may hold counts of one to four children; the forum will have an edition of its own."""
    inside = ("", "return/", "check/", "conditions/3.1/", "return/rounds/1/files/docx/")
    assert {story.seen_by_forum[page] for page in inside} == {403}


def test_nothing_in_the_journey_made_the_browser_complain(story: Story) -> None:
    assert story.complaints == []
