from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conditions.models import Agreement, AgreementVersion, Submission
from safetyvalve.core.models import User
from tests.conditions.record.posting import boxes, filled
from tests.factories import World, make_agreement, make_condition, make_dsg_position, make_programme, make_version

Actions = Callable[[], list[str]]
LIST = "/c/999/agreements/"
PAGE = "/c/999/agreements/safety-valve/"
PLAN = f"{PAGE}versions/1/planned-positions/"


def test_the_list_shows_where_each_agreement_stands(client: Client, agreement: Agreement) -> None:
    text = client.get(LIST).content.decode()
    for words in (agreement.title, "2022-23 to 2026-27", "Normal monitoring, version 1", "3 conditions"):
        assert words in text


def test_an_empty_list_says_what_to_do(client: Client, world: World) -> None:
    Submission.objects.all().delete()
    world.agreement.delete()
    assert "Add the agreement as DfE and the council signed it" in client.get(LIST).content.decode()


def test_the_page_shows_five_figures_and_the_tests(client: Client, world: World) -> None:
    within = {"in_year_position": Decimal("-960000"), "block_transfer": Decimal("400000")}
    make_dsg_position(world.period, closing_before_payments=Decimal("-15640000"), **within)
    context = client.get(PAGE).context
    assert context["overview"].stats[3].note.endswith("In-year position and block transfer, as reported, added")
    figures = [(stat.label, stat.value, stat.change) for stat in context["overview"].stats]
    assert figures == [
        ("Agreed for the end of 2026-27", "£0", ""),
        ("Before DfE payments", "£15.6 million deficit", "£1.2 million worse than planned"),
        ("After DfE payments", "£5.8 million deficit", "As planned"),
        ("In-year position", "£560,000 deficit", "As planned"),
        ("DfE payments received", "£5.1 million", ""),
    ]
    answers = {test.key: test.answer for test in context["overview"].tests}
    assert answers == {"cleared-by-end": "Cannot tell", "on-plan-this-year": "No", "in-year-balance": "Cannot tell"}


def test_without_a_position_nothing_is_shown_as_zero(client: Client, world: World) -> None:
    stats = client.get(PAGE).context["overview"].stats
    assert [stat.value for stat in stats[1:4]] == ["not yet known"] * 3


def test_planned_positions_of_all_versions_stand_side_by_side(client: Client, agreement: Agreement) -> None:
    version = make_version(agreement, 2, effective_on=date(2024, 4, 1), last_year="2027-28")
    version.planned_positions.filter(financial_year="2024-25").update(in_year=None)
    plan = {row.financial_year: row.cells for row in client.get(PAGE).context["plan"]}
    assert plan["2024-25"] == ["–", "−£14,440,000", "−£5,810,000", "−£560,000", "−£14,440,000", "−£5,810,000"]
    assert plan["2027-28"] == ["–"] * 6


def test_a_plan_that_does_not_add_up_is_pointed_out(client: Client, agreement: Agreement) -> None:
    version = agreement.versions.get()
    version.planned_positions.filter(financial_year="2024-25").update(in_year=Decimal("-500000"))
    doubts = client.get(PAGE).context["doubts"]
    assert doubts == [
        "2024-25: the plan before payments is −£14,440,000; "
        "the year before and the in-year position make −£14,380,000.",
        "The payments together are £5,080,000; the agreed total is £12,690,000.",
    ]


def test_only_those_who_manage_the_agreement_see_how_to_change_it(client: Client, world: World) -> None:
    officer = Client()
    officer.force_login(world.people["officer"])
    assert "Record a change to the agreement" in client.get(PAGE).content.decode()
    text = officer.get(PAGE).content.decode()
    for words in ("Record a change", "Add a condition", "/edit/", "/end/"):
        assert words not in text


