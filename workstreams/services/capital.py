"""Keeping capital schemes, and what savings wait for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from conditions.models import Agreement
from safetyvalve.core import audit
from safetyvalve.core.models import User
from safetyvalve.core.services.refusals import NotAllowed
from workstreams.models import CapitalPlaces, CapitalScheme, CapitalYear, Saving, SchemeDependency
from workstreams.services import registers
from workstreams.services.registers import Cells
from workstreams.services.revisions import keep, locked, refuse_stale

AMOUNTS = (*CapitalYear.FUNDING, *CapitalYear.SPEND)


def create(*, agreement: Agreement, values: Mapping[str, Any], by: User, now: datetime) -> CapitalScheme:
    """Put a scheme on the register. Raises NotAllowed for a name that is taken."""
    scheme = CapitalScheme(agreement=agreement, **values)
    _refuse_taken(scheme, scheme.name)
    registers.add(
        scheme,
        fields=CapitalScheme.FIELDS,
        authority=agreement.authority,
        action="capital_scheme_added",
        by=by,
        now=now,
    )
    return scheme


def change(scheme: CapitalScheme, *, values: Mapping[str, Any], revision: int, by: User, now: datetime) -> None:
    """Change what it is, or when it opens. Raises ``StaleSave``, and NotAllowed for a name that is taken."""
    _refuse_taken(scheme, values.get("name", scheme.name))
    registers.change(
        scheme,
        values,
        revision=revision,
        authority=scheme.agreement.authority,
        action="capital_scheme_changed",
        by=by,
        now=now,
    )


def set_money(scheme: CapitalScheme, *, cells: Cells, revision: int, by: User, now: datetime) -> bool:
    """Set what pays for it and what is spent, by financial year. Raises ``StaleSave``."""
    return registers.fill_in(
        scheme,
        scheme.years,
        cells,
        row_name="financial_year",
        columns=AMOUNTS,
        revision=revision,
        authority=scheme.agreement.authority,
        action="capital_money_changed",
        by=by,
        now=now,
    )


def set_places(scheme: CapitalScheme, *, cells: Cells, revision: int, by: User, now: datetime) -> bool:
    """Set planned and delivered places, by academic year. Raises ``StaleSave``."""
    return registers.fill_in(
        scheme,
        scheme.places,
        cells,
        row_name="academic_year",
        columns=("planned", "delivered"),
        revision=revision,
        authority=scheme.agreement.authority,
        action="capital_places_changed",
        by=by,
        now=now,
    )


@transaction.atomic
def remove(scheme: CapitalScheme, *, revision: int, by: User, now: datetime) -> None:
    """Take a scheme entered by mistake off the register. Raises NotAllowed while savings depend on it."""
    waiting = [str(link.saving) for link in scheme.saving_links.select_related("saving")]
    if waiting:
        names = "; ".join(f"“{name}”" for name in waiting)
        raise NotAllowed([f"These savings depend on it: {names}. Change what they depend on first."])
    also: dict[str, Any] = {}
    for year in scheme.years.all():
        also |= {
            f"{year.financial_year} {name}": value for name in AMOUNTS if (value := getattr(year, name)) is not None
        }
    places: CapitalPlaces
    for places in scheme.places.all():
        for name in ("planned", "delivered"):
            if getattr(places, name) is not None:
                also[f"{places.academic_year} {name}"] = getattr(places, name)
    registers.remove(
        scheme,
        fields=CapitalScheme.FIELDS,
        revision=revision,
        authority=scheme.agreement.authority,
        action="capital_scheme_removed",
        by=by,
        now=now,
        also=also,
    )


@transaction.atomic
def set_dependencies(
    saving: Saving, *, wanted: Mapping[CapitalScheme, int | None], revision: int, by: User, now: datetime
) -> bool:
    """Say which schemes a saving waits for, and how many places of each it counts on. Whether anything was different.

    Finance has to validate the saving again. Raises ``StaleSave`` over another's save.
    """
    current = locked(saving)
    standing = {link.scheme: link for link in current.scheme_links.select_related("scheme")}
    changes: dict[str, list[Any]] = {}
    for scheme in {**standing, **wanted}:
        old, new = _held(scheme, standing), _held(scheme, wanted)
        if old != new:
            changes[f"depends on {scheme}"] = [old, new]
    if not changes:
        return False
    refuse_stale(current, revision)
    for scheme, link in standing.items():
        if scheme not in wanted:
            link.delete()
    for scheme, places in wanted.items():
        SchemeDependency.objects.update_or_create(saving=current, scheme=scheme, defaults={"places": places})
    current.validated_at = current.validated_by = None
    keep(current, by=by, now=now)
    authority = current.workstream.agreement.authority
    audit.record(
        authority=authority, by=by, action="saving_dependencies_changed", subject=current, changes=changes, now=now
    )
    return True


def _held(scheme: CapitalScheme, found: Mapping[CapitalScheme, Any]) -> str | None:
    """How one side of a change reads in the audit; None where the saving does not depend on the scheme."""
    if scheme not in found:
        return None
    held = found[scheme]
    places = held.places if isinstance(held, SchemeDependency) else held
    return "yes" if places is None else f"yes, {places} places"


def _refuse_taken(scheme: CapitalScheme, name: str) -> None:
    same = CapitalScheme.objects.filter(agreement=scheme.agreement, name__iexact=name).exclude(pk=scheme.pk)
    if same.exists():
        raise NotAllowed(["There is a capital scheme of this name already. Change that one, or choose another name."])
