"""Figures on their way into the grid, as a delivery keeps them until somebody confirms."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from conditions.line_list import lines
from dashboards.finance.coming_in.figures import Incoming
from dashboards.finance.coming_in.proposed import Proposed
from dashboards.finance.plain import pounds, text
from dashboards.imports.contract import Problem


def to_json(incoming: Incoming) -> dict[str, Any]:
    """The cells as a delivery keeps them."""
    return {
        "knows_seen": incoming.knows_seen,
        "cells": [
            [year, code, text(each.amount), each.place, text(each.seen)]
            for (year, code), each in incoming.cells.items()
        ],
        "months": [
            [year, code, month, text(each.amount), each.place, text(each.seen)]
            for (year, code, month), each in incoming.months.items()
        ],
        "carried_forward": {year: text(amount) for year, amount in incoming.carried_forward.items()},
    }


def from_json(kept: Mapping[str, Any], problems: Iterable[Problem], summary: Iterable[Iterable[str]]) -> Incoming:
    """What ``to_json`` gave, with what was kept beside it. Lines that the product has given up since are left out."""
    known = lines()
    cells = {
        (year, code): Proposed(pounds(amount), place, pounds(seen))
        for year, code, amount, place, seen in kept["cells"]
        if code in known
    }
    months = {
        (year, code, month): Proposed(pounds(amount), place, pounds(seen))
        for year, code, month, amount, place, seen in kept.get("months", [])
        if code in known
    }
    told = tuple((name, value) for name, value in summary)
    carried = {year: Decimal(amount) for year, amount in kept.get("carried_forward", {}).items()}
    return Incoming(cells, tuple(problems), told, knows_seen=kept["knows_seen"], carried_forward=carried, months=months)
