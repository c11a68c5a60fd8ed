"""What the feed's columns are called, of which kind they are, and what they mean. The page about the feed reads this.

A column is never renamed, removed or given another meaning within a version; new ones may come at the end.
"""

from dataclasses import dataclass

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class FeedColumn:
    """A column of a resource. Every cell is of its kind, or empty (``null`` in JSON)."""

    name: str
    kind: str
    meaning: str


@dataclass(frozen=True)
class Resource:
    """One table of the feed: the last part of its address without the format."""

    name: str
    holds: str
    columns: tuple[FeedColumn, ...]


_EDITION = (
    FeedColumn("edition_id", "whole number", "The edition. A correction is an edition of its own."),
    FeedColumn("edition_month", "date", "The first day of the month that the edition is about."),
    FeedColumn("published_at", "date and time", "When it was published, with the time zone."),
)
FIGURES = (
    *_EDITION,
    FeedColumn("chart_key", "text", "Which chart; the same in every edition."),
    FeedColumn("chart_title", "text", "The chart’s finding, as its heading says it."),
    FeedColumn("part", "text", "“chart” for what is drawn, “table” for the further periods in the table beneath it."),
    FeedColumn("series", "text", "The line or set of bars; in a table, the heading of the row."),
    FeedColumn("role", "text", "“actual”, “target”, “comparator”, “forecast”, or “tolerance” for the ends of a band."),
    FeedColumn("category", "text", "The place along the chart: a period, or a heading; in a table, the column."),
    FeedColumn("period_start", "date", "First day of the period that the category, or else the series, names."),
    FeedColumn("period_end", "date", "Last day of that period. Empty where neither names a period."),
    FeedColumn("value", "number", "The figure exactly as published. Percentages in percentage points: 40 is 40%."),
    FeedColumn("value_low", "number", "The lower end where the source gives a range instead of a figure."),
    FeedColumn("value_high", "number", "The upper end of that range."),
    FeedColumn("unit", "text", "“count”, “percent” or “money” (pounds; a deficit is negative)."),
    FeedColumn(
        "status",
        "text",
        "“final”, “provisional” or “unreliable” for a figure of a chart; empty where nothing is said of it.",
    ),
    FeedColumn("marker", "text", "Why there is no figure: “c” is withheld to protect children; see the letters below."),
    FeedColumn("as_at", "date", "The day of which the figures were known."),
    FeedColumn("source", "text", "Where the figures come from."),
)
EDITIONS = (
    *_EDITION,
    FeedColumn("title", "text", "The title without the month."),
    FeedColumn("introduction", "text", "The paragraph at its top."),
    FeedColumn("corrects_edition_id", "whole number", "The edition whose place it took, if it is a correction."),
    FeedColumn("correction_note", "text", "What readers are told about the correction."),
    FeedColumn("charts", "whole number", "How many charts it holds."),
    FeedColumn("notice", "text", "What the council says about all its figures, as it stood when it was published."),
)
RESOURCES = {
    resource.name: resource
    for resource in (
        Resource("figures", "Every figure of the newest edition: usually what a report needs.", FIGURES),
        Resource("all-figures", "Every figure of every edition that can be read now, the oldest first.", FIGURES),
        Resource("editions", "The editions that can be read now, the oldest first.", EDITIONS),
    )
}
FORMATS = ("csv", "json")
