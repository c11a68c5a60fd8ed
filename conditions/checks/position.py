"""Checks on the money: is there a position, has finance confirmed it, is its movement explained, does it add up."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import SimpleNamespace

from django.urls import reverse

from conditions.checks.findings import Finding, Place, Severity
from conditions.joints import CheckContext, Section
from conditions.positions import reported
from conditions.rules.roll_forward import may_count_twice, mismatches, whole_in_year
from conditions.sections import POSITION
from safetyvalve.core import money


def check(context: CheckContext) -> Iterator[Finding]:
    """Blockers for a position that is missing, unconfirmed or moved for no reason; judgement where sums differ."""
    period = context.submission.period
    url = reverse("conditions:dsg-position", args=period.address)
    positions = reported(period)

    def place(financial_year: str) -> Place:
        return Place(
            f"dsg-position:{financial_year}",
            f"DSG position {financial_year}",
            f"{url}#year-{financial_year}",
            (POSITION,),
        )

    this_year = next((each for each in positions if each.financial_year == period.financial_year), None)
    if this_year is None or this_year.closing_before_payments is None:
        yield Finding(
            "no-dsg-position",
            Severity.BLOCKER,
            place(period.financial_year),
            f"Enter the latest DSG position for {period.financial_year}, with its closing balance before DfE payments.",
        )
    for position in positions:
        if position.confirmed_at is None:
            yield Finding(
                "position-unconfirmed",
                Severity.BLOCKER,
                place(position.financial_year),
                f"A finance officer has not confirmed the {position.financial_year} position.",
            )
    sections = {section.key: section for section in context.sections}
    for fact in sections["dsg_position"].facts["positions"] if "dsg_position" in sections else ():
        moved = fact["movement"]
        if moved and moved["is_large"] and not fact["movement_reason"].strip():
            year = fact["financial_year"]
            yield Finding(
                "movement-unexplained",
                Severity.BLOCKER,
                place(year),
                f"The {year} position has moved since it was last reported. Say why.",
                moved["words"],
            )
    planned = _planned_in_year(sections, context.submission.version.number)
    for position in positions:
        in_year, transfer = position.in_year_position, position.block_transfer
        if may_count_twice(in_year, transfer, planned.get(position.financial_year)):
            added = money.in_figures(whole_in_year(in_year, transfer))
            yield Finding(
                "transfer-may-count-twice",
                Severity.JUDGEMENT,
                place(position.financial_year),
                f"The {position.financial_year} position may count the block transfer twice: its in-year position "
                f"alone is the planned {money.in_figures(in_year)}, and a transfer of {money.in_figures(transfer)} "
                f"is added to it, which makes {added}. Take what other blocks give to high needs off the in-year "
                "position, or leave the transfer blank.",
                f"In-year position {money.in_figures(in_year)}, block transfer {money.in_figures(transfer)}, together "
                f"{added}.",
            )
    for wrong in mismatches(SimpleNamespace(**vars(position)) for position in positions):
        yield Finding(
            "position-does-not-add-up",
            Severity.JUDGEMENT,
            place(wrong.financial_year),
            f"The {wrong.label} for {wrong.financial_year} is {money.in_figures(wrong.stated)}; "
            f"{'the year before closes at' if wrong.is_opening else 'its parts come to'} "
            f"{money.in_figures(wrong.expected)}.",
            # Before and after payments may be wrong by the same amounts, and are two warnings.
            f"{wrong.label.capitalize()}: {money.in_figures(wrong.stated)}, not {money.in_figures(wrong.expected)}.",
        )


def _planned_in_year(sections: Mapping[str, Section], version: int) -> dict[str, Decimal]:
    """The in-year figures of the version that the return answers to, as its section has them. No query."""
    listed = sections["agreement"].facts["versions"] if "agreement" in sections else ()
    return {
        planned["financial_year"]: Decimal(planned["in_year"])
        for each in listed
        if each["number"] == version
        for planned in each["planned_positions"]
        if planned["in_year"] is not None
    }
