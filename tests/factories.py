"""Records for tests, always the same: one council, its people, one agreement with everything a return needs.

Plain functions with fixed values that fit ``NOW`` of conftest (14 June 2024, inside Update 1's window). Pass what a
test is about, leave the rest. ``make_world`` builds all of it at once.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from conditions.models import (
    Agreement,
    AgreementVersion,
    Condition,
    ConditionResponse,
    DsgPosition,
    Payment,
    PlannedPosition,
    Programme,
    RagLevel,
    ReportingCalendar,
    ReportingPeriod,
    Submission,
    SummaryAnswers,
)
from safetyvalve.core.models import Authority, Membership, User
from safetyvalve.core.roles import Role

NOW = datetime(2024, 6, 14, 9, 30, tzinfo=UTC)
TODAY = date(2024, 6, 14)
SINCE = date(2023, 4, 1)
PASSWORD = "correct horse battery staple"

# key, word, colour, meaning, needs_mitigation, needs_recovery, is_complete
LEVELS: tuple[tuple[str, str, str, str, bool, bool, bool], ...] = (
    (
        "complete",
        "Blue",
        "blue",
        "Complete: the work is done and the benefit has been achieved.",
        False,
        False,
        True,
    ),
    (
        "on_target",
        "Green",
        "green",
        "On target: work and money are where the plan says.",
        False,
        False,
        False,
    ),
    ("off_target_mitigated", "Amber", "amber", "Off target, with plans to mitigate.", True, False, False),
    ("off_target_unmitigated", "Red", "red", "Off target, no mitigation in place.", True, True, False),
)
CONDITIONS: tuple[tuple[str, str, str], ...] = (
    ("3.1", "Ordinarily available provision", "Make plain what help every school gives without a plan."),
    ("3.2", "Annual reviews", "Raise the standard of annual reviews and keep their deadlines."),
    ("3.3", "Specialist places", "Add specialist places in the council's own schools."),
)
# financial year, in year, cumulative before payments, cumulative after payments
PROFILE: tuple[tuple[str, int, int, int], ...] = (
    ("2022-23", -2_410_000, -12_560_000, -7_480_000),
    ("2023-24", -1_320_000, -13_880_000, -7_280_000),
    ("2024-25", -560_000, -14_440_000, -5_810_000),
    ("2025-26", 250_000, -14_190_000, -3_530_000),
    ("2026-27", 1_500_000, -12_690_000, 0),
)
# slug, label, window, financial year, order, covers from, covers to, opens on, due on
PERIODS: tuple[tuple[Any, ...], ...] = (
    (
        *("update-3-2023-24", "Update 3", "December 2023", "2023-24", 3),
        *(date(2023, 9, 1), date(2023, 11, 30), date(2023, 11, 20), date(2023, 12, 15)),
    ),
    (
        *("update-1-2024-25", "Update 1", "May/June 2024", "2024-25", 1),
        *(date(2023, 12, 1), date(2024, 5, 31), date(2024, 5, 6), date(2024, 6, 28)),
    ),
    (
        *("update-2-2024-25", "Update 2", "September 2024", "2024-25", 2),
        *(date(2024, 6, 1), date(2024, 8, 31), date(2024, 9, 2), date(2024, 9, 27)),
    ),
)


def make_authority(name: str = "Saltmarsh", la_code: str = "999", **fields: Any) -> Authority:
    """A council; the same one when asked again for the same code."""
    defaults = {"name": name, "gss_code": f"E06000{la_code}", **fields}
    return Authority.objects.get_or_create(la_code=la_code, defaults=defaults)[0]


def make_user(
    role: str | None = None,
    authority: Authority | None = None,
    *,
    email: str | None = None,
    display_name: str | None = None,
    password: str | None = None,
    starts_on: date = SINCE,
    ends_on: date | None = None,
    **fields: Any,
) -> User:
    """A person, with one role in one council unless ``role`` is None. Without a password they use ``force_login``.

    The e-mail follows from role and council, so two people with the same role need ``email``.
    """
    code = authority.la_code if authority else "nowhere"
    email = email or f"{role or 'person'}@{code}.example"
    name = display_name or (Role(role).label if role else "Somebody else")
    user = User.objects.create_user(email, password, display_name=name, **fields)
    if role:
        give_role(user, role, authority or make_authority(), starts_on=starts_on, ends_on=ends_on)
    return user


def give_role(
    user: User, role: str, authority: Authority, *, starts_on: date = SINCE, ends_on: date | None = None
) -> Membership:
    return Membership.objects.create(user=user, authority=authority, role=role, starts_on=starts_on, ends_on=ends_on)


def make_installation_administrator(email: str = "installation@council.example", **fields: Any) -> User:
    """Sets up councils, and holds no role in any."""
    return User.objects.create_superuser(email, display_name="Installation administrator", **fields)


def make_programme(slug: str = "safety-valve-termly", authority: Authority | None = None, **fields: Any) -> Programme:
    """Safety Valve with its four levels, signed by director and Section 151 officer; shipped unless for a council."""
    defaults = {
        "name": "Safety Valve (three updates a year)",
        "signing_roles": ["director", "section_151"],
        **fields,
    }
    programme, is_new = Programme.objects.get_or_create(slug=slug, authority=authority, defaults=defaults)
    if is_new:
        names = ("key", "word", "colour", "meaning", "needs_mitigation", "needs_recovery", "is_complete")
        RagLevel.objects.bulk_create(
            RagLevel(programme=programme, order=order, **dict(zip(names, level, strict=True)))
            for order, level in enumerate(LEVELS, start=1)
        )
    return programme


def level(agreement: Agreement, key: str) -> RagLevel:
    """One level by its key: ``complete``, ``on_target``, ``off_target_mitigated`` or ``off_target_unmitigated``."""
    return agreement.programme.rag_levels.get(key=key)


def make_agreement(
    authority: Authority | None = None,
    *,
    slug: str = "safety-valve",
    title: str = "Safety Valve agreement 2022-23 to 2026-27",
    programme: Programme | None = None,
    conditions: int = 3,
    **fields: Any,
) -> Agreement:
    """A signed agreement: version 1 with its profile and one payment, conditions 3.1 to 3.3, a calendar, three periods.

    ``conditions`` may be any number; those past the third get made-up titles.
    """
    agreement = Agreement.objects.create(
        authority=authority or make_authority(),
        programme=programme or make_programme(),
        slug=slug,
        title=title,
        signed_on=fields.pop("signed_on", date(2022, 3, 24)),
        **fields,
    )
    make_version(agreement)
    for order in range(1, conditions + 1):
        make_condition(agreement, order)
    calendar = ReportingCalendar.objects.create(agreement=agreement, name="DfE monitoring returns")
    for values in PERIODS:
        names = ("slug", "label", "window_label", "financial_year", "order")
        dates = ("covers_from", "covers_to", "opens_on", "due_on")
        ReportingPeriod.objects.create(calendar=calendar, **dict(zip((*names, *dates), values, strict=True)))
    return agreement


def make_version(agreement: Agreement, number: int = 1, **fields: Any) -> AgreementVersion:
    """A version with the planned position of each year and a payment that has been paid."""
    defaults = {
        "effective_on": date(2022, 4, 1),
        "reason": "" if number == 1 else "Re-profiled with DfE.",
        "first_year": PROFILE[0][0],
        "last_year": PROFILE[-1][0],
        "balanced_in_year_by": "2025-26",
        "total_dfe_funding": Decimal("12690000"),
        "stability_grant_counts": False,
    }
    version = AgreementVersion.objects.create(agreement=agreement, number=number, **{**defaults, **fields})
    for year, in_year, before, after in PROFILE:
        PlannedPosition.objects.create(
            version=version,
            financial_year=year,
            in_year=Decimal(in_year),
            cumulative_before_payments=Decimal(before),
            cumulative_after_payments=Decimal(after),
        )
    Payment.objects.create(
        version=version,
        financial_year="2022-23",
        label="First instalment",
        due_on=date(2023, 3, 31),
        paid_on=date(2023, 3, 31),
        amount=Decimal("5080000"),
        status=Payment.Status.PAID,
    )
    return version


def make_condition(agreement: Agreement, order: int = 1, **fields: Any) -> Condition:
    known = CONDITIONS[order - 1] if order <= len(CONDITIONS) else (f"3.{order}", f"Condition {order}", "To be met.")
    number, title, wording = known
    defaults = {"number": number, "title": title, "wording": wording, "effective_from": date(2022, 4, 1)}
    return Condition.objects.create(agreement=agreement, order=order, **{**defaults, **fields})


def period_of(agreement: Agreement, slug: str = "update-1-2024-25") -> ReportingPeriod:
    """One of the agreement's periods; Update 1 is open at NOW, Update 3 is past, Update 2 lies ahead."""
    return ReportingPeriod.objects.get(calendar__agreement=agreement, slug=slug)


