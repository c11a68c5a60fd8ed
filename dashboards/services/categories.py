"""Code lists: loading the shipped ones, and a council's own wording, order, grouping and reading of codes.

A council's rows stand beside the shipped ones and are read before them; a row that says what is shipped is not kept,
so that a later release reaches every council that has not decided otherwise.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models, transaction

from dashboards.models import Area, Category, Crosswalk, ReturnCode

Rows = Mapping[tuple[str, ...], Mapping[str, Any]]


@transaction.atomic
def load_shipped(data: Mapping[str, Any]) -> int:
    """Bring the shipped code lists up to ``fixtures/categories.toml``; how many rows were new or differed.

    Loading again changes nothing. Three tables, at most three statements each.
    """
    return (
        _bring_up_to(Category, ("topic", "code"), _category_rows(data["topics"]), authority=None)
        + _bring_up_to(Crosswalk, ("topic", "code", "group_topic"), _crosswalk_rows(data["crosswalks"]), authority=None)
        + _bring_up_to(ReturnCode, ("item", "code"), _return_rows(data["return_codes"]), authority=None)
    )


@transaction.atomic
def load_areas(rows: Iterable[Mapping[str, str]]) -> int:
    """Bring councils, regions and England up to ``fixtures/areas.csv``; how many rows were new or differed."""
    wanted: Rows = {
        (row["gss_code"],): {name: row[name] for name in ("la_code", "name", "level", "region_gss_code")}
        for row in rows
    }
    return _bring_up_to(Area, ("gss_code",), wanted)


def _category_rows(topics: Mapping[str, Mapping[str, str]]) -> Rows:
    return {
        (topic, code): {"label": label, "order": order}
        for topic, labels in topics.items()
        for order, (code, label) in enumerate(labels.items(), start=1)
    }


def _crosswalk_rows(crosswalks: Mapping[str, Mapping[str, Mapping[str, str]]]) -> Rows:
    return {
        (topic, code, group_topic): {"group_code": group}
        for topic, groupings in crosswalks.items()
        for group_topic, mapping in groupings.items()
        for code, group in mapping.items()
    }


def _return_rows(items: Mapping[str, Mapping[str, str]]) -> Rows:
    return {(item, code): {"meaning": meaning} for item, codes in items.items() for code, meaning in codes.items()}


def _bring_up_to(model: type[models.Model], key: Sequence[str], wanted: Rows, **shared: Any) -> int:
    """Make rows of a table say what is wanted: one query to read, one to add, one to change."""
    objects: models.Manager[Any] = model._default_manager
    standing = {tuple(getattr(row, name) for name in key): row for row in objects.filter(**shared)}
    new = [
        model(**shared, **dict(zip(key, each, strict=True)), **values)
        for each, values in wanted.items()
        if each not in standing
    ]
    changed = []
    for each, values in wanted.items():
        row = standing.get(each)
        if row and any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    objects.bulk_create(new, batch_size=500)
    if changed:
        objects.bulk_update(changed, list(next(iter(wanted.values()))), batch_size=500)
    return len(new) + len(changed)
