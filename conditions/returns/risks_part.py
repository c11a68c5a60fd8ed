"""Each risk with the same columns as a condition, its mitigation and its progress."""

from conditions.returns.blocks import is_wide, no_change, typed, updates_grid
from conditions.returns.facts import Facts, section
from safetyvalve.render.document import Block, Heading, Note, Prose


def risks_part(pack: Facts) -> list[Block]:
    """All risks in the order of the register; nothing for a return that reports none."""
    risks = section(pack, "risks").get("risks", [])
    if not risks:
        return []
    blocks: list[Block] = [Heading(2, "Risks")]
    for risk in risks:
        blocks += one_risk(pack, risk)
    return blocks


def one_risk(pack: Facts, risk: Facts) -> list[Block]:
    name = f"Risk {risk['number']}"
    blocks: list[Block] = [Heading(3, name)]
    if not is_wide(pack):
        blocks.append(Prose.literal(risk["wording"]))
    blocks.append(updates_grid(pack, "risks", risk, name=name))
    if score := score_words(risk):
        blocks.append(Note(score))
    return [
        *blocks,
        Heading(4, "Mitigation"),
        typed(risk["mitigation"], empty="No mitigation has been written."),
        Heading(4, "Progress update"),
        *progress(risk),
    ]


def progress(risk: Facts) -> list[Prose]:
    parts = [no_change(risk.get("no_change_reason", ""))] if risk.get("no_change") else []
    if risk["progress"].strip() or not parts:
        parts.append(typed(risk["progress"], empty="No progress has been written."))
    return parts


def score_words(risk: Facts) -> str:
    """ "Likelihood 4 of 5, impact 3 of 5: score 12." where the register scores it."""
    likelihood, impact = risk.get("likelihood"), risk.get("impact")
    if likelihood is None or impact is None:
        return ""
    return f"Likelihood {likelihood} of 5, impact {impact} of 5: score {likelihood * impact}."
