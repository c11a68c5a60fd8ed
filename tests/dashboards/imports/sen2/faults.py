"""SEN2 returns with faults, for tests."""

from dashboards.imports.contract import Problem
from dashboards.imports.sen2 import read_xml
from safetyvalve.core.models import Authority
from tests.dashboards.imports.sen2 import builder
from tests.dashboards.imports.sen2.builder import (
    Node,
    active,
    need,
    person,
    placed,
)
from tests.dashboards.imports.sen2.conftest import delivery
from tests.dashboards.imports.sen2.people import CENSUS


def problems_of(council: Authority, *people: Node) -> dict[str, Problem]:
    reading = read_xml(delivery(council, builder.xml(people, day=CENSUS)))
    return {problem.code: problem for problem in reading.problems}


def somebody(*requests: Node, number: int = 1, **items: str) -> Node:
    return person(number, *requests, born="2015-05-05", sex="F", **items)


PLACED = active(placed(URN="100001", EntryDate="2020-09-01"), need("ASD"))
