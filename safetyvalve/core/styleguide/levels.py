"""A made-up RAG scale with the four levels of a Safety Valve agreement."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    key: str
    word: str
    colour: str
    meaning: str


LEVELS = (
    Level("complete", "Blue", "blue", "Finished, with nothing left to report."),
    Level("on_target", "Green", "green", "Moving as agreed and expected to arrive on time."),
    Level("off_target_mitigated", "Amber", "amber", "Behind what was agreed; a plan is in place to catch up."),
    Level("off_target_unmitigated", "Red", "red", "Behind what was agreed, and no plan is in place yet."),
)
BLUE, GREEN, AMBER, RED = LEVELS
