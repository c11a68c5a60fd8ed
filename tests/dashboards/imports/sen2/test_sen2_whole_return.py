"""What a SEN2 return as a whole lacks, and shares that are worth a look."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from dashboards.imports.contract import Level
from dashboards.imports.sen2 import read_xml
from dashboards.models import ImportBatch
from dashboards.periods import Period
from dashboards.services.measurements import Row
from safetyvalve.core.models import Authority
from tests.dashboards import records
from tests.dashboards.imports.sen2 import builder
from tests.dashboards.imports.sen2.builder import (
    Node,
    active,
    assessment,
    need,
    placed,
    plan,
    request,
    standing,
)
from tests.dashboards.imports.sen2.conftest import delivery
from tests.dashboards.imports.sen2.faults import PLACED, problems_of, somebody
from tests.dashboards.imports.sen2.people import CENSUS, PEOPLE


def without(node: Node, name: str) -> Node:
    return replace(node, inside=tuple(without(each, name) for each in node.inside if each.name != name))


STANDING = standing("2019-01-01", "2019-05-01", PLACED)


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("no-placements", lambda case: without(case, "PlacementDetail")),
        ("no-needs", lambda case: without(case, "SENneed")),
        ("no-cease-dates", lambda case: case),
        ("no-decision-dates", lambda case: case),
        ("no-request-dates", lambda case: replace(case, items={"RequestOutcome": "H"})),
    ],
)
def test_what_a_whole_return_lacks_is_named(council: Authority, code: str, change: Callable[[Node], Node]) -> None:
    people = [somebody(change(STANDING), number=number) for number in range(1, 21)]
    assert code in problems_of(council, *people)
    assert code not in problems_of(council, *people[:19]), "of fewer than twenty it says nothing"


def test_all_plans_marked_as_exceptions_are_named(council: Authority) -> None:
    def new(week20: str) -> Node:
        outcome = {"AssessmentOutcome": "Y", "AssessmentOutcomeDate": "2024-09-01", "Week20": week20}
        return request(assessment(plan("2024-09-10"), **outcome), PLACED, ReceivedDate="2024-03-01", RequestOutcome="H")

    people = [somebody(new("1"), number=number) for number in range(1, 21)]
    assert problems_of(council, *people)["all-exceptions"].count == 20
    assert "all-exceptions" not in problems_of(council, *people, somebody(new("0"), number=21))


@pytest.mark.parametrize(
    ("code", "usual", "odd"),
    [
        (
            "many-other-reasons",
            standing("2019-01-01", "2019-05-01", ended="2024-05-01", reason="1"),
            standing("2019-01-01", "2019-05-01", ended="2024-05-01", reason="9"),
        ),
        (
            "many-other-settings",
            STANDING,
            standing("2019-01-01", "2019-05-01", active(placed(SENsetting="OTH"), need("ASD"))),
        ),
        (
            "many-not-in-education",
            STANDING,
            standing("2019-01-01", "2019-05-01", active(placed(SENsetting="NIEO"), need("ASD"))),
        ),
        (
            "many-tribunals",
            request(ReceivedDate="2024-01-02", RequestOutcome="N", RequestOutcomeDate="2024-02-02"),
            request(
                ReceivedDate="2024-01-02", RequestOutcome="N", RequestOutcomeDate="2024-02-02", RequestTribunal="1"
            ),
        ),
    ],
)
def test_unusual_shares_are_worth_a_look(council: Authority, code: str, usual: Node, odd: Node) -> None:
    few = [somebody(usual, number=number) for number in range(1, 21)]
    many = [*few, *(somebody(odd, number=number) for number in range(21, 43))]
    assert code not in problems_of(council, *few, somebody(odd, number=21))
    assert problems_of(council, *many)[code].count == 22


def test_a_tribunal_about_a_plan_of_years_ago_is_said_and_not_counted(council: Authority) -> None:
    before = assessment(plan("2019-05-01"), AssessmentOutcome="H", OtherTribunal="1")
    people = [somebody(request(before, PLACED, ReceivedDate="2019-01-01", RequestOutcome="H"))]
    reading = read_xml(delivery(council, builder.xml(people, day=CENSUS)))
    assert [problem.code for problem in reading.problems] == ["right-of-before"]
    assert {row.value for row in reading.rows if row.code == "other_tribunal"} == {0}


def test_without_a_list_of_schools_it_is_said_and_placements_are_not_known(bare_council: Authority) -> None:
    reading = read_xml(delivery(bare_council, builder.xml(PEOPLE, day=CENSUS)))
    assert "no-schools" in {problem.code for problem in reading.problems}
    found = {
        row.breakdown: row.value
        for row in reading.rows
        if row.code == "plans_maintained" and row.breakdown_topic == "placement" and row.value
    }
    assert found == {
        "placement_unknown": 9,
        "ukrlp_provider": 1,
        "nm_early_years": 1,
        "other_arrangements_la": 1,
        "neet_ntci": 1,
        "elective_home_education": 1,
    }
    assert not {"plans_out_of_area", "plans_independent"} & {row.code for row in reading.rows}


def test_the_published_number_of_plans_is_shown_beside(council: Authority) -> None:
    row = Row("plans_maintained", Period(CENSUS, CENSUS), Decimal(1643))
    records.put(council, row, kind=ImportBatch.Kind.PUBLISHED)
    problem = problems_of(council, *PEOPLE)["published-differs"]
    assert problem.sentence == "The file comes to 14 plans on 16 January 2025; 1,643 are published."
    assert problem.level == Level.NOTE
