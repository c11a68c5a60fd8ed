"""The table of appeals: two methods that are never joined, footnote figures, dashes, and codes changed over."""

import pytest

from dashboards.imports.contract import Level, UnusableDelivery
from dashboards.imports.open_data import tribunal
from safetyvalve.core.models import Authority
from tests.dashboards.imports.open_data.published import (
    ENGLAND,
    SMALL,
    compare_with,
    council,
    deliver,
    files,
    found,
    values,
)

pytestmark = pytest.mark.django_db
NEW_TABLE = (
    ",,2024,,,2025,,\n"
    ",Old LA code,Appeals registered,Total Appealable Decisions,SEND Tribunal Appeal Rate2,Appeals,"
    "Total Appealable decisions,SEND Tribunal Appeal Rate\n"
    "EAST OF ENGLAND,,,,,,,\n"
    "Central Bedfordshire,873,140,4894,2.90%,150,3051,4.90%\n"
    "Cambridgeshire,823,169,2931,5.80%,145,3512,4.10%\n"
    "Torbay,880,39,1142,3.40%,93,1125,8.30%\n"
    'England Total,,"22,276","364,912",6.10%,26977,405735,6.60%\n'
)


def test_each_year_has_appeals_and_decisions_by_the_method_of_its_column(torbay: Authority) -> None:
    reading = tribunal.read(deliver(torbay, *files(SMALL, "tribunal")))
    old, new = values(reading, "appealable_decisions_old"), values(reading, "appealable_decisions_new")
    assert (min(old), max(old), old[2014], old[2024]) == (2014, 2024, 912, 1708)
    assert new == {2024: 1142}
    assert values(reading, "appeals_published")[2024] == 39
    assert values(reading, "appeals_published_new") == {2024: 39}
    assert values(reading, "appealable_decisions_old", area=ENGLAND)[2024] == 689_739
    assert (reading.edition, reading.problems) == ("2025", ())


def test_a_table_from_2024_on_knows_the_new_method_only(torbay: Authority) -> None:
    reading = tribunal.read(deliver(torbay, ("appeals.csv", NEW_TABLE)))
    assert values(reading, "appealable_decisions_new") == {2024: 1142, 2025: 1125}
    assert values(reading, "appeals_published_new", area=ENGLAND) == {2024: 22_276, 2025: 26_977}
    assert values(reading, "appealable_decisions_old") == values(reading, "appeals_published") == {}
    assert reading.edition == "2026"


def test_where_code_and_name_are_of_two_councils_the_name_decides(db: None) -> None:
    cambridgeshire = council("Cambridgeshire")
    reading = tribunal.read(deliver(cambridgeshire, ("appeals.csv", NEW_TABLE)))
    assert values(reading, "appealable_decisions_new") == {2024: 2931, 2025: 3512}
    assert found(reading)["code-and-name-differ"] == 2
    assert {problem.level for problem in reading.problems} == {Level.WARNING}


def test_a_dash_is_no_appeal_at_all_and_a_marker_no_figure(torbay: Authority) -> None:
    compare_with(torbay, "841", "840", "839")
    text = (
        NEW_TABLE + "Darlington,841, - ,700,0.00%,9, x ,x\n"
        "Durham,840,..,~,..,1,2,50.00%\n"
        '"Bournemouth, Christchurch and Poole5",,1,2,50%,3,4,75%\n'
    )
    reading = tribunal.read(deliver(torbay, ("appeals.csv", text)))
    darlington, durham, poole = "E06000005", "E06000047", "E06000058"
    assert values(reading, "appeals_published_new", area=darlington) == {2024: 0, 2025: 9}
    assert values(reading, "appealable_decisions_new", area=darlington) == {2024: 700, 2025: "x"}
    assert values(reading, "appealable_decisions_new", area=durham) == {2024: "c", 2025: 2}
    assert values(reading, "appeals_published_new", area=poole) == {2024: 1, 2025: 3}


def test_a_printed_rate_that_is_not_the_ratio_is_told(torbay: Authority) -> None:
    reading = tribunal.read(deliver(torbay, ("appeals.csv", NEW_TABLE.replace("8.30%", "9.30%"))))
    assert [(problem.code, problem.row) for problem in reading.problems] == [("rate-differs-from-counts", 6)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (NEW_TABLE.replace("Torbay,880", "Plymouth,879"), "wrong-council"),
        ("Local Authority,LA code,2024\nTorbay,880,39\n", "file-not-recognised"),
    ],
)
def test_another_table_cannot_be_used(torbay: Authority, text: str, code: str) -> None:
    with pytest.raises(UnusableDelivery) as refused:
        tribunal.read(deliver(torbay, ("appeals.csv", text)))
    assert [(problem.code, problem.level) for problem in refused.value.problems] == [(code, Level.FATAL)]
