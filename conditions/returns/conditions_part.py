"""Each condition of the agreement: its wording, one RAG per update, progress, mitigation and recovery."""

from conditions.returns.blocks import is_wide, labelled, no_change, typed, updates_grid
from conditions.returns.facts import Facts, capital, day, section
from safetyvalve.render.document import Block, Heading, Note, Prose


def conditions_part(pack: Facts) -> list[Block]:
    """All conditions in the agreement's order."""
    word = pack["programme"]["conditions_word"]
    blocks: list[Block] = [Heading(2, f"Agreement {word}")]
    for condition in section(pack, "conditions").get("conditions", []):
        blocks += one_condition(pack, condition)
    return blocks


def one_condition(pack: Facts, condition: Facts) -> list[Block]:
    """Heading, assurance grid, progress with the labelled bullets of mitigation and recovery."""
    name = f"{capital(pack['programme']['condition_word'])} {condition['number']}"
    blocks: list[Block] = [Heading(3, f"{name}: {condition['title']}")]
    if not is_wide(pack):
        blocks.append(Prose.literal(condition["wording"]))
    blocks.append(updates_grid(pack, "conditions", condition, name=name))
    blocks += [Note(words) for words in (_due(condition), _parts_of_rag(condition)) if words]
    return [*blocks, Heading(4, "Progress"), *progress(condition)]


def progress(condition: Facts) -> list[Prose]:
    """What was written, each part where it was given; a sentence where nothing was."""
    parts = []
    if condition["no_change"]:
        parts.append(no_change(condition["no_change_reason"]))
    if condition["narrative"].strip() or not condition["no_change"]:
        parts.append(typed(condition["narrative"], empty="No progress has been written."))
    parts += [labelled("Mitigation", condition["mitigation"]), labelled("Recovery", condition["recovery"])]
    return [part for part in parts if part.blocks]


def _due(condition: Facts) -> str:
    return f"Due by {day(condition['due_on'])}." if condition["due_on"] else ""


def _parts_of_rag(condition: Facts) -> str:
    """For programmes that rate activity and benefit apart."""
    rated = [
        f"{label} is rated {condition[key]['word']}"
        for key, label in (("delivery_rag", "Delivery"), ("impact_rag", "Impact"))
        if condition.get(key)
    ]
    return "; ".join(rated) + "." if rated else ""
