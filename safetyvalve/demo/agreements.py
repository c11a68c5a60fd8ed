"""Agreements, their versions, planned positions, payments, conditions and calendars, as the files state them."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from conditions.models import (
    Agreement,
    AgreementVersion,
    Condition,
    Payment,
    PlannedPosition,
    Programme,
    ReportingCalendar,
    ReportingPeriod,
)
from conditions.services import agreements, calendars, conditions
from safetyvalve.core.models import User
from safetyvalve.core.roles import Role
from safetyvalve.core.services import records
from safetyvalve.demo.council import Council, source_of
from safetyvalve.demo.reading import Row, decimal, toml
from safetyvalve.demo.timeline import Event

PAYMENT_FIELDS = ("financial_year", "label", "due_on", "paid_on", "amount", "status", "depends_on")
SETTLED = (Payment.Status.PAID, Payment.Status.WITHHELD, Payment.Status.CANCELLED)


def events(council: Council) -> Iterator[Event]:
    """The agreement as signed, then each later version and each decision on a payment on its own day."""
    data = toml(council.folder, "agreement.toml")
    first, *later = data["versions"]
    at = council.since(council.opened_at.date(), minute=10)
    what = f"{data['agreement']['title']}, {len(data.get('conditions', []))} conditions"
    yield Event(at, what, partial(_sign, council, data, first), is_told=True)
    for row in later:
        at = council.since(row["effective_on"], minute=10)
        yield Event(at, f"Version {row['number']} of the agreement", partial(_add_version, council, data, row))
    agreed_on = {row["number"]: row["effective_on"] for row in data["versions"]}
    for row in data.get("payments", []):
        settled_at = _settled_at(council, row)
        if settled_at and settled_at > council.since(agreed_on[row["version"]], minute=10):
            yield Event(settled_at, f"{row['label']}: {row['status']}", partial(_settle, council, row))


def _sign(council: Council, data: Row, first: Row, now: datetime) -> None:
    by, row = council.holder(Role.PROGRAMME_MANAGER), data["agreement"]
    programme = Programme.objects.prefetch_related("rag_levels").get(slug=row["programme"])
    council.levels = {level.key: level for level in programme.rag_levels.all()}
    agreement = Agreement(
        authority=council.authority,
        programme=programme,
        slug=row["slug"],
        title=row["title"],
        signed_on=row.get("signed_on"),
        source=source_of(row),
    )
    # Not through agreements.create: addresses in the documentation need the short slug that the file gives.
    council.agreement = records.save(
        agreement,
        fields=agreements.AGREEMENT_FIELDS,
        authority=council.authority,
        action="agreement_added",
        by=by,
        now=now,
    )
    for condition in data.get("conditions", []):
        _add_condition(council, condition, by, now)
    for calendar in data.get("calendars", []):
        _add_calendar(council, calendar, by, now)
    _add_version(council, data, first, now)


def _add_condition(council: Council, row: Row, by: User, now: datetime) -> None:
    condition = Condition(
        agreement=council.agreement,
        number=row["number"],
        title=row["title"],
        wording=row["wording"],
        owner=council.owner_of(row),
        due_on=row.get("due_on"),
        agreement_test=row.get("agreement_test", ""),
        effective_from=row.get("effective_from"),
        effective_to=row.get("effective_to"),
        source=source_of(row),
    )
    council.conditions[row["number"]] = conditions.add(condition, by=by, now=now)


def _add_calendar(council: Council, row: Row, by: User, now: datetime) -> None:
    calendar = ReportingCalendar(agreement=council.agreement, name=row["name"], purpose=row["purpose"])
    calendars.save_calendar(calendar, by=by, now=now)
    for period in row["periods"]:
        values = {name: period.get(name) for name in calendars.PERIOD_FIELDS}
        council.periods[period["slug"]] = records.save(
            ReportingPeriod(calendar=calendar, slug=period["slug"], **values),
            fields=calendars.PERIOD_FIELDS,
            authority=council.authority,
            action="period_added",
            by=by,
            now=now,
        )


def _add_version(council: Council, data: Row, row: Row, now: datetime) -> None:
    """The version with exactly its own plan and payments: nothing is copied from the one before."""
    by = council.holder(Role.PROGRAMME_MANAGER)
    number = row["number"]
    version = AgreementVersion(
        agreement=council.agreement,
        number=number,
        source=source_of(row),
        created_by=by,
        **{name: _value(row, name) for name in agreements.VERSION_FIELDS},
    )
    council.versions[number] = records.save(
        version,
        fields=agreements.VERSION_FIELDS,
        authority=council.authority,
        action="agreement_version_added",
        by=by,
        now=now,
    )
    planned = [each for each in data.get("planned_positions", []) if each["version"] == number]
    agreements.set_planned_positions(
        version,
        {
            each["financial_year"]: {name: decimal(each.get(name)) for name in agreements.POSITION_FIELDS}
            for each in planned
        },
        by=by,
        now=now,
    )
    for each in planned:
        PlannedPosition.objects.filter(version=version, financial_year=each["financial_year"]).update(
            source=source_of(each)
        )
    for each in data.get("payments", []):
        if each["version"] == number:
            _add_payment(council, version, each, by, now)


def _value(row: Row, name: str) -> object:
    if name == "total_dfe_funding":
        return decimal(row.get(name))
    return row.get(name, "" if name in ("reason", "balanced_in_year_by") else None)


def _add_payment(council: Council, version: AgreementVersion, row: Row, by: User, now: datetime) -> None:
    """As it stood when the version was agreed: what was decided later comes on its own day."""
    settled_at = _settled_at(council, row)
    is_known = settled_at is None or settled_at <= now
    waiting = Payment.Status.CONDITIONAL if row["depends_on"] else Payment.Status.DUE
    payment = Payment(
        version=version,
        financial_year=row["financial_year"],
        label=row["label"],
        due_on=row.get("due_on"),
        paid_on=row.get("paid_on") if is_known else None,
        amount=decimal(row.get("amount")),
        status=row["status"] if is_known else waiting,
        depends_on=council.periods[row["depends_on"]] if row["depends_on"] else None,
        source=source_of(row),
    )
    records.save(payment, fields=PAYMENT_FIELDS, authority=council.authority, action="payment_added", by=by, now=now)


def _settled_at(council: Council, row: Row) -> datetime | None:
    """When the payment was made or decided: the day the file gives, else the day on which it was due."""
    settled_on = row.get("decided_on") or row.get("paid_on") or row.get("due_on")
    return council.since(settled_on, minute=20) if settled_on and row["status"] in SETTLED else None


def _settle(council: Council, row: Row, now: datetime) -> None:
    payment = Payment.objects.get(version=council.versions[row["version"]], label=row["label"])
    payment.status, payment.paid_on = row["status"], row.get("paid_on")
    payment.status_reason = row.get("status_reason", "")
    records.save(
        payment,
        fields=("status", "paid_on", "status_reason"),
        authority=council.authority,
        action="payment_changed",
        by=council.holder(Role.PROGRAMME_MANAGER),
        now=now,
    )
