"""Words about charts that could give a child away are pointed out; ordinary ones are left alone."""

import pytest

from dashboards.publishing.doubts import doubts_in

LOUD = {
    "a small number of children": "There were 3 children without a place.",
    "in words": "Only two families appealed.",
    "a count that a chart may hide": "We had 4 appeals in May.",
    "with words between": "Of these, three new EHC plans were made late.",
    "a part of a whole": "2 of 31 were upheld.",
    "a school": "Is it because Marsh Lane Primary School is full?",
    "an e-mail address": "Write to parent@home.example about it.",
    "a web address": "See www.our-story.example for more.",
    "a telephone number": "Ring me on 01983 823 456 please.",
    "a name": "Why was the pupil called Jordan Smith refused?",
    "a date of birth": "My son, born on 3 May 2014, has waited a year.",
}
QUIET = {
    "a large number": "There were 1,570 plans, 2 above the target.",
    "the threshold itself": "There were 5 appeals in May.",
    "ages and years": "Children aged 4 to 10 in Year 3 of the agreement.",
    "money": "It cost £3.2 million, 4% more than planned.",
    "no schools by name": "Did schools and the Schools Forum agree?",
    "fewer than": "Fewer than 5 were upheld.",
    "one in four": "About 1 in 4 pupils has support.",
}


@pytest.mark.parametrize("text", LOUD.values(), ids=LOUD)
def test_what_may_give_somebody_away_is_pointed_out(text: str) -> None:
    assert doubts_in({"The answer": text}, threshold=5)


@pytest.mark.parametrize("text", QUIET.values(), ids=QUIET)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert [str(doubt) for doubt in doubts_in({"The answer": text}, threshold=5)] == []


def test_a_doubt_says_where_and_quotes_the_words() -> None:
    [doubt] = doubts_in({"The question": "", "The answer": "There were 3 refusals."}, threshold=5)
    assert (doubt.where, doubt.evidence) == ("The answer", "“3 refusals”")


def test_the_threshold_is_the_councils() -> None:
    assert not doubts_in({"The answer": "We had 7 appeals."}, threshold=5)
    assert doubts_in({"The answer": "We had 7 appeals."}, threshold=10)
