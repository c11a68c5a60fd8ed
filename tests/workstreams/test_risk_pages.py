import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import World
from tests.workstreams.records import actions, date_fields, make_risk, make_risk_update, submitted
from workstreams.models import Risk


def register_url(world: World) -> str:
    return reverse("workstreams:risks", args=[world.authority.la_code])


def new_url(world: World) -> str:
    return reverse("workstreams:risk-create", args=[world.authority.la_code, world.agreement.slug])


def url(name: str, risk: Risk) -> str:
    return reverse(f"workstreams:{name}", args=risk.address)


def posted(world: World, **fields: object) -> dict[str, object]:
    return {
        "wording": "Families leave the local schools.",
        "likelihood": "3",
        "impact": "5",
        "owner": world.people["officer"].pk,
        "workstream": "",
        **date_fields("opened_on", date(2024, 6, 1)),
        "revision": 0,
        **fields,
    }


def test_the_register_lists_the_highest_score_first_with_the_rag_last_reported(world: World, officer: Client) -> None:
    low, high = make_risk(world, "1", impact=1), make_risk(world, "2", impact=5)
    make_risk(world, "3", likelihood=None)
    make_risk(world, "4", closed_on=date(2024, 5, 1))
    make_risk_update(submitted(world), high, "off_target_mitigated")
    make_risk_update(world.submission, high, "on_target")

    page = officer.get(register_url(world))

    register = page.context["registers"][0]
    assert [row.risk.number for row in register.rows] == ["2", "1", "3"]
    assert [(row.band, row.rag.word if row.rag else None) for row in register.rows] == [
        ("high", "Amber"),
        ("low", None),
        ("not scored", None),
    ]
    assert [risk.number for risk in register.closed] == ["4"]
    assert register.unscored == 1
    text = page.content.decode()
    assert "20, high" in text
    assert re.search(r">Amber</strong>\s*<br><span[^>]*>Update 3, 2023-24</span>", text)
    assert "1 open risk without a score is not in this table." in text
    assert low in register.matrix[1].cells[0].risks


def test_an_empty_register_says_what_will_appear(world: World, officer: Client) -> None:
    assert "No open risks" in officer.get(register_url(world)).content.decode()


def test_one_risk_shows_what_returns_have_said_newest_first(world: World, officer: Client) -> None:
    risk = make_risk(world)
    make_risk_update(submitted(world), risk, "off_target_unmitigated", progress="- Nobody applied.")
    make_risk_update(world.submission, risk, "on_target", progress="- All posts filled.")

    text = officer.get(risk.get_absolute_url()).content.decode()

    assert text.index("All posts filled.") < text.index("Nobody applied.")
    assert "16, high: likelihood 4 (likely) times impact 4 (major)" in text


def test_a_risk_gets_the_next_number_that_was_never_used(world: World, officer: Client) -> None:
    make_risk(world, "7", closed_on=date(2024, 5, 1))

    officer.post(new_url(world), posted(world))

    risk = Risk.objects.get(number="8")
    assert (risk.likelihood, risk.impact, risk.score, risk.owner) == (3, 5, 15, world.people["officer"])
    assert actions(world) == ["risk_created"]


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"wording": " \n "}, "wording", "Enter the risk"),
        ({"wording": "TOO FEW officers for task 1."}, "wording", "The register already has a risk in these words."),
        ({"likelihood": "6"}, "likelihood", "Select one of the options for likelihood"),
        (date_fields("opened_on", None), "opened_on", "Enter “Open since”"),
        ({"wording": "x" * 2001}, "wording", "The risk is 1 character too long. It must be 2,000 characters or fewer."),
    ],
)
def test_a_mistake_is_said_at_its_field_and_nothing_is_saved(
    world: World, officer: Client, changed: dict[str, str], field: str, message: str
) -> None:
    make_risk(world)

    answer = officer.post(new_url(world), posted(world, **changed))

    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: [message]}
    assert Risk.objects.count() == 1
    assert actions(world) == []


