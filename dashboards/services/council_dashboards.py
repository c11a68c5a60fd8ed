"""Keeping the dashboards that a council puts together itself."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from dashboards.models import CouncilDashboard
from safetyvalve.core import audit
from safetyvalve.core.models import Authority, User

MOST_CHARTS = 12
Chart = dict[str, str]


class StaleDashboard(ValueError):
    """The dashboard is no longer what the person was looking at."""


def digest_of(dashboard: CouncilDashboard | None) -> str:
    """What a page shows of a dashboard, as a few letters it can send back."""
    return hashlib.sha256(audit.canonical(dashboard.facts if dashboard else {}).encode()).hexdigest()[:16]


@transaction.atomic
def save_dashboard(
    authority: Authority,
    dashboard: CouncilDashboard | None,
    *,
    name: str,
    about: str,
    charts: Sequence[Chart],
    is_shared: bool,
    seen: str = "",
    by: User,
    now: datetime,
) -> CouncilDashboard:
    """Make the dashboard exactly this. Raises ``StaleDashboard`` when it moved since it was ``seen``."""
    Authority.objects.select_for_update().get(pk=authority.pk)
    if dashboard is not None:
        dashboard.refresh_from_db()
        if seen and seen != digest_of(dashboard):
            raise StaleDashboard(
                "Somebody else changed this dashboard while you had the page open. To keep your version, save again."
            )
    before = dashboard.facts if dashboard else {}
    action = "dashboard_changed" if dashboard else "dashboard_created"
    dashboard = dashboard or CouncilDashboard(authority=authority, made_at=now, made_by=by)
    dashboard.name, dashboard.about, dashboard.is_shared = name, about, is_shared
    dashboard.charts = list(charts)[:MOST_CHARTS]
    changes = {key: [before.get(key), value] for key, value in dashboard.facts.items() if before.get(key) != value}
    if changes:
        dashboard.updated_at, dashboard.updated_by = now, by
        dashboard.save()
        audit.record(authority=authority, by=by, action=action, subject=dashboard, changes=changes, now=now)
    return dashboard


@transaction.atomic
def remove_dashboard(dashboard: CouncilDashboard, *, by: User, now: datetime) -> None:
    """Take a dashboard away. The audit says what was on it; the measures stay as they are."""
    changes = {key: [value, None] for key, value in dashboard.facts.items()}
    audit.record(
        authority=dashboard.authority, by=by, action="dashboard_removed", subject=dashboard, changes=changes, now=now
    )
    dashboard.delete()
