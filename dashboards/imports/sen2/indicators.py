"""From people in memory to figures: the one way for SEN2 XML, COLLECT's CSV files and spreadsheets of cases."""

from collections.abc import Mapping
from datetime import date

from dashboards.imports.sen2.assessed import assessment_rows
from dashboards.imports.sen2.counting import flow_rows
from dashboards.imports.sen2.coverage import Window, items_seen, usual_since
from dashboards.imports.sen2.meanings import Meanings
from dashboards.imports.sen2.people import distinct
from dashboards.imports.sen2.places import Schools
from dashboards.imports.sen2.records import Person
from dashboards.imports.sen2.stocks import stock_rows
from dashboards.imports.sen2.topics import Context
from dashboards.services.measurements import Row


def indicators(
    people: list[Person],
    *,
    as_at: date,
    since: date | None = None,
    codes: Mapping[str, Mapping[str, str]],
    schools: Schools | None = None,
    la_code: str = "",
) -> list[Row]:
    """Every measure of section 2 that these people tell, as counts.

    Positions stand on ``as_at`` and on the month ends from ``since`` (usually 1 January) to it; flows are by whole
    month and whole calendar year between the two. ``codes`` is ``dashboards.categories.return_codes(authority)``,
    ``schools`` ``Schools.of(School.objects.standing(authority))``, ``la_code`` the council's. What occurs nowhere in
    ``people`` gives no row; what does, gives zeros where nothing was counted.
    """
    meanings = Meanings(codes)
    schools = schools or Schools()
    seen = items_seen(people) | ({"schools"} if schools.is_listed else set())
    context = Context(meanings, schools, seen, la_code)
    window = Window(since or usual_since(as_at), as_at)
    everybody = distinct(people, meanings)
    cases = [facts for one in everybody for facts in one]
    return [
        *stock_rows(everybody, window, context),
        *flow_rows(cases, window, context),
        *assessment_rows(cases, window, context),
    ]
