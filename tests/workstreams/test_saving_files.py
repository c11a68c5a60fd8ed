"""The list of savings as files."""

import csv
import io
from collections.abc import Callable
from decimal import Decimal

from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import World
from tests.workstreams.records import make_saving
from workstreams.models import SavingFigure


def test_the_list_is_downloaded_with_every_year_and_nothing_filled_in(world: World, officer: Client) -> None:
    known = make_saving(world, "One", source="A paper")
    SavingFigure.objects.create(saving=known, financial_year="2024-25", planned_amount=Decimal("100.50"))
    make_saving(world, "=Two", full_year_amount=None, starts_on=None)

    answer = officer.get(reverse("workstreams:savings-download", args=[world.authority.la_code, "csv"]))

    assert answer["Content-Disposition"] == 'attachment; filename="999-savings.csv"'
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    by_name = {line["Saving"]: line for line in lines}
    assert by_name["One"]["2024-25 planned"] == "100.50"
    assert by_name["One"]["2024-25 by full-year worth"] == "233333.33"
    assert by_name["One"]["Source"] == "A paper"
    assert by_name["'=Two"]["2024-25 planned"] == by_name["'=Two"]["Worth in a full year"] == ""


def test_the_workbook_has_the_same_figures(world: World, officer: Client) -> None:
    saving = make_saving(world)
    SavingFigure.objects.create(saving=saving, financial_year="2024-25", planned_amount=Decimal("100.50"))
    answer = officer.get(reverse("workstreams:savings-download", args=[world.authority.la_code, "xlsx"]))
    cells = [cell.value for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows() for cell in row]
    assert {"Fewer places far away", 400_000, 100.5} <= set(cells)


def test_there_is_no_other_format_and_nobody_outside_downloads(
    world: World, officer: Client, sign_in: Callable[[World, str], Client]
) -> None:
    make_saving(world)
    address = [world.authority.la_code, "csv"]
    assert officer.get(reverse("workstreams:savings-download", args=[address[0], "pdf"])).status_code == 404
    member = sign_in(world, "forum_member")
    assert member.get(reverse("workstreams:savings-download", args=address)).status_code == 403
