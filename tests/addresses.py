"""Every address of the product, read from the URLconf, with an example for each of its parts.

A new route whose parts have no example here fails the walk by name: give it one in ``parts`` or ``PARTICULAR``. What
the examples name is made in ``tests/furniture.py``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from dashboards.models import (
    Alert,
    ColumnMapping,
    ComparatorGroup,
    CouncilDashboard,
    FeedKey,
    ImportBatch,
    ShareLink,
    SourceFile,
)
from dashboards.publishing.links import digest_of
from safetyvalve.core.models import Membership
from tests import mail_examples, money_examples, question_examples
from tests.factories import World
from workstreams.models import Milestone, Saving

OURS = ("core", "conditions", "workstreams", "dashboards")
# Their views come from a library and protect themselves; sign-in would not work behind sign-in.
ALLAUTH = frozenset(
    {
        "account_change_password",
        "account_confirm_email",
        "account_confirm_login_code",
        "account_email",
        "account_email_verification_sent",
        "account_inactive",
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_set_password",
        "account_signup",
    }
)
# An address whose part means something else than the same part elsewhere.
PARTICULAR: dict[str, dict[str, Any]] = {
    "conditions:version-edit": {"number": 1},
    "conditions:planned-positions-edit": {"number": 1},
    "conditions:return": {"period_slug": "update-3-2023-24"},
    "conditions:return-round": {"period_slug": "update-3-2023-24"},
    "conditions:return-changes": {"period_slug": "update-3-2023-24"},
    "conditions:return-file": {"period_slug": "update-3-2023-24"},
    "workstreams:risk": {"number": "1"},
    "workstreams:risk-edit": {"number": "1"},
    "workstreams:risk-close": {"number": "1"},
    "workstreams:risk-update": {"number": "1"},
    "dashboards:chart-download": {"key": "measure-plans_maintained"},
    "dashboards:chart-table": {"key": "measure-plans_maintained"},
    "dashboards:import-upload": {"kind": "grid"},
    "dashboards:finance-file": {"format": "xlsx"},
    "dashboards:forecasts-file": {"format": "csv"},
    "dashboards:commitments-file": {"format": "csv"},
    "dashboards:commitments-template": {"format": "csv"},
    "dashboards:reconciliation-file": {"format": "xlsx"},
    "dashboards:dashboard-file": {"slug": "plans", "format": "csv"},
    "dashboards:publication-pack": {"format": "pdf"},
    "dashboards:publication-preview-pack": {"format": "pdf"},
    "dashboards:shared-pack": {"format": "pdf"},
    "dashboards:public-pack": {"format": "pdf"},
    "dashboards:board": {"slug": "plans"},
}


@dataclass(frozen=True)
class Route:
    """One pattern of the URLconf."""

    name: str
    parts: tuple[str, ...]
    view: Any

    @property
    def is_ours(self) -> bool:
        return self.name.partition(":")[0] in OURS

    def __str__(self) -> str:
        return self.name


@cache
def routes() -> tuple[Route, ...]:
    """Every pattern, under its full name. Read once: every file that walks them asks while tests are collected."""
    return tuple(_walk(get_resolver(), (), ()))


@cache
def our_routes() -> tuple[Route, ...]:
    return tuple(route for route in routes() if route.is_ours)


@cache
def council_routes() -> tuple[Route, ...]:
    """Those that belong to one council and ask for a permission."""
    return tuple(r for r in our_routes() if getattr(r.view, "access", None) and r.view.access.permissions)


@cache
def other_routes() -> tuple[Route, ...]:
    """Those of ours that ask for none: open to all, or to whoever has signed in."""
    return tuple(route for route in our_routes() if route not in council_routes())


def _walk(resolver: URLResolver, namespaces: tuple[str, ...], parts: tuple[str, ...]) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        own = (*parts, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            inside = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern, inside, own)
        elif isinstance(pattern, URLPattern):
            yield Route(":".join((*namespaces, pattern.name or repr(pattern.pattern))), own, pattern.callback)


def parts(world: World) -> dict[str, Any]:
    """An example of every part of an address, as made by ``furnish``."""
    agreement = world.agreement
    source = SourceFile.objects.get(run__authority=world.authority)
    link = ShareLink.objects.get(token_sha256=digest_of(f"a-link-of-{world.authority.la_code}"))
    return {
        "la_code": world.authority.la_code,
        "agreement_slug": agreement.slug,
        "period_slug": world.period.slug,
        "number": "3.1",
        "calendar_id": agreement.calendars.get().pk,
        "programme_slug": world.authority.programmes.get().slug,
        "financial_year": "2024-25",
        "round": 1,
        "kind": "docx",
        "slug": "annual-reviews",
        "payment_id": agreement.versions.latest("number").payments.first().pk,
        "saving_id": Saving.objects.get(workstream__agreement=agreement).pk,
        "key": Milestone.objects.get(workstream__agreement=agreement).pk,
        "code": f"own-measure-{world.authority.la_code}",
        "format": "csv",
        "month": "2024-05",
        "block": "high_needs",
        "topic": "placement",
        "group_topic": "placement_group",
        "item": "RequestOutcome",
        "run_id": source.run_id,
        "source_id": source.pk,
        "mapping_id": ColumnMapping.objects.get(authority=world.authority).pk,
        "batch_id": ImportBatch.objects.get(authority=world.authority, kind="typed").pk,
        "group_id": ComparatorGroup.objects.get(authority=world.authority, kind="own").pk,
        "publication_id": link.publication_id,
        "link_id": link.pk,
        "audience": "links",
        "token": f"a-link-of-{world.authority.la_code}",
        "secret": f"a-key-of-{world.authority.la_code}",
        "resource": "figures",
        "key_id": FeedKey.objects.get(authority=world.authority).pk,
        "alert_id": Alert.objects.get(authority=world.authority).pk,
        "dashboard_id": CouncilDashboard.objects.get(authority=world.authority).pk,
        **mail_examples.parts(world.authority),
        "actor_id": world.people["officer"].actor_id,
        **money_examples.parts(agreement),
        **question_examples.parts(world),
        "membership_id": Membership.objects.get(user=world.people["officer"], authority=world.authority).pk,
    }


def address(route: Route, examples: dict[str, Any], **instead: Any) -> str:
    """The route's address with these examples; a part without one fails, naming the route."""
    values = {**examples, **PARTICULAR.get(route.name, {}), **instead}
    missing = [part for part in route.parts if part not in values]
    assert not missing, f"{route.name} has no example for {', '.join(missing)}: add one to tests/addresses.py"
    return reverse(route.name, kwargs={part: values[part] for part in route.parts})
