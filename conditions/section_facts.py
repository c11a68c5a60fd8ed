"""How the records of a return stand in its pack: plain facts under stable keys, every number and day as text."""

from typing import Any

from conditions.models import ConditionResponse, DsgPosition, RagLevel
from conditions.rules.agreement_tests import AgreementTest
from conditions.rules.movement import Movement
from safetyvalve.core.roles import Role


def text(value: Any) -> str | None:
    """An amount or a date as text that a pack can hold; None stays None."""
    if value is None:
        return None
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def rag_facts(level: RagLevel | None) -> dict[str, str] | None:
    """A RAG as a pack and a document carry it: always with its word and meaning."""
    if level is None:
        return None
    return {"key": level.key, "word": level.word, "colour": level.colour, "meaning": level.meaning}


def condition_facts(response: ConditionResponse) -> dict[str, Any]:
    condition = response.condition
    return {
        "number": condition.number,
        "title": condition.title,
        "wording": condition.wording,
        "due_on": text(condition.due_on),
        "rag": rag_facts(response.rag),
        "delivery_rag": rag_facts(response.delivery_rag),
        "impact_rag": rag_facts(response.impact_rag),
        "suggested_rag": rag_facts(response.suggested_rag),
        "rag_difference_reason": response.rag_difference_reason,
        "narrative": response.narrative,
        "mitigation": response.mitigation,
        "recovery": response.recovery,
        "no_change": response.no_change,
        "no_change_reason": response.no_change_reason,
    }


def position_facts(position: DsgPosition) -> dict[str, Any]:
    amounts = {name: text(getattr(position, name)) for name in DsgPosition.AMOUNTS}
    return {
        "financial_year": position.financial_year,
        "basis": position.basis,
        **amounts,
        "movement_reason": position.movement_reason,
        "confirmed_at": text(position.confirmed_at),
        "confirmed_as": Role.FINANCE_OFFICER.label if position.confirmed_by_id else None,
    }


def movement_facts(moved: Movement | None) -> dict[str, Any] | None:
    """What moved since the return before, in pounds and in words; None for a year that it did not report."""
    if moved is None:
        return None
    return {
        "since": moved.since,
        "words": moved.in_words,
        "is_large": moved.is_large,
        "parts": [{"name": part.name, "before": text(part.before), "now": text(part.now)} for part in moved.parts],
    }


def test_facts(test: AgreementTest) -> dict[str, Any]:
    return {"key": test.key, "question": test.question, "met": test.met, "sentence": test.sentence}
