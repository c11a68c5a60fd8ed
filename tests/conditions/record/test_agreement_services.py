from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from conditions.models import Agreement, AgreementVersion, Submission
from conditions.services import agreements
from safetyvalve.core.models import AuditEvent, User
from safetyvalve.core.services.refusals import NotAllowed
from tests.factories import NOW, World, make_authority, make_programme, make_submission, period_of

Actions = Callable[[], list[str]]
TERMS = {"effective_on": date(2022, 4, 1), "first_year": "2022-23", "last_year": "2026-27"}


def new_version(agreement: Agreement, **fields: object) -> AgreementVersion:
    values = {**TERMS, "effective_on": date(2024, 4, 1), "reason": "The school opens later.", **fields}
    return AgreementVersion(agreement=agreement, **values)


def test_an_agreement_is_added_with_the_terms_as_signed(world: World, manager: User, actions: Actions) -> None:
    added = agreements.create(
        Agreement(authority=world.authority, programme=make_programme(), title="Safety Valve"),
        AgreementVersion(**TERMS),
        by=manager,
        now=NOW,
    )
    assert added.slug == "safety-valve-2"
    version = added.versions.get()
    assert (version.number, version.created_by) == (1, manager)
    assert actions() == ["agreement_added", "agreement_version_added"]


@pytest.mark.parametrize(("title", "slug"), [("Add", "add-2"), ("Ålesund & Øy", "alesund-y"), ("£££", "unnamed")])
def test_an_address_is_made_from_the_title_and_never_clashes(
    world: World, manager: User, title: str, slug: str
) -> None:
    agreement = Agreement(authority=world.authority, programme=make_programme(), title=title)
    assert agreements.create(agreement, AgreementVersion(**TERMS), by=manager, now=NOW).slug == slug


def test_the_same_address_may_stand_in_two_councils(world: World, manager: User) -> None:
    elsewhere = Agreement(
        authority=make_authority("Brackwater", "998"), programme=make_programme(), title="Safety Valve"
    )
    assert agreements.create(elsewhere, AgreementVersion(**TERMS), by=manager, now=NOW).slug == "safety-valve"


def test_a_change_is_the_next_version_with_plan_and_payments_copied_forward(
    agreement: Agreement, manager: User, actions: Actions
) -> None:
    version = agreements.add_version(new_version(agreement), by=manager, now=NOW)
    assert version.number == 2
    assert version.planned_positions.count() == 5
    assert version.planned_positions.get(financial_year="2024-25").in_year == Decimal("-560000")
    assert version.payments.get().amount == Decimal("5080000")
    assert agreement.versions.get(number=1).planned_positions.count() == 5
    assert actions() == ["agreement_version_added"]


def test_the_same_change_sent_twice_is_one_version(agreement: Agreement, manager: User) -> None:
    agreements.add_version(new_version(agreement), by=manager, now=NOW)
    with pytest.raises(NotAllowed, match="recorded already, as version 2"):
        agreements.add_version(new_version(agreement), by=manager, now=NOW)
    assert agreement.versions.count() == 2


def test_years_that_are_no_longer_agreed_are_not_copied(agreement: Agreement, manager: User) -> None:
    version = agreements.add_version(new_version(agreement, last_year="2024-25"), by=manager, now=NOW)
    assert [row.financial_year for row in version.planned_positions.all()] == ["2022-23", "2023-24", "2024-25"]


def test_an_open_draft_goes_on_answering_to_the_version_it_was_started_on(
    agreement: Agreement, world: World, manager: User
) -> None:
    agreements.add_version(new_version(agreement), by=manager, now=NOW)
    world.submission.refresh_from_db()
    assert world.submission.version.number == 1


def test_the_plan_is_set_figure_by_figure_and_audited_once(agreement: Agreement, manager: User) -> None:
    version = agreement.versions.get()
    plan = {
        row.financial_year: {name: getattr(row, name) for name in agreements.POSITION_FIELDS}
        for row in version.planned_positions.all()
    }
    plan["2024-25"]["in_year"] = Decimal("-600000")
    plan["2026-27"] = dict.fromkeys(agreements.POSITION_FIELDS)
    agreements.set_planned_positions(version, plan, by=manager, now=NOW)
    assert version.planned_positions.get(financial_year="2024-25").in_year == Decimal("-600000")
    assert not version.planned_positions.filter(financial_year="2026-27").exists()
    event = AuditEvent.objects.get()
    assert event.action == "planned_positions_changed"
    assert event.changes["2024-25 in_year"] == ["-560000.00", "-600000"]
    assert len(event.changes) == 4


def test_zero_is_a_figure_and_empty_is_none(agreement: Agreement, manager: User) -> None:
    version = agreement.versions.get()
    agreements.set_planned_positions(version, {"2024-25": {"in_year": Decimal(0)}}, by=manager, now=NOW)
    row = version.planned_positions.get()
    assert (row.in_year, row.cumulative_before_payments) == (Decimal(0), None)


def test_setting_the_plan_that_is_there_writes_nothing(agreement: Agreement, manager: User, actions: Actions) -> None:
    version = agreement.versions.get()
    plan = {
        row.financial_year: {name: getattr(row, name) for name in agreements.POSITION_FIELDS}
        for row in version.planned_positions.all()
    }
    agreements.set_planned_positions(version, plan, by=manager, now=NOW)
    assert actions() == []


@pytest.mark.parametrize("status", [s for s in Submission.Status if s != Submission.Status.DRAFT])
def test_a_version_that_a_sent_return_stands_on_is_fixed(
    world: World, manager: User, actions: Actions, status: Submission.Status
) -> None:
    Submission.objects.filter(pk=world.submission.pk).update(status=status)
    version = world.agreement.versions.get()
    for act in (
        lambda: agreements.set_planned_positions(version, {}, by=manager, now=NOW),
        lambda: agreements.change_version(version, by=manager, now=NOW),
    ):
        with pytest.raises(NotAllowed, match="Version 1 stands in a return that has been sent"):
            act()
    assert version.planned_positions.count() == 5
    assert actions() == []


def test_the_programme_stays_once_a_return_has_been_started(agreement: Agreement, manager: User) -> None:
    agreement.programme = make_programme("own", agreement.authority, name="Our own")
    with pytest.raises(NotAllowed, match="its programme can no longer change"):
        agreements.change(agreement, by=manager, now=NOW)
    assert Agreement.objects.get(pk=agreement.pk).programme.slug == "safety-valve-termly"


def test_the_programme_changes_while_no_return_has_been_started(world: World, manager: User) -> None:
    world.submission.delete()
    world.agreement.programme = make_programme("own", world.authority, name="Our own")
    agreements.change(world.agreement, by=manager, now=NOW)
    assert Agreement.objects.get(pk=world.agreement.pk).programme.slug == "own"
    event = AuditEvent.objects.get()
    assert event.changes == {"programme": ["Safety Valve (three updates a year)", "Our own"]}


def test_the_title_may_change_at_any_time(world: World, manager: User, actions: Actions) -> None:
    make_submission(period_of(world.agreement, "update-3-2023-24"), status="submitted", **_stamps(manager))
    world.agreement.title = "Safety Valve, extended"
    agreements.change(world.agreement, by=manager, now=NOW)
    assert actions() == ["agreement_changed"]


def _stamps(manager: User) -> dict[str, object]:
    return {"sent_at": NOW, "sent_by": manager, "submitted_at": NOW, "submitted_by": manager}
