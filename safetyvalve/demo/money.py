"""Assumptions, third-party income and reconciliations, each put on record on its own day."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import partial

from conditions.models import Assumption, Contribution, ContributionInvoice, ContributionReceipt
from conditions.services import assumptions, income, reconciliation
from conditions.services.assumptions import Assumed
from safetyvalve.core.roles import Role
from safetyvalve.demo.council import Council, source_of
from safetyvalve.demo.reading import Row, decimal, toml
from safetyvalve.demo.timeline import Event


def events(council: Council) -> Iterator[Event]:
    """An assumption begins with its first version; an invoice and what arrived for it follow their contribution."""
    data = toml(council.folder, "money.toml")
    for row in data.get("assumptions", []):
        first, *later = row["versions"]
        yield Event(_at(council, first, 51), f"{row['name']}: assumed", partial(_assume, council, row, first))
        for version in later:
            yield Event(_at(council, version, 52), f"{row['name']}: reset", partial(_reset, council, row, version))
    for row in data.get("contributions", []):
        name = f"{row['payer']}, {row['financial_year']}"
        yield Event(_at(council, row, 53), f"{name}: contribution", partial(_contribute, council, row))
        for bill in row.get("invoices", []):
            at = max(_at(council, row, 54), council.since(bill["invoiced_on"], minute=54))
            yield Event(at, f"{name}: invoice", partial(_invoice, council, row, bill))
            if "received_on" in bill:
                arrived = max(at, council.since(bill["received_on"], minute=55))
                yield Event(arrived, f"{name}: received", partial(_receive, council, row, bill))
    for row in data.get("reconciliations", []):
        yield Event(
            _at(council, row, 50), f"Reconciliation of {row['financial_year']}", partial(_reconcile, council, row)
        )


def _at(council: Council, row: Row, minute: int) -> datetime:
    return council.since(row["entered_on"], minute=minute)


def _assumed(row: Row) -> Assumed:
    values = {year: value for year, each in row["values"].items() if (value := decimal(each)) is not None}
    return Assumed(
        values,
        row["effective_from"],
        evidence=row.get("evidence", ""),
        reason=row.get("reason", ""),
        source=source_of(row),
    )


def _assume(council: Council, row: Row, first: Row, now: datetime) -> None:
    about = {
        **{name: row[name] for name in ("name", "kind", "unit")},
        "measure": row.get("measure", ""),
        "lines": row.get("lines", []),
        "tolerance": decimal(row.get("tolerance")),
        "owner": council.owner_of(row),
    }
    by = council.holder(Role.FINANCE_OFFICER)
    assumptions.create(council.agreement, about, _assumed(first), by=by, now=now)


def _reset(council: Council, row: Row, version: Row, now: datetime) -> None:
    found = Assumption.objects.get(agreement=council.agreement, name=row["name"])
    by = council.holder(Role.FINANCE_OFFICER)
    assumptions.add_version(found, _assumed(version), after=found.versions.count(), by=by, now=now)


def _contribute(council: Council, row: Row, now: datetime) -> None:
    entry = Contribution(
        agreement=council.agreement,
        financial_year=row["financial_year"],
        kind=row["kind"],
        payer=row["payer"],
        plans=row.get("plans"),
        sought=decimal(row.get("sought")),
        sought_on=row.get("sought_on"),
        agreed=decimal(row.get("agreed")),
        agreed_on=row.get("agreed_on"),
        line=row.get("line", ""),
        note=row.get("note", ""),
        source=source_of(row),
    )
    income.save(entry, by=council.holder(Role.FINANCE_OFFICER), now=now)


def _invoice(council: Council, row: Row, bill: Row, now: datetime) -> None:
    entry = ContributionInvoice(
        contribution=_entry(council, row),
        reference=bill["reference"],
        invoiced_on=bill["invoiced_on"],
        amount=Decimal(str(bill["amount"])),
    )
    income.save(entry, by=council.holder(Role.FINANCE_OFFICER), now=now)


def _receive(council: Council, row: Row, bill: Row, now: datetime) -> None:
    contribution = _entry(council, row)
    entry = ContributionReceipt(
        contribution=contribution,
        invoice=contribution.invoices.get(reference=bill["reference"]),
        received_on=bill["received_on"],
        amount=Decimal(str(bill.get("received", bill["amount"]))),
    )
    income.save(entry, by=council.holder(Role.FINANCE_OFFICER), now=now)


def _entry(council: Council, row: Row) -> Contribution:
    return Contribution.objects.get(
        agreement=council.agreement, financial_year=row["financial_year"], kind=row["kind"], payer=row["payer"]
    )


def _reconcile(council: Council, row: Row, now: datetime) -> None:
    by, year = council.holder(Role.FINANCE_OFFICER), row["financial_year"]
    terms = {"outside_high_needs": decimal(row.get("outside_high_needs"))}
    reconciliation.set_terms(council.agreement, year, terms, revision=0, by=by, now=now)
    for each in row["documents"]:
        values = {"amount": decimal(each["amount"]), "reference": each["reference"], "dated_on": each["dated_on"]}
        source = reconciliation.set_source(council.agreement, year, each["source"], values, revision=0, by=by, now=now)
        for part in each.get("explanations", []):
            about = {"reason": part["reason"], "evidence": part.get("evidence", "")}
            reconciliation.explain(source, {"amount": decimal(part["amount"]), **about}, by=by, now=now)
