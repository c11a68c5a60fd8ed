"""The adviser questions that end DfE's template, and the annex in which the signatories stand by their words."""

from collections.abc import Iterator

from conditions.checks.findings import in_full
from conditions.returns.blocks import answer_word, typed
from conditions.returns.facts import Facts, minute, section
from conditions.returns.front import NOT_SIGNED, signature, signing_roles
from safetyvalve.render.document import Block, GridBlock, Heading, KeyValues, Note, Prose

NOT_ACCEPTED = "Not yet accepted."


def advisers_part(pack: Facts) -> list[Block]:
    """Whether the council wants help from DfE's two SEND advisers, in what, and what it would bring."""
    return [Heading(2, "Support from specialist SEND advisers"), advisers(pack)]


def advisers(pack: Facts) -> KeyValues:
    facts = section(pack, "summary")
    return KeyValues(
        (
            ("Support wanted from the early years SEND adviser?", answer_word(facts.get("adviser_early_years", ""))),
            ("Support wanted from the inclusion adviser?", answer_word(facts.get("adviser_inclusion", ""))),
            ("Area in which support is wanted", typed(facts.get("adviser_area", ""), empty="None named")),
            ("How it would help the plan", typed(facts.get("adviser_benefit", ""), empty="Not said")),
        )
    )


def sign_off_annex(pack: Facts, envelope: Facts | None) -> list[Block]:
    """Declarations as each person saw them, then every judgement warning with what each of them wrote."""
    blocks: list[Block] = [signatures(pack, envelope)]
    for wording in declarations(envelope):
        blocks += [Note("Each signatory declared:"), Prose.literal(f"“{wording}”")]
    warnings = judgement_warnings(pack)
    blocks.append(Heading(3, "Warnings that the signatories accept"))
    if warnings:
        blocks.append(accepted_warnings(pack, envelope))
    else:
        blocks.append(Prose.literal("The checks raised nothing for the signatories to accept."))
    return blocks


def signatures(pack: Facts, envelope: Facts | None) -> GridBlock:
    return GridBlock(
        caption="Signatures",
        header=(("Role", "Name", "Signed"),),
        rows=tuple((role["name"], *_signed(signature(envelope, role["key"]))) for role in signing_roles(pack)),
        weights=(4, 4, 3),
    )


def declarations(envelope: Facts | None) -> list[str]:
    """Each wording that somebody signed, once."""
    return list(dict.fromkeys(each["declaration"] for each in (envelope["signatures"] if envelope else [])))


def judgement_warnings(pack: Facts) -> list[Facts]:
    return [each for each in pack["findings"] if each["severity"] == "judgement"]


def accepted_warnings(pack: Facts, envelope: Facts | None) -> GridBlock:
    """One row per warning, one column per signatory."""
    roles = signing_roles(pack)
    return GridBlock(
        caption="Each warning with the sentence that accepts it",
        header=(("Where", "Warning", *(role["name"] for role in roles)),),
        rows=tuple(
            (
                finding["place"]["label"],
                in_full(finding["sentence"], finding["evidence"]),
                *(acceptance(signature(envelope, role["key"]), finding["fingerprint"]) for role in roles),
            )
            for finding in judgement_warnings(pack)
        ),
        weights=(3, 5, *(4 for _ in roles)),
    )


def acceptance(signed: Facts | None, fingerprint: str) -> Prose:
    """The sentence with which this signatory accepted the warning."""
    accepted = signed["acceptances"] if signed else []
    reasons = [each["reason"] for each in accepted if each["fingerprint"] == fingerprint]
    return typed(reasons[0]) if reasons else Prose.literal(NOT_ACCEPTED)


def _signed(found: Facts | None) -> Iterator[str]:
    yield found["name"] if found else NOT_SIGNED
    yield minute(found["signed_at"]) if found else "–"
