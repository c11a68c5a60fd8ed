"""What the charts of the balance say: words instead of signs, plan, latest report and the one before."""

from datetime import date
from decimal import Decimal

from conditions.models import DsgPosition
from dashboards.charts import deficit as deficit_charts
from dashboards.positions import Deficit, Profile, YearEnd, read_deficit
from dashboards.scope import INSIDE, as_at, outside
from tests import factories
from tests.dashboards import records
from tests.factories import TODAY

YEARS = (
    YearEnd("2023-24", Decimal(-13880000), Decimal(-7280000)),
    YearEnd("2024-25", Decimal(-14790000), Decimal(-6160000), is_settled=False),
    YearEnd("2026-27", Decimal(-13000000), Decimal(-310000), is_settled=False),
)
PLAN = Profile(
    "Planned, version 1",
    (
        YearEnd("2023-24", Decimal(-13880000), Decimal(-7280000)),
        YearEnd("2024-25", Decimal(-14440000), Decimal(-5810000)),
        YearEnd("2026-27", Decimal(-12690000), Decimal(0)),
    ),
)
LATEST = Profile("Update 1 of 2024-25", YEARS, date(2024, 5, 31), "2024-25")
BEFORE = Profile(
    "Update 3 of 2023-24", (YearEnd("2024-25", Decimal(-14440000), Decimal(-6000000)),), date(2023, 11, 30), "2023-24"
)


def test_the_deficit_is_said_in_words_against_plan_and_last_report() -> None:
    deficit = Deficit((PLAN,), LATEST, BEFORE)
    assert deficit_charts.title(deficit, "after") == (
        "£6.2 million deficit after DfE payments in March 2025, £350,000 worse than planned"
    )
    assert deficit_charts.summary(deficit, "after") == (
        "Forecast after DfE payments in March 2025: £6.2 million deficit. "
        "The plan was £5.8 million deficit, so this is £350,000 worse than planned. "
        "It is £160,000 worse than reported in Update 3 of 2023-24. "
        "At the end of the agreement, in March 2027, the forecast is £310,000 deficit."
    )
    assert deficit_charts.title(deficit, "before").startswith("£14.8 million deficit before DfE payments")


def test_before_and_after_payments_are_two_charts_with_plan_latest_and_the_report_before() -> None:
    deficit = Deficit((PLAN,), LATEST, BEFORE)
    after, before = deficit_charts.deficit_after(deficit), deficit_charts.deficit_before(deficit)
    assert after is not None
    assert before is not None
    assert [(line.name, line.role) for line in after.series] == [
        ("Latest report", "actual"),
        ("Report before it", "comparator"),
        ("Planned", "target"),
    ]
    assert after.categories == ("2023-24", "2024-25", "2026-27")
    assert after.series[0].values == (-7280000, -6160000, -310000)
    assert [after.series[0].is_provisional(index) for index in range(3)] == [False, True, True]
    assert before.series[0].values == (-13880000, -14790000, -13000000)


def test_a_reprofiled_agreement_keeps_the_first_plan_on_the_chart() -> None:
    plans = tuple(Profile(f"Planned, version {number}", PLAN.years) for number in (1, 2, 3, 4))
    chart = deficit_charts.deficit_after(Deficit(plans, LATEST, BEFORE))
    assert chart is not None
    assert [line.name for line in chart.series if line.role == "target"] == ["Planned, version 1", "Planned, version 4"]


def test_a_made_up_balance_says_so_wherever_its_chart_goes() -> None:
    chart = deficit_charts.deficit_after(Deficit((PLAN,), LATEST, BEFORE, is_illustrative=True))
    assert chart is not None
    assert chart.source == (
        "DSG position reported in Update 1 of 2024-25; the agreement's planned positions. "
        "Illustrative: made up for the demonstration"
    )
    real = deficit_charts.deficit_after(Deficit((PLAN,), LATEST, BEFORE))
    assert real is not None
    assert "Illustrative" not in real.source


def test_before_any_report_the_plan_stands_alone() -> None:
    chart = deficit_charts.deficit_after(Deficit((PLAN,), None, None))
    assert chart is not None
    assert chart.title == "The planned DSG balance after DfE payments: nothing has been reported yet"
    assert deficit_charts.deficit_after(Deficit((), None, None)) is None


def test_inside_the_latest_report_counts_and_says_when_finance_has_not_confirmed(db: None) -> None:
    world = factories.make_world()
    factories.make_dsg_position(world.period)
    factories.make_dsg_position(world.period, "2024-25", scenario=DsgPosition.Scenario.UNMITIGATED)
    deficit = read_deficit(world.agreement, INSIDE, today=TODAY)
    assert deficit.latest is not None
    assert deficit.latest.name == "Update 1 of 2024-25 (not confirmed by finance)"
    assert [year.after_payments for year in deficit.latest.years] == [-5810000]
    assert read_deficit(world.agreement, as_at(date(2024, 4, 30)), today=date(2024, 4, 30)).latest is None


def test_from_outside_only_what_submitted_returns_say_is_read_from_their_packs(db: None) -> None:
    world = factories.make_world()
    factories.make_dsg_position(world.period)
    assert read_deficit(world.agreement, outside(world.authority), today=TODAY).latest is None
    stated = {"financial_year": "2024-25", "basis": "forecast", "closing_after_payments": "-6160000"}
    records.submitted(world.submission, world.people["programme_manager"], {}, [stated])
    deficit = read_deficit(world.agreement, outside(world.authority), today=TODAY)
    assert deficit.latest is not None
    assert [year.after_payments for year in deficit.latest.years] == [-6160000]
    assert deficit.latest.years[0].before_payments is None
