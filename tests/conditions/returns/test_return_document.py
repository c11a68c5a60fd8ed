"""What the return prints, before any program lays it out."""

from typing import Any

import pytest

from conditions.returns.blocks import labelled, updates_grid
from safetyvalve.render.document import GridBlock, Heading, Inset, KeyValues, Prose, RagCell
from safetyvalve.render.prose import plain_text
from tests.conditions.returns import examples
from tests.conditions.returns.printed import made


def headings(document: Any) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Heading)]


def grid(document: Any, caption: str) -> GridBlock:
    return next(block for block in document.blocks if isinstance(block, GridBlock) and block.caption == caption)


def words(cell: Any) -> str:
    if isinstance(cell, RagCell):
        return cell.word
    return plain_text(cell.blocks) if isinstance(cell, Prose) else cell


def particulars(document: Any) -> dict[str, str]:
    block = next(each for each in document.blocks if isinstance(each, KeyValues))
    return {name: words(value) for name, value in block.items}


def test_parts_stand_in_the_order_of_dfes_template_with_annexes_behind() -> None:
    parts = [block.text for block in made().blocks if isinstance(block, Heading) and block.level == 2]
    assert parts == [
        "Preamble and context",
        "RAG definition",
        "Summary",
        "DSG position",
        "Agreement conditions",
        "Answers to what DfE asked for",
        "Risks",
        "Support from specialist SEND advisers",
        "Annex A: finance",
        "Annex B: measures",
        "Annex C: sign-off",
    ]


def test_title_names_council_programme_and_update() -> None:
    assert made().title == "Isle of Sarn Safety Valve monitoring return, Update 2 (September 2024)"


def test_a_submitted_return_names_date_and_signatories() -> None:
    document = made(envelope=examples.envelope())
    said = particulars(document)
    assert not document.draft
    assert said["Date submitted"] == "26 September 2024"
    assert said["Signed off by Director of Children's Services"] == "Demo Director, 24 September 2024"
    assert said["Signed off by Section 151 officer"] == "Demo Treasurer, 25 September 2024"


@pytest.mark.parametrize(
    ("envelope", "director", "treasurer"),
    [
        (None, "Not yet signed", "Not yet signed"),
        (examples.envelope(submitted=False, signed=1), "Demo Director, 24 September 2024", "Not yet signed"),
        (
            examples.envelope(submitted=False),
            "Demo Director, 24 September 2024",
            "Demo Treasurer, 25 September 2024",
        ),
    ],
)
def test_a_draft_says_in_words_what_has_not_happened_yet(envelope: Any, director: str, treasurer: str) -> None:
    document = made(envelope=envelope)
    said = particulars(document)
    assert document.draft
    assert said["Date submitted"] == "Not yet submitted"
    assert said["Signed off by Director of Children's Services"] == director
    assert said["Signed off by Section 151 officer"] == treasurer


def test_rag_definitions_carry_word_colour_and_meaning() -> None:
    rows = grid(made(), "What each RAG means").rows
    assert [(row[0].word, row[0].colour, row[1]) for row in rows] == [  # type: ignore[union-attr]
        (word, colour, meaning) for _, word, colour, meaning in examples.LEVELS
    ]


def test_on_track_answers_stand_beside_what_the_figures_say() -> None:
    rows = [[words(cell) for cell in row] for row in grid(made(), "Is the council on track?").rows]
    assert rows == [
        [
            "a) On track for a £0 DSG deficit at the end of the agreement, 2026-27?",
            "Yes",
            "The forecast closes at £0.",
            "Cannot tell. The record has not got a closing balance for 2026-27.",
        ],
        [
            "b) On track with the agreement this year, 2024-25?",
            "No",
            "Places opened late.",
            "No. The latest position is £2 million worse than planned.",
        ],
    ]


def test_each_condition_has_its_wording_and_one_rag_per_update() -> None:
    document = made()
    found = grid(document, "Condition 3.1: assurance level")
    assert found.header == (
        (
            "No.",
            "Condition as agreed",
            "Update 1 (May/June 2024)",
            "Update 2 (September 2024)",
            "Update 3 (December 2024)",
        ),
    )
    assert [words(cell) for cell in found.rows[0]] == [
        "3.1",
        examples.conditions()[0]["wording"],
        "Amber",
        "Green",
        "Not yet due",
    ]
    this_column = [grid(document, f"Condition 3.{n}: assurance level").rows[0][3] for n in range(1, 8)]
    assert [cell.word for cell in this_column if isinstance(cell, RagCell)] == [
        examples.level(rag)["word"] for rag in examples.RAGS
    ]


def test_an_earlier_update_without_a_level_says_not_reported() -> None:
    document = made()
    assert grid(document, "Condition 3.7: assurance level").rows[0][2] == "Not reported"
    assert grid(document, "Risk 2: assurance level").rows[0][2] == "Not reported"
    pack = examples.pack()
    pack["columns"][0]["rags"] = None
    assert grid(made(pack), "Condition 3.1: assurance level").rows[0][2] == "Not reported"


