"""What codes mean, and the headings that a measure of this return can be divided into."""

from collections.abc import Mapping
from dataclasses import dataclass, field

NOT_KNOWN = "not_known"
SOURCES = ("parent", "school", "health", "social_care", "other", NOT_KNOWN)
NEEDS = ("SPLD", "MLD", "SLD", "PMLD", "SEMH", "SLCN", "HI", "VI", "MSI", "PD", "ASD", "DS", "OTH", NOT_KNOWN)
SEXES = ("F", "M", NOT_KNOWN)
REASONS = (
    "max_age",
    "needs_met",
    "higher_education",
    "employment",
    "transferred",
    "no_longer_wishes",
    "left_england",
    "died",
    "other",
    NOT_KNOWN,
)
REVIEW_OUTCOMES = ("maintain", "amend", "cease", "not_recorded")
RESIDENTIAL = ("r38_51", "r52")
WORK_BASED = ("supported_internship", "apprenticeship", "traineeship")
BUDGETS = ("education", "health", "social_care", "integrated")

MAINSTREAM_WITH_UNITS = ("mainstream_la_maintained", "mainstream_academy", "mainstream_free_school")
UNIT, RESOURCED = "senunit", "resourced_provision"
PROVIDER, UNKNOWN_PLACE = "ukrlp_provider", "placement_unknown"


@dataclass(frozen=True)
class Meanings:
    """The code list of a council, as ``dashboards.categories.return_codes`` gives it.

    A meaning written out in full ("agreed") is taken as well as its code, for spreadsheets.
    """

    codes: Mapping[str, Mapping[str, str]]
    _meant: dict[tuple[str, str], str] = field(default_factory=dict, repr=False, compare=False)

    def of(self, item: str, code: str) -> str:
        """What a code means, or "" for none and for one that the list does not have."""
        if not code:
            return ""
        found = self._meant.get((item, code))
        if found is None:
            found = self._meant[item, code] = self._look_up(item, code)
        return found

    def knows(self, item: str, code: str) -> bool:
        return not code or bool(self.of(item, code))

    def _look_up(self, item: str, code: str) -> str:
        known = self.codes.get(item, {})
        if code.upper() in known:
            return known[code.upper()]
        return next((meaning for meaning in known.values() if meaning.upper() == code.upper()), "")

    def headings(self, item: str, usual: tuple[str, ...]) -> tuple[str, ...]:
        """The usual headings, and those that the council's own code list adds."""
        return (*usual, *sorted(set(self.codes.get(item, {}).values()) - set(usual)))

    @property
    def placements(self) -> tuple[str, ...]:
        """Every placement that this return can come to."""
        found = {*self.codes.get("GIASType", {}).values(), *self.codes.get("SENsetting", {}).values()}
        flagged = {f"{kind}_{flag}" for kind in MAINSTREAM_WITH_UNITS if kind in found for flag in (UNIT, RESOURCED)}
        return (*sorted(found | flagged | {PROVIDER}), UNKNOWN_PLACE)
