from collections.abc import Callable

from django.test import Client

from conditions.models import Programme
from tests.conditions.record.posting import shown
from tests.factories import World, make_authority, make_programme

Actions = Callable[[], list[str]]
LIST = "/c/999/programmes/"
SHIPPED = f"{LIST}safety-valve-termly/"
OWN = f"{LIST}own/"


def page_as_shown(browser: Client) -> dict[str, str]:
    data: dict[str, str] = {}
    for form in browser.get(OWN).context["page"].forms:
        data |= shown(form)
    return data


def test_shipped_programmes_and_the_councils_own_are_listed_apart(administrator: Client, world: World) -> None:
    make_programme("own", world.authority, name="Our own")
    make_programme("theirs", make_authority("Brackwater", "998"), name="Not ours")
    context = administrator.get(LIST).context
    assert [p.name for p in context["own"]] == ["Our own"]
    assert [p.slug for p in context["shipped"]] == ["safety-valve-termly"]


def test_a_shipped_programme_is_shown_and_not_changed(administrator: Client, world: World, actions: Actions) -> None:
    text = administrator.get(SHIPPED).content.decode()
    assert "This programme is shipped for every council." in text
    assert "Off target, with plans to mitigate." in text
    assert administrator.post(SHIPPED, {"programme-name": "Changed"}).status_code == 403
    assert actions() == []


def test_a_copy_is_made_after_asking(administrator: Client, world: World, actions: Actions) -> None:
    assert "Copy this programme for your council?" in administrator.get(f"{SHIPPED}copy/").content.decode()
    assert actions() == []
    response = administrator.post(f"{SHIPPED}copy/")
    assert response.url == f"{LIST}safety-valve-termly-999/"
    assert actions() == ["programme_copied"]


def test_words_and_meanings_are_changed_on_one_page(administrator: Client, world: World, actions: Actions) -> None:
    own = make_programme("own", world.authority, name="Our own")
    typed = page_as_shown(administrator)
    typed |= {"programme-condition_word": "pillar", "on_target-meaning": "On time and on money."}
    response = administrator.post(OWN, typed, follow=True)
    assert "Programme saved." in response.content.decode()
    own.refresh_from_db()
    assert own.condition_word == "pillar"
    level = own.rag_levels.get(key="on_target")
    assert (level.meaning, level.needs_mitigation) == ("On time and on money.", False)
    assert own.rag_levels.get(key="off_target_mitigated").needs_mitigation
    assert actions() == ["programme_changed", "rag_level_changed"]


def test_two_levels_do_not_share_a_word_and_nothing_is_saved_by_halves(
    administrator: Client, world: World, actions: Actions
) -> None:
    make_programme("own", world.authority, name="Our own")
    typed = page_as_shown(administrator)
    typed |= {"programme-name": "New name", "complete-word": "green", "off_target_mitigated-meaning": ""}
    text = administrator.post(OWN, typed).content.decode()
    assert "Another level has this word" in text
    assert "Enter the meaning" in text
    assert Programme.objects.get(slug="own").name == "Our own"
    assert actions() == []


def test_another_councils_programme_is_not_found(administrator: Client, world: World) -> None:
    make_programme("theirs", make_authority("Brackwater", "998"), name="Not ours")
    assert administrator.get(f"{LIST}theirs/").status_code == 404
    assert administrator.post(f"{LIST}theirs/copy/").status_code == 404
