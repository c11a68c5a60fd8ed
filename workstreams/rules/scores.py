"""Likelihood times impact: the words for a score, and the matrix of a register. No database."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from workstreams.models import Risk

SCALE = (1, 2, 3, 4, 5)
LIKELIHOODS = {1: "Rare", 2: "Unlikely", 3: "Possible", 4: "Likely", 5: "Almost certain"}
IMPACTS = {1: "Negligible", 2: "Minor", 3: "Moderate", 4: "Major", 5: "Severe"}
HIGH_FROM = 15
MEDIUM_FROM = 8


def band(score: int | None) -> str:
    """ "high", "medium" or "low" in a register; "not scored" until likelihood and impact are both given."""
    if score is None:
        return "not scored"
    return "high" if score >= HIGH_FROM else "medium" if score >= MEDIUM_FROM else "low"


@dataclass
class Cell:
    """One square of the matrix and the risks that stand in it."""

    score: int
    risks: list[Risk] = field(default_factory=list)

    @property
    def band(self) -> str:
        return band(self.score)


@dataclass(frozen=True)
class MatrixRow:
    """One likelihood, in number and word, with its cell for each impact."""

    likelihood: int
    label: str
    cells: list[Cell]


def matrix(risks: Iterable[Risk]) -> list[MatrixRow]:
    """Rows from almost certain down to rare, each with a cell per impact from negligible to severe.

    Risks without a score are left out; the page counts them beneath.
    """
    cells = {(likelihood, impact): Cell(likelihood * impact) for likelihood in SCALE for impact in SCALE}
    for risk in risks:
        if risk.likelihood and risk.impact:
            cells[risk.likelihood, risk.impact].risks.append(risk)
    return [
        MatrixRow(likelihood, LIKELIHOODS[likelihood], [cells[likelihood, impact] for impact in SCALE])
        for likelihood in reversed(SCALE)
    ]
