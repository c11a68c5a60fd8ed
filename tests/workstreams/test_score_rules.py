import pytest

from workstreams.models import Risk
from workstreams.rules.scores import band, matrix


@pytest.mark.parametrize(
    ("score", "word"),
    [(None, "not scored"), (1, "low"), (6, "low"), (8, "medium"), (12, "medium"), (15, "high"), (25, "high")],
)
def test_a_score_has_a_word(score: int | None, word: str) -> None:
    assert band(score) == word


def test_the_matrix_runs_from_almost_certain_down_and_leaves_out_what_is_not_scored() -> None:
    likely_major, unscored = Risk(number="1", likelihood=4, impact=4), Risk(number="2", likelihood=4)

    rows = matrix([likely_major, unscored])

    assert [row.label for row in rows] == ["Almost certain", "Likely", "Possible", "Unlikely", "Rare"]
    assert rows[1].cells[3].risks == [likely_major]
    assert sum(len(cell.risks) for row in rows for cell in row.cells) == 1
    assert [cell.score for cell in rows[0].cells] == [5, 10, 15, 20, 25]
