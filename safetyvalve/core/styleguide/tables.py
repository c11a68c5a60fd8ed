"""A made-up list in a django-tables2 table."""

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from safetyvalve.core.styleguide.levels import AMBER, GREEN


class ExampleTable(tables.Table):
    name = tables.Column("Workstream", attrs={"row_header": True})
    lead = tables.Column("Lead")
    saving = tables.Column("Forecast saving", attrs={"numeric": True})
    level = tables.Column("RAG", orderable=False, empty_values=())

    class Meta:
        attrs = {"caption": "Workstreams and what they save"}

    def render_level(self, value: Any) -> SafeString:
        return render_to_string("components/rag_tag.html", {"level": value})


def example_table() -> ExampleTable:
    rows = [
        {"name": "Inclusion in mainstream", "lead": "Head of SEND", "saving": "£420,000", "level": GREEN},
        {"name": "Places and commissioning", "lead": "Commissioning manager", "saving": "£233,000", "level": AMBER},
        {"name": "Transport to school", "lead": "Finance officer", "saving": "not yet known", "level": None},
    ]
    return ExampleTable(rows, order_by="name")
