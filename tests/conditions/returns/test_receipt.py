"""The receipt: one page that names what was submitted, who signed it and how to recognise the files."""

import io
import json

import pytest
from pypdf import PdfReader

from conditions.returns import receipt
from conditions.returns.files import RenderedFile, named
from tests.conditions.returns import examples


@pytest.fixture(scope="module")
def documents() -> list[RenderedFile]:
    return [named(kind, examples.pack(), kind.encode()) for kind in ("docx", "xlsx", "pdf")]


@pytest.fixture(scope="module")
def made(documents: list[RenderedFile]) -> list[RenderedFile]:
    return receipt.files(examples.pack(), examples.envelope(), envelope_sha256="b" * 64, documents=documents)


def test_it_comes_as_pdf_and_json(made: list[RenderedFile]) -> None:
    stem = "isle-of-sarn-safety-valve-update-2-2024-25-round-1"
    assert [each.name for each in made] == [f"{stem}-receipt.pdf", f"{stem}-receipt.json"]


def test_the_page_says_what_when_and_who_with_every_digest(
    made: list[RenderedFile], documents: list[RenderedFile]
) -> None:
    reader = PdfReader(io.BytesIO(made[0].content))
    assert len(reader.pages) == 1
    words = " ".join(reader.pages[0].extract_text().split())
    for said in (
        "Isle of Sarn (E06000999)",
        "Update 2 (September 2024), 2024-25, round 1",
        "26 September 2024 at 14:15",
        "Demo Director, 24 September 2024 at 11:05",
        "Demo Treasurer, 25 September 2024 at 16:40",
    ):
        assert said in words
    joined = words.replace(" ", "")
    for digest in (examples.pack_sha256(), "b" * 64, *(each.sha256 for each in documents)):
        assert digest in joined


def test_the_json_says_the_same_under_stable_keys(made: list[RenderedFile], documents: list[RenderedFile]) -> None:
    facts = json.loads(made[1].content)
    assert facts["schema"] == 1
    assert facts["council"]["gss_code"] == "E06000999"
    assert (facts["period"]["slug"], facts["round"]) == ("update-2-2024-25", 1)
    assert facts["submitted_at"] == "2024-09-26T13:15:00+00:00"
    assert [each["name"] for each in facts["signatures"]] == ["Demo Director", "Demo Treasurer"]
    assert (facts["pack_sha256"], facts["envelope_sha256"]) == (examples.pack_sha256(), "b" * 64)
    assert {each["name"]: each["sha256"] for each in facts["files"]} == {each.name: each.sha256 for each in documents}


def test_the_bytes_repeat(made: list[RenderedFile], documents: list[RenderedFile]) -> None:
    again = receipt.files(examples.pack(), examples.envelope(), envelope_sha256="b" * 64, documents=documents)
    assert again == made
