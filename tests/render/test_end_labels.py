"""What stands at the end of a line, and in the key on a phone: a figure of another time says of which."""

from itertools import pairwise

from safetyvalve.render.data import ChartData, Series
from safetyvalve.render.metrics import text_width
from safetyvalve.render.svg import to_svg
from safetyvalve.render.svg_layout import SIZE, WIDE, lay_out, legend_words

PLANS = ChartData(
    key="ends",
    title="EHC plans: 24 above the agreed trajectory",
    subtitle="Number",
    kind="line",
    unit="count",
    categories=("September 2025", "September 2026", "September 2027"),
    series=(
        Series("EHC plans", (2700, 2764, None)),
        Series("Agreed trajectory", (2690, 2740, 2805), role="target"),
        Series("Planned before", (2600, None, None), role="forecast"),
        Series("Planned now", (2700, 2730, None), role="forecast"),
    ),
    summary="EHC plans: 2,764 in September 2026.",
    source="SEN2",
)


def test_a_last_value_of_another_time_says_of_which_at_both_widths() -> None:
    assert [label.value_lines for label in lay_out(PLANS, compact=False).end_labels] == [
        ("2,764",),
        ("2,805", "in September 2027"),
        ("2,600", "in September 2025"),
        ("2,730",),
    ]
    assert [legend_words(PLANS, position, compact=True) for position in range(4)] == [
        "EHC plans: 2,764",
        "Agreed trajectory: 2,805 in September 2027",
        "Planned before: 2,600 in September 2025",
        "Planned now: 2,730",
    ]
    assert "in September 2027" in to_svg(PLANS)


def test_labels_of_two_times_stay_in_the_drawing_and_apart() -> None:
    layout = lay_out(PLANS, compact=False)
    labels = sorted(layout.end_labels, key=lambda label: label.centre)
    for above, below in pairwise(labels):
        assert above.centre + above.height / 2 <= below.centre - below.height / 2 + 0.01
    for label in labels:
        for words in (*label.name_lines, *label.value_lines):
            assert layout.right + 12 + text_width(words, SIZE) <= WIDE
