"""Small pieces that several parts of the return print in the same way."""

from collections.abc import Iterator, Mapping

from conditions.returns.facts import Facts, column_words
from safetyvalve.render.document import GridBlock, GridCell, Prose, RagCell
from safetyvalve.render.palette import RAG_COLOURS
from safetyvalve.render.prose import Block as ProseBlock
from safetyvalve.render.prose import Bullet, Bullets, Paragraph, Run

NOT_CHOSEN, NOT_REPORTED, NOT_YET_DUE = "Not yet chosen", "Not reported", "Not yet due"
# With more updates in a year than this, the columns would be too narrow to read and become rows.
MOST_COLUMNS = 4


def typed(text: str, *, empty: str = "") -> Prose:
    """What a person typed, parsed; the product's own ``empty`` where they typed nothing."""
    return Prose.of(text) if text.strip() else Prose.literal(empty)


def answer_word(answer: str) -> str:
    """ "Yes", "No" or that nobody has answered."""
    return {"yes": "Yes", "no": "No"}.get(answer, "Not yet answered")


def rag_cell(level: Facts) -> RagCell:
    """A level as word and colour. A colour that this layout does not know is left white; the word stays."""
    colour = level["colour"] if level["colour"] in RAG_COLOURS else "none"
    return RagCell(level["word"], colour)


def labelled(label: str, text: str) -> Prose:
    """A bullet that begins with its label: alone with a paragraph, or heading the bullets that were typed."""
    blocks = Prose.of(text).blocks
    return Prose((Bullets((_labelled_bullet(label, blocks),)),)) if blocks else Prose(())


def _labelled_bullet(label: str, blocks: tuple[ProseBlock, ...]) -> Bullet:
    runs: list[Run] = [Run(f"{label}:", bold=True)]
    children: list[Bullet] = []
    for position, block in enumerate(blocks):
        if isinstance(block, Bullets):
            children += _flat(block.items)
        elif position == 0:
            runs += [Run(" "), *block.runs]
        else:
            children.append(Bullet(block.runs))
    return Bullet(tuple(runs), tuple(children))


def _flat(items: tuple[Bullet, ...]) -> Iterator[Bullet]:
    """Bullets and theirs on one level, since a labelled bullet takes up the other."""
    for item in items:
        yield Bullet(item.runs)
        yield from item.children


def no_change(reason: str) -> Prose:
    """The officer's own words after "No change, because"."""
    blocks = Prose.of(reason).blocks
    label = Run("No change, because: ", bold=True)
    if blocks and isinstance(blocks[0], Paragraph):
        return Prose((Paragraph((label, *blocks[0].runs)), *blocks[1:]))
    return Prose((Paragraph((label,)), *blocks))


def updates_grid(pack: Facts, kind: str, item: Facts, *, name: str) -> GridBlock:
    """One RAG per update of the year for a condition or risk, beside its number and wording.

    ``kind`` is "conditions" or "risks", the key under which earlier columns keep their levels; ``name`` begins
    the caption: "Condition 3.1".
    """
    cells = update_cells(pack, kind, item)
    heads = [column_words(column) for column in pack["columns"]]
    caption = f"{name}: assurance level"
    description = f"{name} with its wording and one RAG for each update of the year."
    subject = name.split()[0]
    if len(heads) <= MOST_COLUMNS:
        return GridBlock(
            caption=caption,
            header=(("No.", f"{subject} as agreed" if kind == "conditions" else subject, *heads),),
            rows=((item["number"], item["wording"], *cells),),
            weights=(3, 18 - 3 * max(0, len(heads) - 3), *(6 for _ in heads)),
            description=description,
        )
    return GridBlock(
        caption=caption,
        header=(("Update", "RAG"),),
        rows=tuple(zip(heads, cells, strict=True)),
        weights=(3, 2),
        description=description,
    )


def update_cells(pack: Facts, kind: str, item: Facts) -> list[GridCell]:
    """A level for each column of the year, or the words for why there is none."""
    cells: list[GridCell] = []
    is_past = True
    for column in pack["columns"]:
        if column["is_this"]:
            is_past = False
            cells.append(rag_cell(item["rag"]) if item["rag"] else NOT_CHOSEN)
        elif is_past:
            cells.append(_earlier(column["rags"], kind, item["number"]))
        else:
            cells.append(NOT_YET_DUE)
    return cells


def _earlier(rags: Mapping[str, Facts] | None, kind: str, number: str) -> GridCell:
    level = (rags or {}).get(kind, {}).get(number)
    return rag_cell(level) if level else NOT_REPORTED


def is_wide(pack: Facts) -> bool:
    """Whether the updates of the year fit side by side with the wording."""
    return len(pack["columns"]) <= MOST_COLUMNS
