"""A ledger whose amount could stand in several columns, or be of the month or of the year: asked, never guessed."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dashboards.finance.coming_in.ledger import Extract, read
from dashboards.finance.coming_in.ledger_columns import AmountAsked, Choice
from dashboards.imports.contract import Delivered, UnusableDelivery
from dashboards.models import FinanceDelivery, LedgerAmount
from dashboards.services.ledger_codes import digest, set_codes
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.factories import NOW

MONTHS = "Cost centre,Period,Forecast\nS1,1,100\nS1,2,250\n"
ONE_PERIOD = "Cost centre,Period,Balance £\nS1,9,100\nS2,9,250\n"
TWO = "Cost centre,Outturn,Forecast\nS1,10,90\nS2,1,9\n"
ADDRESS = "/c/999/finance/safety-valve/in/ledger/"


def extract(text: str, **more: Any) -> Extract:
    return read(Delivered("ledger.csv", text.encode()), year="2024-25", **more)


def asked(text: str, **more: Any) -> list[str]:
    with pytest.raises(AmountAsked) as why:
        extract(text, **more)
    return list(why.value.options.values())


def test_a_forecast_an_outturn_and_a_balance_beside_a_period_are_asked_about() -> None:
    assert asked(MONTHS) == ["Column C: Forecast, each row for its own period"]
    assert asked(ONE_PERIOD) == [
        "Column C: Balance, each row for its own period",
        "Column C: Balance, sums of the year",
    ]
    assert asked("Cost centre,Period,Outturn\nS1,1,1\nS1,2,1\n") == ["Column C: Outturn, each row for its own period"]
    assert asked(TWO) == ["Column B: Outturn", "Column C: Forecast"]


def test_a_balance_beside_debits_and_credits_may_run_along_and_is_asked_about() -> None:
    running = "Cost centre,Debit,Credit,Balance\nS1,10,4,6\nS1,5,,11\n"
    assert asked(running) == ["Column D: Balance", "Columns B and C: Debit less credit"]
    assert extract(running, amount=Choice("debit less credit")).total == 11
    assert extract(running, amount=Choice("balance")).total == 17
    in_months = running.replace("Cost centre", "Period,Cost centre").replace("S1", "1,S1")
    assert asked(in_months)[2:] == [
        "Columns C and D: Debit less credit, each row for its own period",
        "Columns C and D: Debit less credit, sums of the year",
    ]
    assert extract("Cost centre,Debit,Credit,Amount\nS1,10,4,6\n").choice is None


def test_what_leaves_nothing_open_is_not_asked() -> None:
    assert extract("Cost centre,Forecast\nS1,5\n").total == 5
    assert extract("Cost centre,Period,Amount\nS1,1,5\nS1,2,5\n").total == 10
    assert extract("Cost centre,Period,Amount\nS1,1,5\n").choice is None


def test_the_answer_decides_the_column_and_whether_its_rows_are_of_their_period() -> None:
    assert extract(MONTHS, amount=Choice("forecast")).sums == {
        ("S1", "", "2024-25", "2024-04"): Decimal(100),
        ("S1", "", "2024-25", "2024-05"): Decimal(250),
    }
    of_the_year = extract(ONE_PERIOD, amount=Choice("balance", by_month=False))
    assert of_the_year.sums == {("S1", "", "2024-25", ""): Decimal(100), ("S2", "", "2024-25", ""): Decimal(250)}
    assert extract(TWO, amount=Choice("outturn")).total == 11
    assert [each.sentence for each in extract(TWO, amount=Choice("outturn")).problems] == [
        "Column C was not read, and nothing of it is kept."
    ]


def test_an_answer_that_does_not_fit_the_file_is_asked_again() -> None:
    assert asked(MONTHS, amount=Choice("forecast", by_month=False))
    assert asked(MONTHS, amount=Choice("outturn"))
    assert asked(MONTHS, remembered={"forecast": Choice("forecast")})
    assert extract(MONTHS, remembered={"forecast|period": Choice("forecast")}).total == 350


def test_sums_of_several_months_are_no_answer_beside_several_periods() -> None:
    both = "Cost centre,Period,Actual,Actual to date\nS1,1,5,5\nS1,2,6,11\n"
    assert asked(both) == ["Column C: Actual, each row for its own period"]
    with pytest.raises(UnusableDelivery, match="more than one month"):
        extract("Cost centre,Period,Actual YTD,Full year forecast\nS1,1,5,5\nS1,2,6,11\n")


def test_sums_to_date_are_not_offered_as_sums_of_a_whole_year() -> None:
    both = "Cost centre,Period,Actual,Actual YTD\nS1,P09,5,50\nS2,P09,6,60\n"
    words = "sums to date at period 9, saved as the year’s figure so far"
    assert asked(both) == [
        "Column C: Actual, each row for its own period",
        "Column C: Actual, sums of the year",
        f"Column D: Actual ytd, {words}",
    ]
    assert asked(both.replace("P09", "Dec-24"))[2] == f"Column D: Actual ytd, {words.replace(' at period 9', '')}"
    alone = "Cost centre,Actual to date,Full year forecast\nS1,50,90\n"
    assert asked(alone) == [
        "Column B: Actual to date, sums to date, saved as the year’s figure so far",
        "Column C: Full year forecast",
    ]
    assert Choice("actual ytd", by_month=False).words("actual|actual ytd|period") == (
        "Actual ytd, sums to date, saved as the year’s figure so far"
    )


def upload(client: Client, text: str, **more: str) -> Any:
    file = SimpleUploadedFile("ledger.csv", text.encode())
    data = {"files": file, "sheet": "actual", "year": "2024-25", "signs": "usual"}
    return client.post(ADDRESS, data | more, follow=True)


@pytest.mark.usefixtures("clock", "db")
def test_the_person_picks_with_the_totals_in_sight_and_is_not_asked_again(client: Client) -> None:
    world = factories.make_world()
    by = world.people["finance_officer"]
    set_codes(world.authority, {("S1", ""): "1.2.3", ("S2", ""): "1.2.1"}, seen=digest({}), by=by, now=NOW)
    client.force_login(by)
    page = upload(client, TWO)
    assert page.status_code == 422
    words = page.content.decode()
    assert "Column B: Outturn, £11.00 in all" in words
    assert "Column C: Forecast, £99.00 in all" in words
    assert page.context["form"].errors == {
        "amount": ["Choose which column is the amount, and choose the file again: it was not kept"]
    }
    assert "whatever was said before" not in words
    assert not FinanceDelivery.objects.exists()
    assert not LedgerAmount.objects.exists()
    shown = upload(client, TWO, amount="forecast|period")
    assert shown.context["title"] == "2 figures would change"
    assert {"key": "Amounts are in the column", "value": "Forecast"} in shown.context["facts"]
    assert AuditEvent.objects.get(action="ledger_amount_chosen").changes == {"forecast, outturn": [None, "Forecast"]}
    again = upload(client, TWO)
    assert again.context["title"] == "2 figures would change"
    assert "Forecast, outturn" in client.get("/c/999/finance/safety-valve/in/codes/").content.decode()
    assert "whatever was said before" in client.get(ADDRESS).content.decode()
    assert upload(client, TWO, ask="on").status_code == 422
    upload(client, TWO, ask="on", amount="outturn|period")
    assert AuditEvent.objects.filter(action="ledger_amount_chosen").latest("pk").changes == {
        "forecast, outturn": ["Forecast", "Outturn"]
    }
    assert upload(client, TWO, ask="on", amount="nonsense").status_code == 422
