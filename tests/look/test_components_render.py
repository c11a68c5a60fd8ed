"""Components say what they must, whatever they are given."""

from types import SimpleNamespace as Made
from typing import Any

import django_tables2 as tables
import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from safetyvalve.core.styleguide.levels import AMBER, GREEN
from safetyvalve.core.templatetags.govuk import page_numbers, rag_class


def component(name: str, **context: Any) -> str:
    return " ".join(render_to_string(f"components/{name}.html", context).split())


def test_a_rag_tag_shows_the_word_and_wears_the_colour() -> None:
    assert component("rag_tag", level=AMBER) == '<strong class="app-rag app-rag--amber">Amber</strong>'


def test_no_level_is_not_rated() -> None:
    assert "app-rag--none" in component("rag_tag", level=None)
    assert "Not rated" in component("rag_tag", level=None)


def test_a_colour_without_a_style_is_grey_and_keeps_its_word() -> None:
    assert rag_class(Made(colour="mauve")) == "grey"


def test_a_task_that_cannot_start_has_no_link() -> None:
    html = component("task_list", tasks=[Made(label="Summary", url="", status="Cannot start yet")])
    assert "<a" not in html
    assert "Cannot start yet" in html


def test_a_missing_figure_is_said_in_words() -> None:
    assert "Not yet known" in component("stat", label="Deficit", value=None)


def test_the_heat_map_says_each_level_in_its_cell() -> None:
    rows = [Made(label="3.1", url="/3.1", cells=[Made(level=GREEN, url="/x"), Made(level=None, url="")])]
    html = component("heat_map", caption="RAG by period", columns=["Jan", "May"], rows=rows)
    assert '<th scope="row">' in html
    assert "Green" in html
    assert "Not rated" in html


def test_findings_quote_their_evidence_and_link_to_the_place() -> None:
    place = Made(label="Condition 3.1", url="/c/1")
    finding = Made(place=place, sentence="Correct the date.", evidence="<31 June>")
    groups = [
        Made(heading="Must be put right", severity="blocker", hint="", findings=[finding]),
        Made(heading="Nothing in it", severity="drafting", hint="", findings=[]),
    ]
    html = component("finding_list", groups=groups)
    assert "&lt;31 June&gt;" in html
    assert 'href="/c/1"' in html
    assert "Nothing in it" not in html


def test_what_was_kept_of_a_lost_session_can_be_copied() -> None:
    html = render_to_string("partials/kept_text.html", {"kept_fields": [("Narrative", "a < b")]})
    assert "a &lt; b</textarea>" in html
    assert "readonly" in html


def test_nothing_kept_says_nothing() -> None:
    assert render_to_string("partials/kept_text.html", {}).strip() == ""


@pytest.mark.parametrize(
    ("current", "pages", "shown"),
    [
        (1, 3, [1, 2, 3]),
        (6, 12, [1, 0, 5, 6, 7, 0, 12]),
        (3, 12, [1, 2, 3, 4, 0, 12]),
        (4, 12, [1, 2, 3, 4, 5, 0, 12]),
        (12, 12, [1, 0, 11, 12]),
    ],
)
def test_pages_far_away_are_left_out(current: int, pages: int, shown: list[int]) -> None:
    assert page_numbers(Paginator(range(pages), 1).page(current)) == shown


class LeadTable(tables.Table):
    name = tables.Column("Name", attrs={"row_header": True})
    saving = tables.Column("Saving", attrs={"numeric": True})

    class Meta:
        attrs = {"caption": "Savings by workstream"}
        template_name = "django_tables2/govuk.html"


def table_html(query: str) -> str:
    request = RequestFactory().get(f"/list/{query}")
    table = LeadTable([{"name": f"Stream {number}", "saving": number} for number in range(12)])
    tables.RequestConfig(request, paginate={"per_page": 5}).configure(table)
    template = engines["django"].from_string("{% load django_tables2 %}{% render_table table %}")
    return template.render({"table": table}, request)


def test_a_table_has_a_caption_and_headers_for_columns_and_rows() -> None:
    html = table_html("")
    assert "Savings by workstream</caption>" in html
    assert '<th scope="row" class="govuk-table__header">Stream 0</th>' in html
    assert "govuk-table__cell--numeric" in html


def test_a_sorted_column_says_which_way() -> None:
    assert 'aria-sort="ascending"' in table_html("?sort=name")
    assert 'aria-sort="descending"' in table_html("?sort=-name")


def test_sorting_starts_again_at_the_first_page_and_keeps_the_filters() -> None:
    html = table_html("?page=2&q=x")
    assert 'href="?q=x&amp;sort=name"' in html


def test_paging_keeps_the_order() -> None:
    assert 'href="?sort=name&amp;page=2"' in table_html("?sort=name")
