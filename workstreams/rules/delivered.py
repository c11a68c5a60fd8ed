"""Are savings delivered as planned in one financial year? One rule for a saving, a workstream, a condition and a plan.

Each saving with a plan for the year is held against it by what it delivered, else by its forecast. Where those that
can be compared are below plan by the agreement's margin or more (10% unless it says otherwise) the answer is no.
Otherwise, while a saving with a plan has neither figure, it is not known. No database.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from conditions.rules.agreement_tests import AgreementTest
from conditions.rules.tolerances import margin_in_words
from workstreams.models import SavingFigure
from workstreams.rules.against_plan import MARGIN, against_plan


def delivered_as_planned(
    key: str, figures: Iterable[SavingFigure], financial_year: str, *, margin: Decimal = MARGIN
) -> AgreementTest:
    """The answer for these savings together, with their sums in words; None, "cannot tell", while one is not known."""
    question = f"Savings on plan in {financial_year}?"
    planned = planned_in(figures, financial_year)
    if not planned:
        return AgreementTest(key, question, None, f"No saving on record has a plan for {financial_year}.")
    compared = against_plan(planned, financial_year, margin=margin)
    words = " ".join(each.in_words for each in sorted(compared, key=lambda each: not each.falls_short))
    if any(each.falls_short for each in compared):
        return AgreementTest(key, question, False, words)
    if missing := missing_figures(planned):
        return AgreementTest(key, question, None, f"{missing} {words}".strip())
    return AgreementTest(key, question, True, words)


def planned_in(figures: Iterable[SavingFigure], financial_year: str) -> list[SavingFigure]:
    """Those of the year that have a plan."""
    return [each for each in figures if each.financial_year == financial_year and each.planned_amount is not None]


def missing_figures(planned: Sequence[SavingFigure]) -> str:
    """How many of these savings with a plan have nothing to hold against it, in a sentence; empty for none."""
    unknown = sum(1 for each in planned if each.delivered_amount is None and each.forecast_amount is None)
    if not unknown:
        return ""
    has = "has" if unknown == 1 else "have"
    return f"{unknown} of {len(planned)} savings with a plan {has} neither a delivered nor a forecast figure."


def all_delivered(
    tests: Sequence[tuple[str, AgreementTest]], financial_year: str, *, margin: Decimal = MARGIN
) -> AgreementTest:
    """The answer for several workstreams, from theirs: no when one says no, and unknown while one is."""
    question = f"Savings on plan in {financial_year}?"
    if not tests:
        return AgreementTest("savings-on-plan", question, None, f"No saving on record has a plan for {financial_year}.")
    short = [name for name, test in tests if test.met is False]
    unknown = [name for name, test in tests if test.met is None]
    fine = len(tests) - len(short) - len(unknown)
    parts = [f"{fine} of {len(tests)} workstreams with a plan for the year {'is' if fine == 1 else 'are'} on it."]
    if short:
        parts.append(f"{margin_in_words(margin)} or more below: {', '.join(short)}.")
    if unknown:
        parts.append(f"Not known: {', '.join(unknown)}.")
    met = False if short else None if unknown else True
    return AgreementTest("savings-on-plan", question, met, " ".join(parts))
