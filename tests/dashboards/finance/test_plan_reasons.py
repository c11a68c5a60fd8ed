"""What the lines do besides the savings on record is explained once for a year: asked, kept, shown and checked."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from conditions.checks.findings import Severity
from conditions.joints import CheckContext
from conditions.models import PlanReason, Submission
from dashboards.finance import blocks as reading
from dashboards.finance.checks import check
from dashboards.finance.plan_reasons import besides, in_short
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.dashboards.finance.ledger import a_year, enter
from tests.factories import TODAY
from tests.workstreams.records import make_workstream
from workstreams.models import Saving, SavingFigure
from workstreams.savings import savings_of_agreement

pytestmark = pytest.mark.usefixtures("clock")
PAGE = "/c/999/finance/safety-valve/with-and-without/"
EXPLAIN = f"{PAGE}update-1-2024-25/2024-25/"
SHORT = "The plan by the lines, against the savings on record"
WHY = "A school of another council closes, and £600,000 of places with it."


@pytest.fixture
def world(db: None) -> factories.World:
    """Without the plan £1m more of top-ups; of it £400,000 is a saving on record."""
    world = factories.make_world()
    enter(world, "2024-25", a_year())
    enter(world, "2024-25", a_year(l1_2_3=15_000_000), scenario="unmitigated")
    saving = Saving.objects.create(workstream=make_workstream(world), name="Places", kind="cashable")
    SavingFigure.objects.create(saving=saving, financial_year="2024-25", planned_amount=400_000)
    return world


def findings(world: factories.World) -> list[tuple[Severity, str]]:
    submission = Submission.objects.with_place().get(pk=world.submission.pk)
    found = check(CheckContext(submission, (), TODAY))
    return [(each.severity, each.sentence) for each in found if each.code == "plan-differs-from-savings"]


def summary(client: Client) -> str:
    facts = client.get("/c/999/finance/safety-valve/summary/").context["facts"]
    return next((line.sentence for line in facts if line.name == "Lines and savings"), "")


def test_until_it_is_explained_the_page_asks_and_the_return_has_a_judgement(
    finance: Client, world: factories.World
) -> None:
    page = finance.get(f"{PAGE}?year=2024-25").content.decode()
    assert "More than £100,000: nobody has said why." in page
    assert EXPLAIN in page
    assert findings(world) == [
        (
            Severity.JUDGEMENT,
            "2024-25: by the lines the plan’s savings come to £600,000 more than the savings on record (£400,000). "
            "Nobody has said why.",
        )
    ]
    assert summary(finance) == f"{SHORT}: 2024-25 £600,000 more, not explained."


def test_one_explanation_stands_on_page_and_summary_and_is_audited(finance: Client, world: factories.World) -> None:
    assert "£600,000 more than the savings on record" in finance.get(EXPLAIN).content.decode()
    answered = finance.post(EXPLAIN, {"reason": WHY, "revision": "0"})
    assert answered["Location"].startswith(PAGE)

    page = finance.get(f"{PAGE}?year=2024-25").content.decode()
    assert WHY in page
    assert "nobody has said why" not in page
    assert findings(world) == []
    assert summary(finance).endswith(f"more, explained. {WHY}")
    event = AuditEvent.objects.get(action="plan_reason_given")
    assert event.changes["reason"] == ["", WHY]

    stale = finance.post(EXPLAIN, {"reason": "Another.", "revision": "0"})
    assert "Somebody else wrote meanwhile" in stale.content.decode()
    assert PlanReason.objects.get().reason == WHY


def test_within_the_agreements_tolerance_nobody_is_asked(finance: Client, world: factories.World) -> None:
    world.agreement.movement_tolerance = Decimal(600_000)
    world.agreement.save()

    assert findings(world) == []
    assert "nobody has said why" not in finance.get(f"{PAGE}?year=2024-25").content.decode()
    assert summary(finance) == ""


def test_savings_that_explain_all_of_it_leave_nothing_to_say(world: factories.World) -> None:
    SavingFigure.objects.update(planned_amount=1_000_000)
    savings = savings_of_agreement(world.agreement)

    assert besides(reading.read(world.agreement), world.period, savings, {}) == []
    assert in_short([]) == ""


def test_a_saving_without_typed_years_counts_by_its_start(finance: Client, world: factories.World) -> None:
    SavingFigure.objects.all().delete()
    Saving.objects.update(full_year_amount=400_000, starts_on=date(2024, 9, 1))

    [(_, sentence)] = findings(world)
    assert "£766,666.67 more than the savings on record (£233,333.33)." in sentence
    assert "£233,333.33" in finance.get(f"{PAGE}?year=2024-25").content.decode()


def test_a_saving_with_no_figure_at_all_is_named_and_is_not_nothing(finance: Client, world: factories.World) -> None:
    known = Saving.objects.get()
    Saving.objects.create(workstream=known.workstream, name="Not yet placed", kind="cashable", full_year_amount=90_000)
    lacking = "1 of 2 savings has no figure for the year"
    assert [lacking in sentence for _, sentence in findings(world)] == [True]
    assert lacking in summary(finance)
    assert lacking in finance.get(EXPLAIN).content.decode()
    assert lacking in finance.get(f"{PAGE}?year=2024-25").content.decode()

    finance.post(EXPLAIN, {"reason": WHY, "revision": "0"})
    known.delete()
    assert findings(world) == []
    assert summary(finance) == ""
    page = finance.get(f"{PAGE}?year=2024-25").content.decode()
    assert "1 of 1 saving has no figure for the year" in page
    assert WHY in page
    assert "nobody has said why" not in page
    assert "(£0)" not in finance.get(EXPLAIN).content.decode()


def test_lines_that_differ_where_no_saving_is_on_record_are_asked_about(world: factories.World) -> None:
    Saving.objects.all().delete()

    assert [sentence.endswith("(none for the year). Nobody has said why.") for _, sentence in findings(world)] == [True]


def test_others_read_it_and_cannot_write_it(client: Client, world: factories.World) -> None:
    client.force_login(world.people["officer"])
    assert EXPLAIN not in client.get(f"{PAGE}?year=2024-25").content.decode()
    assert client.get(EXPLAIN).status_code == 403
