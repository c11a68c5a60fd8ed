"""How published files word the headings of a breakdown, and what they are here."""

import re
import tomllib
from functools import cache

from dashboards.imports.open_data.layouts import HERE, key

AGE = re.compile(r"^(?:aged?)?(\d{1,2})$")


@cache
def _known() -> dict[str, dict[str, str]]:
    """Our code by topic and compared label."""
    tables = tomllib.loads((HERE / "labels.toml").read_text("utf-8"))
    return {
        topic: {key(label): code for code, labels in codes.items() for label in labels}
        for topic, codes in tables.items()
        if isinstance(codes, dict)
    }


@cache
def _headlines() -> tuple[str, ...]:
    tables = tomllib.loads((HERE / "labels.toml").read_text("utf-8"))
    return tuple(key(label) for label in tables["headline"])


def is_headline(topic: str, breakdown: str) -> bool:
    """Whether a row is the undivided one: "All EHC plans issued" in one edition, "All EHC plans" in the next."""
    label = key(breakdown)
    if not label:
        return not key(topic)
    all_, *others = _headlines()
    return (label.startswith(all_) and key(topic) in ("", label)) or label in others


def code_of(topic: str, label: str) -> str | None:
    """Our code of a published label: ("age", "Aged 5") is "5"; None when the label is not known."""
    known = _known().get(topic, {}).get(key(label))
    if known is None and topic == "age" and (match := AGE.match(key(label))):
        return str(int(match[1]))
    return known


@cache
def area_key(name: str) -> str:
    """An area's name as it is compared: "Durham" is "County Durham"; footnote digits and case do not count."""
    plain = key(re.sub(r"[\d,\s]+$", "", name.strip()))
    ours = _known()["areas"].get(plain)
    return key(ours) if ours else plain
