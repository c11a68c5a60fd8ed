"""A spreadsheet of counts is read with a mapping, in the long and in the wide shape."""

import pytest

from dashboards.imports import mapped, mapping_guess
from dashboards.imports.contract import UnusableDelivery
from dashboards.imports.mapping_spec import measure_target
from safetyvalve.core.models import Authority
from tests.dashboards.imports import sheets
from tests.dashboards.imports.mapped.figures import LONG, WIDE
from tests.dashboards.imports.sheets import csv_file, delivery, figures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def council() -> Authority:
    return sheets.council()


def test_a_long_file_is_guessed_by_its_headings_wherever_they_stand(council: Authority) -> None:
    proposed = mapped.propose(delivery(council, csv_file(LONG)))
    assert proposed.shape == "long"
    assert {column.heading: column.target for column in proposed.columns} == {
        "KPI": "measure",
        "Month ending": "period",
        "Split by": "topic",
        "Category": "breakdown",
        "Actual": "value",
        "Checked by": "",
    }
    assert proposed.is_complete


def test_a_word_that_is_not_known_is_refused_without_quoting_it(council: Authority) -> None:
    reading = mapped.read(delivery(council, csv_file(LONG)))
    assert figures(reading) == [("requests_received", "May 2024", "", "36")]
    assert [(problem.code, problem.row, problem.column) for problem in reading.problems] == [
        ("breakdown-unknown", 5, "D (Category)"),
        ("breakdown-unknown", 6, "D (Category)"),
    ]
    assert not [problem for problem in reading.problems if "carer" in problem.sentence + problem.fix]


def test_a_shared_word_is_shown_so_that_its_code_can_be_chosen(council: Authority) -> None:
    [column] = [c for c in mapped.propose(delivery(council, csv_file(LONG))).columns if c.target == "breakdown"]
    assert [(word.word, word.rows, word.code) for word in column.words] == [("Parent/carer", 2, "")]


def test_a_chosen_code_is_used(council: Authority) -> None:
    spec = mapped.propose(delivery(council, csv_file(LONG))).spec.as_json()
    spec["values"] = {"Category": {"Parent/carer": "parent"}}
    reading = mapped.read(delivery(council, csv_file(LONG), mapping_spec=spec))
    assert figures(reading)[1:] == [
        ("requests_received", "May 2024", "parent", "12"),
        ("requests_received", "April 2024", "parent", "14"),
    ]
    assert reading.problems == ()


def test_a_wide_file_has_a_measure_in_each_column(council: Authority) -> None:
    reading, proposed = mapped.read_and_propose(delivery(council, csv_file(WIDE)))
    assert [column.target for column in proposed.columns] == [
        "period",
        measure_target("requests_received"),
        measure_target("requests_received", "source", "parent"),
        measure_target("plans_new"),
        "",
    ]
    assert figures(reading)[:3] == [
        ("requests_received", "April 2024", "", "33"),
        ("requests_received", "April 2024", "parent", "14"),
        ("plans_new", "April 2024", "", "15"),
    ]
    assert len(reading.rows) == 6


def test_wrong_figures_of_a_mapped_file_are_placed_and_never_quoted(council: Authority) -> None:
    rows = [*WIDE, ["June", "many", "-1", "1.5", ""], ["May 2024", "37", "", "", ""]]
    reading = mapped.read(delivery(council, csv_file(rows)))
    assert [(problem.code, problem.row, problem.column) for problem in reading.problems] == [
        ("period-does-not-fit", 4, "A (Month)"),
        ("given-twice-differently", 5, "B (Requests received)"),
    ]
    rows = [*WIDE[:2], ["Mar-24", "many", "-1", "1.5", ""]]
    reading = mapped.read(delivery(council, csv_file(rows)))
    assert [(problem.code, problem.row) for problem in reading.problems] == [
        *(("not-a-figure", 3), ("negative-figure", 3), ("decimals", 3)),
    ]
    assert "many" not in " ".join(problem.sentence for problem in reading.problems)


def test_an_incomplete_mapping_gives_no_figure_and_says_what_to_choose(council: Authority) -> None:
    rows = [["Month", "Requests received", "New EHC plans"], ["May 2024", "36", "16"]]
    spec = {"shape": "wide", "columns": {"Month": "", "Requests received": measure_target("requests_received")}}
    reading = mapped.read(delivery(council, csv_file(rows), mapping_spec=spec))
    assert reading.rows == ()
    assert [problem.sentence for problem in reading.problems] == ["Choose the column that holds the period."]


def test_a_column_chosen_twice_is_asked_about(council: Authority) -> None:
    both = measure_target("plans_new")
    spec = {"shape": "wide", "columns": {"Month": "period", "Requests received": both, "New EHC plans": both}}
    proposed = mapped.propose(delivery(council, csv_file(WIDE), mapping_spec=spec))
    assert proposed.missing == ("Two columns are chosen as “plans_new”. Choose one of them.",)


def test_the_likeliest_sheet_is_read(council: Authority) -> None:
    file = sheets.workbook(Cover=[["Monthly return"], ["May 2024", "Draft"]], Data=WIDE)
    proposed = mapped.propose(delivery(council, file))
    assert (proposed.sheet, proposed.is_complete) == ("Data", True)


