"""The DfE return as a document of blocks: a function of pack, envelope and layout version, and of nothing else."""

from collections.abc import Mapping
from typing import Any

from safetyvalve.render.document import Document, Heading, Prose

LAYOUT_VERSION = "dfe-safety-valve-2024.1"


def document(pack: Mapping[str, Any], envelope: Mapping[str, Any] | None, *, pack_sha256: str | None) -> Document:
    """The return in the layout the Isle of Wight filled in for DfE in May 2024."""
    sections = pack["sections"]
    blocks = [Heading(2, "Preamble and context"), Prose.of(sections["summary"]["facts"]["preamble"])]
    for condition in sections["conditions"]["facts"]["conditions"]:
        blocks += [Heading(3, condition["title"]), Prose.of(condition["narrative"])]
    is_draft = envelope is None or envelope["submitted_at"] is None
    return Document(title="Safety Valve monitoring return", blocks=tuple(blocks), draft=is_draft, digest=pack_sha256)
