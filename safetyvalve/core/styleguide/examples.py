"""Made-up data for the style guide. No council, person or figure here is real."""

from datetime import date
from types import SimpleNamespace as Made
from typing import Any

from django.core.paginator import Paginator
from django.utils.safestring import mark_safe

from safetyvalve.core.styleguide.forms import empty_form, wrong_form
from safetyvalve.core.styleguide.levels import AMBER, BLUE, GREEN, LEVELS, RED, Level
from safetyvalve.core.styleguide.tables import example_table
from safetyvalve.render.data import ChartData, Series
from safetyvalve.render.html import figure_html
from safetyvalve.render.svg import chart_id

PERIODS = ("Sep 2023", "Jan 2024", "May 2024", "Sep 2024", "Jan 2025", "May 2025")


def context() -> dict[str, Any]:
    """Everything ``core/styleguide.html`` shows."""
    return {
        "levels": LEVELS,
        "tones": ("", "grey", "green", "teal", "blue", "purple", "red", "orange", "yellow"),
        "stats": _stats(),
        "tasks": _tasks(),
        "summary": _summary(),
        "groups": _groups(),
        "columns": PERIODS,
        "rows": _heat_rows(),
        "figure": figure_html(_chart(), level=3),
        "figure_name": chart_id(_chart()),
        "downloads": [Made(label="Figures as CSV", url="#charts"), Made(label="Figures as Excel", url="#charts")],
        "table": example_table(),
        "page": Paginator(range(240), 20).page(6),
        "files": _files(),
        "tabs": [
            Made(id="tab-agreed", label="As agreed", content=mark_safe('<p class="govuk-body">The first profile.</p>')),
            Made(id="tab-now", label="As it stands", content=mark_safe('<p class="govuk-body">The third version.</p>')),
        ],
        "kept_fields": [Made(label="Progress since the last update", value="Two of the four milestones are met.")],
        "empty_form": empty_form(),
        "wrong_form": wrong_form(),
    }


def _stats() -> list[Made]:
    return [
        Made(
            label="Deficit at March 2025, before payments",
            value="£9.4 million deficit",
            change="£0.6 million worse than planned",
            tone="bad",
            note="Forecast of 9 May",
        ),
        Made(label="Children with a plan", value="1,842", change="Up 31 since January", note="Planned: 1,860"),
        Made(label="Conditions on target", value="5 of 7", change="One more than last time", tone="good"),
        Made(label="Requests refused", value="24% (36 of 150)", change="Down 3 points since last year"),
    ]


def _tasks() -> list[Made]:
    return [
        Made(label="3.1 Early help", url="#tasks", hint="", status="Complete", tone=""),
        Made(
            label="3.2 Places in special schools", url="#tasks", hint="Draft saved 9 May", status="Draft", tone="blue"
        ),
        Made(label="3.3 Top-up funding", url="#tasks", hint="The saving needs a date", status="Sent back", tone="red"),
        Made(label="3.4 Governance", url="#tasks", hint="", status="Not started", tone="grey"),
        Made(label="Summary", url="", hint="Opens when every condition has a RAG", status="Cannot start yet", tone=""),
    ]


def _summary() -> list[Made]:
    return [
        Made(key="Agreement", value="Example agreement, version 3", url="#summary", action="Change", action_label=""),
        Made(key="Balanced in year by", value="2026-27", url="#summary", action="Change", action_label=""),
        Made(key="DfE funding in total", value="£12,500,000", url="", action="", action_label=""),
    ]


def _finding(label: str, sentence: str, evidence: str) -> Made:
    return Made(place=Made(label=label, url="#findings"), sentence=sentence, evidence=evidence)


def _groups() -> list[Made]:
    return [
        Made(
            heading="Must be put right",
            severity="blocker",
            hint="The return cannot be sent until these are done.",
            findings=[_finding("Condition 3.4", "Choose a RAG for this condition.", "")],
        ),
        Made(
            heading="You accept, in a sentence",
            severity="drafting",
            hint="",
            findings=[
                _finding("Condition 3.2", "This date does not exist: correct it.", "opened on 31 June 2024"),
                _finding("Risk 2", "The last sentence stops in the middle: finish it.", "and the board will then"),
            ],
        ),
        Made(
            heading="Signatories will be asked to accept",
            severity="judgement",
            hint="",
            findings=[
                _finding(
                    "Summary", "You say on track, but the forecast ends £0.6 million in deficit.", "March 2027: −£0.6m"
                )
            ],
        ),
    ]


def _heat_rows() -> list[Made]:
    history: dict[str, list[Level | None]] = {
        "3.1 Early help": [AMBER, AMBER, GREEN, GREEN, GREEN, BLUE],
        "3.2 Places in special schools": [GREEN, GREEN, AMBER, RED, AMBER, AMBER],
        "3.3 Top-up funding": [None, RED, RED, AMBER, AMBER, GREEN],
        "3.4 Governance": [None, None, GREEN, GREEN, GREEN, None],
    }
    return [
        Made(label=label, url="#heat", cells=[Made(level=level, url="#heat" if level else "") for level in levels])
        for label, levels in history.items()
    ]


def _chart() -> ChartData:
    return ChartData(
        key="styleguide-plans",
        title="Plans are 18 below what was agreed",
        subtitle="Children with an education, health and care plan at the end of each term",
        kind="line",
        unit="count",
        categories=PERIODS,
        series=(
            Series("Plans", (1702, 1741, 1776, 1811, 1842, None)),
            Series("Agreed", (1700, 1750, 1800, 1840, 1860, 1880), role="target"),
        ),
        summary="1,842 plans in January 2025, up 31 since September and 18 below the agreed 1,860.",
        source="Made-up figures",
        as_at=date(2025, 1, 16),
        axis_from_zero=False,
    )


def _files() -> list[Made]:
    return [
        Made(label="Return, May 2024", url="#files", about="Word, 48 KB", digest=""),
        Made(label="Receipt", url="#files", about="PDF, 21 KB", digest="9f2c41d0" * 8),
    ]
