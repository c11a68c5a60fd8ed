"""The catalogue as a page lists it: sections, what a reader is looking for, and what is found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dashboards.models import Indicator, IndicatorVersion
from dashboards.series import current_version

SECTIONS = {
    "plans": "Plans",
    "demand": "Requests and decisions",
    "assessments": "Assessments",
    "timeliness": "Timeliness",
    "pipeline": "Pipeline and backlog",
    "rights": "Mediation, appeals and complaints",
    "placements": "Placements and places",
    "reviews": "Annual reviews",
    "workforce": "Workforce",
    "money": "Money",
    "wider": "Wider picture",
}
"""Headings of the shipped measures' topics, in the order of ``fixtures/indicators/``."""
OWN = "own"
OWN_HEADING = "This council’s own measures"
SHOWN = {"figures": "Those with figures", "all": "All measures", OWN: "Our own measures"}
LONGEST_SEARCH = 100


@dataclass(frozen=True)
class Wanted:
    """What a reader is looking for: words, a section, and which measures (a key of ``SHOWN``)."""

    words: str = ""
    section: str = ""
    shown: str = "figures"

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> "Wanted":
        """From an address; what makes no sense there is left out."""
        words = " ".join(sent.get("words", "").split())[:LONGEST_SEARCH]
        section = sent.get("section", "")
        shown = sent.get("shown", "")
        return cls(
            words,
            section if section in SECTIONS or section == OWN else "",
            shown if shown in SHOWN else "figures",
        )

    @property
    def is_narrow(self) -> bool:
        return bool(self.words or self.section)

    def matches(self, indicator: Indicator) -> bool:
        """Whether section and words fit; every word must stand somewhere in the name, definition, basis or source."""
        if self.section and section_of(indicator) != self.section:
            return False
        if self.shown == OWN and indicator.authority_id is None:
            return False
        version = current_version(indicator)
        said = [indicator.name, indicator.code]
        said += [version.definition, version.basis_label, version.source, version.owner] if version else []
        text = " ".join(said).lower()
        return all(word in text for word in self.words.lower().split())


def is_shown_elsewhere(indicator: Indicator) -> bool:
    """Whether its figures are another part of the record, so that it has no page here."""
    version = current_version(indicator)
    return version is None or version.kind == IndicatorVersion.Kind.DISPLAY


def section_of(indicator: Indicator) -> str:
    return OWN if indicator.authority_id or indicator.topic not in SECTIONS else indicator.topic


def in_sections(indicators: Iterable[Indicator]) -> list[tuple[str, str, list[Indicator]]]:
    """Key, heading and measures of each section that has any, the council's own first."""
    found: dict[str, list[Indicator]] = {key: [] for key in (OWN, *SECTIONS)}
    for indicator in indicators:
        found[section_of(indicator)].append(indicator)
    return [(key, SECTIONS.get(key, OWN_HEADING), each) for key, each in found.items() if each]
