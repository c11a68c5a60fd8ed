"""What this app finds wrong in a submission: unfinished risks, and claims that milestones or savings contradict."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from conditions.checks.findings import Finding, Place, Severity
from conditions.completeness import lacking_for_level
from conditions.joints import CheckContext
from conditions.models import Condition, RagLevel, ReportingPeriod
from conditions.rules.tolerances import margin_in_words
from conditions.sections import CONDITIONS
from safetyvalve.core import dates, money
from workstreams.answers import updates_of
from workstreams.linked import by_condition, conditions_served, figures_of_condition, saving_figures, workstreams_of
from workstreams.models import Milestone, RiskUpdate, Saving, SavingFigure, Workstream
from workstreams.rules.against_plan import against_plan
from workstreams.rules.claims import sentence_claiming
from workstreams.rules.milestones import in_a_sentence, judged_on
from workstreams.sections import risk_place


def risks(context: CheckContext) -> Iterator[Finding]:
    """Blockers: a risk without a RAG, without what its level requires, or without anything to say."""
    period = context.submission.period
    for update in updates_of(context.submission):
        yield from _risk(update, period)


def _risk(update: RiskUpdate, period: ReportingPeriod) -> Iterator[Finding]:
    number, level = update.risk.number, update.rag
    if level is None:
        sentence = f"Choose a RAG for risk {number}."
        yield Finding("risk-missing-rag", Severity.BLOCKER, risk_place(update, "rag", period), sentence)
    elif lacking_for_level(level, mitigation=update.mitigation):
        yield Finding(
            "risk-missing-mitigation",
            Severity.BLOCKER,
            risk_place(update, "mitigation", period),
            f"{level.word} needs the mitigation. Say what is being done about risk {number}, or choose another RAG.",
            level.word,
        )
    if update.no_change and not update.no_change_reason.strip():
        place = risk_place(update, "no_change_reason", period)
        yield Finding("risk-no-change-unexplained", Severity.BLOCKER, place, "Say why nothing has changed.")
    elif not update.no_change and not update.progress.strip():
        yield Finding(
            "risk-missing-progress",
            Severity.BLOCKER,
            risk_place(update, "progress", period),
            f"Write the progress on risk {number} since last time, or say that nothing has changed and why.",
        )


@dataclass(frozen=True)
class _Rated:
    """A condition as the return reports it."""

    condition: Condition
    level: RagLevel
    place: Place
    narrative: str


def milestones(context: CheckContext) -> Iterator[Finding]:
    """Judgement warnings: a RAG that milestones or savings contradict, a saving claimed before what it hangs on."""
    period = context.submission.period
    on = judged_on(period, context.today)
    running = workstreams_of(period)
    linked = by_condition(running, period)
    conditions = {
        condition.pk: condition for condition in Condition.objects.filter(agreement=period.calendar.agreement_id)
    }
    figures = saving_figures(running)
    for rated in _rated(context, conditions):
        yield from _against_milestones(rated, linked.get(rated.condition.pk, []), period, on)
        yield from _claimed_in_words(rated, linked.get(rated.condition.pk, []), period, on)
        serving = [each for each in running if rated.condition.pk in conditions_served(each, period)]
        yield from _against_savings(rated, figures_of_condition(rated.condition.pk, serving, figures), period)
    yield from _claimed_savings(figures, running, conditions, period, on)


def _rated(context: CheckContext, conditions: dict[int, Condition]) -> Iterator[_Rated]:
    """Conditions with a RAG, read from the conditions section so that a frozen one can be checked as well."""
    by_number = {condition.number: condition for condition in conditions.values()}
    levels = {level.key: level for level in RagLevel.objects.filter(programme__agreements=_agreement(context))}
    said: list[dict[str, Any]] = next(
        (section.facts["conditions"] for section in context.sections if section.key == "conditions"), []
    )
    for fact in said:
        level = levels.get(fact["rag"]["key"]) if fact["rag"] else None
        condition = by_number.get(fact["number"])
        if level and condition:
            place = condition_place(condition, context.submission.period)
            yield _Rated(condition, level, place, fact.get("narrative", ""))


def _agreement(context: CheckContext) -> int:
    return context.submission.period.calendar.agreement_id


def condition_place(condition: Condition, period: ReportingPeriod) -> Place:
    """The RAG of a condition's update."""
    url = reverse("conditions:condition-update", args=[*period.address, condition.number])
    return Place(
        f"condition:{condition.number}:rag",
        f"Condition {condition.number}, RAG",
        f"{url}#id_rag",
        (CONDITIONS, condition.order),
    )


