"""Every reason why a file cannot be read, with what to do about it, in one place."""

from typing import Final

from dashboards.imports.contract import Level, Problem, UnusableDelivery

_FIXES: Final = {
    "file-empty": "Check that you chose the right file, and that it was saved with its figures in it.",
    "file-too-large": "Leave out sheets, columns or years that are not needed, and save it again.",
    "unpacked-too-large": "Leave out sheets, columns or years that are not needed, and save it again.",
    "file-damaged": "Open the file, save it again under a new name, and upload that one.",
    "file-wrong-kind": "Save it as an Excel workbook (.xlsx) or as CSV, and upload that one.",
    "file-password": "Open it, take the password off, save it, and upload that one.",
    "file-has-macros": "Save it as an Excel workbook without macros (.xlsx), and upload that one.",
    "file-has-dtd": "Open it in Excel, save it as a new workbook (.xlsx), and upload that one.",
    "file-encoding": "Save it again as “CSV UTF-8 (Comma delimited)”, and upload that one.",
    "too-many-rows": "Delete the rows that are not needed, also empty ones below the last figure.",
    "too-many-columns": "Delete the columns that are not needed, also empty ones to the right.",
    "archive-unsafe-name": "Make the zip again from the files themselves.",
    "archive-nested": "Take the inner zip out and put its files into one zip.",
    "archive-same-name": "Give the files different names, or upload them one at a time.",
}


def unusable(code: str, sentence: str, *, fix: str = "", sheet: str = "", row: int | None = None) -> UnusableDelivery:
    """The refusal of a whole delivery, ready to be raised. Without ``fix`` it is the usual one of that code."""
    return UnusableDelivery(Problem(code, sentence, fix or _FIXES[code], Level.FATAL, sheet, row))


def note(
    code: str, sentence: str, *, fix: str = "", sheet: str = "", row: int | None = None, count: int = 1
) -> Problem:
    """Something worth knowing about a file that was read all the same."""
    return Problem(code, sentence, fix, Level.NOTE, sheet, row, count=count)
