"""The return as a workbook: the same content as tables, with native figures, formulas and charts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from conditions.returns.assumptions_part import assumption_tables
from conditions.returns.blocks import typed
from conditions.returns.facts import Facts, programme_name, return_title, section
from conditions.returns.feedback_part import actions_of, answers
from conditions.returns.front import particulars, rag_definitions
from conditions.returns.measure_charts import chart_of
from conditions.returns.measures import tables
from conditions.returns.money_charts import balance_chart
from conditions.returns.money_part import agreement_tests
from conditions.returns.money_tables import block_movements, movements, payments, planned_beside_latest, roll_forward
from conditions.returns.positions import SIDES
from conditions.returns.series import measures
from conditions.returns.sign_off_part import (
    accepted_warnings,
    advisers,
    declarations,
    judgement_warnings,
    signatures,
)
from conditions.returns.summary_part import on_track
from conditions.returns.update_sheets import conditions_grid, risks_grid
from safetyvalve.render.document import Heading, KeyValues
from safetyvalve.render.xlsx import Sheet, SheetItem, to_xlsx


def workbook(
    pack: Mapping[str, Any], envelope: Mapping[str, Any] | None, *, pack_sha256: str | None, at: datetime
) -> bytes:
    """The Excel form of the return; a draft until the envelope has a submission date."""
    return to_xlsx(
        sheets(pack, envelope),
        title=return_title(pack),
        at=at,
        author=pack["council"]["name"],
        subject=f"{programme_name(pack)} monitoring return to the Department for Education",
        draft=envelope is None or envelope["submitted_at"] is None,
        digest=pack_sha256,
    )


def sheets(pack: Facts, envelope: Facts | None) -> list[Sheet]:
    """In the order of the document. A sheet with nothing on it is left out."""
    conditions = pack["programme"]["conditions_word"].capitalize()
    wanted = [
        Sheet("Return", _return(pack, envelope), title=return_title(pack)),
        Sheet("DSG position", _position(pack)),
        Sheet(conditions, (conditions_grid(pack),), title=f"Agreement {conditions.lower()}"),
        Sheet("Answers to DfE", (answers(pack),) if actions_of(pack) else (), title="Answers to what DfE asked for"),
        Sheet("Risks", (risks_grid(pack),) if section(pack, "risks").get("risks") else ()),
        Sheet("Finance", _finance(pack)),
        Sheet("Measures", _measures(pack)),
        Sheet("Sign-off", _sign_off(pack, envelope)),
    ]
    return [sheet for sheet in wanted if sheet.items]


def _return(pack: Facts, envelope: Facts | None) -> tuple[SheetItem, ...]:
    summary = section(pack, "summary")
    return (
        particulars(pack, envelope),
        # In cells beside a name, long prose wraps; as lines of its own it would make the sheet as wide as they are.
        KeyValues(
            (
                ("Preamble and context", typed(summary.get("preamble", ""), empty="Nothing has been written here.")),
                ("Summary", typed(summary.get("summary", ""), empty="No summary has been written.")),
            )
        ),
        rag_definitions(pack),
        on_track(pack),
        *_money_in_words(pack),
        Heading(2, "Support from specialist SEND advisers"),
        advisers(pack),
    )


def _money_in_words(pack: Facts) -> list[SheetItem]:
    """Kept off the sheets of figures, whose columns would grow as wide as sentences."""
    answered = [agreement_tests(pack)] if section(pack, "dsg_position").get("tests") else []
    return [*answered, *(moved for moved in (movements(pack), block_movements(pack)) if moved)]


def _position(pack: Facts) -> tuple[SheetItem, ...]:
    items: list[SheetItem | None] = [planned_beside_latest(pack), *(balance_chart(pack, side) for side in SIDES)]
    return tuple(item for item in items if item)


def _finance(pack: Facts) -> tuple[SheetItem, ...]:
    found = [*(roll_forward(pack, side) for side in SIDES), payments(pack)]
    return (*(table for table in found if table), *assumption_tables(pack))


def _measures(pack: Facts) -> tuple[SheetItem, ...]:
    """Every figure of every measure, then a native chart of each that makes a line."""
    charts = [chart_of(measure) for measure in measures(pack)]
    return (*tables(pack), *(chart for chart in charts if chart))


def _sign_off(pack: Facts, envelope: Facts | None) -> tuple[SheetItem, ...]:
    items: list[SheetItem] = [signatures(pack, envelope)]
    items += [KeyValues((("Each signatory declared", f"“{wording}”"),)) for wording in declarations(envelope)]
    if judgement_warnings(pack):
        items.append(accepted_warnings(pack, envelope))
    return tuple(items)