def test_a_rag_that_nobody_has_chosen_is_said_in_a_draft() -> None:
    pack = examples.pack()
    pack["sections"]["conditions"]["facts"]["conditions"][0]["rag"] = None
    assert grid(made(pack), "Condition 3.1: assurance level").rows[0][3] == "Not yet chosen"


def test_many_updates_in_a_year_become_rows_and_the_wording_stays() -> None:
    pack = examples.pack()
    months = ("April", "May", "June", "July", "August")
    pack["columns"] = [
        examples.column(month, "", f"m{n}", is_this=n == 2, rags=None) for n, month in enumerate(months, start=1)
    ]
    document = made(pack)
    found = grid(document, "Condition 3.1: assurance level")
    assert [[words(cell) for cell in row] for row in found.rows] == [
        ["April", "Not reported"],
        ["May", "Green"],
        ["June", "Not yet due"],
        ["July", "Not yet due"],
        ["August", "Not yet due"],
    ]
    assert Prose.literal(examples.conditions()[0]["wording"]) in document.blocks


def test_risks_print_the_same_columns_and_their_score() -> None:
    found = grid(made(), "Risk 1: assurance level")
    assert [words(cell) for cell in found.rows[0]][2:] == ["Red", "Amber", "Not yet due"]
    assert any(getattr(block, "text", "") == "Likelihood 4 of 5, impact 3 of 5: score 12." for block in made().blocks)


def test_mitigation_is_a_labelled_bullet_over_the_bullets_that_were_typed() -> None:
    assert plain_text(labelled("Mitigation", "- One.\n  - Half.\n- Two.").blocks) == (
        "- Mitigation:\n  - One.\n  - Half.\n  - Two."
    )
    assert plain_text(labelled("Recovery", "One sentence.").blocks) == "- Recovery: One sentence."
    assert labelled("Recovery", "  ") == Prose(())


def test_no_change_is_printed_with_its_reason() -> None:
    printed = [plain_text(block.blocks) for block in made().blocks if isinstance(block, Prose)]
    assert "No change, because: The service starts in September 2024." in printed


def test_accepted_warnings_print_each_signatorys_sentence() -> None:
    found = grid(made(envelope=examples.envelope()), "Each warning with the sentence that accepts it")
    assert [words(cell) for cell in found.rows[0]] == [
        "On track at the end",
        "The answer cannot be tested against the figures. no closing balance",
        "Demo Director has seen the working papers.",
        "Demo Treasurer has seen the working papers.",
    ]
    waiting = grid(made(), "Each warning with the sentence that accepts it")
    assert [words(cell) for cell in waiting.rows[0]][2:] == ["Not yet accepted.", "Not yet accepted."]


def test_a_return_without_risks_measures_or_position_still_prints() -> None:
    pack = examples.pack()
    for key in ("risks", "measures", "dsg_position", "feedback", "agreement"):
        del pack["sections"][key]
    pack["findings"] = []
    parts = headings(made(pack))
    assert "Risks" not in parts
    assert "Annex A: sign-off" in parts
    assert "DSG position" in parts


def test_what_nobody_has_answered_is_said_and_never_guessed() -> None:
    pack = examples.pack()
    pack["sections"]["summary"]["facts"] = dict.fromkeys(examples.summary(), "")
    rows = grid(made(pack), "Is the council on track?").rows
    assert [words(row[1]) for row in rows] == ["Not yet answered", "Not yet answered"]
    assert [words(row[2]) for row in rows] == ["No reason has been given.", "No reason has been given."]


def test_a_colour_this_layout_does_not_know_keeps_its_word() -> None:
    pack = examples.pack()
    rag = {"key": "paused", "word": "Paused", "colour": "violet", "meaning": "On hold."}
    item = {"number": "3.1", "wording": "Words.", "rag": rag}
    cell = updates_grid(pack, "conditions", item, name="Condition 3.1").rows[0][3]
    assert cell == RagCell("Paused", "none")


def test_typed_markdown_is_read_and_everything_else_stays_as_typed() -> None:
    pack = examples.pack()
    pack["sections"]["summary"]["facts"]["preamble"] = "<b>not bold</b> [link](http://x) =1+1\n- bullet"
    printed = "\n".join(plain_text(block.blocks) for block in made(pack).blocks if isinstance(block, Prose))
    assert "<b>not bold</b> [link](http://x) =1+1" in printed
    assert "- bullet" in printed


def test_a_councils_notice_stands_before_everything_else() -> None:
    pack = examples.pack()
    pack["council"]["notice"] = "Demonstration: people are made up."
    assert made(pack).blocks[0] == Inset("Demonstration: people are made up.")
