"""What every installation starts with, demonstration or not: programmes and RAG levels, measures, and code lists."""

from django.db import transaction

from conditions.models import Programme, RagLevel
from dashboards.services import categories
from dashboards.services.indicators import load_catalogue
from safetyvalve.core.data_version import move_for_everybody
from safetyvalve.demo.reading import catalogue, rows, toml


@transaction.atomic
def load() -> int:
    """Bring the shipped programmes, measures and code lists up to the files; how many rows were new or differed.

    Loading again changes nothing. Words that an installation administrator has changed since are kept.
    """
    data = toml("programmes.toml")
    changed = 0
    for row in data["programmes"]:
        programme, is_new = Programme.objects.get_or_create(slug=row["slug"], authority=None, defaults=row)
        changed += is_new
        for level in data["rag_levels"]:
            _, is_new = RagLevel.objects.get_or_create(programme=programme, key=level["key"], defaults=level)
            changed += is_new
    loaded = load_catalogue(catalogue())
    changed += loaded.added + loaded.changed + load_code_lists()
    move_for_everybody()
    return changed


def load_code_lists() -> int:
    """Headings of breakdowns, groupings, codes of the SEN2 return, and the councils and regions of England."""
    return categories.load_shipped(toml("categories.toml")) + categories.load_areas(rows("areas.csv"))
