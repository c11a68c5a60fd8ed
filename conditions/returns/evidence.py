"""The evidence bundle: what was signed, by whom, and every file issued, in one archive signed by the installation.

Members are stored, not compressed, in a fixed order and without the time of day. So the same return always gives
the same bytes, and whoever checks a bundle can build it again and compare.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from conditions.returns.dfe_document import LAYOUT_VERSION
from conditions.returns.files import RenderedFile, named

Facts = Mapping[str, Any]

SCHEMA_VERSION = 1
PACK, ENVELOPE, README = "pack.json", "envelope.json", "README.txt"
MANIFEST, SIGNATURE, PUBLIC_KEY = "manifest.json", "manifest.sig", "public-key.pem"
ALWAYS = (README, PACK, ENVELOPE, PUBLIC_KEY, MANIFEST, SIGNATURE)
FILES = "files/"

_README = """\
Evidence of a return that was signed and submitted.

pack.json       the facts and findings that were sent for signature, exactly as signed
envelope.json   who signed, when, with which declaration and which accepted warnings, and when it was submitted;
                it quotes the SHA-256 digest of pack.json
files/          the documents as issued, and the receipt
public-key.pem  the key that the signature can be checked with
manifest.json   the SHA-256 digest of every file above
manifest.sig    the installation's Ed25519 signature of manifest.json

To check everything at once:  manage.py verify_submission BUNDLE --key PUBLIC_KEY
Use a public key that the council gave you by another way than this archive. With the key in here the check can
only say that the parts agree with each other, since whoever could replace the parts could replace the key.
"""


def bundle(pack: Facts, *, pack_text: str, envelope_text: str, files: Sequence[RenderedFile]) -> RenderedFile:
    """The archive for a submitted return. ``pack_text`` and ``envelope_text`` are the stored words, unchanged."""
    # Loaded when it is needed: most processes sign nothing, and what signs takes 6 MiB of memory.
    from conditions.returns import signing_key

    members = {README: _README.encode(), PACK: pack_text.encode(), ENVELOPE: envelope_text.encode()}
    members.update({FILES + each.name: each.content for each in files})
    members[PUBLIC_KEY] = signing_key.public_key_pem()
    members[MANIFEST] = manifest_of(pack, members)
    members[SIGNATURE] = signing_key.sign(members[MANIFEST])
    return named("evidence", pack, archive(members))


def manifest_of(pack: Facts, members: Mapping[str, bytes]) -> bytes:
    """The list of what the archive holds, as canonical text."""
    facts = {
        "schema": SCHEMA_VERSION,
        "council": pack["council"]["gss_code"],
        "agreement": pack["programme"]["agreement_slug"],
        "period": pack["period"]["slug"],
        "round": pack["round"],
        "layout_version": LAYOUT_VERSION,
        "files": [
            {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in members.items()
        ],
    }
    return json.dumps(facts, indent=1, sort_keys=True, ensure_ascii=False).encode()


def archive(members: Mapping[str, bytes]) -> bytes:
    """A ZIP archive whose bytes depend on the members alone, in the order given."""
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_STORED) as writing:
        for name, content in members.items():
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.external_attr = 0o644 << 16
            # Otherwise the archive would tell which system wrote it.
            member.create_system = 3
            writing.writestr(member, content)
    return result.getvalue()
