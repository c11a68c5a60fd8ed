"""When a sentence tells a milestone as reached, and when it must stay quiet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstreams.rules.claims import sentence_claiming

TRAINING = "Annual review training delivered to every officer"
PLACES = "Studio School expansion open"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("- Annual review training has been delivered to all officers.", TRAINING),
        ("Training in annual reviews is complete and was delivered to every officer; uptake was good.", TRAINING),
        ("- Recruitment continues.\n- The Studio School expansion is open.", PLACES),
    ],
)
def test_a_claim_with_every_word_of_the_name_is_found(text, name):
    assert sentence_claiming(text, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Annual review training will be delivered to all officers by July.", TRAINING),
        ("Annual review training has not been delivered to every officer.", TRAINING),
        ("Annual review training was delivered to most officers.", TRAINING),
        ("Training was delivered to schools.", TRAINING),
        ("The expansion of the Studio School has been approved.", PLACES),
        ("Annual reviews. Officer training. Delivered.", TRAINING),
        ("Delivered in full.", "Delivered"),
    ],
)
def test_plans_denials_parts_and_other_things_stay_quiet(text, name):
    assert sentence_claiming(text, name) == ""


def test_the_sentence_is_given_without_its_bullet():
    assert sentence_claiming("- The Studio School expansion is open\n- More.", PLACES) == (
        "The Studio School expansion is open"
    )


@given(st.text(), st.text())
def test_no_text_breaks_it(text, name):
    assert isinstance(sentence_claiming(text, name), str)
