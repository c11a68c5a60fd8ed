from django.db import migrations
from django.db.models import Q


def forget(apps, schema_editor):
    """E-mails that hold the address by which somebody stops them are wiped once they are settled, also those of before;
    links that were e-mailed carry the person's number on the list, not the name."""
    emails = apps.get_model("core", "OutgoingEmail").objects.filter(headers__has_key="List-Unsubscribe")
    settled = Q(sent_at__isnull=False) | Q(given_up_at__isnull=False)
    emails.exclude(settled).update(holds_secret=True)
    emails.filter(settled).update(holds_secret=True, text="", html="", headers={})
    links = apps.get_model("dashboards", "ShareLink").objects
    sent = apps.get_model("dashboards", "EditionEmail").objects.filter(reader__isnull=False, link__isnull=False)
    for link, reader in sent.values_list("link", "reader"):
        links.filter(pk=link).update(label=f"Number {reader} of the mailing list")


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0006_kept_markup"),
        ("dashboards", "0015_ledger_codes"),
    ]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
