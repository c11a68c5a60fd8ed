"""The grid of figures: our template filled in, or any sheet with a figure in each row.

``read(delivery) -> Reading``
    Each sheet is read by its headings. **Wide**: a row for each measure and breakdown, a column for each period.
    **Long**: columns for measure, period, breakdown, value, status and note, in any order. ``delivery.options`` are not
    needed. Raises ``UnusableDelivery`` for a damaged file and for the grid of another council.
"""

from dashboards.imports.contract import Delivery, Reading


def read(delivery: Delivery) -> Reading:
    """See the module."""
    raise NotImplementedError
