from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from safetyvalve.core import append_only, audit, audit_reading
from safetyvalve.core.models import AuditEvent, Authority, User
from tests.factories import NOW, make_agreement, make_user

SignIn = Callable[[User], Client]
AUDIT = "/c/999/audit/"


@pytest.fixture
def happened(council: Authority, ada: User, priya: User) -> None:
    membership = priya.memberships.get()
    audit.record(
        authority=council,
        by=ada,
        action="role_given",
        subject=membership,
        changes={"starts_on": [None, date(2024, 6, 1)]},
        now=NOW,
    )
    audit.record(authority=council, by=None, action="council_changed", subject=council, now=NOW)


def test_events_read_as_sentences_with_people_and_dates(
    council: Authority, ada: User, happened: None, as_user: SignIn
) -> None:
    text = as_user(ada).get(AUDIT).content.decode()
    for words in ("Role given", "Priya, Officer, Saltmarsh", "Ada", "14 June 2024, 10:30", "1 June 2024", "The system"):
        assert words in text


def test_the_newest_event_comes_first(council: Authority, ada: User, happened: None, as_user: SignIn) -> None:
    assert [event.sequence for event in as_user(ada).get(AUDIT).context["events"]] == [2, 1]


def test_events_can_be_narrowed_to_a_kind_and_to_one_record(
    council: Authority, ada: User, happened: None, as_user: SignIn
) -> None:
    client = as_user(ada)
    assert [e.sequence for e in client.get(AUDIT, {"kind": "core.membership"}).context["events"]] == [1]
    one = {"kind": "core.authority", "record": str(council.pk)}
    assert [e.sequence for e in client.get(AUDIT, one).context["events"]] == [2]
    assert "Nothing has happened yet" in client.get(AUDIT, {"kind": "no.such"}).content.decode()


def test_an_account_that_is_gone_leaves_the_event_standing(council: Authority, ada: User, as_user: SignIn) -> None:
    gone = make_user(email="gone@999.example")
    audit.record(authority=council, by=gone, action="council_changed", subject=council, now=NOW)
    gone.delete()
    assert audit_reading.FORMER in as_user(ada).get(AUDIT).content.decode()
    assert audit.broken_link(council) is None


def test_the_chain_is_checked_on_request(council: Authority, ada: User, happened: None, as_user: SignIn) -> None:
    client = as_user(ada)
    assert "The chain holds" not in client.get(AUDIT).content.decode()
    assert "The chain holds" in client.get(AUDIT, {"check": "yes"}).content.decode()
    with append_only.lifted(connection):
        AuditEvent.objects.filter(sequence=1).update(action="role_ended")
    text = client.get(AUDIT, {"check": "yes"}).content.decode()
    assert "The record is not whole." in text
    assert "Event 1 was changed after it was written." in text


def test_a_thousand_events_cost_as_many_queries_as_one(council: Authority, ada: User, as_user: SignIn) -> None:
    client = as_user(ada)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(AUDIT).status_code == 200
        return len(captured)

    audit.record(authority=council, by=ada, action="council_changed", subject=council, now=NOW)
    few = queries()
    for number in range(60):
        person = make_user(email=f"p{number}@999.example")
        audit.record(authority=council, by=person, action="council_changed", subject=person, now=NOW)
    assert queries() == few
    assert as_user(ada).get(AUDIT, {"page": "2"}).context["page"].number == 2


def test_another_councils_events_are_not_shown(council: Authority, olu: User, as_user: SignIn, ada: User) -> None:
    audit.record(authority=council, by=ada, action="council_changed", subject=council, now=NOW)
    assert as_user(olu).get(reverse("core:audit", args=["998"])).context["events"] == []


def test_an_administrator_reads_that_an_answer_changed_and_not_what_it_says(
    council: Authority, ada: User, as_user: SignIn
) -> None:
    condition = make_agreement(council).conditions.get(number="3.1")
    changes = {"narrative": ["", "Not for everybody yet."]}
    audit.record(authority=council, by=None, action="answer_saved", subject=condition, changes=changes, now=NOW)
    text = as_user(ada).get(AUDIT).content.decode()
    assert "Answer saved" in text
    assert "Not for everybody yet." not in text
    assert "not shown to your role" in text
    manager = make_user("programme_manager", council)
    assert "Not for everybody yet." in as_user(manager).get(AUDIT).content.decode()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (None, "nothing"),
        ("", "nothing"),
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        ("2024-06-01", "1 June 2024"),
        ("2024-06-14T09:30:00+00:00", "14 June 2024, 10:30"),
        ("2023-34-99", "2023-34-99"),
        (["a", "b"], "a, b"),
        ({"rag_level": None}, "RAG level: nothing"),
    ],
)
def test_values_read_in_words(raw: object, words: str) -> None:
    assert audit_reading.value(raw) == words


def test_a_kind_of_record_that_is_no_longer_kept_reads_by_its_own_name() -> None:
    assert audit_reading.kind_in_words("conditions.agreementversion") == "Agreement version"
    assert audit_reading.kind_in_words("conditions.forgotten") == "Forgotten"
