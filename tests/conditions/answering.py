"""A complete draft, and the walk from it to any later state through the real services."""

from datetime import datetime

from conditions.models import Submission
from conditions.packs import pack as packs
from conditions.rules.submission_rules import to_accept
from conditions.services import positions, sending, sign_offs, submitting
from tests import factories
from tests.factories import NOW, World


def complete(world: World) -> Submission:
    """Everything answered by the officer and confirmed by finance: nothing stands in the way of sending."""
    officer = world.people["officer"]
    for condition in world.agreement.conditions.all():
        factories.make_response(
            world.submission,
            condition.number,
            by=officer,
            narrative=f"- Work on {condition.title.lower()} went as planned: 4{condition.order} schools took part.",
        )
    factories.make_summary(world.submission, by=officer)
    for year, in_year, before, after, paid in (
        ("2024-25", -560_000, -14_440_000, -5_810_000, 2_030_000),
        ("2025-26", 250_000, -14_190_000, -3_530_000, 2_030_000),
        ("2026-27", 1_500_000, -12_690_000, 0, 2_030_000),
    ):
        factories.make_dsg_position(
            world.period,
            year,
            in_year_position=in_year,
            opening_before_payments=before - in_year,
            opening_after_payments=after - in_year - paid,
            dfe_payments=paid,
            closing_before_payments=before,
            closing_after_payments=after,
        )
    confirm(world)
    return world.submission


def confirm(world: World, now: datetime = NOW) -> None:
    entered = {each.financial_year: each.revision for each in world.period.dsg_positions.all()}
    positions.confirm(world.submission, revisions=entered, by=world.people["finance_officer"], now=now)


def send(world: World, now: datetime = NOW) -> Submission:
    """Sent by the programme manager, every drafting warning accepted."""
    _context, findings = sending.checked(world.submission, now=now)
    for finding in findings:
        if finding.severity == "drafting":
            sending.accept_finding(
                world.submission, finding, reason="Right as it stands.", by=world.people["programme_manager"], now=now
            )
    sending.send(world.submission, by=world.people["programme_manager"], now=now)
    world.submission.refresh_from_db()
    return world.submission


def sign(world: World, role: str, now: datetime = NOW) -> None:
    world.submission.refresh_from_db()
    pack = world.submission.current_pack
    accepted = {each["fingerprint"]: "The reason is known." for each in to_accept(packs.read(pack))}
    sign_offs.sign(world.submission, shown_pack=pack.sha256, acceptances=accepted, by=world.people[role], now=now)
    world.submission.refresh_from_db()


def submit(world: World, now: datetime = NOW) -> Submission:
    submitting.submit(world.submission, by=world.people["programme_manager"], now=now)
    world.submission.refresh_from_db()
    return world.submission


def walk_to(world: World, status: str) -> Submission:
    """A complete draft walked to ``status`` by the people whose work it is."""
    complete(world)
    if status == "draft":
        return world.submission
    send(world)
    if status == "awaiting_sign_off":
        return world.submission
    sign(world, "director")
    sign(world, "section_151")
    if status == "signed_off":
        return world.submission
    return submit(world)
