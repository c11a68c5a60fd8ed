"""What is known in part: it is never spread, never lost, never compared with a whole forecast. No database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from dashboards.finance.commitments.beside import Beside
from dashboards.finance.commitments.days import months_of
from dashboards.finance.commitments.facts import facts
from dashboards.finance.commitments.pipeline_cost import Pipeline, Stage
from dashboards.finance.commitments.reading import Held
from dashboards.finance.roll_forward import Sum
from dashboards.forms.commitment_totals import CountField, TotalsForm
from dashboards.models import Commitment, CommitmentBasis, CommitmentList
from dashboards.services.typed_totals import Typed, known_in_part, totals_of, with_typed
from safetyvalve.core.dates import FinancialYear

YEAR = months_of(FinancialYear.parse("2024-25"))
APRIL, MAY = YEAR[:2]
COMPARED = Beside("2024-25", Decimal(100), Sum(Decimal(0)), "", Sum(Decimal(300)), "Forecast")
TYPED = CommitmentList(way=CommitmentList.Way.TYPED)


def cell(code: str, month: date, dsg: int | None, placements: int | None = None) -> Commitment:
    cost = None if dsg is None else Decimal(dsg)
    return Commitment(provider_type=code, month=month, dsg=cost, placements=placements)


def all_year(code: str, dsg: int | None = 100) -> list[Commitment]:
    """Every month, with one more placement in each."""
    return [cell(code, month, dsg, index) for index, month in enumerate(YEAR)]


PART = [cell("ap", APRIL, 100_000, 4), cell("ap", MAY, 110_000, 5)]


def of(cells: list[Commitment], code: str) -> list[tuple[date, Decimal | None, int | None]]:
    return [(each.month, each.dsg, each.placements) for each in cells if each.provider_type == code]


def form(types: dict[str, str], typed: dict[str, Typed], **boxes: str) -> TotalsForm:
    found = TotalsForm({"seen": "0", **boxes}, types=types, typed=typed, seen=0, source="")
    found.is_valid()
    return found


def test_two_months_are_not_shown_as_a_year_and_stay_when_nothing_is_typed() -> None:
    shown = totals_of(PART, YEAR)
    assert shown == {}
    assert known_in_part(PART, YEAR) == ["ap"]
    assert of(with_typed(PART, {"ap": Typed(None, None)}, YEAR), "ap") == of(PART, "ap")
    assert totals_of(PART, (APRIL,)) == {"ap": Typed(4, Decimal(100_000))}


def test_correcting_one_type_leaves_the_others_and_one_without_boxes_as_they_are() -> None:
    old = [*all_year("special"), *all_year("gone"), *PART]
    rows = {"special": Typed(None, Decimal(1_200)), "ap": Typed(None, None), "other": Typed(2, Decimal(3_650))}
    assert totals_of(old, YEAR)["special"] == rows["special"]
    new = with_typed(old, rows, YEAR)
    assert [of(new, code) for code in ("special", "gone", "ap")] == [
        of(old, code) for code in ("special", "gone", "ap")
    ]
    assert of(new, "other")[0] == (APRIL, Decimal(300), 2)


def test_a_new_cost_keeps_placements_by_month_and_an_emptied_row_goes() -> None:
    new = with_typed(all_year("special"), {"special": Typed(None, Decimal(3_650))}, YEAR)
    assert of(new, "special")[:2] == [(APRIL, Decimal(300), 0), (MAY, Decimal(310), 1)]
    assert with_typed(all_year("special"), {"special": Typed(None, None)}, YEAR) == []


def test_placements_need_a_cost_unless_the_row_is_as_it_was() -> None:
    types = {"ap": "Alternative provision"}
    words = ["Enter what Alternative provision cost the DSG, or 0 if nothing"]
    assert form(types, {}, ap_placements="5").errors == {"ap_dsg": words}
    assert form(types, {"ap": Typed(5, None)}, ap_placements="5").errors == {}
    assert form(types, {}, ap_placements="5", ap_dsg="0").typed() == {"ap": Typed(5, Decimal(0))}


def test_after_somebody_elses_save_boxes_that_were_not_touched_show_the_new_figures() -> None:
    types = {"ap": "Alternative provision", "special": "Special schools"}
    found = form(types, {"ap": Typed(3, Decimal(900))}, special_dsg="50")
    found.look_again(7, {})
    assert [found[box].value() for box in ("seen", "ap_placements", "ap_dsg", "special_dsg")] == ["7", "3", "900", "50"]


def test_a_month_is_known_when_every_type_of_the_year_has_it() -> None:
    found = Held(TYPED, (*all_year("special"), *PART), {"special": "Special schools"})
    assert found.months_known("2024-25") == 2
    assert found.months_known("2025-26") == 0
    assert found.without_cost("2024-25") == ()


def test_types_without_a_cost_are_named_instead_of_money_being_left() -> None:
    found = Held(TYPED, (*all_year("special"), *all_year("ap", None)), {"ap": "Alternative provision"})
    assert (found.months_known("2024-25"), found.without_cost("2024-25")) == (12, ("Alternative provision",))
    assert COMPARED.difference == 200
    row = replace(COMPARED, without_cost=found.without_cost("2024-25"))
    assert row.difference is None
    assert row.words == (
        "They cannot be compared: what these cost the DSG is not known in every month: Alternative provision."
    )
    row = replace(row, months_known=2)
    assert row.words.endswith("Only 2 of the 12 months have commitments of every provider type on record.")
    assert replace(COMPARED, months_known=2).difference is None


def test_while_plans_on_the_way_are_not_known_only_the_words_compare_and_say_with_what() -> None:
    row = replace(COMPARED, not_issued=None, why_not_issued="no counts are on record.")
    assert (row.together, row.difference) == (None, None)
    assert row.words == (
        "The forecast is £200 more than what is committed: left for what is still to come. Plans on the way are not "
        "counted: no counts are on record."
    )
    assert (COMPARED.together, COMPARED.difference) == (100, 200)
    [fact] = facts([row])
    assert (fact["together"], fact["difference"], fact["words"]) == (None, None, row.words)


def test_a_stage_without_weeks_is_not_counted_and_says_so() -> None:
    drafting = Stage("Plans being drafted", Decimal(10), date(2024, 5, 31), Decimal(50), None)
    basis = CommitmentBasis(unit_cost=Decimal(36_500))
    pipeline = Pipeline(basis, (drafting,), {}, "typed")
    assert drafting.begins_on is None
    assert pipeline.cost("2024-25") is None
    assert pipeline.why_not("2024-25") == "nobody has said how many weeks it takes until they cost anything."
    both = Pipeline(basis, (drafting, replace(drafting, name="Requests", weeks=0)), {}, "typed")
    assert both.cost("2024-25") == Sum(Decimal(152_500))
    said = replace(COMPARED, without_weeks=both.without_weeks).words
    assert said.endswith("how many weeks it takes until they cost anything: Plans being drafted.")


@pytest.mark.parametrize("text", ["0" * 12 + "999999999", "1" * 5_000, "100001", "0000100001", "²"])
def test_a_count_is_never_huge_whatever_stands_before_it(text: str) -> None:
    with pytest.raises(ValidationError):
        CountField(label="Placements", name="Placements").to_python(text)


def test_noughts_before_a_count_do_no_harm() -> None:
    field = CountField(label="Placements", name="Placements")
    assert [field.to_python(text) for text in ("0" * 5_000 + "7", "000", "100,000", "")] == [7, 0, 100_000, None]
