"""manage.py verify_submission and signing_public_key, as an auditor meets them."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from conditions.models import Submission

Walk = Callable[[str], Submission]
pytestmark = pytest.mark.usefixtures("pdf_in_a_word")


@pytest.fixture
def bundle(walk: Walk, tmp_path: Path) -> Path:
    file = tmp_path / "evidence.zip"
    file.write_bytes(bytes(walk("submitted").issued_files.get(kind="evidence").content))
    return file


@pytest.fixture
def key(bundle: Path, tmp_path: Path) -> Path:
    out = StringIO()
    call_command("signing_public_key", stdout=out)
    file = tmp_path / "key.pem"
    file.write_text(out.getvalue())
    return file


def verify(file: Path, **options: Any) -> str:
    out = StringIO()
    call_command("verify_submission", str(file), stdout=out, **options)
    return out.getvalue()


def test_a_sound_bundle_is_verified_with_the_key(bundle: Path, key: Path) -> None:
    said = verify(bundle, key=str(key))
    assert said.startswith("VERIFIED\nSaltmarsh, Safety Valve agreement")
    assert "Signed by Section 151 officer as Section 151 officer" in said


def test_without_the_key_it_is_only_consistent(bundle: Path) -> None:
    said = verify(bundle)
    assert said.startswith("CONSISTENT\n")
    assert "a public key that the council gave you by another way" in said


def test_a_flipped_byte_exits_with_1_and_names_the_part(bundle: Path, key: Path) -> None:
    content = bytearray(bundle.read_bytes())
    content[content.index(b"on_target")] ^= 1
    bundle.write_bytes(bytes(content))
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_submission", str(bundle), key=str(key), stdout=out)
    assert ended.value.code == 1
    assert out.getvalue() == ("NOT VERIFIED\npack.json is damaged: it cannot be read, or its checksum differs.\n")


def test_files_that_cannot_be_read_are_said(bundle: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        verify(tmp_path / "none.zip")
    with pytest.raises(CommandError, match="not a public key in PEM form"):
        verify(bundle, key=str(bundle))
