"""Sums of savings in editions that were frozen without what they are made of.

What such a sum has changed by since may be a few places, and nobody can tell any more.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from decimal import Decimal

from django.db.models import Q

from dashboards.models import Publication, PublishedContent
from dashboards.publishing.freezing import chart_from_plain
from safetyvalve.core.models import Authority

Sums = Mapping[tuple[str, str], Collection[Decimal]]
"""By financial year and column, all that readers have seen there."""


def unexplained_sums(authority: Authority, keys: Collection[str]) -> Mapping[str, Sums]:
    """Those of these charts in editions that readers have, or that are being corrected. One query."""
    known = Publication.objects.filter(authority=authority).known()
    found = PublishedContent.objects.filter(
        Q(publication__in=known.values("pk")) | Q(publication__corrections__isnull=False),
        publication__authority=authority,
        text__contains='"savings-',
    ).exclude(publication__counts__text__contains='"savings":')
    sums: dict[str, dict[tuple[str, str], set[Decimal]]] = defaultdict(lambda: defaultdict(set))
    for text in found.values_list("text", flat=True).distinct():
        for item in json.loads(text)["charts"]:
            if item["key"] not in keys:
                continue
            chart = chart_from_plain(item["chart"])
            for series in chart.series:
                for year, value in zip(chart.categories, series.values, strict=True):
                    if value is not None:
                        sums[item["key"]][year, series.name.lower()].add(Decimal(value))
    return sums
