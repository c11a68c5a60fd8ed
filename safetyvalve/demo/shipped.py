"""What every installation starts with, demonstration or not: programmes with their RAG levels, and the measures."""

from django.db import transaction

from conditions.models import Programme, RagLevel
from dashboards.services.indicators import load_catalogue
from safetyvalve.demo.reading import toml


@transaction.atomic
def load() -> int:
    """Bring the shipped programmes and measures up to the files; how many rows were new or differed.

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
    loaded = load_catalogue(toml("indicators.toml")["indicators"])
    return changed + loaded.added + loaded.changed
