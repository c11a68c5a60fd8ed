"""How many queries the pages of an edition's e-mails take, exactly, however many people there are."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dashboards.models import EditionEmail
from dashboards.publishing.mail_choices import token_of
from dashboards.publishing.mailing import announce
from safetyvalve.core.models import OutgoingEmail
from tests import factories
from tests.dashboards.publishing import mailed
from tests.factories import NOW

pytestmark = pytest.mark.django_db
# Three of those of a council's page are the session, the person and their roles.
EXPECTED = {
    "mailing list": 7,
    "taking somebody off it": 5,
    "an edition that was e-mailed": 12,
    "e-mailing one later": 10,
    "sending one again": 6,
    "my own choice": 4,
    "stopping the e-mails": 3,
}


@pytest.mark.parametrize("people", [1, 12])
def test_pages_of_emails_take_exactly_their_queries(people: int, clock: Any) -> None:
    council = factories.make_authority()
    manager = factories.make_user("programme_manager", council)
    for number in range(people):
        factories.make_user("forum_member", council, email=f"member-{number}@999.example")
        reader = mailed.reader(council, manager, f"reader-{number}@elsewhere.example")
    edition, other = mailed.edition(council, manager), mailed.edition(council, manager)
    announce(edition, by=manager, now=NOW)
    email = EditionEmail.objects.get(reader=reader)
    OutgoingEmail.objects.filter(pk=email.outgoing_id).update(given_up_at=NOW)
    client = Client()
    client.force_login(manager)
    pages = {
        "mailing list": ("readers", ["999"]),
        "taking somebody off it": ("reader-remove", ["999", reader.pk]),
        "an edition that was e-mailed": ("publication-manage", ["999", edition.pk]),
        "e-mailing one later": ("publication-email", ["999", other.pk]),
        "sending one again": ("email-again", ["999", edition.pk, email.pk]),
        "my own choice": ("mail-preference", ["999"]),
        "stopping the e-mails": ("mail-choice", [token_of(reader.mail_key)]),
    }
    found = {}
    for name, (view, args) in pages.items():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(f"dashboards:{view}", args=args)).status_code == 200, name
        found[name] = len(captured)
    assert found == EXPECTED
