"""An edition prepared and published without the browser, by the services that the browser uses."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from dashboards.models import Audience, Publication
from dashboards.publishing.building import Built, gather
from dashboards.publishing.editions import Choice, Choices, choices_of, last_edition, prepare, since_last
from dashboards.publishing.keeping import kept_for, made_from
from dashboards.publishing.of_month import no_figures
from dashboards.publishing.offers import USUAL, USUAL_TITLE
from dashboards.publishing.previews import keep
from dashboards.publishing.protection import Protection
from dashboards.publishing.public_page import has_public_page
from safetyvalve.core.models import Authority, Membership, User
from safetyvalve.core.roles import Permission, Role, permissions_of
from safetyvalve.core.services.refusals import NotAllowed

NAMED = 3
"""Periods of a withheld count that are told one by one, unless all are asked for."""


def may_publish(person: User, authority: Authority, now: datetime) -> bool:
    """Whether the person holds a role today that publishes for this council. One query."""
    held = Membership.objects.filter(user=person, authority=authority).in_force(timezone.localdate(now))
    roles = {Role(role) for role in held.values_list("role", flat=True)}
    return Permission.PUBLICATION_MANAGE in permissions_of(roles)


def ready(
    authority: Authority, month: date, *, title: str = "", introduction: str = "", by: User, now: datetime
) -> tuple[Publication, bool]:
    """The edition of the month that is being prepared, or a new one like the last; and whether it is new.

    A new one has the audiences and charts of the newest edition that can be read, or else the usual ones. Its
    introduction is not the last one's: that was about another month. Raises NotAllowed where the month is published
    already, where several of it are being prepared, or where one is that should have other words.
    """
    of_month = Publication.objects.filter(authority=authority, month=month)
    waiting = list(of_month.filter(state=Publication.State.PREPARED).select_related("authority"))
    if len(waiting) > 1:
        names = "; ".join(f"number {each.pk}, {each}" for each in waiting)
        raise NotAllowed([f"Several editions of this month are being prepared: {names}. Give up all but one."])
    if waiting and (title or introduction):
        raise NotAllowed([f"{waiting[0]} is being prepared already, with its own words. Publish it as it is."])
    if waiting:
        return waiting[0], False
    live = of_month.live().first()
    if live:
        raise NotAllowed([f"{live} has been published already. A mistake in it is corrected in the browser."])
    last = last_edition(authority)
    before = _choices(authority, last)
    choices = {n: Choice(introduction, each.charts, "" if title else each.title) for n, each in before.items()}
    wanted = title or (last.title if last else USUAL_TITLE)
    return prepare(authority, month=month, title=wanted, choices=choices, by=by, now=now), True


@dataclass(frozen=True)
class WorkedOut:
    """What an edition has to withhold, and the digest of everything that decided it."""

    protection: Protection
    made_from: str


def work_out(
    authority: Authority, month: date, *, title: str = "", introduction: str = "", by: User, now: datetime
) -> WorkedOut:
    """What the edition that ``ready`` gives has to withhold. Nothing stays recorded.

    It can take minutes, and nobody is kept from saving meanwhile: call it outside a transaction, and before ``ready``.
    Raises NotAllowed as that does.
    """
    with transaction.atomic():
        publication, _ = ready(authority, month, title=title, introduction=introduction, by=by, now=now)
        gathered = gather(publication)
        threshold = gathered.material.threshold
        kept = kept_for(publication, gathered.knowledge, threshold)
        transaction.set_rollback(True)
    return WorkedOut(kept or gathered.protected(), made_from(gathered.knowledge, threshold))


def built_from(publication: Publication, found: WorkedOut, *, now: datetime) -> Built:
    """The edition with what ``work_out`` found, kept for publishing it. Raises NotAllowed when figures moved."""
    gathered = gather(publication)
    if made_from(gathered.knowledge, gathered.material.threshold) != found.made_from:
        raise NotAllowed(["The figures changed while it was worked out what to withhold. Try again."])
    keep(gathered, found.protection, now=now)
    return gathered.built(found.protection)


def _choices(authority: Authority, last: Publication | None) -> Choices:
    if last is None:
        return {each.value: Choice("", USUAL) for each in (Audience.MEMBERS, Audience.LINKS)}
    is_open = has_public_page(authority)
    return {name: each for name, each in choices_of(last).items() if name != Audience.PUBLIC or is_open}


def in_words(publication: Publication, built: Built, *, every: bool = False) -> Iterator[str]:
    """What would be published: for each audience its charts and what is different, then what is withheld and why."""
    if missing := no_figures(publication):
        yield missing
    for choice in publication.audiences.order_by(Audience.in_order()):
        content = built.contents[choice.audience]
        yield f"{choice.get_audience_display()}: {_counted(len(content['charts']), 'chart')}"
        yield from (f"  {item['chart']['title']}" for item in content["charts"])
        last = since_last(publication, choice.audience, content)
        if last is None:
            yield "  Their first edition."
            continue
        yield f"  Different from {last[0]}:"
        told = [*last[1].new, *last[1].changed, *last[1].gone]
        yield from (f"    {sentence}" for sentence in told or ["Nothing."])
    if built.empty:
        yield f"Left out, without figures for this month: {', '.join(built.empty)}."
    yield from _withheld(built, every=every)
    for reported in built.reported:
        if reported.said and reported.is_shown:
            yield f"Shown, since anybody can read it already in {reported.said.where}: {reported}"
    yield from (f"In doubt: {doubt}" for doubt in built.doubts)
    for each in built.exposed:
        yield f"Would be given away: {each.what}, {each.period} ({each.charts})"


def _withheld(built: Built, *, every: bool) -> Iterator[str]:
    """One line for each count and reason, with its periods."""
    yield f"Withheld to protect children: {_counted(len(built.withheld), 'count')}"
    periods: dict[tuple[str, str, str], list[str]] = {}
    for each in built.withheld:
        periods.setdefault((each.what, each.why, each.charts), []).append(each.period)
    for (what, why, charts), found in periods.items():
        shown = found if every else found[:NAMED]
        more = f" and {len(found) - len(shown)} more" if len(shown) < len(found) else ""
        yield f"  {what}: {why} ({charts}), {', '.join(shown)}{more}"


def _counted(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number} {what}s"
