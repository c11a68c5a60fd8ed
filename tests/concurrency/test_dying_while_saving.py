"""A server process killed while it saves leaves the save whole or absent, and nothing locked."""

import time
from functools import partial
from http.client import HTTPException

import pytest

from tests.concurrency.browser import each_in_a_thread
from tests.concurrency.conftest import WORKERS, Server
from tests.concurrency.record import KILLED
from tests.concurrency.test_saving_at_once import SAVED, address, follows_on, with_words

pytestmark = pytest.mark.slow

SAVES_EACH = 8


def test_a_process_killed_before_its_transaction_ends_leaves_nothing_and_locks_nobody_out(server: Server) -> None:
    assert server.record("die", KILLED) is None, "it should have been killed"
    assert server.report(KILLED)["answers"] == {}
    officer = server.people(KILLED)[0]
    form = with_words(officer.get(address(KILLED, "3.1")), "- Saved straight afterwards.")
    began = time.monotonic()
    assert officer.post(address(KILLED, "3.1"), form).status == SAVED
    assert time.monotonic() - began < 15, "it waited for a lock that nobody holds"
    assert follows_on(server.report(KILLED)["saves"], "3.1") == ["- Saved straight afterwards."]


def test_workers_killed_under_load_leave_every_acknowledged_save_whole(server: Server) -> None:
    officers = server.people(KILLED)
    acknowledged: list[str] = []

    def keep_saving(n: int) -> None:
        path = address(KILLED, f"3.{n + 2}")
        for turn in range(SAVES_EACH):
            words = f"- Officer {n}, turn {turn}."
            try:
                if officers[n].post(path, with_words(officers[n].get(path), words)).status == SAVED:
                    acknowledged.append(words)
            except (OSError, HTTPException):
                time.sleep(0.05)

    def kill_them_in_turn() -> None:
        for process in server.worker_processes()[:WORKERS]:
            seen = len(acknowledged)
            for _ in range(200):
                if len(acknowledged) >= seen + 4:
                    break
                time.sleep(0.02)
            server.kill(process)

    acts = [partial(keep_saving, n) for n in range(len(officers))]
    each_in_a_thread(lambda act: act(), [*acts, kill_them_in_turn])

    found = server.report(KILLED)
    stored = {text for _, _, text in found["saves"]}
    assert set(acknowledged) <= stored
    for number, answer in found["answers"].items():
        texts = follows_on(found["saves"], number)
        assert (answer["revision"], answer["narrative"]) == (len(texts), texts[-1])
    assert officers[0].get(address(KILLED, "3.2")).status == 200
    assert "database is locked" not in server.log