def make_submission(period: ReportingPeriod, *, by: User | None = None, **fields: Any) -> Submission:
    """Round 1 of the period's return, in draft and with nothing answered. Other states are reached by the services."""
    version = period.calendar.agreement.versions.order_by("-number").first()
    return Submission.objects.create(period=period, version=version, created_at=NOW, created_by=by, **fields)


def make_response(
    submission: Submission,
    number: str = "3.1",
    *,
    rag: str | None = "on_target",
    by: User | None = None,
    **fields: Any,
) -> ConditionResponse:
    """The update on one condition, complete unless told otherwise."""
    agreement = submission.period.calendar.agreement
    defaults = {
        "narrative": "- Guidance sent to all 45 schools.\n- Training booked for September 2024.",
        "revision": 1,
    }
    return ConditionResponse.objects.create(
        submission=submission,
        condition=agreement.conditions.get(number=number),
        rag=level(agreement, rag) if rag else None,
        updated_at=NOW,
        updated_by=by,
        **{**defaults, **fields},
    )


def make_summary(submission: Submission, *, by: User | None = None, **fields: Any) -> SummaryAnswers:
    """Every summary question answered."""
    defaults = {
        "preamble": "This return covers December 2023 to May 2024.",
        "on_track_at_end": "yes",
        "on_track_at_end_reason": "The forecast follows the agreed profile.",
        "on_track_this_year": "yes",
        "on_track_this_year_reason": "Spending is as forecast in March.",
        "summary": "The plan is on course.",
        "adviser_early_years": "no",
        "adviser_inclusion": "yes",
        "adviser_area": "Inclusion in secondary schools.",
        "adviser_benefit": "A view from outside on our offer.",
        "revision": 1,
    }
    return SummaryAnswers.objects.create(submission=submission, updated_at=NOW, updated_by=by, **{**defaults, **fields})


