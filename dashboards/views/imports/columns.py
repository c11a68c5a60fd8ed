"""How the columns of a council's own spreadsheet were read, for the page of its dry run."""

from typing import Any

from django.urls import reverse

from dashboards.forms.mapping import proposed_of
from dashboards.imports.mapping_spec import MEASURE_PREFIX, ProposedMapping, measure_of
from dashboards.imports.mapping_words import BY_KEY, Shape
from dashboards.models import ImportRun
from dashboards.series import usable
from dashboards.views.imports.facts import Fact

NOT_USED = "Not used"
UNKNOWN = "Some columns are not known yet"
WHY_UNKNOWN = "The headings alone do not say how to read this file. Say what the columns hold."


def columns_of(run: ImportRun) -> dict[str, Any]:
    """What each column was taken for, and where to change it; nothing for other ways in. At most two queries."""
    proposed = proposed_of(run.options) if run.importer == "mapped" else None
    if proposed is None:
        return {}
    names = _names(run, proposed)
    asked = {} if proposed.is_complete else {"title": UNKNOWN, "lede": WHY_UNKNOWN, "is_incomplete": True}
    return {
        **asked,
        "mapping_url": reverse("dashboards:import-mapping", args=[run.authority.la_code, run.pk]),
        "columns": [
            Fact(f"{column.letter}: {column.heading}", names.get(column.target, NOT_USED))
            for column in proposed.columns
        ],
    }


def _names(run: ImportRun, proposed: ProposedMapping) -> dict[str, str]:
    """What everything that a column of this file holds is called."""
    names = {key: target.label for key, target in BY_KEY[Shape(proposed.shape)].items()}
    measures = [column.target for column in proposed.columns if column.target.startswith(MEASURE_PREFIX)]
    if measures:
        found = {each.code: each.name for each in usable(run.authority, [measure_of(each)[0] for each in measures])}
        for target in measures:
            code, _, breakdown = measure_of(target)
            names[target] = ": ".join(filter(None, (found.get(code, code), breakdown)))
    return names
