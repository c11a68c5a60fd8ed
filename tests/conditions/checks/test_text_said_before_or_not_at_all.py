import pytest

TUTORING = "More families choose home tuition because the mainland is too far for their children to travel"


def test_an_answer_the_same_as_last_time_is_found_whatever_its_spacing(check):
    text = "- Officers met every head teacher\n- Plans are reviewed weekly"
    (finding,) = check(text, previous=f"  {text.upper()} \n", code="unchanged-text")
    assert finding.evidence.startswith("“- Officers met every head teacher")


def test_a_changed_answer_or_a_short_one_is_left_alone(check):
    assert check("Officers met every head teacher in May.", previous="Officers met.", code="unchanged-text") == []
    assert check("On track.", previous="On track.", code="unchanged-text") == []
    assert check("Officers met every head teacher in May.", previous=None, code="unchanged-text") == []


@pytest.mark.parametrize("text", ["Not started yet.", "N/A", "As above", "- No update to report", "TBC", "???"])
def test_an_answer_that_says_nothing_is_found(check, text):
    assert len(check(text, code="says-nothing")) == 1


@pytest.mark.parametrize(
    "text", ["", "Not started yet, because the post is vacant until July.", "None of the sites fits."]
)
def test_an_empty_answer_or_one_with_a_reason_is_left_alone(check, text):
    assert check(text, code="says-nothing") == []


def test_a_bullet_given_twice_in_one_answer_is_found_once(check):
    (finding,) = check(f"- {TUTORING}.\n- Building work goes on.\n- **{TUTORING}**", code="repeated-text")
    assert finding.sentence.startswith("This has already been said in this answer.")


def test_a_sentence_given_in_two_answers_names_the_first(check):
    (finding,) = check(f"First. {TUTORING}.", f"Second. {TUTORING}. More follows.", code="repeated-text")
    assert finding.place.key == "condition:3.2:narrative"
    assert "under Condition 3.1" in finding.sentence


@pytest.mark.parametrize(
    "text",
    [
        "Savings are on track. Work goes on. Savings are on track.",
        f"## {TUTORING}\n\n- {TUTORING}",
        "- Ask partners across education, health and care to name their training guides\n"
        "- Ask partners across education, health and care to name their templates",
    ],
)
def test_short_phrases_headings_and_like_beginnings_are_left_alone(check, text):
    assert check(text, code="repeated-text") == []


@pytest.mark.parametrize(
    "text",
    [
        "We are building more places within the",
        "The panel will look at demand and",
        "Officers wrote to every school to help plan provision in the local",
        "Partners will share advice in support of",
        "Improved governance of technology and data,",
        "Next steps:",
        "Leads shared their templates with the officers to identify.",
        "Leads will reply soon to support a Leads will reply soon on training guides and templates",
    ],
)
def test_a_sentence_that_breaks_off_is_found(check, text):
    assert len(check(text, code="unfinished-sentence")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "- A bullet without its stop\n- Another one of that kind",
        "This is a team that families like to work with",
        "It is a forum the council has signed up to.",
        "A system that everybody buys into.",
        "This is a team they can turn to",
        "Places were paid for and pupils provided for",
        "We agreed:\n- to listen, and\n- to explain.",
        "The agreement asks us to:\n- meet need,\n- review plans, and\n- report.",
        "The work goes on\nin the second half of the term and\nends in July.",
        "The saving falls\n\nlater than planned.",
        "The needs that panels are asked to identify.",
        "## Working with",
    ],
)
def test_finished_sentences_lists_and_broken_lines_are_left_alone(check, text):
    assert check(text, code="unfinished-sentence") == []
