"""Thirty made-up people whose return is counted by hand in ``expected.csv``. One edge of the rules each, or a few.

The return is as at the census of 16 January 2025 and covers 2024. Days counted by hand: 2024 is a leap year.
"""

from datetime import date

from dashboards.imports.contract import SchoolFacts
from tests.dashboards.imports.sen2.builder import Node
from tests.dashboards.imports.sen2.people_1_to_15 import FIRST
from tests.dashboards.imports.sen2.people_16_to_30 import SECOND

CENSUS = date(2025, 1, 16)
SCHOOLS = (
    SchoolFacts("100001", "Academy special", "33", la_code="921"),
    SchoolFacts("100002", "Academy", "34", la_code="921", has_resourced_provision=True),
    SchoolFacts("100003", "Independent special", "10", la_code="878"),
    SchoolFacts("100004", "Community special", "07", la_code="921"),
    SchoolFacts("100006", "College", "18", ukprn="10001111", la_code="921"),
    SchoolFacts("100010", "Community", "01", la_code="921", has_sen_unit=True),
    SchoolFacts("100011", "Independent", "11", la_code="921"),
)
PEOPLE: tuple[Node, ...] = FIRST + SECOND