def _against_milestones(rated: _Rated, linked: list[Milestone], period: ReportingPeriod, on: date) -> Iterator[Finding]:
    if rated.level.needs_mitigation or rated.level.needs_recovery:
        return
    for milestone in linked:
        if milestone.is_complete(on):
            continue
        if rated.level.is_complete:
            code, claim = "complete-with-open-milestone", "this milestone is still open"
        elif milestone.is_overdue(on):
            code, claim = "on-target-with-overdue-milestone", "this milestone is overdue"
        elif milestone.baseline_on <= period.covers_to < milestone.expected_on:
            code, claim = "on-target-with-slipped-milestone", "this milestone has slipped past the end of the period"
        else:
            continue
        yield Finding(
            code,
            Severity.JUDGEMENT,
            rated.place,
            f"Condition {rated.condition.number} is reported as {rated.level.word}, and {claim}. "
            "Change the RAG, bring the milestone up to date, or be ready to explain.",
            in_a_sentence(milestone, on),
        )


def _claimed_in_words(rated: _Rated, linked: list[Milestone], period: ReportingPeriod, on: date) -> Iterator[Finding]:
    """A milestone that the words tell as reached and the record has open."""
    for milestone in linked:
        sentence = "" if milestone.is_complete(on) else sentence_claiming(rated.narrative, milestone.name)
        if sentence:
            yield Finding(
                "claim-before-milestone",
                Severity.JUDGEMENT,
                narrative_place(rated.condition, period),
                "This is told as done, and its milestone is still open. Bring the milestone up to date, or say what "
                "is left.",
                f"“{sentence}” / {in_a_sentence(milestone, on)}",
            )


def narrative_place(condition: Condition, period: ReportingPeriod) -> Place:
    """The progress of a condition's update."""
    url = reverse("conditions:condition-update", args=[*period.address, condition.number])
    return Place(
        f"condition:{condition.number}:narrative",
        f"Condition {condition.number}, progress",
        f"{url}#id_narrative",
        (CONDITIONS, condition.order, 0),
    )


def _against_savings(rated: _Rated, figures: list[SavingFigure], period: ReportingPeriod) -> Iterator[Finding]:
    """A RAG without a word of trouble although the year's savings are well below plan."""
    if rated.level.needs_mitigation or rated.level.needs_recovery:
        return
    margin = period.agreement.savings_margin
    compared = against_plan(figures, period.financial_year, margin=margin)
    short = [each for each in compared if each.falls_short]
    if short:
        yield Finding(
            "on-target-with-savings-below-plan",
            Severity.JUDGEMENT,
            rated.place,
            f"Condition {rated.condition.number} is reported as {rated.level.word}, and its savings of "
            f"{period.financial_year} are {margin_in_words(margin)} or more below plan. Change the RAG, bring the "
            "savings up to date, or be ready to explain.",
            " ".join(each.in_words for each in short),
        )


def _claimed_savings(
    figures: list[SavingFigure],
    running: list[Workstream],
    conditions: dict[int, Condition],
    period: ReportingPeriod,
    on: date,
) -> Iterator[Finding]:
    by_key = {workstream.pk: workstream for workstream in running}
    claimed: dict[int, Decimal] = {}
    savings: dict[int, Saving] = {}
    for figure in figures:
        savings[figure.saving_id] = figure.saving
        claimed[figure.saving_id] = claimed.get(figure.saving_id, Decimal(0)) + (figure.delivered_amount or Decimal(0))
    for key, amount in claimed.items():
        saving = savings[key]
        needed = saving.depends_on
        if amount <= 0 or needed is None or needed.is_complete(on):
            continue
        yield Finding(
            "saving-before-milestone",
            Severity.JUDGEMENT,
            _saving_place(saving, needed, by_key[saving.workstream_id], conditions, period),
            f"{money.in_figures(amount)} is claimed from “{saving.name}”; the milestone it needs is not complete.",
            f"“{needed.name}”, expected {dates.in_words(needed.expected_on)}; {money.in_figures(amount)} claimed",
        )


def _saving_place(
    saving: Saving, needed: Milestone, workstream: Workstream, conditions: dict[int, Condition], period: ReportingPeriod
) -> Place:
    """The condition the saving or its milestone names, else the first its workstream serves, else the workstream."""
    served = sorted(
        (conditions[key] for key in conditions_served(workstream, period) if key in conditions),
        key=lambda condition: condition.order,
    )
    named = conditions.get(saving.condition_id or needed.condition_id or 0)
    if condition := named or next(iter(served), None):
        return condition_place(condition, period)
    return Place(f"workstream:{workstream.slug}", workstream.name, workstream.get_absolute_url(), (CONDITIONS, 999))
