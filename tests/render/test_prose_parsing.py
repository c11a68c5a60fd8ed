"""What people type and paste becomes paragraphs and bullets, and nothing else."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safetyvalve.render.html import prose_html
from safetyvalve.render.prose import Bullets, Paragraph, Run, clean_text, parse, plain_text

TAG = re.compile(r"<[^>]*>?")
ALLOWED = {
    '<p class="govuk-body">', "</p>", '<ul class="govuk-list govuk-list--bullet">', "</ul>", "<li>", "</li>",
    "<strong>", "</strong>", "<em>", "</em>", "<br>",
}  # fmt: skip


def test_bold_and_italics_are_understood() -> None:
    assert parse("We **moved** *twelve* places") == (
        Paragraph((Run("We "), Run("moved", bold=True), Run(" "), Run("twelve", italic=True), Run(" places"))),
    )


@pytest.mark.parametrize(
    "typed",
    ["# Heading", "1. numbered", "[link](http://x.example)", "![picture](x.png)", "<b>bold</b>", "> quoted",
     "`code`", "--- rule", "5 * 3 * 2", "a_b_c", "| a | b |", "&amp; &lt;", "2024. A year", "\\*"],
)  # fmt: skip
def test_anything_else_is_shown_as_it_was_typed(typed: str) -> None:
    assert plain_text(parse(typed)) == typed


def test_a_line_break_stays_inside_its_paragraph() -> None:
    assert parse("one\ntwo\n\nthree") == (Paragraph((Run("one\ntwo"),)), Paragraph((Run("three"),)))


@pytest.mark.parametrize("sign", ["-", "*", "+", "•", "·", "–", "o", "▪", "\uf0b7"])
def test_every_bullet_sign_at_the_start_of_a_line_makes_a_bullet(sign: str) -> None:
    assert plain_text(parse(f"{sign}\tFirst\n{sign} Second")) == "- First\n- Second"


def test_words_second_level_nests_beneath_the_first() -> None:
    pasted = "•\tOpened\no\twaiting for consent\no\tbuilder appointed\n•\tNext"
    assert plain_text(parse(pasted)) == "- Opened\n  - waiting for consent\n  - builder appointed\n- Next"


def test_deeper_levels_join_the_second() -> None:
    (bullets,) = parse("- a\n  - b\n    - c")
    assert isinstance(bullets, Bullets)
    assert [child.runs[0].text for child in bullets.items[0].children] == ["b", "c"]


def test_a_line_at_the_margin_after_a_bullet_is_a_new_paragraph() -> None:
    assert plain_text(parse("Before\n• one\n• two\nAfter")) == "Before\n\n- one\n- two\n\nAfter"


def test_cleaning_keeps_quotes_and_drops_what_cannot_be_seen() -> None:
    assert clean_text("“It’s” – 5\x00\x07\u200b\ufeff\r\nnext\ud800 ") == "“It’s” – 5\nnext"


def test_words_soft_line_break_is_a_line_break() -> None:
    assert clean_text("one\x0btwo\u2028three\rfour") == "one\ntwo\nthree\nfour"


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet=st.characters(codec=None), max_size=120) | st.text(alphabet="-*_•o–<>&\"' \n\tab1.", max_size=120)
)
def test_no_text_breaks_the_parser_or_brings_a_tag_of_its_own(text: str) -> None:
    markup = prose_html(parse(text))
    assert {tag for tag in TAG.findall(markup) if tag not in ALLOWED} == set()
    markup.encode("utf-8")


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="-*_•o– \n\tab1.", max_size=80))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@pytest.mark.parametrize(
    "piece",
    [
        "word ",
        "**a_",
        *(pytest.param(each, marks=pytest.mark.slow) for each in ("- a\n", "*", "  - a\n", "•\tx\no\ty\n")),
    ],
)
def test_a_hundred_thousand_characters_are_read_quickly(piece: str) -> None:
    started = time.process_time()
    parse(piece * (100_000 // len(piece)))
    assert time.process_time() - started < 3
