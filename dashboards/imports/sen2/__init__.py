"""SEN2 returns: person-level files in, counts out. Nothing about a child leaves this package.

For readers of other files that hold a row per case, three names are all that is needed::

    faults = Faults()
    people = [person_from_items({"ReceivedDate": "12/05/2024", "RequestOutcome": "N"}, faults, "Row 2"), ...]
    rows = indicators(people, as_at=as_at, since=since, codes=return_codes(authority), schools=Schools.of(...))
    problems = own_checks(people, faults, as_at=as_at, codes=return_codes(authority))

``person_from_items`` takes SEN2's item names and text (dates as people write them, codes of SEN2 or their meanings in
the words of the code list: "N" or "refused"). ``Person.cases[0].need`` and ``.school`` (a URN) may be set for what a
spreadsheet knows of a request itself. Rows of the same person belong together when they have the same UPN.
"""

from dashboards.imports.sen2.assembling import person_from_items
from dashboards.imports.sen2.faults import Faults
from dashboards.imports.sen2.indicators import indicators
from dashboards.imports.sen2.places import Schools
from dashboards.imports.sen2.records import Case, Person

__all__ = ["Case", "Faults", "Person", "Schools", "indicators", "person_from_items"]
