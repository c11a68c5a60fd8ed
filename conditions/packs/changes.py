"""Readable differences: between rounds, against the previous period, and since a return was frozen."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from conditions.joints import Section
from conditions.models import AgreementVersion, DsgPosition, Payment
from safetyvalve.core import dates, money

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

LABELS = {
    "rag": "RAG",
    "suggested_rag": "Suggested RAG",
    "rag_difference_reason": "Why the RAG differs from the suggested one",
    "narrative": "Progress",
    "mitigation": "Mitigation",
    "recovery": "Recovery",
    "progress": "Progress",
    "preamble": "Preamble",
    "summary": "Summary",
    "on_track_at_end": "On track at the end",
    "on_track_this_year": "On track this year",
    "closing_before_payments": "Closing balance before payments",
    "closing_after_payments": "Closing balance after payments",
    "in_year_position": "In-year position",
}
AMOUNTS = frozenset(
    {
        "amount",
        "in_year",
        "cumulative_before_payments",
        "cumulative_after_payments",
        "total_dfe_funding",
        *DsgPosition.AMOUNTS,
    }
)
CHOICES: dict[str, dict[Any, str]] = {
    "status": {str(value): str(words) for value, words in Payment.Status.choices},
    "standing": {str(value): str(words) for value, words in AgreementVersion.Standing.choices},
    "basis": {str(value): str(words) for value, words in DsgPosition.Basis.choices},
}
# What differs between any two returns and tells a reader nothing.
UNTOLD = frozenset({"confirmed_at", "confirmed_as", "condition", "as_at", "order", "movement", "bases"})
NAMES = ("number", "financial_year", "code", "name", "slug", "key", "action")
# What tells two of the same name apart: instalments of one year, months of one measure, points of one trajectory,
# workstreams that followed on the same day.
TELLING_APART = ("from", "to", "label", "on")


@dataclass(frozen=True)
class Change:
    """One fact that differs: where, which, before and after, as words."""

    place: str
    label: str
    before: str
    after: str


def since_frozen(facts: Mapping[str, Any], sections: Iterable[Section]) -> list[Change]:
    """What has moved on in the live record since the pack was frozen."""
    now = {section.key: {"facts": section.facts} for section in sections}
    return between(facts["sections"], now)


def between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Differences between the sections of two packs, in the order of the later one."""
    found: list[Change] = []
    for key, section in after.items():
        earlier = before.get(key, {}).get("facts", {})
        found += _compare(_plain(earlier), _plain(section["facts"]), place=_section_words(key), label="")
    return found


def _compare(before: Any, after: Any, *, place: str, label: str) -> Iterator[Change]:
    if isinstance(after, dict) and isinstance(before, dict) and not _is_level(after) and not _is_level(before):
        for name in (each for each in after if each not in UNTOLD):
            old, new = before.get(name), after[name]
            if name in AMOUNTS:
                old, new = _amount(old), _amount(new)
            elif name in CHOICES:
                old, new = CHOICES[name].get(old, old), CHOICES[name].get(new, new)
            yield from _compare(old, new, place=place, label=LABELS.get(name, _words(name)))
    elif isinstance(after, list):
        yield from _compare_lists(before if isinstance(before, list) else [], after, place=place, label=label)
    elif before != after and (_said(before) or _said(after)):
        yield Change(place, label, _said(before), _said(after))


def _compare_lists(before: list[Any], after: list[Any], *, place: str, label: str) -> Iterator[Change]:
    if not all(isinstance(item, dict) for item in (*before, *after)):
        if before != after:
            yield Change(place, label, ", ".join(map(str, before)), ", ".join(map(str, after)))
        return
    earlier: dict[str, list[Any]] = {}
    for item in before:
        earlier.setdefault(_name(item), []).append(item)
    for item in after:
        name = _name(item)
        # Two of one name are compared in their order, so that what has not moved never reads as a change.
        was = earlier[name].pop(0) if earlier.get(name) else {}
        yield from _compare(was, item, place=_place(place, label, name), label=label)
    for name, gone in earlier.items():
        for _ in gone:
            yield Change(_place(place, label, name), label, "was here", "")


def _place(place: str, label: str, name: str) -> str:
    return f"{place} version {name}" if label == "Versions" else f"{place} {name}".strip()


def _name(item: Mapping[str, Any]) -> str:
    """What makes two items of a list the same item, as words."""
    first = [str(item[name]) for name in NAMES if item.get(name)][:1]
    return " ".join([*first, *(_said(item[name]) for name in TELLING_APART if item.get(name))])


def _is_level(value: Any) -> bool:
    return isinstance(value, dict) and {"key", "word", "colour"} <= value.keys()


def _said(value: Any) -> str:
    if _is_level(value):
        return str(value["word"])
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if value in ("yes", "no"):
        return value.capitalize()
    if isinstance(value, str) and _DAY.fullmatch(value):
        return dates.in_words(date.fromisoformat(value))
    return str(value)


def _amount(value: Any) -> str | None:
    """The decimal text of a pack as pounds; two ways of writing the same amount are no difference."""
    return money.in_figures(Decimal(value)) if value is not None else None


def _plain(value: Any) -> Any:
    """Tuples as lists, so that live facts compare with facts read back from a pack."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _section_words(key: str) -> str:
    return {
        "summary": "Summary",
        "conditions": "Condition",
        "dsg_position": "DSG position",
        "feedback": "Answer to DfE",
        "risks": "Risk",
        "delivery": "Workstream",
        "measures": "Measure",
        "block_movements": "Finance lines",
        "forecast_basis": "Assumption",
        "agreement": "Agreement",
    }.get(key, key)


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()
