"""The biggest risks as submitted returns state them: never from a draft."""

from collections.abc import Sequence
from datetime import date
from textwrap import shorten
from typing import Any

from conditions.models import Agreement
from dashboards.positions import pack_facts, published_rounds
from safetyvalve.render.data import ChartData, Series

MOST = 5
WORDS = 70


def biggest_risks(agreement: Agreement | None, *, until: date) -> ChartData | None:
    """The five with the highest product of likelihood and impact in the last return about the time up to ``until``.

    None where no return has stated any. One query.
    """
    if agreement is None:
        return None
    rounds = [each for each in published_rounds(agreement) if each.period.covers_to <= until]
    if not rounds:
        return None
    period = rounds[-1].period
    facts = pack_facts(rounds[-1], "risks").get("risks", [])
    scored = [risk for risk in facts if risk.get("likelihood") and risk.get("impact")]
    scored.sort(key=lambda risk: (-_score(risk), str(risk["number"])))
    chosen = scored[:MOST]
    if not chosen:
        return None
    return ChartData(
        key="biggest-risks",
        title=title(scored),
        subtitle="Likelihood times impact, each from 1 to 5. The higher, the bigger the risk.",
        kind="across",
        unit="count",
        categories=tuple(f"Risk {risk['number']}: {_short(risk)}" for risk in chosen),
        series=(Series("Score", tuple(_score(risk) for risk in chosen)),),
        summary=summary(scored),
        source=f"Return to the Department for Education, {period.label} of {period.financial_year}",
        as_at=period.covers_to,
        category_name="Risk",
        notes=tuple(f"Risk {risk['number']}: {risk['wording'].strip()}" for risk in chosen if _is_cut(risk)),
    )


def title(scored: Sequence[dict[str, Any]]) -> str:
    """The biggest risk; where several have its score, none of them stands for the others."""
    if len(scored) == 1:
        return _short(scored[0])
    alike = _alike(scored, scored[0])
    if alike > 1:
        return f"{alike} of {len(scored)} risks share the highest score, {_score(scored[0])} of 25"
    return f"The biggest of {len(scored)} risks: {_short(scored[0])}"


def _alike(scored: Sequence[dict[str, Any]], risk: dict[str, Any]) -> int:
    """How many have the score of this one."""
    return sum(_score(each) == _score(risk) for each in scored)


def _score(risk: dict[str, Any]) -> int:
    return int(risk["likelihood"]) * int(risk["impact"])


def _short(risk: dict[str, Any]) -> str:
    return shorten(str(risk["wording"]).strip().rstrip("."), WORDS, placeholder="…")


def _is_cut(risk: dict[str, Any]) -> bool:
    return _short(risk).endswith("…")


def summary(scored: Sequence[dict[str, Any]]) -> str:
    first, chosen = scored[0], scored[:MOST]
    made_of = f": likelihood {first['likelihood']}, impact {first['impact']}" if _alike(scored, first) == 1 else ""
    words = f"The highest score is {_score(first)} of 25{made_of}."
    left_out = _alike(scored[MOST:], chosen[-1])
    if left_out:
        also = "1 more has" if left_out == 1 else f"{left_out} more have"
        return f"{words} {len(chosen)} of {len(scored)} risks are shown; {also} the same score as the last of them."
    if len(scored) > len(chosen):
        return f"{words} The {len(chosen)} highest of {len(scored)} risks are shown."
    return f"{words} All {len(scored)} are shown." if len(scored) > 1 else words
