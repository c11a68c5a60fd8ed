"""Who keeps savings: the people of the workstreams and finance; others read them."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from workstreams.models import Saving, Workstream


@pytest.mark.parametrize(
    ("role", "status"),
    [("finance_officer", 200), ("officer", 200), ("programme_manager", 200), ("section_151", 403)],
)
def test_finance_keeps_savings_like_the_workstreams_and_a_reader_does_not(
    client: Client, db: None, role: str, status: int
) -> None:
    world = factories.make_world()
    work = Workstream.objects.create(agreement=world.agreement, slug="a", name="A", starts_on=date(2024, 4, 1))
    saving = Saving.objects.create(workstream=work, name="Fewer places far away", kind="cashable")
    client.force_login(world.people[role])
    create = reverse("workstreams:saving-create", args=["999", world.agreement.slug, work.slug])
    changing = [reverse(f"workstreams:{name}", args=["999", saving.pk]) for name in ("saving-edit", "saving-figures")]
    assert {client.get(address).status_code for address in (create, *changing)} == {status}
    offered = "Add a saving" in client.get(work.get_absolute_url()).content.decode()
    assert offered is (status == 200)
