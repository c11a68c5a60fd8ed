"""Months whose sums of twelve have been published: one click leaves their chart out, and the edition goes on."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dashboards.models import Publication
from dashboards.periods import Period
from dashboards.publishing.building import build_edition
from dashboards.publishing.editions import Choice, publish, withdraw
from dashboards.publishing.leaving_out import of_little_use
from dashboards.services.measurements import Row
from safetyvalve.core.models import AuditEvent
from safetyvalve.core.services.refusals import NotAllowed
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.editions import prepared, published
from tests.factories import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MONTHS, SUMS = "mediation-and-appeals", "mediation-and-appeals-12-months"
CASES = [1, 6, 5, 7, 6, 8, 9, 7, 8, 6, 7, 9, 4, 7, 6, 8]
"""January 2023 to April 2024: one and four, a year apart, are known from their difference once both are letters."""
APRIL = date(2024, 4, 1)


@pytest.fixture
def world(clock: Any) -> World:
    """Sums of twelve are out; the next edition is to show the months as well."""
    world = factories.make_world()
    records.six_months(world.authority)
    rows = [Row("mediation_cases", Period.month(2023 + n // 12, n % 12 + 1), Decimal(c)) for n, c in enumerate(CASES)]
    records.put(world.authority, *rows)
    published(world.authority, world.people["programme_manager"], month=APRIL, choices={"members": Choice("", [SUMS])})
    return world


def to_show(world: World, **charts: list[str]) -> Publication:
    choices = {audience: Choice("", keys) for audience, keys in charts.items()}
    return prepared(world.authority, world.people["programme_manager"], month=APRIL, choices=choices)


def press(world: World, edition: Publication, role: str = "programme_manager", **data: str) -> Any:
    client = Client()
    client.force_login(world.people[role])
    return client.post(reverse("dashboards:publication-manage", args=["999", edition.pk]), data, follow=True)


def charts(edition: Publication) -> dict[str, list[str]]:
    return {each.audience: each.charts for each in edition.audiences.all()}


def test_the_two_together_are_refused_and_leaving_the_months_out_lets_the_edition_go_on(world: World) -> None:
    edition = to_show(world, members=["plans", MONTHS, SUMS], links=["plans"])
    built = build_edition(edition)
    assert {each.period for each in built.exposed} == {"January 2023", "January 2024"}
    assert built.exposed_charts == (MONTHS,)
    client = Client()
    client.force_login(world.people["programme_manager"])
    page = client.get(reverse("dashboards:publication-manage", args=["999", edition.pk]))
    html = " ".join(page.content.decode().split())
    assert 'name="leave_out" value="mediation-and-appeals"' in html
    assert 'name="twelve_instead"' not in html
    html = press(world, edition, leave_out=MONTHS).content.decode()
    assert "Left out of this edition: Mediation and appeals." in html
    assert "cannot be published as it is" not in html
    assert "Go on to publish" in html
    assert charts(edition) == {"members": ["plans", SUMS], "links": ["plans"]}
    assert AuditEvent.objects.filter(action="edition_changed").count() == 1


def test_sums_of_twelve_can_take_the_place_of_the_months(world: World) -> None:
    edition = to_show(world, members=["plans", MONTHS, "timeliness"], links=[MONTHS])
    html = press(world, edition, twelve_instead=MONTHS).content.decode()
    assert "In its place: Mediation and appeals, twelve months at a time." in html
    assert charts(edition) == {"members": ["plans", SUMS, "timeliness"], "links": [SUMS]}
    assert build_edition(edition).can_be_published


def test_an_audience_keeps_a_chart_and_a_second_click_changes_nothing(world: World) -> None:
    edition = to_show(world, members=["plans", MONTHS], links=[MONTHS])
    refused = press(world, edition, leave_out=MONTHS)
    assert refused.status_code == 409
    assert "It is the only chart of: People with a link." in refused.content.decode()
    assert charts(edition)["members"] == ["plans", MONTHS]
    other = to_show(world, members=["plans", MONTHS])
    press(world, other, leave_out=MONTHS)
    again = press(world, other, twelve_instead=MONTHS)
    html = again.content.decode()
    assert again.status_code == 200
    assert "It had been left out already: Mediation and appeals." in html
    assert "In its place" not in html
    assert charts(other) == {"members": ["plans"]}
    assert AuditEvent.objects.filter(action="edition_changed").count() == 1


def test_only_publishers_leave_out_and_only_while_it_is_prepared(world: World) -> None:
    edition = to_show(world, members=["plans", MONTHS])
    assert press(world, edition, "officer", leave_out=MONTHS).status_code == 403
    assert press(world, edition, leave_out="nonsense").status_code == 404
    live = Publication.objects.get(state=Publication.State.PUBLISHED)
    assert press(world, live, twelve_instead=MONTHS).status_code == 409
    assert charts(live) == {"members": [SUMS]}
    assert charts(edition) == {"members": ["plans", MONTHS]}


def test_no_audience_is_published_an_edition_without_a_chart(world: World) -> None:
    """Nothing is on record of what decisions within six weeks are about: links have that chart alone."""
    who = world.people["programme_manager"]
    edition = to_show(world, members=["plans"], links=["decisions-in-six-weeks-12-months"])
    built = build_edition(edition)
    assert (built.exposed, built.can_be_published) == ((), False)
    client = Client()
    client.force_login(who)
    html = client.get(reverse("dashboards:publication-manage", args=["999", edition.pk])).content.decode()
    assert "Nothing to show to: People with a link. None of the charts chosen for them has any figures." in html
    assert "Go on to publish" not in html
    with pytest.raises(NotAllowed, match="Nothing to show to: People with a link"):
        publish(edition, seen=built.sha256, by=who, now=factories.NOW)
    edition.refresh_from_db()
    assert edition.is_prepared


def test_a_chart_of_which_much_is_withheld_can_be_left_out_or_shown_twelve_months_at_a_time(world: World) -> None:
    """Nothing is given away. Of sixteen months with appeals of one to four all are letters but for the mediation."""
    rows = [Row("appeals_registered", Period.month(2023 + n // 12, n % 12 + 1), Decimal(n % 4 + 1)) for n in range(16)]
    records.put(world.authority, *rows)
    edition = to_show(world, members=["plans", MONTHS])
    live = Publication.objects.get(state=Publication.State.PUBLISHED)
    withdraw(live, reason="For want of use", by=world.people["programme_manager"], now=factories.NOW)
    built = build_edition(edition)
    assert (built.exposed, of_little_use(built.contents)) == ((), (MONTHS,))
    client = Client()
    client.force_login(world.people["programme_manager"])
    html = client.get(reverse("dashboards:publication-manage", args=["999", edition.pk])).content.decode()
    assert "More than a third of what it would show is withheld to protect children" in html
    assert "Go on to publish" in html
    press(world, edition, twelve_instead=MONTHS)
    assert charts(edition) == {"members": ["plans", SUMS]}
    html = client.get(reverse("dashboards:publication-manage", args=["999", edition.pk])).content.decode()
    assert "More than a third" not in html
