"""Small pieces of SVG: elements with escaped attributes, marker shapes, legend samples. No style attribute."""

from functools import cache, lru_cache
from html import escape

from safetyvalve.render.palette import PAPER
from safetyvalve.render.styles import SeriesStyle


def tag(name: str, *children: str, **attributes: object) -> str:
    """One element. `children` are markup; attribute names swap "_" for "-" and values are escaped."""
    pairs, inner = _pairs(attributes), "".join(children)
    return f"<{name}{pairs}>{inner}</{name}>" if inner else f"<{name}{pairs}/>"


def _pairs(attributes: dict[str, object]) -> str:
    return "".join([f' {_attribute(key)}="{_plain(value)}"' for key, value in attributes.items()])


@cache
def _attribute(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _plain(value: object) -> str:
    """What stands between the quotes of an attribute, escaped."""
    if isinstance(value, float):
        return short(value)
    return _escaped(value) if isinstance(value, str) else str(value)


@lru_cache(maxsize=512)
def _escaped(value: str) -> str:
    """Colours, classes and the like come again and again."""
    return escape(value)


def short(length: float) -> str:
    """A length to a tenth of a unit, in as few characters as that takes."""
    return f"{length:.1f}".removesuffix(".0")


def text(words: str, x: float, y: float, **attributes: object) -> str:
    """Words, begun at a whole unit: nobody sees the tenths, and a page has some five hundred of them."""
    return f'<text x="{round(x)}" y="{round(y)}"{_pairs(attributes)}>{escape(words)}</text>'


def hint(words: str) -> str:
    """What a pointer resting on a mark is shown; nothing for no words."""
    return tag("title", escape(words)) if words else ""


def line(x1: float, y1: float, x2: float, y2: float, colour: str, **attributes: object) -> str:
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, **attributes)


def marker(style: SeriesStyle, x: float, y: float, size: float, *, hollow: bool, words: str = "") -> str:
    """The mark of one value: its series' shape, filled, or hollow where the value is provisional."""
    paint: dict[str, object] = {
        "class_": "marker",
        "fill": PAPER if hollow else style.colour,
        "stroke": style.colour,
        "stroke_width": 2.0 if hollow else 1.0,
    }
    inner = (hint(words),) if words else ()
    if style.shape == "circle":
        return tag("circle", *inner, cx=x, cy=y, r=size, **paint)
    if style.shape == "square":
        side = size * 1.8
        return tag("rect", *inner, x=x - side / 2, y=y - side / 2, width=side, height=side, **paint)
    if style.shape == "triangle":
        points = [(x, y - size * 1.2), (x + size * 1.15, y + size), (x - size * 1.15, y + size)]
    else:
        points = [(x, y - size * 1.35), (x + size * 1.35, y), (x, y + size * 1.35), (x - size * 1.35, y)]
    return tag("polygon", *inner, points=" ".join(f"{a:.1f},{b:.1f}" for a, b in points), **paint)


def cross(style: SeriesStyle, x: float, y: float, size: float, *, words: str) -> str:
    """The mark of a value that cannot be relied on, whatever its series."""
    arm = size * 1.2
    falling = f"M{x - arm:.1f} {y - arm:.1f}L{x + arm:.1f} {y + arm:.1f}"
    path = f"{falling}M{x - arm:.1f} {y + arm:.1f}L{x + arm:.1f} {y - arm:.1f}"
    return tag("path", hint(words), class_="marker", d=path, fill="none", stroke=style.colour, stroke_width=2.5)


def two_ends(style: SeriesStyle, x: float, top: float, bottom: float, *, words: str) -> str:
    """The mark of a range: from its one end to the other, with nothing in the middle."""
    path = (
        f"M{x:.1f} {top:.1f}L{x:.1f} {bottom:.1f}M{x - 6:.1f} {top:.1f}L{x + 6:.1f} {top:.1f}"
        f"M{x - 6:.1f} {bottom:.1f}L{x + 6:.1f} {bottom:.1f}"
    )
    return tag("path", hint(words), class_="marker", d=path, fill="none", stroke=style.colour, stroke_width=2.5)


def pattern(style: SeriesStyle, identifier: str) -> str:
    """The definition of a hatch or of dots, told apart in print and by anyone who does not see the colour."""
    mark = (
        tag("path", d="M0 8L8 0M-2 2L2 -2M6 10L10 6", stroke=style.colour, stroke_width=2)
        if style.pattern == "hatch"
        else tag("circle", cx=4, cy=4, r=2, fill=style.colour)
    )
    ground = tag("rect", width=8, height=8, fill=style.fill)
    return tag("pattern", ground, mark, id=identifier, width=8, height=8, patternUnits="userSpaceOnUse")


def dash(style: SeriesStyle) -> dict[str, object]:
    return {"stroke_dasharray": style.dash} if style.dash else {}


def line_sample(style: SeriesStyle, x: float, y: float) -> str:
    """How a line looks, for a legend; its mark is not a value, so it does not carry the class."""
    mark = marker(style, x + 14, y, 4, hollow=False).replace('class="marker" ', "")
    return line(x, y, x + 28, y, style.colour, stroke_width=style.width, **dash(style)) + mark


def box_sample(style: SeriesStyle, paint: str, x: float, y: float) -> str:
    return tag("rect", x=x, y=y - 6, width=22, height=12, fill=paint, stroke=style.colour, **dash(style))
