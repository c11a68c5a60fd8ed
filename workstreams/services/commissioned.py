"""Keeping commissioned services, what they cost by year, and how one tells whether they work."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from conditions.models import Agreement
from safetyvalve.core.models import User
from safetyvalve.core.services.refusals import NotAllowed
from workstreams.models import CommissionedService, ServiceIndicator
from workstreams.services import registers
from workstreams.services.registers import Cells


def create(*, agreement: Agreement, values: Mapping[str, Any], by: User, now: datetime) -> CommissionedService:
    """Put a service on the register. Raises NotAllowed where this provider's service of that name is there already."""
    service = CommissionedService(agreement=agreement, **values)
    _refuse_taken(service, values)
    registers.add(
        service,
        fields=CommissionedService.FIELDS,
        authority=agreement.authority,
        action="commissioned_service_added",
        by=by,
        now=now,
    )
    return service


def change(service: CommissionedService, *, values: Mapping[str, Any], revision: int, by: User, now: datetime) -> None:
    """Change what it is or when it ends. Raises ``StaleSave``, and NotAllowed as ``create`` does."""
    _refuse_taken(service, values)
    registers.change(
        service,
        values,
        revision=revision,
        authority=service.agreement.authority,
        action="commissioned_service_changed",
        by=by,
        now=now,
    )


def set_years(service: CommissionedService, *, cells: Cells, revision: int, by: User, now: datetime) -> bool:
    """Set what it costs by financial year. Raises ``StaleSave``."""
    return registers.fill_in(
        service,
        service.years,
        cells,
        row_name="financial_year",
        columns=("amount",),
        revision=revision,
        authority=service.agreement.authority,
        action="commissioned_value_changed",
        by=by,
        now=now,
    )


@transaction.atomic
def remove(service: CommissionedService, *, revision: int, by: User, now: datetime) -> None:
    """Take a service entered by mistake off the register, with its values and indicators."""
    also: dict[str, Any] = {f"{year.financial_year} amount": year.amount for year in service.years.all()}
    for each in service.indicators.all():
        also[f"indicator {each}"] = " / ".join(str(part) for part in (each.target, each.latest, each.latest_on) if part)
    registers.remove(
        service,
        fields=CommissionedService.FIELDS,
        revision=revision,
        authority=service.agreement.authority,
        action="commissioned_service_removed",
        by=by,
        now=now,
        also=also,
    )


def add_indicator(
    service: CommissionedService, *, values: Mapping[str, Any], by: User, now: datetime
) -> ServiceIndicator:
    """Say how one tells whether it works. Raises NotAllowed for a name it has already."""
    indicator = ServiceIndicator(service=service, **values)
    _refuse_twice(indicator, values)
    registers.add(
        indicator,
        fields=ServiceIndicator.FIELDS,
        authority=service.agreement.authority,
        action="service_indicator_added",
        by=by,
        now=now,
    )
    return indicator


def change_indicator(
    indicator: ServiceIndicator, *, values: Mapping[str, Any], revision: int, by: User, now: datetime
) -> None:
    """Bring it up to date. Raises ``StaleSave``, and NotAllowed for a name another one has."""
    _refuse_twice(indicator, values)
    registers.change(
        indicator,
        values,
        revision=revision,
        authority=indicator.service.agreement.authority,
        action="service_indicator_changed",
        by=by,
        now=now,
    )


def remove_indicator(indicator: ServiceIndicator, *, revision: int, by: User, now: datetime) -> None:
    registers.remove(
        indicator,
        fields=ServiceIndicator.FIELDS,
        revision=revision,
        authority=indicator.service.agreement.authority,
        action="service_indicator_removed",
        by=by,
        now=now,
    )


def _refuse_taken(service: CommissionedService, values: Mapping[str, Any]) -> None:
    name, provider = values.get("name", service.name), values.get("provider", service.provider)
    same = CommissionedService.objects.filter(
        agreement=service.agreement, name__iexact=name, provider__iexact=provider
    ).exclude(pk=service.pk)
    if same.exists():
        raise NotAllowed(["This provider’s service of that name is on the register already. Change that one."])


def _refuse_twice(indicator: ServiceIndicator, values: Mapping[str, Any]) -> None:
    same = indicator.service.indicators.filter(name__iexact=values.get("name", indicator.name))
    if same.exclude(pk=indicator.pk).exists():
        raise NotAllowed(["The service has an indicator of this name already. Change that one."])