def test_a_risk_may_wait_for_its_score(world: World, officer: Client) -> None:
    officer.post(new_url(world), posted(world, likelihood="", impact=""))

    assert Risk.objects.get().score is None


def test_a_change_is_saved_once_and_a_stale_one_refused(world: World, officer: Client) -> None:
    risk = make_risk(world)

    officer.post(url("risk-edit", risk), posted(world, wording="Theirs.", revision=1))
    refused = officer.post(url("risk-edit", risk), posted(world, wording="Mine.", revision=1))

    risk.refresh_from_db()
    assert (risk.wording, risk.revision) == ("Theirs.", 2)
    assert refused.status_code == 422
    assert [each.value for each in refused.context["theirs"]] == ["Theirs."]
    assert actions(world) == ["risk_changed"]


def test_closing_asks_first_keeps_the_history_and_frees_later_returns(world: World, officer: Client) -> None:
    risk = make_risk(world)

    assert "Close risk 1?" in officer.get(url("risk-close", risk)).content.decode()
    answer = officer.post(
        url("risk-close", risk),
        {**date_fields("closed_on", date(2024, 5, 1)), "reason": "All posts filled.", "revision": 1},
    )

    assert answer.url == risk.get_absolute_url()
    risk.refresh_from_db()
    assert (risk.closed_on, risk.close_reason) == (date(2024, 5, 1), "All posts filled.")
    assert not Risk.objects.reported_in(world.period).exists()
    assert actions(world) == ["risk_closed"]


def test_a_form_sent_twice_is_no_conflict(world: World, officer: Client) -> None:
    risk = make_risk(world)
    closed = {**date_fields("closed_on", date(2024, 6, 10)), "reason": "All posts filled.", "revision": 2}

    answers = [officer.post(url("risk-edit", risk), posted(world, revision=1)) for _ in range(2)]
    answers += [officer.post(url("risk-close", risk), closed) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302] * 4
    assert actions(world) == ["risk_changed", "risk_closed"]


def test_a_risk_closes_once_and_not_before_it_opened(world: World, officer: Client) -> None:
    closed, risk = make_risk(world, "1", closed_on=date(2024, 5, 1)), make_risk(world, "2")
    early = {**date_fields("closed_on", date(2023, 1, 1)), "reason": "Done.", "revision": 1}

    twice = officer.post(url("risk-close", closed), early)
    too_early = officer.post(url("risk-close", risk), early)

    assert "Risk 1 was already closed, on 1 May 2024." in twice.content.decode()
    assert "Risk 2 was opened on 1 June 2023. It cannot close before that." in too_early.content.decode()
    assert actions(world) == []


def test_reading_the_forms_writes_nothing(world: World, officer: Client) -> None:
    risk = make_risk(world)

    for address in (new_url(world), url("risk-edit", risk), url("risk-close", risk)):
        assert officer.get(address).status_code == 200
    assert actions(world) == []


def test_readers_read_and_others_are_kept_out(
    world: World, elsewhere: World, sign_in: Callable[[World, str], Client]
) -> None:
    risk = make_risk(world)
    reader, forum, stranger = (
        sign_in(world, "section_151"),
        sign_in(world, "forum_member"),
        sign_in(elsewhere, "officer"),
    )

    assert reader.get(register_url(world)).status_code == 200
    assert "Add a risk" not in reader.get(register_url(world)).content.decode()
    for address in (new_url(world), url("risk-edit", risk), url("risk-close", risk)):
        assert reader.post(address, posted(world)).status_code == 403
        assert stranger.post(address, posted(world)).status_code == 404
    assert forum.get(register_url(world)).status_code == 403
    assert forum.get(risk.get_absolute_url()).status_code == 403
    assert stranger.get(risk.get_absolute_url()).status_code == 404
    assert actions(world) == []
