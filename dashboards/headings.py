"""What the headings of a topic are called, in the council's order and words."""

from collections.abc import Mapping

from django.db.models import Q

from dashboards.categories import TOPICS, Topic, own_last
from dashboards.grouping import NOT_GROUPED
from dashboards.models import Category, School
from safetyvalve.core.models import Authority

ARROW = " to "


def topic_called(code: str) -> Topic:
    return TOPICS.get(code, Topic(code, code.replace("_", " ").capitalize()))


def labelled(authority: Authority, topic: str, found: set[str]) -> dict[str, str]:
    """The headings that have figures, in the council's order, with their words; unlisted ones last. Two queries."""
    listed = own_last(Category.objects.usable_by(authority).filter(Q(topic=topic) | Q(topic="placement_group")))
    rows = {row.code: row for row in listed if row.topic == topic}
    ordered = sorted((row for row in rows.values() if row.code in found), key=lambda row: (row.order, row.label))
    labels = {row.code: row.label for row in ordered}
    groups = {row.code: row.label for row in listed if row.topic == "placement_group"}
    schools = _schools(authority, found) if topic == "school" else {}
    for code in sorted(found - set(labels)):
        labels[code] = unlisted(code, topic, groups, schools)
    names = list(labels.values())
    return {code: label if names.count(label) == 1 else f"{label} ({code})" for code, label in labels.items()}


def _schools(authority: Authority, urns: set[str]) -> dict[str, str]:
    return dict(School.objects.standing(authority).filter(urn__in=urns).values_list("urn", "name"))


def unlisted(code: str, topic: str, groups: Mapping[str, str], schools: Mapping[str, str]) -> str:
    if code == NOT_GROUPED:
        return "Not in any group"
    if topic == "school":
        return schools.get(code, f"School {code}")
    if topic not in ("placement_move", "year_group_move"):
        return code
    year, _, move = code.rpartition(":")
    ends = [groups.get(end, end.replace("_", " ")) for end in move.split(">")]
    return f"{f'Year {year}: ' if year else ''}{ARROW.join(ends)}"
