"""How much of a file is read. A file that would take more is refused in words before it can hurt the server."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What one delivery may come to. ``ratio`` is how much smaller a member of a zip may be packed than it is."""

    size: int = 150 * MEGABYTE
    workbook_size: int = 10 * MEGABYTE
    workbook_unpacked: int = 150 * MEGABYTE
    archive_unpacked: int = 500 * MEGABYTE
    members: int = 200
    ratio: int = 200
    rows: int = 1_000_000
    columns: int = 1_000
    cells: int = 10_000_000


USUAL = Limits()
RATIO_MATTERS_FROM = MEGABYTE
"""Smaller members may be packed as tightly as they like."""


def megabytes(size: int) -> str:
    """A size as people read it: "12 MB", "0.4 MB"."""
    number = size / MEGABYTE
    return f"{number:.0f} MB" if number >= 10 else f"{number:.1f} MB"
