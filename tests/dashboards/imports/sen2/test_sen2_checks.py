"""Our own checks name what they find by place, count it, and quote nothing."""

from dataclasses import replace

import pytest

from dashboards.imports.contract import Level
from dashboards.imports.sen2 import read_xml
from safetyvalve.core.models import Authority
from tests.dashboards.imports.sen2 import builder
from tests.dashboards.imports.sen2.builder import (
    Node,
    active,
    assessment,
    need,
    person,
    placed,
    plan,
    request,
    standing,
)
from tests.dashboards.imports.sen2.conftest import delivery
from tests.dashboards.imports.sen2.faults import PLACED, problems_of, somebody
from tests.dashboards.imports.sen2.people import CENSUS, PEOPLE


def replace_rank(node: Node, rank: str) -> Node:
    inside = tuple(replace_rank(each, rank) for each in node.inside)
    items = {**node.items, "PlacementRank": rank} if node.name == "PlacementDetail" else node.items
    return replace(node, items=items, inside=inside)


ASKED = request(ReceivedDate="2024-12-20", RequestSource="1", RequestOutcome="A")


def test_a_return_without_faults_has_none(council: Authority) -> None:
    assert problems_of(council, somebody(standing("2019-01-01", "2019-05-01", PLACED)), somebody(ASKED, number=2)) == {}


def test_the_made_up_return_has_the_faults_that_were_put_into_it(council: Authority) -> None:
    found = problems_of(council, *PEOPLE)
    assert {code: problem.count for code, problem in found.items()} == {
        "identifier-missing": 1,
        "source-missing": 1,
        "placement-missing": 2,
        "school-unknown": 1,
        "age-unlikely": 1,
        "two-open-plans": 1,
        "undecided-after-6-weeks": 1,
        "not-issued-after-20-weeks": 1,
    }
    assert found["school-unknown"].sentence.endswith("Where: Person 14, request 2, item URN.")


