"""A council of any size, with everything that the pages list: the same kinds of rows, more or fewer of each."""

from dataclasses import dataclass
from datetime import date, timedelta

from conditions.models import ReportingPeriod, Submission
from conditions.packs import pack as packs
from conditions.returns import issue
from dashboards.board import HEADLINE_MEASURES
from dashboards.models import Indicator, IndicatorCondition, IndicatorVersion, Measurement, Target
from safetyvalve.core.dates import month_end
from safetyvalve.demo import shipped
from tests import factories, money_examples, register_examples
from tests.conditions.answering import complete
from tests.factories import NOW, World
from workstreams.models import (
    Milestone,
    ProgressUpdate,
    Risk,
    RiskUpdate,
    Saving,
    SavingFigure,
    Workstream,
    WorkstreamCondition,
)


@dataclass(frozen=True)
class Size:
    """How many of each; ``periods`` are those that have been reported before the open one."""

    conditions: int
    risks: int
    months: int
    periods: int
    workstreams: int
    milestones: int
    officers: int
    versions: int


SMALL = Size(conditions=3, risks=4, months=12, periods=2, workstreams=2, milestones=2, officers=2, versions=1)
LARGE = Size(conditions=12, risks=16, months=36, periods=10, workstreams=6, milestones=5, officers=8, versions=3)


