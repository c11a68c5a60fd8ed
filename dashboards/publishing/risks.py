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
    chosen = sorted(scored, key=lambda risk: (-_score(risk), str(risk["number"])))[:MOST]
    if not chosen:
        return None
    return ChartData(
        key="biggest-risks",
        title=f"The biggest of {len(scored)} risks: {_short(chosen[0])}" if len(scored) > 1 else _short(chosen[0]),
        subtitle="Likelihood times impact, each from 1 to 5. The higher, the bigger the risk.",
        kind="across",
        unit="count",
        categories=tuple(f"Risk {risk['number']}: {_short(risk)}" for risk in chosen),
        series=(Series("Score", tuple(_score(risk) for risk in chosen)),),
        summary=_summary(chosen, len(scored)),
        source=f"Return to the Department for Education, {period.label} of {period.financial_year}",
        as_at=period.covers_to,
        category_name="Risk",
        notes=tuple(f"Risk {risk['number']}: {risk['wording'].strip()}" for risk in chosen if _is_cut(risk)),
    )


def _score(risk: dict[str, Any]) -> int:
    return int(risk["likelihood"]) * int(risk["impact"])


def _short(risk: dict[str, Any]) -> str:
    return shorten(str(risk["wording"]).strip().rstrip("."), WORDS, placeholder="…")


def _is_cut(risk: dict[str, Any]) -> bool:
    return _short(risk).endswith("…")


def _summary(chosen: Sequence[dict[str, Any]], number: int) -> str:
    first = chosen[0]
    words = f"The highest score is {_score(first)} of 25: likelihood {first['likelihood']}, impact {first['impact']}."
    if number > len(chosen):
        return f"{words} The {len(chosen)} highest of {number} risks are shown."
    return f"{words} All {number} are shown." if number > 1 else words
