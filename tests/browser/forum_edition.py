"""The Isle of Wight's return on its way to DfE, and the edition that Schools Forum members read of its money.

Writing and signing have a journey of their own (``test_first_return``): here the services do both.
"""

import io
import tomllib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management import call_command
from openpyxl import load_workbook
from playwright.sync_api import APIResponse, expect
from pypdf import PdfReader

from conditions.models import Submission
from safetyvalve.core.roles import Role
from safetyvalve.demo.council import Council
from safetyvalve.demo.returns import SAVED
from tests.browser.people import Person
from tests.conditions import answering
from tests.factories import World

UPDATE = settings.BASE_DIR / "fixtures" / "isle-of-wight" / "update-1.toml"
CHARTS = ("deficit-after-payments", "deficit-before-payments", "in-year-position", "savings-cashable")
DIFFERENT = {"rag_difference_reason": "The figures tell only part of what the team has seen."}


def answer_the_rest(council: Council, now: datetime) -> Submission:
    """Everything of the return that is not money, as its officer would write it."""
    submission = Submission.objects.get(period=council.periods["update-1-2024-25"])
    data = tomllib.loads(UPDATE.read_text("utf-8"))
    for kind, save in SAVED.items():
        for row in data.get(kind, []):
            save(council, submission, {**DIFFERENT, **row}, by=council.holder(Role.OFFICER), now=now)
    return submission


def submit(council: Council, submission: Submission, now: datetime) -> None:
    """Sent, signed twice and submitted, each by the person whose work it is."""
    people = {role.value: council.holder(role) for role in (Role.PROGRAMME_MANAGER, Role.DIRECTOR, Role.SECTION_151)}
    world = World(council.authority, people, council.agreement, submission.period, submission)
    answering.send(world, now)
    for role in ("director", "section_151"):
        answering.sign(world, role, now)
    answering.submit(world, now)


def publish(manager: Person) -> None:
    """For the members of the forum, with the charts of money and no others; its files are made afterwards."""
    page = manager.open("/c/921/publications/")
    manager.press("Prepare an edition")
    page.locator("[name=links_included]").uncheck()
    for box in page.locator("[name=members_charts]").all():
        box.set_checked(box.get_attribute("value") in CHARTS)
    manager.press("Save and look at it")
    manager.press("Go on to publish")
    manager.press("Publish")
    expect(page.locator("h1")).to_contain_text("SEND dashboard")
    call_command("build_packs", verbosity=0)


@dataclass(frozen=True)
class Edition:
    """What a member of the forum has: the page with its tables, the words of the PDF, the figures of the workbook."""

    page: str
    pdf: str
    figures: frozenset[float]


def read(member: Person) -> Edition:
    page = member.page
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Editions").click()
    page.locator("main").get_by_role("link", name="SEND dashboard").first.click()
    files = {kind: _file(member, kind) for kind in ("pdf", "xlsx")}
    sheets = load_workbook(io.BytesIO(files["xlsx"].body()), data_only=True)
    cells = (cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row)
    return Edition(
        page.locator("main").text_content() or "",
        " ".join(part.extract_text() for part in PdfReader(io.BytesIO(files["pdf"].body())).pages),
        frozenset(float(value) for value in cells if isinstance(value, int | float)),
    )


def _file(member: Person, kind: str) -> APIResponse:
    address: Any = member.page.locator(f"main a[href$='pack.{kind}']").first.get_attribute("href")
    answered = member.context.request.get(member.url + address)
    assert answered.ok, f"{kind}: {answered.status}"
    return answered
