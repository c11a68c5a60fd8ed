"""The catalogue of measures, and a council's own."""

from datetime import date

import pytest

from dashboards.models import Indicator, IndicatorCondition, IndicatorVersion
from dashboards.services import indicators
from safetyvalve.core.models import AuditEvent
from safetyvalve.demo import reading
from tests import factories
from tests.dashboards import records
from tests.factories import NOW

VALUES = {
    "definition": "Pupils on the toolkit.",
    "basis_label": "By visit",
    "unit": "count",
    "polarity": "higher",
    "period_basis": "month",
    "decimals": 0,
    "source": "Toolkit",
    "owner": "",
    "numerator": None,
    "denominator": None,
}


def rows() -> list[dict]:
    return reading.catalogue()


def test_the_shipped_catalogue_loads_once_and_for_all(db: None) -> None:
    assert indicators.load_catalogue(rows()).added == len(rows())
    assert indicators.load_catalogue(rows()) == indicators.Loaded(0, 0)
    rate = IndicatorVersion.objects.select_related("numerator", "denominator").get(
        indicator__code="refusal_rate_decisions"
    )
    assert rate.is_derived
    assert (rate.numerator.code, rate.denominator.code) == ("refusals_to_assess", "decisions_to_assess_made")


def test_refusals_and_requests_have_no_good_or_bad_direction(db: None) -> None:
    records.catalogue()
    for code in ("requests_received", "refusals_to_assess", "refusal_rate_decisions", "refusal_rate_published"):
        assert IndicatorVersion.objects.get(indicator__code=code).polarity == "neutral"


def test_a_corrected_wording_changes_the_definition_in_place(db: None) -> None:
    indicators.load_catalogue(rows())
    changed = [{**row, "definition": "Put right."} if row["code"] == "plans_new" else row for row in rows()]
    assert indicators.load_catalogue(changed) == indicators.Loaded(0, 1)
    assert IndicatorVersion.objects.get(indicator__code="plans_new").definition == "Put right."


def test_a_new_number_adds_a_definition_beside_the_old(db: None) -> None:
    indicators.load_catalogue(rows())
    changed = [{**row, "number": 2, "definition": "Another."} for row in rows() if row["code"] == "plans_new"]
    indicators.load_catalogue(changed)
    found = IndicatorVersion.objects.filter(indicator__code="plans_new").order_by("number")
    assert [version.number for version in found] == [1, 2]
    assert found[0].definition != "Another."


def test_a_rate_without_its_parts_is_refused(db: None) -> None:
    row = next(row for row in rows() if row["kind"] == "derived")
    with pytest.raises(ValueError, match="numerator or denominator is not in the catalogue"):
        indicators.load_catalogue([row])
    assert not Indicator.objects.exists()


@pytest.fixture
def world(db: None) -> factories.World:
    records.catalogue()
    return factories.make_world()


def test_a_council_adds_a_measure_and_its_code_is_free(world: factories.World) -> None:
    officer = world.people["officer"]
    first = indicators.create(world.authority, name="New", values=VALUES, by=officer, now=NOW)
    second = indicators.create(world.authority, name="Plans new", values=VALUES, by=officer, now=NOW)
    assert (first.code, second.code) == ("new_2", "plans_new_2")
    assert first.versions.get().kind == "stored"
    assert AuditEvent.objects.filter(action="measure_created").count() == 2


def test_changing_the_wording_keeps_one_definition(world: factories.World) -> None:
    officer = world.people["officer"]
    own = indicators.create(world.authority, name="Visits", values=VALUES, by=officer, now=NOW)
    indicators.change(
        own,
        name="Visits to the toolkit",
        values={**VALUES, "definition": "Clearer."},
        counts_differently_from=None,
        by=officer,
        now=NOW,
    )
    assert own.versions.get().definition == "Clearer."
    event = AuditEvent.objects.get(action="measure_changed")
    assert event.changes == {
        "name": ["Visits", "Visits to the toolkit"],
        "definition": ["Pupils on the toolkit.", "Clearer."],
    }


def test_counting_something_else_from_a_date_adds_a_definition(world: factories.World) -> None:
    officer = world.people["officer"]
    own = indicators.create(world.authority, name="Visits", values=VALUES, by=officer, now=NOW)
    indicators.change(
        own,
        name="Visits",
        values={**VALUES, "definition": "Pupils and parents."},
        counts_differently_from=date(2024, 7, 1),
        change_note="parents are counted",
        by=officer,
        now=NOW,
    )
    first, second = own.versions.order_by("number")
    assert (first.definition, first.valid_from) == ("Pupils on the toolkit.", None)
    assert (second.number, second.valid_from, second.change_note) == (2, date(2024, 7, 1), "parents are counted")


def test_a_shipped_measure_is_not_a_councils_to_change(world: factories.World) -> None:
    shipped = Indicator.objects.get(code="plans_new")
    with pytest.raises(ValueError, match="changed by a release"):
        indicators.change(
            shipped, name="X", values=VALUES, counts_differently_from=None, by=world.people["officer"], now=NOW
        )


def test_linking_conditions_is_audited_once_and_touches_no_other_council(world: factories.World) -> None:
    shipped = Indicator.objects.get(code="plans_new")
    elsewhere = factories.make_agreement(factories.make_authority("Elsewhere", "998"))
    IndicatorCondition.objects.create(indicator=shipped, condition=elsewhere.conditions.get(number="3.2"))

    def link(*numbers: str) -> None:
        indicators.link_conditions(
            shipped,
            authority=world.authority,
            conditions=[world.agreement.conditions.get(number=number) for number in numbers],
            by=world.people["officer"],
            now=NOW,
        )

    link("3.1", "3.2")
    link("3.1", "3.2")
    link("3.1")
    assert [event.changes for event in AuditEvent.objects.filter(action="measure_linked").order_by("sequence")] == [
        {"conditions": [[], ["3.1", "3.2"]]},
        {"conditions": [["3.1", "3.2"], ["3.1"]]},
    ]
    assert IndicatorCondition.objects.count() == 2
