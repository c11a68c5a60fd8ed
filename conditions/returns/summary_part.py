"""The two questions that DfE asks first, with the council's answers and what the council's own figures say."""

from conditions.returns.blocks import answer_word, typed
from conditions.returns.facts import Facts, section
from safetyvalve.render.document import Block, GridBlock, Heading, Prose

TEST_WORDS = {True: "Yes", False: "No", None: "Cannot tell"}


def summary_part(pack: Facts) -> list[Block]:
    """Questions a and b as one table, then the summary as it was written."""
    return [
        Heading(2, "Summary"),
        on_track(pack),
        typed(section(pack, "summary").get("summary", ""), empty="No summary has been written."),
    ]


def on_track(pack: Facts) -> GridBlock:
    """Each question with its answer and reason, beside the test that answers it from the figures."""
    facts = section(pack, "summary")
    tests = {test["key"]: test for test in section(pack, "dsg_position").get("tests", [])}
    rows = []
    for question, field, test_key in _questions(pack):
        reason = typed(facts.get(f"{field}_reason", ""), empty="No reason has been given.")
        rows.append((question, answer_word(facts.get(field, "")), reason, from_figures(tests.get(test_key))))
    return GridBlock(
        caption="Is the council on track?",
        header=(("Question", "Council's answer", "Reason", "What the figures say"),),
        rows=tuple(rows),
        weights=(5, 3, 6, 5),
        description="The two on-track questions: the council's answer, its reason, and the answer computed "
        "from the DSG position.",
    )


def from_figures(test: Facts | None) -> str | Prose:
    """ "Yes. The latest forecast …", or that there is nothing to tell it from."""
    if test is None:
        return "The figures were not tested."
    return f"{TEST_WORDS[test['met']]}. {test['sentence']}"


def _questions(pack: Facts) -> list[tuple[str, str, str]]:
    end, this_year = last_year(pack), pack["period"]["financial_year"]
    of_end = f", {end}" if end else ""
    return [
        (
            f"a) On track for a £0 DSG deficit at the end of the agreement{of_end}?",
            "on_track_at_end",
            "cleared-by-end",
        ),
        (f"b) On track with the agreement this year, {this_year}?", "on_track_this_year", "on-plan-this-year"),
    ]


def last_year(pack: Facts) -> str:
    """The last financial year of the agreement version that this return answers to."""
    facts = section(pack, "agreement")
    found = [each["last_year"] for each in facts.get("versions", []) if each["number"] == facts.get("version")]
    return str(found[0]) if found else ""
