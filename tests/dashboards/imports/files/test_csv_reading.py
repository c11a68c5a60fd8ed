"""CSV as it comes out of case systems, Excel and DfE: every dialect reads alike, and damage has a name."""

import codecs
import random

import pytest

from dashboards.imports.contract import Delivered
from dashboards.imports.files.limits import Limits
from dashboards.imports.files.tables import read_tables
from tests.dashboards.imports.files.books import codes, refusal

TEXT = "Measure,May 2024\nEHC plans – café,£1 570\n"
ROWS = (("Measure", "May 2024"), ("EHC plans – café", "£1 570"))


def rows(content: bytes | str, name: str = "figures.csv") -> tuple:
    [sheet] = read_tables(Delivered(name, content.encode() if isinstance(content, str) else content)).sheets
    assert sheet.is_csv
    assert sheet.name == name
    return sheet.rows


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
    ],
    ids=["utf-8", "utf-8 with bom", "utf-16 le", "utf-16 be", "windows-1252", "crlf", "cr"],
)
def test_every_usual_encoding_reads_alike(content: bytes) -> None:
    assert rows(content) == ROWS


def test_windows_1252_is_said_so_that_somebody_looks_at_the_accents() -> None:
    assert codes(read_tables(Delivered("a.csv", TEXT.encode("cp1252")))) == ["read-as-windows-1252"]


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode("utf-16-le"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        codecs.BOM_UTF8 + TEXT.encode("cp1252"),
        codecs.BOM_UTF16_LE + b"\x00\xd8\x41",
        b"a,b\n1,\x00\n",
        b"\x81\x8d,1\n",
    ],
    ids=["utf-16 without bom", "utf-32", "a wrong bom", "broken utf-16", "a NUL", "no encoding at all"],
)
def test_text_that_cannot_be_told_is_refused_by_name(content: bytes) -> None:
    assert refusal(Delivered("figures.csv", content)) == "file-encoding"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_whatever_separates_the_fields_is_found(delimiter: str) -> None:
    text = "\n".join(
        delimiter.join(row) for row in (("Measure", "May", "June"), ("Plans", "1", "2"), ("New", "3", "4"))
    )
    assert rows(text) == (("Measure", "May", "June"), ("Plans", "1", "2"), ("New", "3", "4"))


def test_commas_inside_figures_do_not_pass_for_the_separator() -> None:
    assert rows('Measure;May\nPlans;"1,570"\nCosts;1,234,567\n')[2] == ("Costs", "1,234,567")


def test_excels_own_line_about_the_separator_is_obeyed_and_keeps_its_row() -> None:
    assert rows("sep=;\nMeasure;May, all\nPlans;1\n") == ((), ("Measure", "May, all"), ("Plans", "1"))


def test_quoted_line_breaks_quotes_and_separators_stay_in_their_cell() -> None:
    assert rows('Measure,"May\n2024"\n"Plans, ""all""",5\n') == (("Measure", "May\n2024"), ('Plans, "all"', "5"))


def test_rows_keep_their_numbers_and_lengths() -> None:
    assert rows("Title\n\nMeasure,May,,\nPlans,1,2,3,4\nNew\n") == (
        ("Title",),
        (),
        ("Measure", "May"),
        ("Plans", "1", "2", "3", "4"),
        ("New",),
    )


def test_cells_lose_space_around_them_and_empty_ones_are_none() -> None:
    text = "\u00a0Plans \u00a0,  , 5\n"
    assert rows(text) == (("Plans", None, "5"),)


def test_a_cell_beyond_the_end_of_its_row_is_empty() -> None:
    [sheet] = read_tables(Delivered("a.csv", b"Plans,1\nNew\n")).sheets
    assert (sheet.cell(0, 1), sheet.cell(1, 1), sheet.cell(9, 0)) == ("1", None, None)


@pytest.mark.parametrize("text", ['Measure,May\nPlans,"5\nNew,3\nCeased,4\n', 'Measure,May\nPlans,"' + "x" * 200_000])
def test_a_quotation_mark_that_is_never_closed_is_pointed_at(text: str) -> None:
    assert refusal(Delivered("figures.csv", text.encode())) == "file-damaged"


@pytest.mark.parametrize("content", [b"", b" \r\n\t", codecs.BOM_UTF8, b",,,\n,,\n", b"\0\0\0"])
def test_a_file_without_anything_in_it_is_empty(content: bytes) -> None:
    assert refusal(Delivered("figures.csv", content)) == "file-empty"


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(size=10), "file-too-large"),
        (Limits(rows=2), "too-many-rows"),
        (Limits(columns=2), "too-many-columns"),
        (Limits(cells=5), "too-many-rows"),
    ],
)
def test_a_file_beyond_a_limit_is_refused_before_it_hurts(limits: Limits, code: str) -> None:
    assert refusal(Delivered("a.csv", b"a,b,c\n1,2,3\n4,5,6\n"), limits) == code


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("figures.csv", b"%PDF-1.7\n..."),
        ("figures.csv", b"\x89PNG\r\n\x1a\n"),
        ("figures.csv", b"<?xml version='1.0'?><a/>"),
        ("figures.csv", b"\xef\xbb\xbf<!DOCTYPE html><html></html>"),
        ("figures.csv", b"  <html><table></table></html>"),
        ("figures.csv", b"PK\x03\x04zip"),
        ("figures.xlsx", b"a,b\n1,2\n"),
        ("figures.xls", b"<html></html>"),
        ("figures.xls", b"a\tb\n"),
        ("figures.pdf", b"a,b\n"),
        ("figures", b"a,b\n"),
        (".csv", b"a,b\n"),
        ("figures.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    ],
)
def test_a_file_of_another_kind_is_refused_whatever_it_is_called(name: str, content: bytes) -> None:
    assert refusal(Delivered(name, content)) == "file-wrong-kind"


def test_fifty_thousand_rows_are_read_as_they_are() -> None:
    digits = random.Random(1)  # noqa: S311 (the same rows every time)
    lines = [",".join(str(digits.randrange(10_000)) for _ in range(10)) for _ in range(50_000)]
    found = rows("\n".join(lines))
    assert len(found) == 50_000
    assert ",".join(found[-1]) == lines[-1]
