"""The version of a council's figures moves with whatever can change one, and with nothing else."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from conditions.services import programmes
from dashboards.data_version import version_of
from dashboards.imports.undo import undo
from dashboards.models import Area, Indicator
from dashboards.periods import Period
from dashboards.publishing.links import make_link
from dashboards.services import categories, targets
from dashboards.services.comparators import save_group
from dashboards.services.council_dashboards import save_dashboard
from dashboards.services.measurements import Row, record
from safetyvalve.core import audit
from safetyvalve.core.roles import Role
from safetyvalve.core.services import authorities, memberships
from safetyvalve.demo import shipped
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.editions import published
from tests.factories import NOW, World

pytestmark = pytest.mark.usefixtures("clock")
Act = Callable[[World], object]


@pytest.fixture
def world(db: None) -> World:
    records.catalogue()
    return factories.make_world()


def figure(world: World) -> None:
    record(world.authority, Row("plans_maintained", Period.month(2024, 5), Decimal(1570)), by=None, now=NOW)


def undoing(world: World) -> None:
    done = records.put(world.authority, *records.monthly())
    before = version_of(world.authority)
    assert done.batch
    undo(done.batch, by=world.people["officer"], now=NOW)
    assert version_of(world.authority) != before


def trajectory(world: World) -> None:
    point = targets.TargetPoint("Agreed", date(2024, 5, 31), Decimal(1568))
    measure = Indicator.objects.get(code="plans_maintained")
    targets.replace_all(world.authority, measure, [point], by=None, now=NOW)


def headings(world: World) -> None:
    records.code_lists()
    words = {"parent": ("Families", 1)}
    assert categories.set_headings(world.authority, "source", words, by=world.people["officer"], now=NOW)


def comparators(world: World) -> None:
    areas = [Area.objects.create(gss_code="E06000005", la_code="841", name="Darlington", level="authority")]
    save_group(world.authority, None, name="Ours", areas=areas, by=world.people["officer"], now=NOW)


def threshold(world: World) -> None:
    world.authority.small_count_threshold = 10
    authorities.change(world.authority, by=world.people["administrator"], now=NOW)


def whatever_comes_later(world: World) -> None:
    audit.record(authority=world.authority, by=None, action="tried", subject=world.submission, now=NOW)


def shared_words(world: World) -> None:
    programme = world.agreement.programme
    programme.name = "Safety Valve"
    elsewhere = factories.make_authority("Brackwater", "998")
    administrator = factories.make_installation_administrator()
    programmes.change(programme, [], authority=elsewhere, by=administrator, now=NOW)


def shipped_measures(world: World) -> None:
    shipped.load()


WRITES: list[Act] = [
    *(figure, undoing, trajectory, headings, comparators, threshold),
    *(whatever_comes_later, shared_words, shipped_measures),
]


@pytest.mark.parametrize("act", WRITES, ids=lambda act: act.__name__)
def test_what_can_change_a_figure_moves_the_version(act: Act, world: World) -> None:
    before = version_of(world.authority)
    act(world)
    assert version_of(world.authority) != before


def own_dashboard(world: World) -> None:
    charts = [{"code": "plans_maintained", "by": "", "against": "", "words": ""}]
    officer = world.people["officer"]
    save_dashboard(world.authority, None, name="Mine", about="", charts=charts, is_shared=True, by=officer, now=NOW)


def role(world: World) -> None:
    newcomer = factories.make_user(email="new@999.example")
    by = world.people["administrator"]
    memberships.give_role(world.authority, newcomer, Role.OFFICER, starts_on=date(2024, 6, 14), by=by, now=NOW)


def looking(world: World) -> None:
    client = Client()
    client.force_login(world.people["officer"])
    assert client.get(reverse("dashboards:dashboard", args=["999"])).status_code == 200


@pytest.mark.parametrize("act", [own_dashboard, role, looking], ids=lambda act: act.__name__)
def test_what_cannot_change_a_figure_leaves_the_version(act: Act, world: World) -> None:
    before = version_of(world.authority)
    act(world)
    assert version_of(world.authority) == before


def test_a_link_to_an_edition_leaves_the_version(world: World) -> None:
    records.put(world.authority, *records.monthly())
    officer = world.people["programme_manager"]
    edition = published(world.authority, officer)
    before = version_of(world.authority)
    make_link(edition, label="Forum", expires_on=date(2024, 7, 1), by=officer, now=NOW)
    assert version_of(world.authority) == before


def test_the_same_figure_again_leaves_the_version(world: World) -> None:
    figure(world)
    before = version_of(world.authority)
    figure(world)
    assert version_of(world.authority) == before


def test_one_councils_import_leaves_the_version_of_another(world: World) -> None:
    elsewhere = factories.make_authority("Brackwater", "998")
    before = version_of(elsewhere)
    figure(world)
    assert version_of(elsewhere) == before


def test_an_import_that_fails_leaves_the_version(world: World) -> None:
    before = version_of(world.authority)
    with transaction.atomic():
        figure(world)
        transaction.set_rollback(True)
    assert version_of(world.authority) == before


@pytest.mark.parametrize("label", sorted(settings.SUBJECTS_WITHOUT_FIGURES))
def test_what_is_said_to_be_without_figures_is_a_kind_of_record(label: str) -> None:
    assert apps.get_model(label)
