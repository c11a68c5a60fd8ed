"""The page of a council that anybody can read: whether there is one, and which editions are on it."""

from datetime import datetime

from django.db import transaction

from dashboards.models import Audience, Publication, PublicPage
from safetyvalve.core import audit
from safetyvalve.core.models import AuditEvent, Authority, User

CHANGED = "public_page_changed"


def has_public_page(authority: Authority) -> bool:
    """Whether the council has chosen to have one. One query."""
    return PublicPage.objects.filter(authority=authority, is_open=True).exists()


def open_page(la_code: str) -> PublicPage | None:
    """The public page of the council with this code, if there is such a council and it has one. One query."""
    pages = PublicPage.objects.filter(authority__la_code=la_code, is_open=True)
    return pages.select_related("authority").first()


def closed_page(la_code: str) -> tuple[PublicPage, datetime] | None:
    """A public page that there was, and when it was closed; None for one that is open or never was. Two queries."""
    page = PublicPage.objects.filter(authority__la_code=la_code, is_open=False).select_related("authority").first()
    if page is None:
        return None
    of_page = AuditEvent.objects.filter(
        authority=page.authority, subject_type=page._meta.label_lower, subject_id=str(page.pk)
    )
    closed = of_page.filter(action=CHANGED, changes__is_open=[True, False]).order_by("-sequence").first()
    return (page, closed.at) if closed else None


def contact_of(authority: Authority) -> str:
    """Whom readers of this council's figures can ask, in its words; empty where it has not said. One query."""
    return PublicPage.objects.filter(authority=authority).values_list("contact", flat=True).first() or ""


def public_editions(authority: Authority) -> list[Publication]:
    """Those that everybody can read, the newest month first. One query."""
    found = Publication.objects.filter(authority=authority, contents__audience=Audience.PUBLIC).live()
    found = found.named_for(Audience.PUBLIC)
    return list(found.order_by("-month", "-published_at", "-pk"))


@transaction.atomic
def change_page(authority: Authority, *, is_open: bool, contact: str, by: User, now: datetime) -> PublicPage:
    """Open or close the page, and say whom readers can ask. Closed, nothing that was on it can be read."""
    page = PublicPage.objects.select_for_update().filter(authority=authority).first()
    before = {"is_open": page.is_open if page else False, "contact": page.contact if page else ""}
    after = {"is_open": is_open, "contact": contact}
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if page is None:
        page = PublicPage(authority=authority)
    if changes or page.pk is None:
        page.is_open, page.contact, page.changed_at, page.changed_by = is_open, contact, now, by
        page.save()
    if changes:
        audit.record(authority=authority, by=by, action=CHANGED, subject=page, changes=changes, now=now)
    return page