@pytest.mark.parametrize(
    ("code", "item", "case"),
    [
        (
            "dates-out-of-order",
            "RequestOutcomeDate",
            request(ReceivedDate="2024-03-01", RequestOutcome="N", RequestOutcomeDate="2024-02-29"),
        ),
        (
            "dates-out-of-order",
            "StartDate",
            request(
                assessment(plan("2024-01-01"), AssessmentOutcome="Y", AssessmentOutcomeDate="2024-04-01"),
                ReceivedDate="2024-03-01",
                RequestOutcome="H",
            ),
        ),
        ("dates-out-of-order", "CeaseDate", standing("2019-01-01", "2019-05-01", ended="2019-04-30", reason="9")),
        (
            "date-after-return",
            "RequestOutcomeDate",
            request(ReceivedDate="2024-12-20", RequestOutcome="N", RequestOutcomeDate="2025-01-17"),
        ),
        ("decision-half-recorded", "RequestOutcomeDate", request(ReceivedDate="2024-12-20", RequestOutcome="N")),
        (
            "decision-half-recorded",
            "RequestOutcome",
            request(ReceivedDate="2024-12-20", RequestOutcomeDate="2024-12-22"),
        ),
        (
            "decision-half-recorded",
            "AssessmentOutcomeDate",
            request(assessment(AssessmentOutcome="N"), ReceivedDate="2024-11-20", RequestOutcome="H"),
        ),
        (
            "outcome-contradicted",
            "RequestOutcome",
            request(
                assessment(AssessmentOutcome="A"),
                ReceivedDate="2024-12-20",
                RequestOutcome="N",
                RequestOutcomeDate="2024-12-22",
            ),
        ),
        (
            "outcome-contradicted",
            "AssessmentOutcome",
            request(
                assessment(plan("2024-12-02"), AssessmentOutcome="N", AssessmentOutcomeDate="2024-12-01"),
                ReceivedDate="2024-09-20",
                RequestOutcome="H",
            ),
        ),
        ("cease-half-recorded", "CeaseReason", standing("2019-01-01", "2019-05-01", ended="2024-04-30")),
        ("cease-half-recorded", "CeaseDate", standing("2019-01-01", "2019-05-01", PLACED, reason="2")),
        ("start-missing", "StartDate", standing("2019-01-01", "", PLACED)),
        ("placement-missing", "PlacementRank", standing("2019-01-01", "2019-05-01", replace_rank(PLACED, "2"))),
        (
            "setting-missing",
            "URN",
            standing("2019-01-01", "2019-05-01", active(placed(EntryDate="2020-09-01"), need("ASD"))),
        ),
        (
            "code-unknown",
            "SENtype",
            standing("2019-01-01", "2019-05-01", active(placed(URN="100001"), need("XYZ"))),
        ),
        (
            "code-unknown",
            "SENsetting",
            standing("2019-01-01", "2019-05-01", active(placed(SENsetting="XYZ"), need("ASD"))),
        ),
        ("code-unknown", "DP", standing("2019-01-01", "2019-05-01", PLACED, DP="EX")),
        (
            "school-unknown",
            "URN",
            standing("2019-01-01", "2019-05-01", active(placed(URN="123456"), need("ASD"))),
        ),
        (
            "unit-not-in-register",
            "SENunitIndicator",
            standing(
                "2019-01-01",
                "2019-05-01",
                active(placed(URN="100002", SENunitIndicator="1", ResourcedProvisionIndicator="0"), need("ASD")),
            ),
        ),
        (
            "unit-not-said",
            "ResourcedProvisionIndicator",
            standing("2019-01-01", "2019-05-01", active(placed(URN="100002"), need("ASD"))),
        ),
        (
            "right-not-placed",
            "RequestMediation",
            request(ReceivedDate="2024-12-20", RequestOutcome="A", RequestMediation="1"),
        ),
        (
            "value-not-read",
            "RYA",
            request(ReceivedDate="2024-12-20", RequestOutcome="A", RYA="perhaps"),
        ),
    ],
)
def test_each_fault_is_named_with_its_place(council: Authority, code: str, item: str, case: Node) -> None:
    school = council.import_batches.get(importer="gias").schools.get(urn="100002")
    school.has_sen_unit = False
    school.save()
    found = problems_of(council, somebody(ASKED, number=2), somebody(case))
    assert found[code].sentence.endswith(f"Where: Person 2, request 1, item {item}.")
    assert (found[code].level, found[code].count) == (Level.WARNING, 1)


def test_somebody_whose_year_group_cannot_be_is_named(council: Authority) -> None:
    case = standing("2019-01-01", "2019-05-01", PLACED)
    found = problems_of(council, person(1, case, born="2024-09-01", sex="F"), person(2, case, born="2024-08-31"))
    assert found["age-unlikely"].sentence.endswith("Where: Person 1, request 1, item PersonBirthDate.")


def test_the_same_request_twice_is_named_and_counted_once(council: Authority) -> None:
    people = [somebody(ASKED), somebody(ASKED), somebody(ASKED, number=2)]
    reading = read_xml(delivery(council, builder.xml(people, day=CENSUS)))
    received = [row.value for row in reading.rows if row.code == "requests_received" and not row.breakdown_topic]
    assert received[-1] == 2
    [problem] = [problem for problem in reading.problems if problem.code == "request-twice"]
    assert problem.sentence.endswith("Where: Person 2, request 1, item ReceivedDate.")


def test_of_many_places_the_first_ten_are_named_and_all_are_counted(council: Authority) -> None:
    found = problems_of(council, *(somebody(ASKED, number=number, UPN="") for number in range(1, 31)))
    problem = found["identifier-missing"]
    assert problem.count == 30
    assert "Person 10, item UPN and 20 more" in problem.sentence
    assert "Person 11" not in problem.sentence


def test_a_reason_for_having_no_identifier_will_do(council: Authority) -> None:
    assert problems_of(council, somebody(ASKED, UPN="", UPNunknown="UN3")) == {}
