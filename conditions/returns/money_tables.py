"""The money of a return as typed tables: Word and PDF print them, the workbook computes in them."""

from collections.abc import Sequence
from decimal import Decimal

from conditions.returns.facts import Facts, amount, day, section
from conditions.returns.positions import BASES, SIDES, current_version, reported, years
from conditions.rules.roll_forward import PARTS_BEFORE_PAYMENTS
from safetyvalve.render.data import Cell, Column, Table, Total
from safetyvalve.render.document import GridBlock

SIGNS = "Pounds. A minus sign is a deficit, no sign a surplus."
WITHIN = "In year is that of the whole DSG account: in-year position and block transfer, as reported, added."
NO_PAYMENTS = "Before DfE payments leaves out every Safety Valve payment of the agreement so far."
PART_WORDS = {
    "in_year_position": "In-year position",
    "block_transfer": "Block transfer",
    "authority_contribution": "Council's contribution",
    "stability_grant": "Stability grant",
    "adjustments": "Adjustments",
    "dfe_payments": "DfE payments",
}
PAYMENT_STATES = {
    "due": "Due",
    "conditional": "Conditional",
    "paid": "Paid",
    "withheld": "Withheld",
    "restored": "Restored",
    "cancelled": "Cancelled",
}


def planned_beside_latest(pack: Facts) -> Table | None:
    """In year and cumulative, as agreed and as reported now; None without a single year."""
    rows: list[tuple[Cell, ...]] = [
        (
            year.financial_year,
            year.planned_in_year(),
            year.latest_in_year(),
            year.planned_balance("before"),
            year.latest_balance("before"),
            year.planned_balance("after"),
            year.latest_balance("after"),
        )
        for year in years(pack)
    ]
    if not rows:
        return None
    names = ("In year", "Balance before payments", "Balance after payments")
    figures = [Column(f"{name}, {which}", "money", weight=5) for name in names for which in ("planned", "latest")]
    return Table(
        "Planned position beside latest",
        (Column("Financial year", weight=4), *figures),
        tuple(rows),
        notes=(f"{SIGNS} {WITHIN} {NO_PAYMENTS}", _bases(pack)),
        description="In-year position and balance at 31 March of each financial year, as agreed and as reported now.",
    )


def _bases(pack: Facts) -> str:
    said = [f"{each['financial_year']} {BASES[each['basis']].lower()}" for each in reported(pack)]
    return f"Latest: {', '.join(said)}." if said else "No position has been reported yet."


def roll_forward(pack: Facts, side: str) -> Table | None:
    """How each reported year's opening balance becomes its closing one; the closing row is the sum of the rest."""
    positions = reported(pack)
    if not positions:
        return None
    parts = PARTS_BEFORE_PAYMENTS if side == "before" else (*PARTS_BEFORE_PAYMENTS, "dfe_payments")
    keys = [f"opening_{side}_payments", *parts, f"closing_{side}_payments"]
    words = ["Opening balance", *(PART_WORDS[part] for part in parts), "Closing balance"]
    rows = [(word, *(amount(each[key]) for each in positions)) for word, key in zip(words, keys, strict=True)]
    return Table(
        f"From opening to closing balance, {SIDES[side]}",
        (Column("Pounds", weight=6), *(Column(_year_head(each), "money", weight=4) for each in positions)),
        tuple(rows),
        totals=(Total("row", len(rows) - 1, tuple(range(len(rows) - 1))),),
        notes=(SIGNS,),
        description="Opening balance, what changes it in the year, and closing balance, for each year reported.",
    ).in_pounds_that_add()


def _year_head(position: Facts) -> str:
    return f"{position['financial_year']} {BASES[position['basis']].lower()}"


def movements(pack: Facts) -> GridBlock | None:
    """What has moved since the return before, why, and when finance confirmed it.

    A pack frozen before movements were worked out has reasons only.
    """
    positions = reported(pack)
    if not positions:
        return None
    worked_out = any("movement" in each for each in positions)
    moved = ("Movement since last reported",) if worked_out else ()
    return GridBlock(
        caption="Movement, its reason, and confirmation by finance"
        if worked_out
        else "Reasons for movement, and confirmation by finance",
        header=(("Financial year", "Basis", *moved, "Reason for movement", "Confirmed"),),
        rows=tuple(
            (
                each["financial_year"],
                BASES[each["basis"]],
                *((_moved(each),) if worked_out else ()),
                each["movement_reason"] or "None given",
                _confirmed(each),
            )
            for each in positions
        ),
        weights=(3, 3, 7, 7, 4) if worked_out else (3, 3, 9, 4),
    )


def _moved(position: Facts) -> str:
    movement = position["movement"]
    return movement["words"] if movement else "Not reported before."


def block_movements(pack: Facts) -> GridBlock | None:
    """Which blocks of the finance lines have moved since the forecast before; None where none has, or in old packs."""
    moved = section(pack, "block_movements").get("movements", [])
    if not moved:
        return None
    return GridBlock(
        caption="Movement of the finance lines by block",
        header=(("Financial year", "Block", "Movement since the forecast before", "Reason for movement"),),
        rows=tuple(
            (each["financial_year"], each["label"], each["words"], each["reason"] or "None given") for each in moved
        ),
        weights=(3, 4, 7, 7),
    )


def _confirmed(position: Facts) -> str:
    if not position["confirmed_at"]:
        return "Not yet confirmed"
    return f"{day(position['confirmed_at'])}, {str(position['confirmed_as']).lower()}"


def _not_in_total(listed: Sequence[Facts]) -> tuple[str, ...]:
    """Which payments the total leaves out, and why."""
    said = (
        ("Cancelled payments are not in the total.", any(each["status"] == "cancelled" for each in listed)),
        (
            "A payment whose amount is not known is not in the total.",
            any(each["amount"] is None and each["status"] != "cancelled" for each in listed),
        ),
    )
    return tuple(words for words, is_so in said if is_so)


def payments(pack: Facts) -> Table | None:
    """DfE's payments under the version this return answers to. A cancelled one is shown and not counted."""
    version = current_version(pack)
    listed: Sequence[Facts] = version["payments"] if version else ()
    if not listed:
        return None
    rows: list[tuple[Cell, ...]] = [
        (each["financial_year"], each["label"] or "Payment", PAYMENT_STATES[each["status"]], amount(each["amount"]))
        for each in listed
    ]
    counted = tuple(n for n, each in enumerate(listed) if each["status"] != "cancelled" and each["amount"] is not None)
    totals: tuple[Total, ...] = ()
    if len(counted) > 1:
        total = sum((Decimal(listed[n]["amount"]) for n in counted), Decimal(0))
        rows.append(("Total", "", "", total))
        totals = (Total("row", len(rows) - 1, counted),)
    return Table(
        "DfE payments under the agreement",
        (
            Column("Financial year", weight=3),
            Column("Payment", weight=5),
            Column("Status", weight=4),
            Column("Amount", "money", weight=4),
        ),
        tuple(rows),
        totals=totals,
        notes=_not_in_total(listed) if totals else (),
        description="Each payment with its financial year, status and amount.",
    )
