"""SEN2 returns: person-level files in, counts out. Nothing about a child leaves this package.

For readers of other files that hold a row per case, three names are all that is needed::

    faults = Faults()
    people = [person_from_items({"ReceivedDate": "12/05/2024", "RequestOutcome": "N"}, faults, "Row 2"), ...]
    codes, schools = return_codes(authority), schools_of(authority, people)
    rows = indicators(people, as_at=as_at, since=since, codes=codes, schools=schools, la_code=authority.la_code)
    problems = own_checks(people, faults, as_at=as_at, codes=codes, schools=schools)

``person_from_items`` takes SEN2's item names and text (dates as people write them, codes of SEN2 or their meanings in
the words of the code list: "N" or "refused"). ``Person.cases[0].need`` and ``.school`` (a URN) may be set for what a
spreadsheet knows of a request itself. Rows of the same person belong together when they have the same UPN.
"""

from dashboards.imports.sen2.assembling import person_from_items
from dashboards.imports.sen2.checks import own_checks
from dashboards.imports.sen2.entry import read_blade, read_xml
from dashboards.imports.sen2.faults import Faults
from dashboards.imports.sen2.indicators import indicators
from dashboards.imports.sen2.places import Schools
from dashboards.imports.sen2.records import Case, Person
from dashboards.imports.sen2.register import schools_of

__all__ = [
    "Case",
    "Faults",
    "Person",
    "Schools",
    "indicators",
    "own_checks",
    "person_from_items",
    "read_blade",
    "read_xml",
    "schools_of",
]
