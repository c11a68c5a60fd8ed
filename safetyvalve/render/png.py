"""The SVG as a picture, for Word and e-mail. Drawn with the shipped font, whatever the server has installed."""

from pathlib import Path

import resvg_py

from safetyvalve.render.data import ChartData
from safetyvalve.render.svg import to_svg

FONTS = Path(__file__).resolve().parent.parent.parent / "static" / "fonts"
FONT_FILES = ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf")


def to_png(chart: ChartData, *, width: int = 1440, compact: bool = False) -> bytes:
    """A PNG on white, `width` pixels wide; the same bytes for the same chart."""
    return rasterise(to_svg(chart, compact=compact), width=width)


def rasterise(svg: str, *, width: int) -> bytes:
    """Any SVG of ours as PNG bytes."""
    picture = resvg_py.svg_to_bytes(
        svg_string=str(svg),
        width=width,
        background="#ffffff",
        skip_system_fonts=True,
        font_files=[str(FONTS / name) for name in FONT_FILES],
        font_family="Liberation Sans",
        sans_serif_family="Liberation Sans",
    )
    return bytes(picture)
