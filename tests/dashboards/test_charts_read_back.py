"""The drawing, the table and the sentence of every chart of a council say the same figures."""

from dataclasses import replace
from itertools import chain

import pytest

from dashboards.boards.reading import charts_from, read_figures, wanted_by
from dashboards.boards.registry import CHARTS, DASHBOARDS
from dashboards.charts.lines import Frame
from dashboards.scope import INSIDE, outside
from safetyvalve.render.data import ChartData
from tests import factories
from tests.dashboards.seeded import make_full
from tests.factories import TODAY, World
from tests.render import reading_back
from tests.render.reading_back import table_of, untold, wrong_with

pytestmark = pytest.mark.usefixtures("clock")
KINDS = list({kind.key: kind for kind in chain(CHARTS, *(each.every_chart for each in DASHBOARDS))}.values())


@pytest.fixture
def world(db: None) -> World:
    return make_full(factories.make_world())


def charts_of(world: World, frame: Frame, role: str) -> list[ChartData]:
    scope = INSIDE if role == "officer" else outside(world.authority)
    figures = read_figures(world.authority, world.agreement, wanted_by(KINDS), scope, today=TODAY)
    return [chart for _, chart in charts_from(figures, KINDS, frame)]


@pytest.mark.parametrize("role", ["officer", "forum_member"])
@pytest.mark.parametrize("frame", [Frame(), Frame(years=None, is_rolling=True)], ids=["usual", "rolling"])
def test_every_figure_of_the_table_is_drawn_where_it_belongs_and_nothing_else(
    world: World, frame: Frame, role: str
) -> None:
    charts = charts_of(world, frame, role)
    wrong = {chart.key: found for chart in charts if (found := wrong_with(chart))}
    assert wrong == {}
    assert len(charts) >= (3 if role == "forum_member" else 15)
    assert sum(cell is not None for chart in charts for row in table_of(chart) for cell in row) > (
        12 if role == "forum_member" else 40
    )


def test_the_figures_of_title_and_sentence_follow_from_the_table(world: World) -> None:
    charts = charts_of(world, Frame(), "officer")
    assert {chart.key: found for chart in charts if (found := untold(chart))} == {}


def test_every_chart_says_what_it_is_of_what_day_it_is_and_what_it_means(world: World) -> None:
    figures = read_figures(world.authority, world.agreement, wanted_by(KINDS), INSIDE, today=TODAY)
    for kind, chart in charts_from(figures, KINDS, Frame()):
        meanings = [figures.measures[code].definition.definition for code in kind.codes if code in figures.measures]
        assert chart.as_at, kind.key
        assert any(meanings), kind.key
        assert any(letter.isdigit() for letter in chart.title), kind.key
        assert chart.summary.endswith("."), kind.key
        assert chart.source, kind.key


def test_a_drawing_that_differs_from_its_table_would_be_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    [plans] = [chart for chart in charts_of(world, Frame(), "officer") if chart.key == "plans"]
    by_nine = [[None if cell is None else cell + 9 for cell in row] for row in table_of(plans)]
    monkeypatch.setattr(reading_back, "table_of", lambda chart: by_nine)
    assert len(wrong_with(plans)) >= 2 * len(plans.categories)
    assert untold(replace(plans, summary="There were 4,711 plans.")) == ["4,711"]