def test_looking_for_headings_in_a_wide_sheet_of_words_takes_no_minutes(
    council: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []

    def look(words: str, *args: object, **more: object) -> list[str]:
        compared.append(words)
        return []

    monkeypatch.setattr(mapping_guess, "get_close_matches", look)
    monkeypatch.setattr(mapping_guess, "MOST_NEAR", 50)
    rows = [[f"some words {row} {column}" for column in range(40)] for row in range(20)]
    with pytest.raises(UnusableDelivery):
        mapped.propose(delivery(council, csv_file(rows)))
    assert len(set(compared)) == 50


def test_a_row_of_data_is_never_taken_for_headings(council: Authority) -> None:
    rows = [["Jones", "Ada", "School"], ["Smith", "Ben", "School"], ["Hale", "Cat", "Parent"]]
    with pytest.raises(UnusableDelivery, match="No row of headings"):
        mapped.propose(delivery(council, csv_file(rows)))


def test_headings_that_nobody_has_heard_of_are_shown_and_the_figures_known_by_what_they_are(council: Authority) -> None:
    rows = [["Strategic line", "When", "How it stood"], ["EHC plans maintained", "31/05/24", "2,600"]]
    proposed = mapped.propose(delivery(council, csv_file([["Our report"], [], *rows])))
    assert [(each.heading, each.target) for each in proposed.columns] == [
        ("Strategic line", "measure"),
        ("When", "period"),
        ("How it stood", "value"),
    ]
    assert figures(mapped.read(delivery(council, csv_file(rows)))) == [("plans_maintained", "May 2024", "", "2600")]


def test_a_table_of_unknown_columns_by_period_asks_which_measures_they_are(council: Authority) -> None:
    rows = [["Ref", "Alpha", "Beta"], ["May 2024", "£1,234", "5"], ["June 2024", "7", ""]]
    proposed = mapped.propose(delivery(council, csv_file(rows)))
    assert (proposed.shape, proposed.missing) == ("wide", ("Choose at least one column that holds a measure.",))


@pytest.mark.parametrize(
    "first",
    [
        ["Jones", "Ada", "pending"],
        ["Jones", "Ada", "12/05/24"],
        ["Jones", "Ada", "12.5.24 (panel)"],
        ["Jones", "Ada", "Awaiting the report"],
    ],
)
def test_a_first_row_about_a_child_is_not_taken_for_unknown_headings(council: Authority, first: list[str]) -> None:
    rows = [first, ["Smith", "Ben", "13/05/24"], ["Hale", "Cat", "14/05/24"]]
    with pytest.raises(UnusableDelivery, match="No row of headings"):
        mapped.propose(delivery(council, csv_file(rows)))


def test_a_heading_that_is_there_twice_is_read_once_and_said(council: Authority) -> None:
    rows = [["Month", "Requests received", "Requests received"], ["May 2024", "36", "40"]]
    reading = mapped.read(delivery(council, csv_file(rows)))
    assert figures(reading) == [("requests_received", "May 2024", "", "36")]
    assert [(problem.code, problem.level) for problem in reading.problems] == [("heading-twice", "warning")]


def test_free_words_that_could_be_people_make_no_breakdown(council: Authority) -> None:
    names = ["Ada Jones", "Ben Smith", "Cat Hale", "Dan Moss"]
    rows = [["KPI", "Month", "Split by", "Category", "Actual"]]
    rows += [["Requests received", "May 2024", "Provider", name, "1"] for name in names]
    reading = mapped.read(delivery(council, csv_file(rows)))
    assert reading.rows == ()
    assert [problem.code for problem in reading.problems] == ["free-words-refused"]
    assert "Jones" not in reading.problems[0].sentence


def test_providers_that_are_organisations_are_taken(council: Authority) -> None:
    rows = [["KPI", "Month", "Split by", "Category", "Actual"]]
    rows += [["Requests received", "May 2024", "Provider", name, "1"] for name in ("Harbour College", "Moor NHS Trust")]
    assert [row.breakdown for row in mapped.read(delivery(council, csv_file(rows))).rows] == [
        *("Harbour College", "Moor NHS Trust"),
    ]


def test_a_school_is_its_urn_and_never_its_name(council: Authority) -> None:
    rows = [["KPI", "Month", "Split by", "Category", "Actual"]]
    rows += [["Requests received", "May 2024", "School", word, "1"] for word in ("113000", "Harbour Primary School")]
    reading = mapped.read(delivery(council, csv_file(rows)))
    assert [row.breakdown for row in reading.rows] == ["113000"]
    assert [problem.code for problem in reading.problems] == ["breakdown-not-a-urn"]


def test_an_unreliable_figure_stays_so_without_the_file_s_own_words(council: Authority) -> None:
    rows = [["KPI", "Month", "Actual", "Status", "Comment"]]
    rows += [["Requests received", "May 2024", "74", "Unreliable", "Ask Ada Jones"]]
    [row] = mapped.read(delivery(council, csv_file(rows))).rows
    assert (row.status, row.note) == ("unreliable", "Said to be unreliable by the file it came from")