def make_dsg_position(
    period: ReportingPeriod,
    financial_year: str = "2024-25",
    *,
    confirmed_by: User | None = None,
    **fields: Any,
) -> DsgPosition:
    """A forecast on the agreed profile that adds up: opening, in-year position and payment give the closing balance."""
    defaults = {
        "opening_before_payments": Decimal("-13880000"),
        "opening_after_payments": Decimal("-7280000"),
        "in_year_position": Decimal("-560000"),
        "dfe_payments": Decimal("2030000"),
        "closing_before_payments": Decimal("-14440000"),
        "closing_after_payments": Decimal("-5810000"),
        "movement_reason": "As agreed.",
        "revision": 1,
    }
    return DsgPosition.objects.create(
        agreement=period.calendar.agreement,
        period=period,
        financial_year=financial_year,
        confirmed_at=NOW if confirmed_by else None,
        confirmed_by=confirmed_by,
        **{**defaults, **fields},
    )


@dataclass(frozen=True)
class World:
    """One council with a person in every role, an agreement and a draft return for the open period."""

    authority: Authority
    people: dict[str, User]
    agreement: Agreement
    period: ReportingPeriod
    submission: Submission

    @property
    def condition(self) -> Condition:
        return self.agreement.conditions.get(number="3.1")


def make_people(authority: Authority) -> dict[str, User]:
    """One person per role, by the role's value."""
    return {role.value: make_user(role.value, authority) for role in Role}


def make_world(authority: Authority | None = None) -> World:
    authority = authority or make_authority()
    agreement = make_agreement(authority)
    period = period_of(agreement)
    return World(authority, make_people(authority), agreement, period, make_submission(period))
