"""What stands where on a drawn chart, read from its markup alone: lines, marks, bars, and the words of the axis."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
INHERITED = ("stroke", "fill", "text-anchor")
_COMMAND = re.compile(r"([MmLlHhVvZz])([^MmLlHhVvZz]*)")
_NUMBER = re.compile(r"-?\d*\.?\d+")
_FIGURE = re.compile(r"[−-]?£?[\d,]+(?:\.\d+)?(?:%|[mk])?")
SCALES = {"m": Decimal(1_000_000), "k": Decimal(1_000)}
Place = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A bar: its edges on the drawing."""

    left: float
    right: float
    top: float
    bottom: float
    stroke: str


@dataclass
class Geometry:
    """``places`` are the corners of lines and the middles of marks, by the colour they are drawn in."""

    places: dict[str, list[Place]] = field(default_factory=dict)
    boxes: list[Box] = field(default_factory=list)
    words: list[tuple[float, float, str, str]] = field(default_factory=list)
    colours: set[str] = field(default_factory=set)

    def scale(self) -> tuple[Place, Place]:
        """Two heights and the values that the axis says stand there, the furthest apart."""
        labels = [(x, y, value) for x, y, anchor, text in self.words
                  if anchor == "end" and (value := figure(text)) is not None]  # fmt: skip
        # The labels of the axis stand in one column; a broken word or two may be anchored so elsewhere.
        columns: dict[float, list[Place]] = {}
        for x, y, value in labels:
            columns.setdefault(x, []).append((y - 14 * 0.35, float(value)))
        column = max(columns.values(), key=len)
        return min(column), max(column)

    def value_at(self, y: float) -> float:
        (top, high), (bottom, low) = self.scale()
        return low + (bottom - y) / (bottom - top) * (high - low)

    def tolerance(self, units: float) -> float:
        """How much value so many units of height are."""
        (top, high), (bottom, low) = self.scale()
        return (high - low) / (bottom - top) * units


def figure(text: str) -> Decimal | None:
    """A printed figure as a number: "1,574", "−£2.5m", "40.3%"; None for other words."""
    if not _FIGURE.fullmatch(text.strip()):
        return None
    plain = text.strip().replace("−", "-").replace("£", "").replace(",", "").rstrip("%")
    return Decimal(plain.rstrip("mk")) * SCALES.get(plain[-1], Decimal(1))


def read(svg: str) -> Geometry:
    """Everything drawn with a colour of its own, with what groups hand down to their members."""
    return read_pair(svg)[0]


def read_pair(markup: str) -> list[Geometry]:
    """Each drawing of a piece of a page; what one uses of another is moved to where it stands."""
    named = markup.replace(' xmlns="http://www.w3.org/2000/svg"', "")
    page = ElementTree.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{named}</svg>')  # noqa: S314 - our own
    library = {name: item for item in page.iter() if (name := item.get("id"))}
    drawings = []
    for drawing in page:
        found = Geometry()
        _walk(drawing, {}, found, library)
        drawings.append(found)
    return drawings


def _use(item: ElementTree.Element, found: Geometry, library: dict[str, ElementTree.Element]) -> None:
    used = Geometry()
    _walk(library[item.get("href", "").removeprefix("#")], {}, used, library)
    a, b, c, d, e, f = (float(each) for each in _NUMBER.findall(item.get("transform", "matrix(1 0 0 1 0 0)")))
    for colour, places in used.places.items():
        moved = [(a * x + c * y + e, b * x + d * y + f) for x, y in places]
        found.places.setdefault(colour, []).extend(moved)
    found.colours |= used.colours


def _walk(
    item: ElementTree.Element, given: dict[str, str], found: Geometry, library: dict[str, ElementTree.Element]
) -> None:
    if item.tag in (f"{SVG}defs", f"{SVG}title", f"{SVG}desc"):
        return
    if item.tag == f"{SVG}use":
        _use(item, found, library)
        return
    now = {**given, **{name: value for name in INHERITED if (value := item.get(name))}}
    found.colours |= {value for value in (item.get("fill"), item.get("stroke")) if value and value.startswith("#")}
    name = item.tag.removeprefix(SVG)
    if name == "text":
        words = "".join(each for each in item.itertext() if each)
        at = (float(item.get("x", "0")), float(item.get("y", "0")))
        found.words.append((*at, now.get("text-anchor", "start"), words))
    elif name == "rect":
        x, y = float(item.get("x", "0")), float(item.get("y", "0"))
        width, height = float(item.get("width", "0")), float(item.get("height", "0"))
        found.boxes.append(Box(x, x + width, y, y + height, now.get("stroke", "")))
        _at(found, now, [(x + width / 2, y + height / 2)])
    elif name == "circle":
        _at(found, now, [(float(item.get("cx", "0")), float(item.get("cy", "0")))])
    elif name == "polygon":
        _at(found, now, [_middle(list(_pairs(item.get("points", ""))))])
    elif name == "polyline":
        _at(found, now, list(_pairs(item.get("points", ""))))
    elif name == "path":
        corners = list(_corners(item.get("d", "")))
        _at(found, now, [_middle(corners)] if item.get("class") == "marker" else corners)
    for child in item:
        _walk(child, now, found, library)


def _at(found: Geometry, now: dict[str, str], places: list[Place]) -> None:
    found.places.setdefault(now.get("stroke", ""), []).extend(places)


def _pairs(points: str) -> Iterator[Place]:
    numbers = [float(each) for each in _NUMBER.findall(points)]
    yield from zip(numbers[::2], numbers[1::2], strict=True)


def _middle(places: list[Place]) -> Place:
    """Of a mark: halfway between its edges. Triangles point up, so their middle is told from their width."""
    xs, ys = [x for x, _ in places], [y for _, y in places]
    if len(places) == 3:
        # The shape of render.svg_parts.marker: its place lies 1.2 of its size under the tip, of 2.2 in all.
        return (min(xs) + max(xs)) / 2, min(ys) + (max(ys) - min(ys)) * 1.2 / 2.2
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _corners(path: str) -> Iterator[Place]:
    x = y = 0.0
    for command, rest in _COMMAND.findall(path):
        numbers = [float(each) for each in _NUMBER.findall(rest)]
        relative = command.islower()
        if command in "Hh":
            x = numbers[-1] + (x if relative else 0)
            yield x, y
        elif command in "Vv":
            y = numbers[-1] + (y if relative else 0)
            yield x, y
        elif command in "MmLl":
            for across, down in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = (x + across, y + down) if relative else (across, down)
                yield x, y
