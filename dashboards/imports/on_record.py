"""How a council's figures on record are divided already: importers make breakdowns that a measure does not list."""

from collections import defaultdict

from dashboards.models import Measurement
from safetyvalve.core.models import Authority

Divided = dict[int, dict[str, set[str]]]


def divided_on_record(authority: Authority) -> Divided:
    """By measure and topic, the headings that the council's own figures stand by. One query."""
    rows = Measurement.objects.filter(authority=authority, area_code=authority.gss_code).exclude(breakdown_topic="")
    asked = rows.order_by().values_list("version__indicator", "breakdown_topic", "breakdown").distinct()
    found: Divided = defaultdict(lambda: defaultdict(set))
    for indicator, topic, breakdown in asked:
        found[indicator][topic].add(breakdown)
    return {indicator: dict(topics) for indicator, topics in found.items()}
