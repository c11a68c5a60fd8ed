"""Files that cannot be read are refused with a name for the reason; nothing of them is counted in part."""

import re

import pytest

from dashboards.imports.contract import Level, Reading, UnusableDelivery
from dashboards.imports.sen2 import read_blade, read_xml, returns
from safetyvalve.core.models import Authority
from tests.dashboards.imports.sen2 import builder, table
from tests.dashboards.imports.sen2.conftest import delivery, loose
from tests.dashboards.imports.sen2.people import CENSUS, PEOPLE

RETURN = builder.xml(PEOPLE, day=CENSUS)
TEXT = RETURN.decode()
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<Message><Persons><Person><Sex>&b;</Sex></Person></Persons></Message>"
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b" \n ", "file-empty"),
        (RETURN[: len(RETURN) // 2], "file-damaged"),
        (RETURN.replace(b"</Person>", b"</Prson>", 1), "file-damaged"),
        (BOMB.encode(), "file-has-dtd"),
        (b'<!DOCTYPE m SYSTEM "http://example.org/m.dtd"><m><Person/></m>', "file-has-dtd"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "file-wrong-kind"),
        (b"<html><body><p>Sign in</body></html>", "file-wrong-kind"),
        (b"UPN;ReceivedDate\n1;2\n", "file-wrong-kind"),
        (b"<Message><Header><Collection>CIN</Collection></Header><Child/></Message>", "not-sen2"),
        (b"<Message><Header><Collection>CIN</Collection></Header><Person/></Message>", "not-sen2"),
        (b"<Message><Header><Collection>SEN2</Collection></Header></Message>", "no-people"),
        (b'<?xml version="1.0" encoding="klingon"?><Message><Person/></Message>', "file-encoding"),
        (b"<Person>" + b"<a>" * 1000, "file-damaged"),
        (builder.xml(PEOPLE, day=CENSUS, council="878"), "wrong-council"),
        (builder.xml(PEOPLE, day=None), "no-date"),
    ],
)
def test_xml_that_cannot_be_counted_is_refused_by_name(council: Authority, content: bytes, code: str) -> None:
    with pytest.raises(UnusableDelivery) as refusal:
        read_xml(delivery(council, content))
    [problem] = refusal.value.problems
    assert (problem.code, problem.level) == (code, Level.FATAL)
    assert problem.sentence
    assert problem.fix
    assert not any(secret in problem.sentence for secret in builder.secrets(PEOPLE))


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_other_encodings_are_read(council: Authority, from_xml: Reading, codec: str) -> None:
    name = codec.removesuffix("-sig")
    text = TEXT.replace("UTF-8", name).replace(builder.SURNAME, "Öztürk–Élan" if codec != "iso-8859-1" else "Öztürk")
    assert read_xml(delivery(council, text.encode(codec))).rows == from_xml.rows


def test_windows_text_that_says_it_is_utf_8_is_read_and_said(council: Authority, from_xml: Reading) -> None:
    reading = read_xml(delivery(council, TEXT.replace(builder.SURNAME, "O’Néill").encode("cp1252")))
    assert reading.rows == from_xml.rows
    assert "read-as-windows-1252" in {problem.code for problem in reading.problems}


def test_names_of_elements_may_be_in_any_case_and_have_a_prefix(council: Authority, from_xml: Reading) -> None:
    text = re.sub(r"<(/?)([A-Za-z]\w*)>", lambda m: f"<{m[1]}s:{m[2].upper()}>", TEXT)
    text = text.replace("<s:MESSAGE>", '<s:MESSAGE xmlns:s="urn:sen2">')
    assert read_xml(delivery(council, text.encode())).rows == from_xml.rows


def test_items_never_heard_of_are_passed_over(council: Authority, from_xml: Reading) -> None:
    text = TEXT.replace("<Persons>", "<Novelty><UPN>x</UPN></Novelty><Persons>")
    text = text.replace("<ReceivedDate>", "<Ethnicity>WBRI</Ethnicity><New><Newer>1</Newer></New><ReceivedDate>")
    assert read_xml(delivery(council, text.encode())).rows == from_xml.rows


def test_an_unknown_council_is_a_warning(council: Authority) -> None:
    reading = read_xml(delivery(council, builder.xml(PEOPLE, day=CENSUS, council="")))
    assert "council-not-said" in {problem.code for problem in reading.problems}


@pytest.mark.parametrize("since", ["yesterday", "2025-02-01"])
def test_a_first_day_that_cannot_be_is_refused(council: Authority, since: str) -> None:
    with pytest.raises(UnusableDelivery) as refusal:
        read_xml(delivery(council, RETURN, since=since))
    assert refusal.value.problems[0].code == "date-wrong"


