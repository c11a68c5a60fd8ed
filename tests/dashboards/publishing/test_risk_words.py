"""What the chart of the biggest risks says where several have the same score."""

from typing import Any

from dashboards.publishing.risks import summary, title


def risks(*scores: tuple[int, int]) -> list[dict[str, Any]]:
    return [
        {"number": number, "wording": f"Wording {number}.", "likelihood": likelihood, "impact": impact}
        for number, (likelihood, impact) in enumerate(scores, start=1)
    ]


def test_the_biggest_is_named_where_it_is_alone() -> None:
    found = risks((5, 4), (4, 4), (1, 1))
    assert title(found) == "The biggest of 3 risks: Wording 1"
    assert summary(found) == "The highest score is 20 of 25: likelihood 5, impact 4. All 3 are shown."
    assert title(found[:1]) == "Wording 1"


def test_of_risks_with_one_score_none_stands_for_the_others() -> None:
    found = risks((5, 4), (4, 5), (1, 1))
    assert title(found) == "2 of 3 risks share the highest score, 20 of 25"
    assert summary(found) == "The highest score is 20 of 25. All 3 are shown."


def test_risks_left_out_with_the_score_of_the_last_one_shown_are_told_of() -> None:
    found = risks((5, 5), (4, 4), (4, 4), (4, 4), (3, 4), (4, 3), (1, 1))
    assert summary(found).endswith("5 of 7 risks are shown; 1 more has the same score as the last of them.")
    assert summary([*found[:5], found[-1]]).endswith("The 5 highest of 6 risks are shown.")
