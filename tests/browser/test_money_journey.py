"""The money, whole: finance keeps position, payment and saving; every page shows one deficit; both tests are answered;
the Section 151 officer sees why the documents differ, and attests.

On the demonstration's Isle of Wight. What is typed is made up, as its balances are.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from safetyvalve.demo import loading, people, shipped
from tests.browser import forum_edition, money_steps
from tests.browser.conftest import Serve
from tests.browser.forum_edition import Edition
from tests.browser.money_steps import AGREEMENT, FINANCE, PERIOD, RECONCILIATION, SHEET
from tests.browser.people import Person

pytestmark = pytest.mark.browser

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@dataclass
class Story:
    """What was on the pages once everybody had done their part."""

    browser: Browser
    url: str
    pages: dict[str, str] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    edition: Edition | None = None

    def person(self, name: str) -> Person:
        person = Person(self.browser, self.url, f"{name}@isle-of-wight.example", complaints=self.complaints)
        person.sign_in(people.PASSWORD)
        return person


@pytest.fixture(scope="module")
def story(chromium: Browser, serve: Serve) -> Iterator[Story]:
    with serve(NOW) as url:
        shipped.load()
        administrator, _ = people.installation_administrator()
        council = loading.load_council("isle-of-wight", by=administrator, say=lambda words: None)
        made = Story(chromium, url)
        finance = made.person("finance")
        money_steps.finance_types_the_grid(finance)
        submission = forum_edition.answer_the_rest(council, NOW)
        money_steps.the_figures_go_into_the_return(finance)
        money_steps.finance_settles_a_payment(finance)
        money_steps.finance_adds_a_saving(finance)
        money_steps.finance_brings_in_what_documents_say(finance)
        everybody_looks(made, finance)
        finance.leave()
        the_section_151_officer_attests(made)
        forum_edition.submit(council, submission, NOW)
        the_forum_has_its_edition(made)
        yield made


def everybody_looks(story: Story, finance: Person) -> None:
    looked = {
        "grid": f"{FINANCE}?{SHEET}",
        "summary": f"{FINANCE}summary/",
        "return": f"{PERIOD}return/",
        "position": f"{PERIOD}dsg-position/",
        "payments": f"{AGREEMENT}payments/",
        "dashboard": "/c/921/dashboards/overview/",
        "savings": "/c/921/savings/?year=2024-25",
    }
    for name, path in looked.items():
        finance.open(path)
        assert finance.answered == 200, name
        story.pages[name] = finance.page.locator("main").text_content() or ""
    story.pages["json"] = finance.context.request.get(f"{story.url}{FINANCE}roll-forward.json?{SHEET}").text()


def the_section_151_officer_attests(story: Story) -> None:
    treasurer = story.person("section151")
    page = treasurer.open(f"{RECONCILIATION}2023-24/")
    story.pages["reconciliation"] = treasurer.words
    treasurer.press("Read the declaration and attest")
    page.get_by_label("I make this declaration").check()
    page.locator("input[name=password]").fill(people.PASSWORD)
    page.locator("main").get_by_role("button").last.click()
    expect(page.locator("main")).to_contain_text("Nothing has changed since.")
    story.pages["attested"] = treasurer.words
    treasurer.leave()


def the_forum_has_its_edition(story: Story) -> None:
    manager = story.person("programme.manager")
    forum_edition.publish(manager)
    manager.leave()
    member = story.person("forum")
    story.edition = forum_edition.read(member)
    member.leave()


@pytest.mark.parametrize("page", ["grid", "summary", "return", "position"])
def test_every_page_has_the_same_closing_balance_to_the_pound(story: Story, page: str) -> None:
    assert "−£6,780,000" in story.pages[page]


def test_the_dashboard_says_it_in_words_and_the_file_in_pence(story: Story) -> None:
    assert "£6.8 million deficit" in story.pages["dashboard"]
    assert '"-6780000.00"' in story.pages["json"]


@pytest.mark.parametrize("page", ["summary", "position"])
def test_both_tests_of_the_agreement_are_answered(story: Story, page: str) -> None:
    words: Any = " ".join(story.pages[page].split())
    assert "Balanced in year by 2025-26?" in words
    assert "The latest in-year position for 2025-26 is £450,000 surplus." in words
    assert "£0 cumulative deficit by the end of 2026-27?" in words
    assert "The latest forecast for the end of 2026-27 is £0 after DfE payments." in words


def test_the_balance_without_what_is_withheld_stands_beside_the_one_reported(story: Story) -> None:
    words = " ".join(story.pages["payments"].split())
    assert "A revised plan is asked for first." in words
    assert "Reported after payments: −£6,780,000, which differs by £2,030,000" in words


def test_the_saving_is_in_the_list_with_its_full_year(story: Story) -> None:
    assert "Ten places at the resourced provision" in story.pages["savings"]
    assert "£400,000" in story.pages["savings"]


def test_the_section_151_officer_sees_why_the_figures_differ_and_attests(story: Story) -> None:
    words = " ".join(story.pages["reconciliation"].split())
    assert "£7.9 million deficit" in words
    assert "−£50,000.00 more deficit than the record" in words
    assert "An accrual for placements off the Island was made after the return." in words
    assert "Attested by" in " ".join(story.pages["attested"].split())


@pytest.mark.parametrize(
    ("what", "amount"),
    [
        ("the balance after payments", -6_780_000),
        ("the balance before payments", -15_410_000),
        ("the year alone", -910_000),
        ("the saving", 233_333),
    ],
)
def test_the_forum_reads_the_same_figures_in_its_edition(story: Story, what: str, amount: int) -> None:
    """On the page, in the PDF and as a number in the workbook: those of the grid, the return, the summary and the file.

    A saving is in pence on record; the edition prints whole pounds.
    """
    assert story.edition
    printed = f"{'−' if amount < 0 else ''}£{abs(amount):,}"
    assert printed in story.edition.page
    assert printed in story.edition.pdf
    assert any(round(figure) == amount for figure in story.edition.figures)
    inside = ["savings"] if what == "the saving" else ["grid", "return", "position"]
    assert [page for page in inside if printed not in story.pages[page]] == []


def test_the_summary_and_the_file_have_the_figures_of_the_edition(story: Story) -> None:
    for printed in ("−£6,780,000", "−£15,410,000", "−£910,000"):
        assert printed in story.pages["summary"]
    for written in ('"-6780000.00"', '"-15410000.00"', '"-910000.00"'):
        assert written in story.pages["json"]


def test_nothing_in_the_journey_made_the_browser_complain(story: Story) -> None:
    assert story.complaints == []