def test_the_page_asks_the_database_as_often_for_many_rows_as_for_few(client: Client, agreement: Agreement) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PAGE).status_code == 200
        return len(captured)

    few = queries()
    for order in range(4, 14):
        make_condition(agreement, order)
    for number in range(2, 6):
        make_version(agreement, number)
    client.get(f"{PAGE}calendars/{agreement.calendars.get().pk}/periods/generate/")
    assert queries() == few


def test_an_agreement_is_added_with_its_first_terms(client: Client, world: World, actions: Actions) -> None:
    programme = make_programme()
    typed = {
        "title": "Written Statement of Action",
        "programme": str(programme.pk),
        "terms-first_year": "2024-25",
        "terms-last_year": "2027-28",
        "terms-standing": "normal",
        "terms-total_dfe_funding": "£12.69m",
        "terms-stability_grant_counts": "False",
        **boxes("terms-effective_on", date(2024, 4, 1)),
    }
    response = client.post(f"{LIST}add/", typed, follow=True)
    assert "Now enter its planned positions" in response.content.decode()
    version = AgreementVersion.objects.get(agreement__slug="written-statement-of-action")
    assert (version.total_dfe_funding, version.stability_grant_counts) == (Decimal("12690000"), False)
    assert actions() == ["agreement_added", "agreement_version_added"]


def test_an_agreement_sent_twice_is_one_agreement(client: Client, agreement: Agreement) -> None:
    text = client.post(f"{LIST}add/", {"title": agreement.title.upper()}).content.decode()
    assert "Your council has an agreement with this title already" in text


def test_wrong_terms_are_explained_together_and_nothing_is_saved(client: Client, world: World) -> None:
    typed = {
        "title": "",
        "terms-first_year": "2027-28",
        "terms-last_year": "2024-25",
        "terms-total_dfe_funding": "lots",
        "terms-effective_on_day": "31",
        "terms-effective_on_month": "2",
        "terms-effective_on_year": "2024",
    }
    text = client.post(f"{LIST}add/", typed).content.decode()
    for words in (
        "Enter the title",
        "The last financial year must be the first one or later",
        "must be an amount in pounds",
        'value="lots"',
    ):
        assert words in text
    assert Agreement.objects.count() == 1


def test_details_are_changed(client: Client, world: World, actions: Actions) -> None:
    typed = filled(client, f"{PAGE}edit/", title="Safety Valve, extended")
    client.post(f"{PAGE}edit/", typed)
    world.agreement.refresh_from_db()
    assert world.agreement.title == "Safety Valve, extended"
    assert world.agreement.signed_on == date(2022, 3, 24)
    assert actions() == ["agreement_changed"]


def test_another_programme_is_refused_in_words_once_a_return_has_started(client: Client, world: World) -> None:
    own = make_programme("own", world.authority, name="Our own")
    response = client.post(f"{PAGE}edit/", filled(client, f"{PAGE}edit/", programme=str(own.pk)))
    assert "its programme can no longer change" in response.content.decode()


def test_a_change_is_recorded_and_leads_to_its_plan(client: Client, agreement: Agreement, actions: Actions) -> None:
    url = f"{PAGE}versions/add/"
    typed = filled(client, url, effective_on=date(2024, 4, 1), reason="Re-profiled.", standing="enhanced_monitoring")
    response = client.post(url, typed)
    assert response.url == f"{PAGE}versions/2/planned-positions/"
    version = agreement.versions.get(number=2)
    assert (version.standing, version.last_year, version.stability_grant_counts) == (
        "enhanced_monitoring",
        "2026-27",
        False,
    )
    assert actions() == ["agreement_version_added"]


def test_a_change_without_a_reason_is_refused(client: Client, agreement: Agreement) -> None:
    url = f"{PAGE}versions/add/"
    response = client.post(url, filled(client, url, effective_on=date(2024, 4, 1)))
    assert "Enter what was changed, and why" in response.content.decode()
    assert agreement.versions.count() == 1


