"""Reading markup in tests: as a normalised list of parts, and for what it links to."""

from html.parser import HTMLParser

REFERENCES = ("id", "for", "aria-describedby", "aria-labelledby", "aria-controls")


class _Reader(HTMLParser):
    """Tags with sorted attributes and texts with single spaces. Ids, names and addresses are numbered by first
    appearance, since they are chosen by whoever writes the page."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[tuple[object, ...]] = []
        self.numbers: dict[tuple[str, str], int] = {}

    def number(self, kind: str, word: str) -> str:
        return f"{kind}{self.numbers.setdefault((kind, word), len(self.numbers))}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        read = {name: self._value(name, value or "") for name, value in attrs}
        self.parts.append((tag, tuple(sorted(read.items()))))

    def handle_endtag(self, tag: str) -> None:
        self.parts.append((f"/{tag}",))

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if words and self.parts and self.parts[-1][0] == "text":
            self.parts[-1] = ("text", f"{self.parts[-1][1]} {words}")
        elif words:
            self.parts.append(("text", words))

    def _value(self, name: str, value: str) -> str:
        if name in REFERENCES:
            return " ".join(self.number("id", word) for word in value.split())
        if name == "href":
            return self.number("id", value[1:]) if value.startswith("#") and len(value) > 1 else "address"
        if name == "class":
            return " ".join(sorted(value.split()))
        return self.number("name", value) if name == "name" else value


def normalised(html: str) -> list[tuple[object, ...]]:
    """What two pieces of markup must share to be the same to a browser and to a person."""
    reader = _Reader()
    reader.feed(html)
    return reader.parts


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.inputs: set[str] = set()
        self.fragments: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
            if tag in ("input", "select", "textarea") and found.get("type") != "hidden":
                self.inputs.add(str(found["id"]))
        if tag == "a" and str(found.get("href", "")).startswith("#"):
            self.fragments.append(str(found["href"])[1:])


def links_of(html: str) -> _Links:
    """``ids`` of all elements, ``inputs`` that can take the focus, and ``fragments`` that links lead to."""
    links = _Links()
    links.feed(html)
    return links
