"""The template tag that says how many decimals a table of money prints."""

from decimal import Decimal

from django.template import Context, Template

WHOLE, PENCE = Decimal("1200.00"), Decimal("33173506.42")


def places(rows: object, *names: str) -> str:
    quoted = " ".join(f'"{name}"' for name in names)
    return Template(f"{{% load words %}}{{% places_of rows {quoted} %}}").render(Context({"rows": rows}))


def test_one_figure_with_pence_makes_the_whole_table_print_them() -> None:
    rows = [{"planned": WHOLE, "year": {"amount": None}}, {"planned": WHOLE, "year": {"amount": PENCE}}]
    assert places(rows, "planned", "year.amount") == "2"
    assert places(rows, "planned") == "0"


def test_amounts_in_lists_and_pairs_count_and_words_do_not() -> None:
    assert places([{"costs": [("2026-27", WHOLE), ("2027-28", PENCE)]}], "costs") == "2"
    assert places([("Mainstream", {"dsg": PENCE}, "12")], "1.dsg") == "2"
    assert places([{"costs": [("2026-27", None)]}], "costs") == "0"
    assert places([], "costs") == "0"