def test_a_day_after_the_one_the_file_is_of_is_a_warning(council: Authority) -> None:
    later = CENSUS.replace(month=3, day=31)
    reading = read_xml(delivery(council, RETURN, as_at=later))
    assert reading.as_at == later
    assert "date-after-file" in {problem.code for problem in reading.problems}


def test_a_zip_without_xml_is_refused(council: Authority) -> None:
    with pytest.raises(UnusableDelivery) as refusal:
        read_xml(delivery(council, builder.zipped({"a.txt": b"x"}), "a.zip"))
    assert refusal.value.problems[0].code == "file-wrong-kind"


# CSV files of COLLECT


def _files(**changed: bytes | None) -> dict[str, bytes]:
    """The nine files, some of them other ones or left out."""
    files = builder.blade(PEOPLE, day=CENSUS)
    for kind, content in changed.items():
        name = f"Blade-Export_20-01-2025_{kind}.csv"
        if content is None:
            del files[name]
        else:
            files[name] = content
    return files


PERSON = _files()["Blade-Export_20-01-2025_person.csv"]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (_files(person=None), "table-missing"),
        (_files(requests=None), "table-missing"),
        (_files(person=b""), "file-empty"),
        (_files(person=PERSON.splitlines(keepends=True)[0]), "no-people"),
        (_files(person=PERSON + b'31,"broken off'), "file-damaged"),
        (_files(person=b"name,score\nx,1\n"), "file-wrong-kind"),
        (_files(person=b"\x00\x01\x02" * 50), "file-wrong-kind"),
        (_files() | {"copy_person.csv": PERSON}, "table-missing"),
        (_files() | {"Blade-Export_20-01-2025_PERSON.csv": PERSON}, "table-twice"),
        (builder.blade(PEOPLE, day=CENSUS, council="878"), "wrong-council"),
        (_files(sen2=None), "no-date"),
    ],
)
def test_tables_that_cannot_be_counted_are_refused_by_name(
    council: Authority, files: dict[str, bytes], code: str
) -> None:
    with pytest.raises(UnusableDelivery) as refusal:
        read_blade(loose(council, files))
    assert [(problem.code, problem.level) for problem in refusal.value.problems] == [(code, Level.FATAL)]


def test_tables_that_are_missing_are_named_and_the_rest_is_counted(council: Authority, from_csv: Reading) -> None:
    reading = read_blade(loose(council, _files(senneed=None, placementdetail=None)))
    missing = [problem.sentence for problem in reading.problems if problem.code == "table-missing"]
    assert missing == ["The table placementdetail is missing.", "The table senneed is missing."]
    found, whole = table.figures(reading.rows), table.figures(from_csv.rows)
    assert {key[2] for key in whole} - {key[2] for key in found} >= {"residential", "work_based"}
    without_places = {key: value for key, value in found.items() if key[2] != "placement"}
    late = "backlog_reviews_overdue"
    assert without_places == {key: whole[key] for key in without_places if key[0] != late} | {
        key: value for key, value in without_places.items() if key[0] == late
    }


def test_files_are_known_by_their_first_column_whatever_they_are_called(council: Authority, from_csv: Reading) -> None:
    files = {f"{number}.csv": content for number, content in enumerate(reversed(_files().values()))}
    assert table.figures(read_blade(loose(council, files)).rows) == table.figures(from_csv.rows)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1252"])
def test_tables_in_other_encodings_and_with_semicolons_are_read(
    council: Authority, from_csv: Reading, codec: str
) -> None:
    files = {
        name: content.decode().replace(",", ";").replace(builder.SURNAME, "Élan").encode(codec)
        for name, content in _files().items()
    }
    assert table.figures(read_blade(loose(council, files)).rows) == table.figures(from_csv.rows)


def test_a_row_whose_parent_is_not_there_is_left_out_and_said(council: Authority, from_csv: Reading) -> None:
    files = _files()
    name = "Blade-Export_20-01-2025_senneed.csv"
    heading = files[name].decode().splitlines()[0].split(",")
    row = ",".join({"activeplanstableid": "777", "sentype": "ASD"}.get(each, "") for each in heading)
    files[name] += row.encode()
    reading = read_blade(loose(council, files))
    assert reading.rows == from_csv.rows
    [problem] = [problem for problem in reading.problems if problem.code == "part-astray"]
    assert "senneed, row" in problem.sentence


def test_more_records_than_any_return_has_are_refused_before_they_fill_the_memory(
    council: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returns, "MOST_RECORDS", 20)
    for read, files in (
        (read_xml, delivery(council, RETURN)),
        (read_blade, loose(council, builder.blade(PEOPLE, day=CENSUS))),
    ):
        with pytest.raises(UnusableDelivery) as refusal:
            read(files)
        assert [problem.code for problem in refusal.value.problems] == ["too-many-people"]
