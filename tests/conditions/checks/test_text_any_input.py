import re
from datetime import date
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from conditions.checks.findings import Passage, Place
from conditions.checks.text import KnownFigure, Window, check_passages

WINDOW = Window(date(2024, 2, 1), date(2024, 5, 31), date(2024, 5, 31), "2027-28")
KNOWN = [KnownFigure("EHC plans", ("EHC plans", "(", ""), Decimal(1576), "count", date(2024, 4, 30))]
TELLING = (
    "the and from to of which 107 £2.7m 31 February 2024 2023-34 29/13/00 see Appendix C pupil A.B. two pupils was"
    " opened in September will be by March has not been launched Hub report submitted on Q1 + = , . - * ( ) 0"
)
WORDS = st.sampled_from([*TELLING.split(), "\n", "\n- "])


def findings(text, previous=None):
    place = Place("condition:3.1:narrative", "Condition 3.1", "/3.1/")
    return check_passages([Passage(place, text, previous)], window=WINDOW, known_figures=KNOWN)


@given(st.text(), st.none() | st.text())
@example("\x00\ud800﷽\u202e١٢/١٣/٢٤ ²/²/² 1²/05/24", None)
@settings(max_examples=200, deadline=None)
def test_no_text_makes_the_checks_fail(text, previous):
    findings(text, previous)


@given(st.lists(WORDS, max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_run_of_telling_words_makes_the_checks_fail(words):
    found = findings(" ".join(words))
    assert len({finding.fingerprint for finding in found}) == len(found)


def test_words_pasted_from_a_word_processor_are_read_like_typed_ones(check):
    pasted = "•\u00a0The service was\u00a0established in \u2018September 2024\u2019\r\n•\tDue **31 February**"
    codes = {finding.code for finding in check(pasted)}
    assert codes == {"impossible-date"}
    assert check("• The service was\u00a0established in September\u00a02024", code="past-event-after-submission")


def test_findings_name_their_place_in_the_order_of_the_return(check):
    found = check("Due 31 February.", "Due 30 February.")
    assert [finding.place.key for finding in found] == ["condition:3.1:narrative", "condition:3.2:narrative"]


def test_every_finding_says_what_to_do_in_a_sentence(check):
    found = check("Due 31 February. See Appendix C. Two pupils left Harbour House. The end and", previous="x")
    assert len(found) == 4
    assert all(re.fullmatch(r"[A-Z].+\.", finding.sentence) for finding in found)
