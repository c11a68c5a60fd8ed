"""Differences between two packs, as a reader would say them."""

from conditions.packs.changes import Change, between

GREEN = {"key": "on_target", "word": "Green", "colour": "green", "meaning": "On target."}
AMBER = {"key": "off_target_mitigated", "word": "Amber", "colour": "amber", "meaning": "Off target."}


def conditions(*items):
    return {"conditions": {"facts": {"conditions": list(items)}}}


def test_a_rag_that_moved_is_said_in_its_words():
    before = conditions({"number": "3.1", "rag": GREEN, "narrative": "As planned."})
    after = conditions({"number": "3.1", "rag": AMBER, "narrative": "As planned."})

    assert between(before, after) == [Change("Condition 3.1", "RAG", "Green", "Amber")]


def test_items_are_matched_by_number_whatever_their_order():
    before = conditions({"number": "3.2", "rag": AMBER}, {"number": "3.1", "rag": GREEN})
    after = conditions({"number": "3.1", "rag": GREEN}, {"number": "3.2", "rag": AMBER})

    assert between(before, after) == []


def test_amounts_are_pounds_and_dates_are_days():
    def facts(closing, done):
        position = {"financial_year": "2024-25", "closing_before_payments": closing, "confirmed_at": done}
        return {"dsg_position": {"facts": {"positions": [{**position, "completed_on": done}]}}}

    found = between(facts("-14440000.00", None), facts("-15640000.00", "2024-05-24"))

    assert found == [
        Change("DSG position 2024-25", "Closing balance before payments", "−£14,440,000", "−£15,640,000"),
        Change("DSG position 2024-25", "Completed on", "", "24 May 2024"),
    ]


def test_the_same_amount_written_twice_is_no_difference():
    def facts(amount):
        return {"dsg_position": {"facts": {"positions": [{"financial_year": "2024-25", "adjustments": amount}]}}}

    assert between(facts("0"), facts("0.00")) == []


def test_something_that_has_gone_is_said():
    before = conditions({"number": "3.1", "rag": GREEN}, {"number": "3.9", "rag": GREEN})

    assert Change("Condition 3.9", "Conditions", "was here", "") in between(
        before, conditions({"number": "3.1", "rag": GREEN})
    )


def test_everything_is_new_to_somebody_with_nothing_before():
    assert between({}, conditions({"number": "3.1", "rag": GREEN})) == [
        Change("Condition 3.1", "Number", "", "3.1"),
        Change("Condition 3.1", "RAG", "", "Green"),
    ]


def successions(*pairs):
    rows = [{"from": old, "to": new, "on": "2024-02-01", "reason": "A new department."} for old, new in pairs]
    return {"delivery": {"facts": {"successions": rows}}}


def test_several_workstreams_replaced_on_one_day_are_no_change_while_they_stay_as_they_were():
    packed = successions(("Early help", "Ordinary help"), ("Early help", "Behaviour"), ("Oversight", "Governance"))

    assert between(packed, packed) == []


def test_a_workstream_replaced_on_the_same_day_as_another_is_told_alone():
    before = successions(("Early help", "Ordinary help"))
    after = successions(("Early help", "Ordinary help"), ("Oversight", "Governance"))

    assert {change.place for change in between(before, after)} == {"Workstream Oversight Governance 1 February 2024"}


def test_two_items_of_the_same_name_are_compared_in_their_order():
    twice = conditions({"number": "3.1", "rag": GREEN}, {"number": "3.1", "rag": AMBER})

    assert between(twice, twice) == []
