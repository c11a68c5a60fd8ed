"""What DfE asked for after the last return, and the council's answers."""

from conditions.returns.blocks import typed
from conditions.returns.facts import Facts, capital, section
from safetyvalve.render.document import Block, GridBlock, Heading


def feedback_part(pack: Facts) -> list[Block]:
    """Nothing where no request is on record."""
    return [Heading(2, "Answers to what DfE asked for"), answers(pack)] if actions_of(pack) else []


def actions_of(pack: Facts) -> list[Facts]:
    actions: list[Facts] = section(pack, "feedback").get("actions", [])
    return actions


def answers(pack: Facts) -> GridBlock:
    """One row per request, with the condition it is about where it names one."""
    word = pack["programme"]["condition_word"]
    return GridBlock(
        caption="DfE's requests and the council's answers",
        header=(("DfE asked for", "About", "The council's answer"),),
        rows=tuple(
            (
                typed(each["action"]),
                capital(f"{word} {each['condition']}") if each["condition"] else "The whole return",
                typed(each["answer"], empty="Not yet answered."),
            )
            for each in actions_of(pack)
        ),
        weights=(5, 2, 7),
        row_headers=False,
    )