def test_a_version_is_corrected_while_no_sent_return_stands_on_it(client: Client, world: World) -> None:
    url = f"{PAGE}versions/1/edit/"
    client.post(url, filled(client, url, balanced_in_year_by="2024-25"))
    assert world.agreement.versions.get().balanced_in_year_by == "2024-25"
    Submission.objects.update(status="awaiting_sign_off")
    for page in (url, PLAN):
        text = client.get(page).content.decode()
        assert "Version 1 stands in a return that has been sent" in text
        assert "<input" not in text.split("<main")[1].split("</main>")[0]


def test_the_plan_is_typed_in_a_grid(client: Client, agreement: Agreement) -> None:
    typed = filled(client, PLAN, **{"2024-25_in_year": "(600,000)", "2026-27_cumulative_after_payments": ""})
    response = client.post(PLAN, typed, follow=True)
    text = response.content.decode()
    rows = {row.financial_year: row for row in agreement.versions.get().planned_positions.all()}
    assert rows["2024-25"].in_year == Decimal(-600000)
    assert rows["2026-27"].cumulative_after_payments is None
    assert rows["2022-23"].in_year == Decimal(-2410000)
    assert "Planned positions saved." in text
    assert "Please look again: 2024-25" in text


def test_a_wrong_amount_in_the_grid_is_named_by_column_and_year(client: Client, agreement: Agreement) -> None:
    response = client.post(PLAN, filled(client, PLAN, **{"2024-25_in_year": "about half"}))
    text = response.content.decode()
    assert "In-year position, 2024-25 must be an amount in pounds" in text
    assert 'href="#id_2024-25_in_year"' in text
    assert 'value="about half"' in text
    assert agreement.versions.get().planned_positions.get(financial_year="2024-25").in_year == Decimal(-560000)


def test_a_save_over_somebody_elses_is_refused_once(client: Client, world: World, manager: User) -> None:
    typed = filled(client, f"{PAGE}edit/", title="Mine")
    Agreement.objects.update(title="Theirs")
    response = client.post(f"{PAGE}edit/", typed)
    text = response.content.decode()
    assert "Somebody else changed this" in text
    assert "title is “Theirs”" in text
    client.post(f"{PAGE}edit/", {**typed, "seen": response.context["form"]["seen"].value()})
    world.agreement.refresh_from_db()
    assert world.agreement.title == "Mine"


@pytest.mark.parametrize("page", ["", "edit/", "versions/add/", "versions/9/edit/", "conditions/9.9/edit/"])
def test_what_is_not_there_is_not_found(client: Client, world: World, page: str) -> None:
    assert client.get(f"/c/999/agreements/no-such/{page}").status_code == 404
    if "9" in page:
        assert client.get(f"{PAGE}{page}").status_code == 404


def test_the_owner_of_two_agreements_sees_both(client: Client, world: World) -> None:
    make_agreement(world.authority, slug="second", title="Local SEND reform plan")
    text = client.get(LIST).content.decode()
    assert "Local SEND reform plan" in text
    assert world.agreement.title in text


def test_a_plan_that_somebody_else_changed_meanwhile_is_not_written_over_unseen(
    client: Client, agreement: Agreement
) -> None:
    mine = filled(client, PLAN, **{"2023-24_in_year": "-1,500,000"})
    client.post(PLAN, filled(client, PLAN, **{"2022-23_in_year": "-2,000,000"}))

    page = client.post(PLAN, mine)

    assert "Somebody else changed this" in page.content.decode()
    assert "in-year position, 2022-23 is “-2,000,000”" in page.content.decode()
    planned = {row.financial_year: row.in_year for row in agreement.versions.get().planned_positions.all()}
    assert (planned["2022-23"], planned["2023-24"]) == (-2_000_000, -1_320_000)
    again = client.post(PLAN, {**mine, "seen": page.context["form"]["seen"].value()})
    assert again.status_code == 302
