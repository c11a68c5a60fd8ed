"""Twenty officers, four server processes, one database: every save is stored or refused in sight, none is lost."""

import re
from collections import Counter
from functools import partial
from typing import Any

import pytest

from tests.concurrency.browser import Page, Person, at_once, each_in_a_thread
from tests.concurrency.conftest import Server
from tests.concurrency.record import OFFICERS, SAVING, TABS

pytestmark = pytest.mark.slow

SAVED, REFUSED = 302, 409
ATTEMPTS = 25


def address(code: str, number: str) -> str:
    return f"/c/{code}/agreements/safety-valve/periods/update-1-2024-25/conditions/{number}/"


def with_words(page: Page, words: str) -> dict[str, str]:
    return {**page.fields, "rag": "on_target", "narrative": words}


def follows_on(saves: list[list[Any]], number: str) -> list[str]:
    """The texts of one condition in the order they were saved, each replacing the very one before it."""
    texts = [""]
    for label, old, new in saves:
        if label == f"Condition {number}":
            assert old == texts[-1], "a save replaced words that its author had not seen"
            texts.append(new)
    return texts[1:]


def test_twenty_officers_save_at_once_and_no_words_are_lost(server: Server) -> None:
    """Half of them write on 3.1, and whoever is refused reads both versions and saves again; the rest have one each."""
    officers = server.people(SAVING)
    assert len(officers) == OFFICERS

    def words(n: int, turn: int) -> str:
        return f"- Officer {n} wrote this in turn {turn}."

    def condition_of(n: int) -> str:
        return "3.1" if n < OFFICERS // 2 else f"3.{n - OFFICERS // 2 + 2}"

    def save(n: int, turn: int, page: Page) -> Page:
        return officers[n].post(address(SAVING, condition_of(n)), with_words(page, words(n, turn)))

    answered: Counter[int] = Counter()

    def until_saved(given: tuple[int, int, Page]) -> None:
        n, turn, page = given
        for _ in range(ATTEMPTS):
            answered[page.status] += 1
            if page.status == SAVED:
                return
            assert page.status == REFUSED, page.text[:2000]
            assert words(n, turn) in page.text, "the words of the one who was refused"
            assert re.search(r"Officer \d+ saved this while you were writing", page.text)
            page = save(n, turn, page)
        pytest.fail(f"Officer {n} was refused {ATTEMPTS} times.")

    for turn in (1, 2):
        pages = each_in_a_thread(lambda n: officers[n].get(address(SAVING, condition_of(n))), range(OFFICERS))
        assert {page.status for page in pages} == {200}
        first = at_once(*(partial(save, n, turn, page) for n, page in enumerate(pages)))
        outcomes = Counter((condition_of(n) == "3.1", page.status) for n, page in enumerate(first))
        assert outcomes == {
            (True, SAVED): 1,
            (True, REFUSED): OFFICERS // 2 - 1,
            (False, SAVED): OFFICERS // 2,
        }
        each_in_a_thread(until_saved, [(n, turn, page) for n, page in enumerate(first)])

    found = server.report(SAVING)
    assert answered[SAVED] == 2 * OFFICERS == len(found["saves"])
    assert {text for _, _, text in found["saves"]} == {words(n, turn) for n in range(OFFICERS) for turn in (1, 2)}
    for number, answer in found["answers"].items():
        texts = follows_on(found["saves"], number)
        assert (answer["revision"], answer["narrative"]) == (len(texts), texts[-1])
    assert "Traceback" not in server.log
    assert "locked" not in server.log


def test_a_stale_tab_is_refused_with_both_versions_and_can_save_knowingly(server: Server) -> None:
    one, other = server.people(TABS)
    old_tab = one.get(address(TABS, "3.1"))
    new_tab = other.get(address(TABS, "3.1"))
    assert other.post(address(TABS, "3.1"), with_words(new_tab, "The other one's words.")).status == SAVED
    refused = one.post(address(TABS, "3.1"), with_words(old_tab, "My words."))
    assert refused.status == REFUSED
    assert "Officer 1 saved this while you were writing" in refused.text
    assert "The other one&#x27;s words." in refused.text
    assert refused.fields["narrative"] == "My words."
    assert server.report(TABS)["answers"]["3.1"]["narrative"] == "The other one's words."
    assert one.post(address(TABS, "3.1"), refused.fields).status == SAVED
    found = server.report(TABS)["answers"]["3.1"]
    assert (found["narrative"], found["revision"]) == ("My words.", 2)


def test_a_form_sent_twice_at_once_changes_once_and_both_answers_say_that_it_is_saved(server: Server) -> None:
    officer: Person = server.person(TABS, "0")
    form = with_words(officer.get(address(TABS, "3.2")), "- Pressed twice.")
    answers = at_once(*[partial(officer.post, address(TABS, "3.2"), form)] * 3)
    assert [page.status for page in answers] == [SAVED] * 3
    found = server.report(TABS)
    assert found["answers"]["3.2"]["revision"] == 1
    assert follows_on(found["saves"], "3.2") == ["- Pressed twice."]
