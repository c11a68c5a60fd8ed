"""Returns of several years together: each counts for itself, and moves between censuses are counted."""

from datetime import date
from decimal import Decimal

from dashboards.imports.contract import Delivered, Delivery, Reading
from dashboards.imports.sen2 import read_blade, read_xml
from dashboards.periods import Period
from safetyvalve.core.models import Authority
from tests.dashboards.imports.sen2 import builder, table
from tests.dashboards.imports.sen2.builder import Node, active, need, person, placed, standing
from tests.dashboards.imports.sen2.conftest import delivery
from tests.dashboards.imports.sen2.people import CENSUS, PEOPLE

EARLIER = date(2024, 1, 18)


def _with_plan(number: int, *, born: str, at: str = "", start: str = "2019-05-01", **items: str) -> Node:
    placements = [placed(URN=at, EntryDate="2019-09-01")] if at else []
    case = standing("2018-11-01", start, active(*placements, need("ASD")))
    return person(number, case, born=born, sex="F", **items)


SPECIAL, INDEPENDENT, MAINSTREAM = "100001", "100003", "100010"
# Year groups in January 2024 count from 31 August 2023.
BEFORE = (
    _with_plan(1, born="2014-10-05", at=SPECIAL),  # 8 then: year 4
    _with_plan(2, born="2012-09-01", at=MAINSTREAM),  # 10 then: year 6
    _with_plan(3, born="2004-08-31", at=INDEPENDENT),  # 19 then: year 15
    _with_plan(4, born="2014-01-01", at="999999", UPN="", UniqueLearnerNumber="9000000004"),  # 9 then: year 5
    _with_plan(5, born="2014-01-01", UPN=""),  # cannot be found again
)
AFTER = (
    _with_plan(2, born="2012-09-01", at=INDEPENDENT),
    _with_plan(1, born="2014-10-05", at=SPECIAL),
    _with_plan(6, born="2019-08-31", at=MAINSTREAM, start="2024-03-01"),  # 4 then: year 0
    _with_plan(7, born="2014-01-01", at=MAINSTREAM, UniqueLearnerNumber="9000000004"),  # 4 again, now with a UPN
)


def _both(council: Authority, *, reverse: bool = False, **options: str) -> Reading:
    files = (
        Delivered("2024.xml", builder.xml(BEFORE, day=EARLIER, version=2024)),
        Delivered("2025.xml", builder.xml(AFTER, day=CENSUS, version=2025)),
    )
    return read_xml(Delivery(council, files[::-1] if reverse else files, None, options))


def _moves(reading: Reading, topic: str) -> dict[str, Decimal | None]:
    return {
        row.breakdown: row.value for row in reading.rows if row.code == "plan_moves" and row.breakdown_topic == topic
    }


def test_moves_between_two_censuses_are_counted(council: Authority) -> None:
    reading = _both(council)
    assert _moves(reading, "") == {"": 5}
    assert _moves(reading, "placement_move") == {
        "special>special": 1,
        "mainstream>independent": 1,
        "independent>left": 1,
        "joined>mainstream": 1,
        "unknown>mainstream": 1,
    }
    assert _moves(reading, "year_group_move") == {
        "4:special>special": 1,
        "6:mainstream>independent": 1,
        "15:independent>left": 1,
        "0:joined>mainstream": 1,
        "5:unknown>mainstream": 1,
    }
    assert {row.period for row in reading.rows if row.code == "plan_moves"} == {Period.calendar_year(2024)}


def test_people_without_an_identifier_are_left_out_of_moves_and_counted(council: Authority) -> None:
    [problem] = [problem for problem in _both(council).problems if problem.code == "not-linkable"]
    assert problem.count == 1


def test_the_order_of_the_files_does_not_matter(council: Authority) -> None:
    assert table.figures(_both(council).rows) == table.figures(_both(council, reverse=True).rows)


def test_each_year_counts_for_itself(council: Authority) -> None:
    found = table.figures(_both(council).rows)
    assert found["plans_maintained", Period(EARLIER, EARLIER), "", ""] == 5
    assert found["plans_maintained", Period(CENSUS, CENSUS), "", ""] == 4
    assert found["plans_maintained", Period.month(2023, 6), "", ""] == 5
    assert found["plans_maintained", Period.month(2024, 6), "", ""] == 4


def test_of_a_period_that_two_files_tell_of_the_newest_is_taken(council: Authority) -> None:
    reading = _both(council, since="2023-01-01")
    found = table.figures(reading.rows)
    assert found["plans_maintained", Period.month(2023, 6), "", ""] == 3
    [problem] = [problem for problem in reading.problems if problem.code == "told-twice"]
    assert problem.count > 12


def test_files_that_are_not_a_year_apart_give_no_moves(council: Authority) -> None:
    files = (
        Delivered("2023.xml", builder.xml(BEFORE, day=date(2023, 1, 19))),
        Delivered("2025.xml", builder.xml(AFTER, day=CENSUS)),
    )
    assert _moves(read_xml(Delivery(council, files)), "") == {}


def test_problems_and_facts_say_which_file(council: Authority) -> None:
    reading = _both(council)
    assert {problem.sheet for problem in reading.problems if problem.code == "identifier-missing"} == {"2024.xml"}
    assert [value for name, value in reading.summary if name == "File"] == ["2025.xml", "2024.xml"]
    assert (reading.as_at, reading.edition) == (CENSUS, "2025-01-16")


def test_zips_of_several_years_are_read_too(council: Authority) -> None:
    files = {"a.xml": builder.xml(BEFORE, day=EARLIER), "b.xml": builder.xml(AFTER, day=CENSUS)}
    reading = read_xml(delivery(council, builder.zipped(files), "years.zip"))
    assert _moves(reading, "") == {"": 5}


def test_two_exports_of_collect_are_told_apart_by_their_zips(council: Authority) -> None:
    zips = tuple(
        Delivered(f"{day.year}.zip", builder.zipped(builder.blade(people, day=day)))
        for people, day in ((BEFORE, EARLIER), (AFTER, CENSUS))
    )
    assert _moves(read_blade(Delivery(council, zips)), "placement_move") == _moves(_both(council), "placement_move")


def test_one_return_has_no_moves(council: Authority) -> None:
    assert _moves(read_xml(delivery(council, builder.xml(PEOPLE, day=CENSUS))), "") == {}
