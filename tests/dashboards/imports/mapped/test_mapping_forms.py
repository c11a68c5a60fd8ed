"""The form of a mapping: a choice for each column and for each shared word, sent with the file chosen again."""

import pytest
from django.template import Context, Template

from dashboards.forms.mapping import MappingForm, proposed_of, read_as_choices, read_as_options
from dashboards.imports import mapped
from dashboards.imports.mapping_spec import MappingSpec
from dashboards.services.mappings import remember
from safetyvalve.core.models import Authority
from tests.dashboards.imports import sheets
from tests.dashboards.imports.sheets import csv_file, delivery, figures
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
ROWS = [
    ["KPI", "Month", "Split by", "Category", "Actual"],
    ["Referrals in", "May 2024", "source", "Parent/carer", "12"],
    ["Referrals in", "April 2024", "source", "Parent/carer", "14"],
]
WORDS = {"word_0_0": "requests_received", "word_3_0": "parent"}
COLUMNS = {
    "column_0": "measure",
    "column_1": "period",
    "column_2": "topic",
    "column_3": "breakdown",
    "column_4": "value",
}


@pytest.fixture
def council() -> Authority:
    return sheets.council()


def form(council: Authority, data: dict[str, str] | None = None, rows: list[list[str]] = ROWS) -> MappingForm:
    proposed = mapped.propose(delivery(council, csv_file(rows)))
    return MappingForm(data, authority=council, proposed=proposed)


def test_every_column_and_every_shared_word_is_asked_for(council: Authority) -> None:
    fields = form(council).fields
    assert [str(field.label) for field in fields.values()] == [
        "Column A: KPI",
        "“Referrals in” in KPI (2 rows)",
        "Column B: Month",
        "Column C: Split by",
        "“source” in Split by (2 rows)",
        "Column D: Category",
        "“Parent/carer” in Category (2 rows)",
        "Column E: Actual",
        "Remember this mapping as",
    ]
    assert ("parent", "Parent or young person") in fields["word_3_0"].choices  # type: ignore[attr-defined]


def test_what_was_chosen_reads_the_file_chosen_again(council: Authority) -> None:
    sent = form(council, {**COLUMNS, **WORDS, "remember_as": " Case  system "})
    assert sent.is_valid()
    assert sent.cleaned_data["remember_as"] == "Case system"
    spec = sent.mapping_spec.as_json()
    reading = mapped.read(delivery(council, csv_file(ROWS), mapping_spec=spec))
    assert figures(reading) == [
        ("requests_received", "May 2024", "parent", "12"),
        ("requests_received", "April 2024", "parent", "14"),
    ]


def test_what_is_still_missing_is_an_error(council: Authority) -> None:
    sent = form(council, {**COLUMNS, "column_4": ""})
    assert not sent.is_valid()
    assert sent.non_field_errors() == ["Choose the column that holds the figure"]


def test_words_of_a_column_that_is_now_something_else_are_dropped(council: Authority) -> None:
    sent = form(council, {**COLUMNS, **WORDS, "column_3": "status"})
    assert sent.is_valid()
    assert "Category" not in sent.mapping_spec.values


def test_a_code_that_is_not_in_the_list_is_refused(council: Authority) -> None:
    assert "word_3_0" in form(council, {**COLUMNS, "word_3_0": "made-up"}).errors


def test_a_heading_is_never_markup_or_a_template(council: Authority) -> None:
    rows = [["Month", "Requests received", "<b>{{ x }}{% y %}</b>"], ["May 2024", "36", "1"]]
    context = Context({"form": form(council, rows=rows)})
    html = Template("{% load crispy_forms_tags %}{% crispy form %}").render(context)
    assert "&lt;b&gt;{{ x }}{% y %}&lt;/b&gt;" in html


def test_a_column_with_words_that_are_not_shown_says_how_many_rows(council: Authority) -> None:
    rows = [*ROWS, ["Referrals in", "March 2024", "source", "Somebody once", "1"]]
    fields = form(council, rows=rows).fields
    assert fields["column_3"].help_text.startswith("In 1 row there is a word that is not shown")


def test_the_question_how_it_is_read_offers_what_is_remembered(council: Authority) -> None:
    remember(council, "Case system", MappingSpec("cases", {"Date": "ReceivedDate"}), by=None, now=NOW)
    choices = [choice for choice, _ in read_as_choices(council)]
    assert choices == ["", "mapping:Case system", "shape:cases", "shape:long", "shape:wide"]
    assert [read_as_options(choice) for choice in choices[:3]] == [{}, {"mapping": "Case system"}, {"shape": "cases"}]


def test_settled_options_carry_how_the_file_was_read(council: Authority) -> None:
    asked = delivery(council, csv_file(ROWS), shape="long", since="2024-01-01")
    options = mapped.settled(asked)
    assert set(options) == {"since", "mapping_spec", "proposed_mapping"}
    assert proposed_of(options) == mapped.propose(asked)
    damaged = delivery(council, csv_file([["1", "2"], ["3", "4"]]), mapping="Case system")
    assert mapped.settled(damaged) == {"mapping": "Case system"}
