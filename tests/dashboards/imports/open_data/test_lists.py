"""The two lists: statistical neighbours in either layout, and the register of schools."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from dashboards.imports.contract import Delivery, Level, SchoolFacts, UnusableDelivery
from dashboards.imports.open_data import gias, neighbours
from safetyvalve.core.models import Authority
from tests.dashboards.imports.open_data.published import SMALL, deliver, files, found

pytestmark = pytest.mark.django_db
TEN = ("357", "394", "879", "372", "807", "921", "370", "390", "354", "894")
REGISTER = (
    "URN,LA (code),LA (name),EstablishmentName,TypeOfEstablishment (code),TypeOfEstablishment (name),"
    "EstablishmentStatus (name),UKPRN,TypeOfResourcedProvision (name),ResourcedProvisionCapacity,SenUnitCapacity\r\n"
)


def test_torbay_has_its_ten_neighbours_in_order(torbay: Authority, folder: Path) -> None:
    long_file = files(folder, "lait", "statistical_neighbours_2025_long.csv")
    reading = neighbours.read(deliver(torbay, *long_file))
    assert tuple(each.la_code for each in reading.neighbours) == TEN
    assert [each.rank for each in reading.neighbours] == list(range(1, 11))
    assert (reading.neighbours[0].closeness, reading.neighbours[5].closeness) == ("Very close", "Close")
    assert reading.edition == "2025"
    assert dict(reading.summary)["Neighbours"].startswith("Tameside, Sunderland, Plymouth, Rotherham")


def workbook(*rows: tuple[object, ...]) -> bytes:
    book, saved = Workbook(), io.BytesIO()
    book.active.append(["Children's services statistical neighbours"])
    for row in rows:
        book.active.append(row)
    book.save(saved)
    return saved.getvalue()


def test_the_wide_workbook_says_the_same(torbay: Authority) -> None:
    head = ["LA number", "LA name", "Region", *(text for n in range(1, 11) for text in (f"SN{n}", f"SN{n} Prox"))]
    closeness = ["Very close"] * 5 + ["Close"] * 5
    cells = [cell for code, word in zip(TEN, closeness, strict=True) for cell in (int(code), word)]
    book = workbook(head, [880, "Torbay", "South West", *cells], [301, "Barking and Dagenham", "London", *cells])
    reading = neighbours.read(deliver(torbay, ("sn_may_2025.xlsx", book)))
    long_file = files(SMALL, "lait", "statistical_neighbours_2025_long.csv")
    assert reading.neighbours == neighbours.read(deliver(torbay, *long_file)).neighbours
    assert reading.edition == "2025"


def test_codes_without_words_for_closeness_are_read_too(torbay: Authority) -> None:
    book = workbook(["LA number", "LA name", "SN1", "SN2"], [880, "Torbay", 357, 394])
    reading = neighbours.read(deliver(torbay, ("neighbours.xlsx", book), edition="May 2025"))
    assert [(each.la_code, each.closeness) for each in reading.neighbours] == [("357", ""), ("394", "")]
    assert reading.edition == "May 2025"


def test_a_neighbour_that_is_no_more_is_told(torbay: Authority) -> None:
    book = workbook(["LA number", "LA name", "SN1", "SN2"], [880, "Torbay", 357, 909])
    assert found(neighbours.read(deliver(torbay, ("neighbours.xlsx", book)))) == {"area-unknown": 1}


@pytest.mark.parametrize(
    ("text", "code"),
    [("la_code,rank,sn_code\n816,1,916\n", "wrong-council"), ("la_code,name\n880,Torbay\n", "file-not-recognised")],
)
def test_another_list_of_neighbours_cannot_be_used(torbay: Authority, text: str, code: str) -> None:
    with pytest.raises(UnusableDelivery) as refused:
        neighbours.read(deliver(torbay, ("neighbours.csv", text)))
    assert [(problem.code, problem.level) for problem in refused.value.problems] == [(code, Level.FATAL)]


def test_schools_are_kept_with_what_placements_need(torbay: Authority) -> None:
    rows = (
        "113000,880,Torbay,École Primary,2,Voluntary aided school,Open,10001111,SEN unit,,8\r\n"
        "113001,880,Torbay,Old School,28,Academy sponsor led,Closed,,Resourced provision and SEN unit,10,5\r\n"
        "113002,881,Essex,A College,18,Further education,Open,10002222,Not applicable,,\r\n"
        '113003,880,Torbay,B School,01,Community school,"Open, but proposed to close",,,12,0\r\n'
        "1130,880,Torbay,No number,01,Community school,Open,,,,\r\n"
    )
    reading = gias.read(deliver(torbay, ("edubasealldata20251101.csv", (REGISTER + rows).encode("cp1252"))))
    primary, old, college, proposed = reading.schools
    assert primary == SchoolFacts(
        "113000", "École Primary", "02", "Voluntary aided school", "10001111", "880", True, False
    )
    assert (old.has_sen_unit, old.has_resourced_provision, old.is_open) == (True, True, False)
    assert (college.has_sen_unit, college.has_resourced_provision, college.la_code) == (None, None, "881")
    assert (proposed.has_sen_unit, proposed.has_resourced_provision, proposed.is_open) == (False, True, True)
    assert found(reading)["urn-missing"] == 1
    assert dict(reading.summary)["In the council’s area"] == "3"


def test_fifty_thousand_schools_are_read_row_by_row_with_progress(torbay: Authority) -> None:
    rows = "".join(f"{100000 + n},880,Torbay,School {n},28,Academy sponsor led,Open,,,,\r\n" for n in range(50_000))
    told: list[int] = []
    delivered = deliver(torbay, ("edubasealldata.csv", REGISTER + rows)).files
    reading = gias.read(Delivery(torbay, delivered, progress=lambda done, total, words: told.append(done)))
    assert len(reading.schools) == 50_000
    assert told == sorted(told)
    assert len(told) == 25


def test_a_list_without_schools_of_the_council_is_told_and_another_file_refused(torbay: Authority) -> None:
    elsewhere = REGISTER + "113002,881,Essex,A College,18,Further education,Open,,,,\r\n"
    assert found(gias.read(deliver(torbay, ("schools.csv", elsewhere)))) == {"council-absent": 1}
    with pytest.raises(UnusableDelivery) as refused:
        gias.read(deliver(torbay, ("other.csv", "name,place\na,b\n")))
    assert refused.value.problems[0].code == "file-not-recognised"
