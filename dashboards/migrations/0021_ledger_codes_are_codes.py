"""Ledger codes that were remembered before words, dates and pupil numbers were refused as codes are forgotten.

What they said may be about somebody. Extracts that still wait to be confirmed with such a code are thrown away with
their sums. The rule is that of the day of this migration (``dashboards.finance.coming_in.ledger_words.code_of``).
"""

import re

from django.db import migrations

CODE = re.compile(r"[A-Z0-9][A-Z0-9./_-]{0,39}")
DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}/\d{1,2}/\d{2,4}|\d{4}/\d{1,2}/\d{1,2}"
    r"|[0-3]?\d([.-])[01]?\d\1(?:19|20)\d\d|(?:19|20)\d\d([.-])[01]\d\2[0-3]\d)(?!\d)"
)
UPN = re.compile(r"[A-Z]\d{11}[\dA-Z]")


def is_code(text):
    if not CODE.fullmatch(text) or not any(character.isdigit() for character in text):
        return False
    return not DATE.search(text) and not UPN.fullmatch(text)


def forget(apps, schema_editor):
    codes = apps.get_model("dashboards", "LedgerCode")
    for row in list(codes.objects.all()):
        if not is_code(row.cost_centre) or (row.subjective and not is_code(row.subjective)):
            row.delete()
    deliveries = apps.get_model("dashboards", "FinanceDelivery")
    for row in deliveries.objects.filter(way="ledger", state="ready", figures__isnull=False):
        named = [part for centre, subjective, *_ in row.figures.get("sums", []) for part in (centre, subjective)]
        if not all(is_code(part) for part in named if part):
            row.figures, row.state = None, "cancelled"
            row.save(update_fields=["figures", "state"])


class Migration(migrations.Migration):
    dependencies = [("dashboards", "0020_ledger_amounts")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
