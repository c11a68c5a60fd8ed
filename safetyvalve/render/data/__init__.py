"""What a renderer is given: tables and charts as plain frozen facts.

A value is a `Decimal`, an `int` or `None` until the last step. `None` is "we do not know" and is never 0;
a `Marker` says why a figure is not shown. Floats are refused: they are where two faces of one figure part.
"""

from safetyvalve.render.data.cells import (
    MARKER_MEANINGS,
    NOT_AVAILABLE,
    NOT_PUBLISHED,
    SUPPRESSED,
    Cell,
    Marker,
    Number,
    Range,
)
from safetyvalve.render.data.charts import MAXIMUM_LINES, UNITS, Band, Break, ChartData
from safetyvalve.render.data.series import Series, stretches
from safetyvalve.render.data.tables import Column, Table, Total

__all__ = [
    "MARKER_MEANINGS",
    "MAXIMUM_LINES",
    "NOT_AVAILABLE",
    "NOT_PUBLISHED",
    "SUPPRESSED",
    "UNITS",
    "Band",
    "Break",
    "Cell",
    "ChartData",
    "Column",
    "Marker",
    "Number",
    "Range",
    "Series",
    "Table",
    "Total",
    "stretches",
]
