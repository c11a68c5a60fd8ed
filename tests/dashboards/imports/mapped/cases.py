"""A spreadsheet of cases, for tests."""

from datetime import date

from dashboards.imports import mapped
from dashboards.imports.contract import Reading
from dashboards.imports.mapping_spec import ProposedMapping
from safetyvalve.core.models import Authority
from tests.dashboards.imports.sheets import csv_file, delivery

AS_AT = date(2024, 5, 31)

HEADINGS = [
    *("Child name", "UPN", "DOB", "Date received", "Requested by", "Decision", "Decision date"),
    *("EHCP start date", "Date ceased", "Reason ceased", "Primary need", "Case notes"),
]

CASES = [
    [
        "Ada Jones",
        "X1",
        "01/02/2016",
        "02/04/24",
        "Parent/carer",
        "Agreed",
        "10/05/2024",
        "",
        "",
        "",
        "Autism",
        "Moved",
    ],
    ["Ben Smith", "X2", "03/04/2012", "12/04/2024", "School", "Refused", "2024-05-20", "", "", "", "SEMH", ""],
    ["Cat Hale", "X3", "05/06/2010", "3 May 2024", "Parent/carer", "Refused", "2024-05-28", "", "", "", "MLD", ""],
    ["Dan Moss", "X4", "07/08/2008", "2024-05-09", "School", "", "", "", "", "", "", "Waiting for advice"],
    [
        "Eve Ross",
        "X5",
        "09/10/2006",
        "2022-Sep-28 00:00:00",
        "GP",
        "Agreed",
        "01/11/2022",
        "01/02/2023",
        "",
        "",
        "SEMH",
    ],
    ["Flo Dean", "X6", "11/12/2004", "", "", "", "", "2019-09-01", "15/05/2024", "University", "ASD", ""],
]


def read(council: Authority, rows: list[list[str]], **options: object) -> tuple[Reading, ProposedMapping]:
    file = csv_file([HEADINGS, *rows], "cases.csv")
    return mapped.read_and_propose(delivery(council, file, as_at=AS_AT, **options))


def counted(reading: Reading, code: str, period: str, topic: str = "") -> dict[str, int]:
    """What a measure comes to, by heading."""
    return {
        row.breakdown: int(row.value or 0)
        for row in reading.rows
        if (row.code, row.period.label, row.breakdown_topic) == (code, period, topic)
    }