def make_world(size: Size) -> World:
    """Update 1 complete and in draft, after ``size.periods`` submitted returns; risks, workstreams and measures."""
    authority = factories.make_authority()
    agreement = factories.make_agreement(authority, conditions=size.conditions)
    period = factories.period_of(agreement)
    people = factories.make_people(authority)
    for number in range(2, size.versions + 1):
        factories.make_version(agreement, number, effective_on=date(2022 + number // 2, 4, number))
    world = World(authority, people, agreement, period, factories.make_submission(period))
    _add_owners(world, size.officers)
    _add_workstreams(world, size)
    _add_risks(world, size.risks)
    _add_measures(world, size.months)
    for n in range(size.workstreams):
        money_examples.make_growth(
            agreement, by=people["finance_officer"], name=f"Assumption {n}", measure="plans_maintained"
        )
        money_examples.make_contribution(agreement, by=people["finance_officer"], payer=f"Body {n}")
        register_examples.make_numbered(agreement, n, by=people["finance_officer"])
        money_examples.make_commitments(agreement, by=people["finance_officer"], as_at=date(2024, 3, n + 1))
    money_examples.make_reconciliation(agreement, "2024-25", by=people["finance_officer"])
    for n in range(size.workstreams):
        money_examples.explain(agreement, f"Part {n}.", by=people["finance_officer"])
    shipped.load_code_lists()
    for number in range(1, size.periods + 1):
        _submit(world, _earlier_period(world, number))
    complete(world)
    _answer_risks(world, world.submission)
    for workstream in world.agreement.workstreams.all():
        ProgressUpdate.objects.create(workstream=workstream, period=period, text="- Went as planned.", revision=1)
    return world


def _add_owners(world: World, officers: int) -> None:
    """More officers, who take the conditions in turn."""
    found = [
        factories.make_user("officer", world.authority, email=f"officer-{n}@999.example", display_name=f"Officer {n}")
        for n in range(officers)
    ]
    for n, condition in enumerate(world.agreement.conditions.all()):
        condition.owner = found[n % officers]
        condition.save()


def _earlier_period(world: World, number: int) -> ReportingPeriod:
    """The ``number``-th period before the open one: a month each, so that there is room for many."""
    known = factories.period_of(world.agreement, "update-3-2023-24")
    if number == 1:
        return known
    until = known.covers_from - timedelta(days=30 * (number - 2) + 1)
    return ReportingPeriod.objects.create(
        calendar=known.calendar,
        label=f"Month {number}",
        slug=f"month-{number}",
        financial_year="2022-23",
        order=100 - number,
        covers_from=until - timedelta(days=29),
        covers_to=until,
        due_on=until + timedelta(days=14),
    )


def _submit(world: World, period: ReportingPeriod) -> None:
    """A return of that period as it stands after submission, without the hours of signing and drawing files."""
    officer = world.people["officer"]
    submission = factories.make_submission(period, by=officer)
    for condition in world.agreement.conditions.all():
        factories.make_response(submission, condition.number, by=officer)
    factories.make_summary(submission, by=officer)
    factories.make_dsg_position(period, period.financial_year, confirmed_by=world.people["finance_officer"])
    _answer_risks(world, submission)
    manager = world.people["programme_manager"]
    submission = Submission.objects.with_place().get(pk=submission.pk)
    facts = issue.live_facts(submission, now=NOW)
    submission.current_pack = packs.freeze(submission, facts, by=manager, now=NOW)
    submission.status, submission.sent_at, submission.sent_by = Submission.Status.SUBMITTED, NOW, manager
    submission.submitted_at, submission.submitted_by = NOW, manager
    submission.save()


def _answer_risks(world: World, submission: Submission) -> None:
    amber = factories.level(world.agreement, "off_target_mitigated")
    for risk in world.agreement.risks.all():
        RiskUpdate.objects.create(
            submission=submission,
            risk=risk,
            rag=amber,
            mitigation=f"- Post {risk.number} advertised.",
            progress=f"- Interview {risk.number} held.",
            revision=1,
            updated_at=NOW,
            updated_by=world.people["officer"],
        )


def _add_workstreams(world: World, size: Size) -> None:
    conditions = list(world.agreement.conditions.all())
    for n in range(size.workstreams):
        workstream = Workstream.objects.create(
            agreement=world.agreement,
            slug=f"workstream-{n}",
            name=f"Workstream {n}",
            order=n,
            lead=world.people["officer"],
            starts_on=date(2022, 4, 1),
            revision=1,
        )
        for condition in conditions:
            WorkstreamCondition.objects.create(
                workstream=workstream, condition=condition, starts_on=workstream.starts_on
            )
        for m in range(size.milestones):
            saving = Saving.objects.create(workstream=workstream, name=f"Saving {m}", kind="cashable", revision=1)
            SavingFigure.objects.create(saving=saving, financial_year="2024-25", planned_amount=1000)
            Milestone.objects.create(
                workstream=workstream, name=f"Milestone {m}", order=m, baseline_on=date(2024, 5, m + 1), revision=1
            )


def _add_risks(world: World, number: int) -> None:
    for n in range(1, number + 1):
        Risk.objects.create(
            agreement=world.agreement,
            number=str(n),
            order=n,
            wording=f"Too few officers for task {n}.",
            likelihood=4,
            impact=3,
            owner=world.people["officer"],
            opened_on=date(2022, 4, 1),
            revision=1,
        )


def _add_measures(world: World, months: int) -> None:
    """Every headline measure with a figure a month, the last for May 2024, and a trajectory point a month."""
    for order, code in enumerate(HEADLINE_MEASURES):
        indicator = Indicator.objects.create(code=code, name=code.replace("_", " "), order=order)
        version = IndicatorVersion.objects.create(
            indicator=indicator,
            definition="As counted.",
            unit="percent" if "rate" in code or "timeliness" in code else "count",
            period_basis="snapshot" if code == "plans_maintained" else "month",
        )
        IndicatorCondition.objects.create(indicator=indicator, condition=world.condition)
        ends = [_month(back) for back in range(months)]
        Measurement.objects.bulk_create(
            Measurement(
                authority=world.authority,
                version=version,
                area_code=world.authority.gss_code,
                period_start=end if code == "plans_maintained" else end.replace(day=1),
                period_end=end,
                value=50 + n,
                recorded_at=NOW,
            )
            for n, end in enumerate(ends)
        )
        Target.objects.bulk_create(
            Target(authority=world.authority, indicator=indicator, on=end, value=60) for end in ends
        )


def _month(back: int) -> date:
    """The last day of the month ``back`` months before May 2024."""
    years, month = divmod(2024 * 12 + 4 - back, 12)
    return month_end(date(years, month + 1, 1))
