"""The first page: who reports what, when it was submitted, who signed, the preamble and what each RAG means."""

from conditions.returns.blocks import rag_cell, typed
from conditions.returns.facts import Facts, day, period_words, section
from safetyvalve.render.document import Block, GridBlock, Heading, Inset, KeyValues

NOT_SUBMITTED = "Not yet submitted"
NOT_SIGNED = "Not yet signed"


def front(pack: Facts, envelope: Facts | None) -> list[Block]:
    """Everything before the summary, in DfE's order."""
    blocks: list[Block] = [particulars(pack, envelope)]
    if notice := pack["council"].get("notice"):
        blocks.insert(0, Inset(notice))
    preamble = section(pack, "summary").get("preamble", "")
    return [
        *blocks,
        Heading(2, "Preamble and context"),
        typed(preamble, empty="Nothing has been written here."),
        Heading(2, "RAG definition"),
        rag_definitions(pack),
    ]


def particulars(pack: Facts, envelope: Facts | None) -> KeyValues:
    """Council, period and round; then the date of submission and a line for each signature that is due."""
    period = pack["period"]
    items = [
        ("Local authority", f"{pack['council']['name']} ({pack['council']['gss_code']})"),
        ("Agreement", pack["programme"]["agreement"]),
        ("Update", f"{period_words(pack)} of {period['financial_year']}{_round(pack)}"),
        ("Period covered", f"{day(period['covers_from'])} to {day(period['covers_to'])}"),
        ("Date submitted", submitted_words(envelope)),
    ]
    items += [(f"Signed off by {role['name']}", signed_words(envelope, role["key"])) for role in signing_roles(pack)]
    return KeyValues(tuple(items))


def signing_roles(pack: Facts) -> list[Facts]:
    roles: list[Facts] = pack["programme"]["signing_roles"]
    return roles


def signature(envelope: Facts | None, role: str) -> Facts | None:
    """The signature given in that role, or None while nobody has."""
    signatures = envelope["signatures"] if envelope else []
    return next((each for each in signatures if each["role"] == role), None)


def submitted_words(envelope: Facts | None) -> str:
    return day(envelope["submitted_at"]) if envelope and envelope["submitted_at"] else NOT_SUBMITTED


def signed_words(envelope: Facts | None, role: str) -> str:
    """ "Ada Lovelace, 30 May 2024"."""
    found = signature(envelope, role)
    return f"{found['name']}, {day(found['signed_at'])}" if found else NOT_SIGNED


def rag_definitions(pack: Facts) -> GridBlock:
    """The programme's levels: word and colour together, and what each means."""
    return GridBlock(
        caption="What each RAG means",
        header=(("RAG", "Definition"),),
        rows=tuple((rag_cell(level), level["meaning"]) for level in pack["programme"]["rag_levels"]),
        weights=(1, 6),
        row_headers=False,
        description="Each level of the RAG scale with its meaning.",
    )


def _round(pack: Facts) -> str:
    return f", round {pack['round']}" if pack["round"] > 1 else ""
