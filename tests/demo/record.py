"""Questions that tests of every council ask of the record."""

import hashlib
import json
from typing import Any

from conditions.models import Pack, Submission
from conditions.packs import pack as packs
from safetyvalve.demo.council import Council


def rounds_of(council: Council) -> list[Submission]:
    return list(Submission.objects.of(council.authority).with_place().order_by("period__covers_from", "round"))


def packs_of(council: Council) -> list[Pack]:
    return list(Pack.objects.filter(submission__in=rounds_of(council)).order_by("frozen_at"))


def section(pack: Pack, key: str) -> dict[str, Any]:
    facts: dict[str, Any] = packs.read(pack)["sections"][key]["facts"]
    return facts


def what_does_not_match_its_digest(council: Council) -> list[str]:
    """Packs, envelopes and issued files whose bytes are not those that were signed or issued."""
    found = [str(pack) for pack in packs_of(council) if hashlib.sha256(pack.text.encode()).hexdigest() != pack.sha256]
    for submission in (each for each in rounds_of(council) if each.has_left):
        envelope = submission.envelope
        if hashlib.sha256(envelope.text.encode()).hexdigest() != envelope.sha256:
            found.append(str(envelope))
        if json.loads(envelope.text)["pack_sha256"] != submission.current_pack.sha256:  # type: ignore[union-attr]
            found.append(f"{envelope} quotes another pack")
        found += [
            file.name
            for file in submission.issued_files.all()
            if hashlib.sha256(bytes(file.content)).hexdigest() != file.sha256
        ]
    return found
