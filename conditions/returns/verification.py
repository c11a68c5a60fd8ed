"""Proving an evidence bundle, or saying in sentences what does not agree. It needs the file and, at best, the key.

Nothing in a bundle is trusted: sizes are capped before anything is read, and no member is ever written to disk.
"""

import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from conditions.returns import signing_key
from conditions.returns.evidence import ALWAYS, ENVELOPE, FILES, MANIFEST, PACK, PUBLIC_KEY, SIGNATURE, archive
from conditions.returns.facts import minute

MOST_BYTES = 100 * 1024 * 1024
MOST_MEMBERS = 100
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    UnicodeError,
    ValueError,
    OSError,
)


@dataclass(frozen=True)
class Verification:
    """Whether everything agrees, and what was found, as sentences."""

    ok: bool
    sentences: tuple[str, ...]


def verify(bundle: bytes, public_key: bytes | None) -> Verification:
    """Check every part of ``bundle``. ``public_key`` is PEM, obtained from the council by another way.

    Without it the answer can only be that the parts agree with each other. Raises ValueError when ``public_key``
    is no Ed25519 public key.
    """
    trusted = signing_key.read_public_key(public_key) if public_key is not None else None
    try:
        members = read_members(bundle)
        problems = list(_problems(bundle, members, public_key))
        said = () if problems else tuple(_what_it_proves(members))
    except _Unusable as refusal:
        return Verification(False, (str(refusal),))
    if problems:
        return Verification(False, tuple(problems))
    if trusted is None:
        caution = (
            "No public key was given, so this says only that the parts agree with each other. To know that they come "
            "from the council, check again with a public key that the council gave you by another way."
        )
        return Verification(True, (*said, caution))
    return Verification(True, (*said, "The signature was made with the private half of the key you gave."))


class _Unusable(Exception):
    """The file cannot be read as a bundle at all; the message is a sentence."""


def read_members(bundle: bytes) -> dict[str, bytes]:
    """The members by name, in order. Raises ``_Unusable``, before unpacking, for anything that is too large."""
    if len(bundle) > MOST_BYTES:
        raise _Unusable("The file is larger than any evidence bundle; it was not opened.")
    try:
        with zipfile.ZipFile(io.BytesIO(bundle)) as reading:
            listed = reading.infolist()
            if len(listed) > MOST_MEMBERS or sum(each.file_size for each in listed) > MOST_BYTES:
                raise _Unusable("The archive says that it holds more than any evidence bundle; it was not unpacked.")
            names = [each.filename for each in listed]
            if len(set(names)) != len(names):
                raise _Unusable("The archive holds two files of the same name, so nobody could say which was signed.")
            return {each.filename: _read(reading, each) for each in listed}
    except _UNREADABLE as error:
        raise _Unusable("The file is not a readable ZIP archive: it is damaged, or was never a bundle.") from error


def _read(reading: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """At most as many bytes as the archive announced, whatever is really in it."""
    try:
        with reading.open(member) as content:
            found = content.read(member.file_size + 1)
    except _UNREADABLE as error:
        raise _Unusable(f"{member.filename} is damaged: it cannot be read, or its checksum differs.") from error
    if len(found) != member.file_size:
        raise _Unusable(f"{member.filename} is not as long as the archive says.")
    return found


def _problems(bundle: bytes, members: Mapping[str, bytes], public_key: bytes | None) -> Iterator[str]:
    missing = [name for name in ALWAYS if name not in members]
    if missing:
        yield f"The archive lacks {', '.join(missing)}."
        return
    listed = _listed_in_manifest(members[MANIFEST])
    yield from _signature_problems(members, public_key)
    yield from _digest_problems(members, listed)
    yield from _envelope_problems(members)
    if archive(members) != bundle:
        yield "The archive around the files is not as it was issued: it was altered, or packed anew by another program."


def _listed_in_manifest(manifest: bytes) -> dict[str, str]:
    """Name and digest of each member that the manifest names. Raises ``_Unusable``."""
    try:
        facts = json.loads(manifest)
        return {str(each["name"]): str(each["sha256"]) for each in facts["files"]}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _Unusable(f"{MANIFEST} is damaged: it cannot be read as the list of files.") from error


def _signature_problems(members: Mapping[str, bytes], public_key: bytes | None) -> Iterator[str]:
    try:
        enclosed = signing_key.read_public_key(members[PUBLIC_KEY])
    except ValueError:
        yield f"{PUBLIC_KEY} is damaged: it is not an Ed25519 public key."
        if public_key is None:
            return
        enclosed = None
    trusted = signing_key.read_public_key(public_key) if public_key is not None else enclosed
    if trusted is None:
        return
    if enclosed and trusted.public_bytes_raw() != enclosed.public_bytes_raw():
        yield f"{PUBLIC_KEY} is not the key you gave."
    if not signing_key.is_signed_by(trusted, members[SIGNATURE], members[MANIFEST]):
        yield (
            f"{SIGNATURE} is not a signature of {MANIFEST} by this key: one of the two was changed, "
            "or another installation signed it."
        )


def _digest_problems(members: Mapping[str, bytes], listed: Mapping[str, str]) -> Iterator[str]:
    for name, digest in listed.items():
        if name not in members:
            yield f"{name} is named in {MANIFEST} and missing from the archive."
        elif hashlib.sha256(members[name]).hexdigest() != digest:
            yield f"{name} was changed: its digest is not the one in {MANIFEST}."
    unlisted = set(members) - set(listed) - {MANIFEST, SIGNATURE}
    for name in sorted(unlisted):
        yield f"{name} is in the archive and not named in {MANIFEST}."


def _envelope_problems(members: Mapping[str, bytes]) -> Iterator[str]:
    """The envelope names its pack, and every signature in it was given on that pack."""
    envelope = _facts(members[ENVELOPE])
    if envelope is None or _facts(members[PACK]) is None:
        yield f"{ENVELOPE if envelope is None else PACK} cannot be read as the facts of a return."
    elif envelope.get("pack_sha256") != hashlib.sha256(members[PACK]).hexdigest():
        yield f"{ENVELOPE} was made for another pack than {PACK}."


def _facts(content: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _what_it_proves(members: Mapping[str, bytes]) -> Iterator[str]:
    """What a sound bundle says happened."""
    pack, envelope = _facts(members[PACK]) or {}, _facts(members[ENVELOPE]) or {}
    try:
        yield (
            f"{pack['council']['name']}, {pack['programme']['agreement']}, {pack['period']['label']} of "
            f"{pack['period']['financial_year']}, round {pack['round']}: submitted {minute(envelope['submitted_at'])}."
        )
        for each in envelope["signatures"]:
            yield f"Signed by {each['name']} as {each['role_name']}, {minute(each['signed_at'])}."
    except (KeyError, TypeError, ValueError) as error:
        raise _Unusable("Pack and envelope agree, and are not those of a submitted return.") from error
    documents = sum(name.startswith(FILES) for name in members)
    yield f"Pack, envelope and all {documents} issued files are as they were when the bundle was signed."
