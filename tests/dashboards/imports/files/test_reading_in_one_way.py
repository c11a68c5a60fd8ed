"""Nobody reads an uploaded workbook past the checks."""

import ast

from tests.project.test_settings_documented import python_of_the_product

# It needs the formulas that somebody may have typed over, and opens what ``plain_parts`` leaves of a workbook.
OF_PLAIN_PARTS = {"dashboards/finance/coming_in/edited_workbook.py"}


def test_workbooks_are_opened_by_our_reader_only() -> None:
    """openpyxl with lxml installed lets entities through in the workbook part; it writes files here, and reads none."""
    readers = {
        name
        for name, tree in python_of_the_product("load_workbook")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Name | ast.alias)
        if "load_workbook" in (getattr(node, "attr", ""), getattr(node, "id", ""), getattr(node, "name", ""))
    }
    assert readers == OF_PLAIN_PARTS
