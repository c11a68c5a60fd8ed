"""The planned and the latest DSG position of every year, as exact pounds read from a pack."""

from dataclasses import dataclass
from decimal import Decimal

from conditions.returns.facts import Facts, amount, section
from conditions.rules.roll_forward import whole_in_year

BASES = {"forecast": "Forecast", "actual": "Outturn"}
SIDES = {"before": "before DfE payments", "after": "after DfE payments"}


@dataclass(frozen=True)
class Year:
    """One financial year: what an agreement version planned and what this return reports; None where unknown."""

    financial_year: str
    planned: Facts | None
    latest: Facts | None

    @property
    def basis(self) -> str:
        return BASES[self.latest["basis"]] if self.latest else "Not reported"

    @property
    def is_forecast(self) -> bool:
        return self.latest is not None and self.latest["basis"] == "forecast"

    def planned_in_year(self) -> Decimal | None:
        return amount(self.planned["in_year"]) if self.planned else None

    def latest_in_year(self) -> Decimal | None:
        """With the block transfer, as a plan has it."""
        if self.latest is None:
            return None
        return whole_in_year(amount(self.latest["in_year_position"]), amount(self.latest["block_transfer"]))

    def planned_balance(self, side: str) -> Decimal | None:
        """The agreed cumulative position; ``side`` is "before" or "after" DfE payments."""
        return amount(self.planned[f"cumulative_{side}_payments"]) if self.planned else None

    def latest_balance(self, side: str) -> Decimal | None:
        return amount(self.latest[f"closing_{side}_payments"]) if self.latest else None


def versions(pack: Facts) -> list[Facts]:
    """Every version of the agreement, oldest first."""
    return sorted(section(pack, "agreement").get("versions", []), key=lambda each: int(each["number"]))


def current_version(pack: Facts) -> Facts | None:
    """The version that this return answers to."""
    number = section(pack, "agreement").get("version")
    return next((each for each in versions(pack) if each["number"] == number), None)


def reported(pack: Facts) -> list[Facts]:
    """The positions in this return, by financial year."""
    positions: list[Facts] = section(pack, "dsg_position").get("positions", [])
    return sorted(positions, key=lambda each: str(each["financial_year"]))


def years(pack: Facts) -> list[Year]:
    """Every year that is planned or reported, in order."""
    version = current_version(pack)
    planned = {each["financial_year"]: each for each in (version["planned_positions"] if version else [])}
    latest = {each["financial_year"]: each for each in reported(pack)}
    return [Year(label, planned.get(label), latest.get(label)) for label in sorted({*planned, *latest})]
