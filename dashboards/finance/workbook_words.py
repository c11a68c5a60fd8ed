"""Words of the grid's workbook by which it is read again. Apart from what writes it, which pages have no use for."""

UNKNOWN = "not known"
ROLL, HEADING, ALL_BLOCKS = "Roll-forward", "Line", "Whole DSG"
NET, IN_YEAR = "Net spending", "In-year position: income − net spending"
CLOSING = {side: f"Closing balance {side} DfE payments" for side in ("before", "after")}
SUMS = frozenset({NET, IN_YEAR, *CLOSING.values()})
"""Rows of a block that hold formulas alone."""
