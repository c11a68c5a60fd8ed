"""The DfE return as a document of blocks: a function of pack, envelope and layout version, and of nothing else.

The order is that of DfE's monitoring template as the Isle of Wight filled it in for May 2024: who signed and when,
preamble, RAG definitions, the two on-track questions, each condition with a column per update, each risk likewise,
the adviser questions. The DSG position stands beside the answers that rest on it; what DfE's template has no place
for (the arithmetic, measures, declarations, accepted warnings) follows as annexes.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from conditions.returns.conditions_part import conditions_part
from conditions.returns.facts import programme_name, return_title
from conditions.returns.feedback_part import feedback_part
from conditions.returns.front import front
from conditions.returns.measures import measures_annex
from conditions.returns.money_part import finance_annex, money_part
from conditions.returns.risks_part import risks_part
from conditions.returns.sign_off_part import advisers_part, sign_off_annex
from conditions.returns.summary_part import summary_part
from safetyvalve.render.document import Block, Document, Heading, PageBreak

# Change it with every change to what is printed: an issued file says which layout it was made with.
LAYOUT_VERSION = "dfe-safety-valve-2024.2"


def document(pack: Mapping[str, Any], envelope: Mapping[str, Any] | None, *, pack_sha256: str | None) -> Document:
    """The return in DfE's layout; a draft until the envelope has a submission date."""
    blocks: list[Block] = [
        *front(pack, envelope),
        *summary_part(pack),
        *money_part(pack),
        *conditions_part(pack),
        *feedback_part(pack),
        *risks_part(pack),
        *advisers_part(pack),
        *annexes(
            ("finance", finance_annex(pack)),
            ("measures", measures_annex(pack)),
            ("sign-off", sign_off_annex(pack, envelope)),
        ),
    ]
    return Document(
        title=return_title(pack),
        blocks=tuple(blocks),
        author=pack["council"]["name"],
        subject=f"{programme_name(pack)} monitoring return to the Department for Education",
        draft=envelope is None or envelope["submitted_at"] is None,
        digest=pack_sha256,
    )


def annexes(*named: tuple[str, list[Block]]) -> Iterator[Block]:
    """Each annex that has something in it, lettered, on a page of its own."""
    letters = iter("ABC")
    for name, blocks in named:
        if blocks:
            yield PageBreak()
            yield Heading(2, f"Annex {next(letters)}: {name}")
            yield from blocks
