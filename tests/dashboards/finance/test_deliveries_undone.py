"""A finance delivery that was saved is taken back as a unit: what goes back to what, what stands against it, once."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from conditions.models import FinanceLine, FinanceMonths
from conditions.services.finance_lines import Change, set_figures
from conditions.services.finance_months import set_months
from dashboards.finance import blocks as reading
from dashboards.finance.blocks import ACTUAL, Sheet
from dashboards.finance.coming_in.figures import Incoming
from dashboards.finance.coming_in.kept import to_json
from dashboards.finance.coming_in.proposed import Proposed
from dashboards.models import FinanceDelivery
from dashboards.services import finance_deliveries as services
from dashboards.services import finance_undo
from dashboards.services.finance_deliveries import RecordMoved
from safetyvalve.core.models import AuditEvent
from safetyvalve.core.services.refusals import NotAllowed
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("clock")
YEAR, LINE, OTHER = "2024-25", "1.2.3", "1.2.1"
FORECAST = Sheet("forecast", "mitigated", "update-1-2024-25")
IN = "/c/999/finance/safety-valve/in/"
Figures = Mapping[str, Any]


@pytest.fixture
def world(db: None) -> factories.World:
    """The outturn has £14,000,000 on line 1.2.3 out of the ledger."""
    world = factories.make_world()
    type_in(world, {LINE: (None, 14_000_000)})
    return world


def type_in(world: factories.World, figures: Mapping[str, tuple[Any, Any]], *, by: str = "finance_officer") -> None:
    changes = {(YEAR, code): Change(_pounds(seen), _pounds(amount)) for code, (seen, amount) in figures.items()}
    more: dict[str, Any] = {"column": "actual", "scenario": "mitigated", "period": None}
    set_figures(world.agreement, changes, **more, source="Ledger at period 9", by=world.people[by], now=NOW)


def type_months(world: factories.World, months: Mapping[int, tuple[Any, Any]]) -> None:
    changes = {(LINE, month): Change(_pounds(seen), _pounds(amount)) for month, (seen, amount) in months.items()}
    more: dict[str, Any] = {"column": "actual", "scenario": "mitigated", "period": None, "source": "Typed"}
    set_months(world.agreement, changes, financial_year=YEAR, **more, by=world.people["finance_officer"], now=NOW)


def _pounds(amount: Any) -> Decimal | None:
    return None if amount is None else Decimal(amount)


def bring(
    world: factories.World,
    years: Figures | None = None,
    months: Mapping[int, Any] | None = None,
    *,
    sheet: Sheet = ACTUAL,
    carried: Any = None,
    name: str = "ledger.xlsx",
) -> FinanceDelivery:
    """A delivery that has been confirmed."""
    by = world.people["finance_officer"]
    incoming = Incoming(
        {(YEAR, code): Proposed(_pounds(amount)) for code, amount in (years or {}).items()},
        months={(YEAR, LINE, month): Proposed(_pounds(amount)) for month, amount in (months or {}).items()},
        carried_forward={YEAR: Decimal(carried)} if carried else {},
    )
    made = services.start(world.agreement, "paste", sheet, to_json(incoming), source="", file_name=name, by=by, now=NOW)
    found = services.seen(made, reading.read(world.agreement))
    services.confirm(made, expected=found.digest, answered=found.doubts_digest, by=by, now=NOW)
    made.refresh_from_db()
    return made


def look(delivery: FinanceDelivery) -> Any:
    return finance_undo.seen(delivery, reading.read(delivery.agreement))


def undo(world: factories.World, delivery: FinanceDelivery, expected: str = "") -> int:
    delivery.refresh_from_db()
    wanted = expected or look(delivery).digest
    return finance_undo.undo(delivery, expected=wanted, by=world.people["section_151"], now=NOW)


def amounts() -> dict[str, Decimal | None]:
    return dict(FinanceLine.objects.filter(column="actual").values_list("line", "amount"))


def test_the_page_names_every_figure_and_puts_all_of_them_back_once(client: Client, world: factories.World) -> None:
    delivery = bring(world, {LINE: "14500000.25", OTHER: 9_000_000})
    assert amounts() == {LINE: Decimal("14500000.25"), OTHER: 9_000_000}
    client.force_login(world.people["finance_officer"])
    assert f"{IN}{delivery.pk}/undo/" in client.get(IN).content.decode()
    saved = client.get(f"{IN}{delivery.pk}/")
    assert [(row.before, row.after) for row in saved.context["saved_rows"]] == [
        ("not known", "£9,000,000"),
        ("£14,000,000", "£14,500,000.25"),
    ]
    page = client.get(f"{IN}{delivery.pk}/undo/")
    rows = [(row.line, row.before, row.after) for _, rows in page.context["groups"] for row in rows]
    assert rows == [
        ("1.2.1 Top-up: maintained schools", "£9,000,000", "not known"),
        ("1.2.3 Top-up: non-maintained and independent", "£14,500,000.25", "£14,000,000"),
    ]
    data = {"expected": page.context["found"].digest}
    done = client.post(f"{IN}{delivery.pk}/undo/", data, follow=True)
    assert "Undone. 2 figures stand again" in done.content.decode()
    assert amounts() == {LINE: 14_000_000, OTHER: None}
    assert FinanceLine.objects.get(line=LINE).source == "Ledger at period 9"
    delivery.refresh_from_db()
    assert (delivery.state, delivery.undone_by) == ("undone", world.people["finance_officer"])
    event = AuditEvent.objects.filter(action="finance_actual_changed", changes__has_key=f"{YEAR}: {rows[1][0]}").latest(
        "pk"
    )
    assert event.changes[f"{YEAR}: {rows[1][0]}"] == ["14500000.25", "14000000.00"]
    assert AuditEvent.objects.get(action="finance_figures_undone").changes["figures"] == [2, None]
    before = AuditEvent.objects.count()
    again = client.post(f"{IN}{delivery.pk}/undo/", data, follow=True)
    assert "have been undone already" in again.content.decode()
    assert b"saved, and undone since" in again.content
    client.post(f"{IN}{delivery.pk}/throw-away/")
    delivery.refresh_from_db()
    assert (delivery.state, AuditEvent.objects.count()) == ("undone", before)


def test_a_figure_changed_since_is_named_with_who_changed_it_and_nothing_goes_back(world: factories.World) -> None:
    delivery = bring(world, {LINE: 14_500_000, OTHER: 9_000_000})
    type_in(world, {OTHER: (9_000_000, 9_100_000)}, by="section_151")
    [reason] = look(delivery).against
    person = world.people["section_151"]
    assert reason.startswith("2024-25, 1.2.1 Top-up: maintained schools has been changed since: £9,100,000.00 now")
    assert f"(saved by {person} on " in reason
    assert reason.endswith("where these figures brought £9,000,000.00.")
    with pytest.raises(NotAllowed, match="changed since"):
        undo(world, delivery)
    assert amounts() == {LINE: 14_500_000, OTHER: 9_100_000}
    type_in(world, {OTHER: (9_100_000, 9_000_000)})
    assert undo(world, delivery) == 2


def test_a_record_that_moved_since_the_page_was_read_is_shown_again(world: factories.World) -> None:
    delivery = bring(world, {LINE: 14_500_000})
    seen = look(delivery).digest
    type_in(world, {LINE: (14_500_000, 1)})
    with pytest.raises(RecordMoved):
        undo(world, delivery, seen)
    assert amounts() == {LINE: 1}


def test_months_and_the_year_they_decided_go_back_together(world: factories.World) -> None:
    delivery = bring(world, months=dict.fromkeys(range(12), 1_200_000))
    assert amounts() == {LINE: 14_400_000}
    found = look(delivery)
    assert [(each.before, each.after) for each in found.decided] == [(14_400_000, 14_000_000)]
    assert undo(world, delivery) == 12
    assert amounts() == {LINE: 14_000_000}
    assert (FinanceMonths.objects.get().march, FinanceLine.objects.get().source) == (None, "Ledger at period 9")


def test_a_year_that_follows_since_the_page_was_read_is_shown_before_it_is_saved(world: factories.World) -> None:
    """Eleven months were shown, and no year; then somebody types the twelfth, and confirming would change the year."""
    by = world.people["finance_officer"]
    months = {(YEAR, LINE, month): Proposed(Decimal(1_200_000)) for month in range(11)}
    made = services.start(world.agreement, "paste", ACTUAL, to_json(Incoming({}, months=months)), source="", by=by,
                          now=NOW)  # fmt: skip
    shown = services.seen(made, reading.read(world.agreement))
    assert shown.decided == ()
    type_months(world, {11: (None, 900_000)})
    now = services.seen(made, reading.read(world.agreement))
    assert [each.after for each in now.decided] == [14_100_000]
    with pytest.raises(RecordMoved):
        services.confirm(made, expected=shown.digest, answered=now.doubts_digest, by=by, now=NOW)
    assert FinanceMonths.objects.get().april is None


def test_months_that_decide_before_and_after_decide_again(world: factories.World) -> None:
    first = bring(world, months=dict.fromkeys(range(12), 1_200_000))
    second = bring(world, months={0: 1_300_000}, name="later.xlsx")
    assert amounts() == {LINE: 14_500_000}
    assert "April of 2024-25" in look(first).against[0]
    assert undo(world, second) == 1
    assert amounts() == {LINE: 14_400_000}
    assert undo(world, first) == 12
    assert amounts() == {LINE: 14_000_000}


def test_months_that_somebody_completed_since_leave_a_typed_year_and_say_so(world: factories.World) -> None:
    delivery = bring(world, months=dict.fromkeys(range(11), 1_200_000))
    type_months(world, {11: (None, 800_000)})
    found = look(delivery)
    assert (found.against, found.decided) == ((), ())
    assert found.typed == (
        "2024-25, 1.2.3 Top-up: non-maintained and independent: its months would no longer decide. £14,000,000.00 then "
        "counts as typed.",
    )
    undo(world, delivery)
    row = FinanceMonths.objects.get()
    assert (row.april, row.march, row.source) == (None, 800_000, "Typed")


def test_a_year_that_somebody_gave_months_since_stays(world: factories.World) -> None:
    delivery = bring(world, {LINE: 14_400_000})
    type_months(world, dict.fromkeys(range(12), (None, 1_200_000)))
    assert "its twelve months come to £14,400,000, and decide" in look(delivery).against[0]


def test_a_later_delivery_that_says_the_same_is_undone_first(world: factories.World) -> None:
    first = bring(world, {LINE: 14_500_000}, months=None)
    second = bring(world, {LINE: 14_500_000, OTHER: 5}, name="later.xlsx")
    [reason] = look(first).against
    assert reason.startswith("“later.xlsx”, confirmed on ")
    assert reason.endswith("says the same of one of these figures. Undo that first.")
    undo(world, second)
    assert undo(world, first) == 1


def test_a_locked_period_and_deliveries_of_before_are_refused_in_words(world: factories.World) -> None:
    delivery = bring(world, {LINE: 14_500_000}, sheet=FORECAST)
    world.submission.status = "submitted"
    world.submission.save()
    assert look(delivery).against == ("This return has been submitted, so its answers never change.",)
    with pytest.raises(NotAllowed, match="never change"):
        undo(world, delivery)
    FinanceDelivery.objects.update(written=None)
    delivery.refresh_from_db()
    with pytest.raises(NotAllowed, match="was not kept"):
        look(delivery)


def test_a_line_of_another_sheet_is_another_figure(world: factories.World) -> None:
    first = bring(world, {LINE: 14_500_000})
    forecast = bring(world, {LINE: 14_500_000}, sheet=FORECAST)
    bring(world, {LINE: 14_500_000, OTHER: 5_000_000}, sheet=FORECAST, name="later.xlsx")
    assert look(first).against == ()
    assert look(forecast).against
