from datetime import date

import pytest

from conditions.models import RagLevel
from tests.factories import LEVELS
from workstreams.models import Milestone
from workstreams.rules.suggested_rag import suggest

ON = date(2024, 6, 14)

DONE = Milestone(name="Done", baseline_on=date(2024, 5, 1), completed_on=date(2024, 5, 1))
AHEAD = Milestone(name="Ahead", baseline_on=date(2024, 9, 1))
SLIPPED = Milestone(
    name="Slipped", baseline_on=date(2024, 5, 1), forecast_on=date(2024, 9, 1), slip_reason="The builder withdrew."
)
OVERDUE_WITH_REASON = Milestone(name="Explained", baseline_on=date(2024, 5, 1), slip_reason="The builder withdrew.")
OVERDUE = Milestone(name="Forgotten", baseline_on=date(2024, 5, 1))
OVERDUE_AGAIN = Milestone(name="Forgotten too", baseline_on=date(2024, 5, 2), forecast_on=date(2024, 5, 2))


def levels() -> list[RagLevel]:
    names = ("key", "word", "colour", "meaning", "needs_mitigation", "needs_recovery", "is_complete")
    return [RagLevel(order=n, **dict(zip(names, level, strict=True))) for n, level in enumerate(LEVELS)]


@pytest.mark.parametrize(
    ("milestones", "key", "reason"),
    [
        ([DONE], "complete", "The one milestone is complete."),
        ([DONE, DONE], "complete", "All 2 milestones are complete."),
        ([AHEAD], "on_target", "0 of 1 milestone is complete and none is late."),
        ([DONE, AHEAD], "on_target", "1 of 2 milestones are complete and none is late."),
        (
            [DONE, SLIPPED],
            "off_target_mitigated",
            "“Slipped” is expected on 1 September 2024, 4 months later than first planned: The builder withdrew.",
        ),
        (
            [OVERDUE_WITH_REASON, SLIPPED, AHEAD],
            "off_target_mitigated",
            "“Explained” was expected on 1 May 2024 and is not complete: The builder withdrew. "
            "1 other milestone is late too.",
        ),
        (
            [SLIPPED, OVERDUE],
            "off_target_unmitigated",
            "“Forgotten” was expected on 1 May 2024 and is not complete.",
        ),
        (
            [OVERDUE, OVERDUE_AGAIN, OVERDUE],
            "off_target_unmitigated",
            "“Forgotten” was expected on 1 May 2024 and is not complete. 2 other milestones are late too.",
        ),
    ],
)
def test_milestones_suggest_a_level_and_say_why(milestones: list[Milestone], key: str, reason: str) -> None:
    suggestion = suggest(milestones, levels(), on=ON)

    assert suggestion is not None
    assert (suggestion.level.key, suggestion.reason) == (key, reason)


def test_no_milestones_suggest_nothing() -> None:
    assert suggest([], levels(), on=ON) is None


def test_a_scale_of_other_words_and_colours_is_read_by_what_its_levels_require() -> None:
    pillars = [
        RagLevel(order=1, key="behind", word="Behind", colour="blue", needs_mitigation=True),
        RagLevel(order=2, key="fine", word="Fine", colour="red"),
    ]

    late = suggest([SLIPPED], pillars, on=ON)
    fine = suggest([AHEAD], pillars, on=ON)
    assert late is not None
    assert fine is not None
    assert (late.level.key, fine.level.key) == ("behind", "fine")


def test_a_scale_without_such_a_level_gets_no_suggestion() -> None:
    assert suggest([DONE], [RagLevel(order=1, key="fine", word="Fine")], on=ON) is None


def test_the_day_decides() -> None:
    before, after = suggest([AHEAD], levels(), on=date(2024, 9, 1)), suggest([AHEAD], levels(), on=date(2024, 9, 2))

    assert before is not None
    assert after is not None
    assert (before.level.key, after.level.key) == ("on_target", "off_target_unmitigated")
