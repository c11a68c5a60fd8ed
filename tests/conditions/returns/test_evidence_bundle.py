"""The evidence bundle: what it proves, and that no changed byte gets past."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conditions.returns import evidence, signing_key
from conditions.returns.files import RenderedFile, named
from conditions.returns.verification import verify
from tests.conditions.returns import examples

DOCUMENTS = {"docx": b"Word" * 50, "xlsx": b"Excel" * 50, "pdf": b"PDF" * 50, "receipt-json": b"{}"}


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys") / "signing-key.pem"


@pytest.fixture(autouse=True)
def _key(settings: Any, key_file: Path) -> None:
    settings.SIGNING_KEY_FILE = key_file


def made() -> RenderedFile:
    pack = examples.pack()
    return evidence.bundle(
        pack,
        pack_text=examples.pack_text(),
        envelope_text=examples.envelope_text(),
        files=[named(kind, pack, content) for kind, content in DOCUMENTS.items()],
    )


def members_of(bundle: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bundle)) as reading:
        return {name: reading.read(name) for name in reading.namelist()}


def rebuilt(**changed: bytes | None) -> bytes:
    """A well-formed archive with some members replaced (None removes)."""
    members: dict[str, bytes | None] = {**members_of(made().content), **changed}
    return evidence.archive({name: content for name, content in members.items() if content is not None})


def said(bundle: bytes, key: bytes | None = None) -> str:
    found = verify(bundle, key)
    assert not found.ok
    return "\n".join(found.sentences)


def test_it_holds_pack_envelope_files_manifest_signature_and_key() -> None:
    stem = "isle-of-sarn-safety-valve-update-2-2024-25-round-1"
    members = members_of(made().content)
    assert made().name == f"{stem}-evidence.zip"
    assert list(members) == [
        "README.txt",
        "pack.json",
        "envelope.json",
        f"files/{stem}.docx",
        f"files/{stem}.xlsx",
        f"files/{stem}.pdf",
        f"files/{stem}-receipt.json",
        "public-key.pem",
        "manifest.json",
        "manifest.sig",
    ]
    assert members["pack.json"].decode() == examples.pack_text()
    assert json.loads(members["manifest.json"])["schema"] == evidence.SCHEMA_VERSION


def test_the_bytes_repeat() -> None:
    assert made().content == made().content


def test_with_the_councils_key_it_says_what_was_submitted_and_signed() -> None:
    found = verify(made().content, signing_key.public_key_pem())
    assert found.ok
    assert found.sentences == (
        "Isle of Sarn, Safety Valve agreement 2022-23 to 2026-27, Update 2 of 2024-25, round 1: "
        "submitted 26 September 2024 at 14:15.",
        "Signed by Demo Director as Director of Children's Services, 24 September 2024 at 11:05.",
        "Signed by Demo Treasurer as Section 151 officer, 25 September 2024 at 16:40.",
        "Pack, envelope and all 4 issued files are as they were when the bundle was signed.",
        "The signature was made with the private half of the key you gave.",
    )


def test_without_a_key_it_says_that_it_can_only_report_consistency() -> None:
    found = verify(made().content, None)
    assert found.ok
    assert "this says only that the parts agree with each other" in found.sentences[-1]


def test_another_installations_key_does_not_verify_it() -> None:
    other = Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    assert "public-key.pem is not the key you gave." in said(made().content, other)
    assert "is not a signature of manifest.json by this key" in said(made().content, other)


def test_a_bundle_forged_whole_with_another_key_is_caught_by_the_councils_key(settings: Any, tmp_path: Path) -> None:
    real = signing_key.public_key_pem()
    settings.SIGNING_KEY_FILE = tmp_path / "forger.pem"
    forged = made().content
    assert verify(forged, None).ok
    assert "is not the key you gave" in said(forged, real)


@pytest.mark.parametrize("name", ["pack.json", "envelope.json", "README.txt"])
def test_a_changed_part_is_named(name: str) -> None:
    content = members_of(made().content)[name]
    assert f"{name} was changed" in said(rebuilt(**{name: content.replace(b"a", b"b", 1)}))


def test_a_changed_missing_or_added_file_is_named() -> None:
    name = "files/isle-of-sarn-safety-valve-update-2-2024-25-round-1.docx"
    assert f"{name} was changed" in said(rebuilt(**{name: b"another"}))
    assert f"{name} is named in manifest.json and missing" in said(rebuilt(**{name: None}))
    assert "extra.txt is in the archive and not named" in said(rebuilt(**{"extra.txt": b"hello"}))
    assert "lacks manifest.sig" in said(rebuilt(**{"manifest.sig": None}))


def test_a_changed_manifest_fails_its_signature() -> None:
    manifest = members_of(made().content)["manifest.json"].replace(b'"round": 1', b'"round": 2')
    assert "manifest.sig is not a signature of manifest.json" in said(rebuilt(**{"manifest.json": manifest}))


def test_an_envelope_of_another_pack_is_refused() -> None:
    envelope = examples.envelope_text().replace(examples.pack_sha256(), "0" * 64).encode()
    assert "envelope.json was made for another pack" in said(rebuilt(**{"envelope.json": envelope}))


def test_an_archive_packed_anew_is_told_from_the_one_issued() -> None:
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as writing:
        for name, content in members_of(made().content).items():
            writing.writestr(name, content)
    assert said(result.getvalue()) == (
        "The archive around the files is not as it was issued: it was altered, or packed anew by another program."
    )


@given(share=st.floats(0, 1, exclude_max=True), mask=st.integers(1, 255))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_flipped_byte_of_the_file_is_detected(share: float, mask: int) -> None:
    flipped = bytearray(made().content)
    flipped[int(share * len(flipped))] ^= mask
    for key in (None, signing_key.public_key_pem()):
        found = verify(bytes(flipped), key)
        assert not found.ok
        assert found.sentences


@given(data=st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_flipped_byte_of_a_part_is_detected_and_named(data: st.DataObject) -> None:
    members = members_of(made().content)
    name = data.draw(st.sampled_from(list(members)))
    content = bytearray(members[name])
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    assert name in said(rebuilt(**{name: bytes(content)}))


@given(st.binary(max_size=300))
def test_anything_else_is_refused_in_a_sentence(content: bytes) -> None:
    assert verify(content, None).sentences == (
        "The file is not a readable ZIP archive: it is damaged, or was never a bundle.",
    )


def test_a_zip_bomb_is_not_unpacked() -> None:
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as writing:
        for n in range(3):
            writing.writestr(f"{n}.bin", b"\0" * 40_000_000)
    assert len(result.getvalue()) < 200_000
    assert said(result.getvalue()).startswith("The archive says that it holds more")


def test_an_archive_of_countless_files_is_not_unpacked() -> None:
    content = evidence.archive({f"{n}.txt": b"" for n in range(101)})
    assert said(content).startswith("The archive says that it holds more")


def test_a_key_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="not a public key in PEM form"):
        verify(made().content, b"hello")
