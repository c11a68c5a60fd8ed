"""Charts, tables and documents that the tests of every face share. All figures are made up."""

from datetime import UTC, date, datetime
from decimal import Decimal as D

from safetyvalve.render.data import SUPPRESSED, Band, Break, ChartData, Column, Series, Table, Total
from safetyvalve.render.document import (
    Document,
    Figure,
    GridBlock,
    Heading,
    Inset,
    KeyValues,
    Note,
    PageBreak,
    Prose,
    RagCell,
    TableBlock,
)

AT = datetime(2024, 5, 31, 9, 0, tzinfo=UTC)

PLANS = ChartData(
    key="ehc_plans.total",
    title="Plans are two above the agreed trajectory",
    subtitle="EHC plans maintained, count, at 31 March",
    kind="line",
    unit="count",
    categories=("2021", "2022", "2023", "2024", "2025"),
    series=(
        Series("Plans", (1402, None, None, 1484, None), statuses=("final", None, None, "provisional", None),
               markers=(None, "c", None, None, "x")),
        Series("Agreed trajectory", (1400, 1440, 1470, 1482, 1450), "target"),
        Series("England, scaled", (1340, 1380, 1430, 1500, None), "comparator"),
    ),
    summary="There were 1,484 plans at March 2024, two more than agreed.",
    source="SEN2",
    as_at=date(2024, 5, 24),
    breaks=(Break(2, "each child is counted once"),),
    band=Band("Tolerance", (1350, 1390, 1420, 1430, None), (1450, 1490, 1520, 1530, None)),
)  # fmt: skip

DEFICIT = ChartData(
    key="dsg-deficit",
    title="The deficit is £2.7 million",
    subtitle="Cumulative DSG position, pounds, at 31 March",
    kind="bar",
    unit="money",
    categories=("2022-23", "2023-24", "2024-25"),
    series=(
        Series("Latest", (D("-2500000"), D("-2732000.49"), None)),
        Series("Agreed", (D("-2400000"), D("-2900000"), D("0"))),
        Series("Forecast", (None, None, D("150000")), "forecast"),
    ),
    summary="The deficit is £168,000 smaller than agreed.",
    source="Section 251",
)

REFUSALS = ChartData(
    key="refusals",
    title="Requests come mostly from schools",
    subtitle="Share of requests, per cent",
    kind="stacked_bar",
    unit="percent",
    categories=("Autumn", "Spring"),
    series=(Series("Schools", (D("60.5"), D("55"))), Series("Parents", (D("39.5"), None), markers=(None, "c"))),
    summary="Schools made 55% of requests in spring.",
    source="Case system",
)

CHARTS = (PLANS, DEFICIT, REFUSALS)

ROLL_FORWARD = Table(
    caption="Roll-forward",
    columns=(Column("Line"), Column("2022-23", "money"), Column("2023-24", "money"), Column("Both", "money")),
    rows=(
        ("Opening", D("-2732000"), D("-100"), D("-2732100")),
        ("Payment", D("3000000"), SUPPRESSED, D("3000000")),
        ("Closing", D("268000"), D("-999"), D("267900")),
    ),
    totals=(Total("row", 2, (0, 1)), Total("column", 3, (1, 2))),
    notes=("Surplus is positive.",),
)

NARRATIVE = Prose.of("Places **opened** on time.\n\n• First unit\no\tnested point\n• Second *unit*")
NASTY = '=HYPERLINK("http://bad.example","x")'

RETURN = Document(
    title="Return for Update 1",
    author="A council",
    subject="DfE return",
    draft=True,
    digest="sha256:4f1ca92b",
    blocks=(
        Inset("Illustrative figures."),
        KeyValues((("Date submitted", "31 May 2024"),), "Submission"),
        Heading(2, "Conditions"),
        Heading(3, "Condition 3.1"),
        NARRATIVE,
        GridBlock(
            "Condition 3.1 by update",
            (("Update 1", "Update 2", "Update 3"),),
            (
                (RagCell("Amber", "amber"), RagCell("On target", "green", "Going well"), "Not yet due"),
                (NARRATIVE, Prose.of(NASTY), NASTY),
            ),
            row_headers=False,
        ),
        PageBreak(),
        TableBlock(ROLL_FORWARD),
        Figure(PLANS),
        Figure(DEFICIT, with_table=False),
        Note("End of the return."),
    ),
)
