"""Why a SEN2 file cannot be read, in the officer's words."""

from typing import Final

from dashboards.imports.contract import Level, Problem, UnusableDelivery

_FIXES: Final = {
    "file-empty": "Check that you chose the right file, and that it was saved in full.",
    "file-damaged": "Make the return again in your case system, and upload that file.",
    "file-has-dtd": "Make the return again in your case system: a SEN2 file needs none.",
    "file-wrong-kind": "Choose the XML file of the SEN2 return, or a zip that holds it.",
    "file-encoding": "Make the return again with the encoding UTF-8.",
    "not-sen2": "Choose the file of the SEN2 person-level return.",
    "no-people": "Check the settings with which the return was made.",
    "wrong-council": "Choose your own council’s return, or sign in for the other council.",
    "no-date": "Say which day the file describes.",
    "date-wrong": "Give a day such as 16 January 2025.",
    "table-missing": "Add the file to the zip, or choose it together with the others.",
    "table-twice": "Choose the files of one export, or put each export into a zip of its own.",
    "too-many-people": "Split the file by year, and read one year at a time.",
}


def refused(code: str, sentence: str, *, sheet: str = "", row: int | None = None, fix: str = "") -> UnusableDelivery:
    """The refusal of a whole delivery, ready to be raised."""
    return UnusableDelivery(Problem(code, sentence, fix or _FIXES[code], Level.FATAL, sheet, row))
