"""The two ways in: SEN2 XML, and the CSV files of COLLECT. Files may be loose or zipped."""

from collections.abc import Sequence
from dataclasses import replace

from dashboards.imports.contract import Delivered, Delivery, Level, Problem, Reading
from dashboards.imports.files.archive import unpack
from dashboards.imports.sen2 import blade, xml
from dashboards.imports.sen2.reading import read_returns
from dashboards.imports.sen2.refusals import refused


def read_xml(delivery: Delivery) -> Reading:
    """One or several yearly SEN2 files. Raises ``UnusableDelivery``; nothing about a child is in what it gives."""
    files, left_out = _files(delivery.files, ".xml")
    returns = (xml.parse(file, delivery.progress) for file in files)
    return _with(read_returns(returns, delivery, several=len(files) > 1), left_out)


def read_blade(delivery: Delivery) -> Reading:
    """One or several exports of COLLECT, of nine CSV files each. Raises ``UnusableDelivery``."""
    sets: dict[str, dict[str, Delivered]] = {}
    left_out: list[Problem] = []
    for delivered in delivery.files:
        files, problems = _files((delivered,), ".csv")
        left_out += problems
        is_zip = files != (delivered,)
        for export, tables in blade.exports(files, delivered.name if is_zip else "").items():
            _join(sets.setdefault(export, {}), tables)
    returns = (blade.parse(export, tables, delivery.progress) for export, tables in sets.items())
    return _with(read_returns(returns, delivery, several=len(sets) > 1), left_out)


def _with(reading: Reading, problems: list[Problem]) -> Reading:
    return replace(reading, problems=(*problems, *reading.problems))


def _join(known: dict[str, Delivered], more: dict[str, Delivered]) -> None:
    """Loose files of one export come together. Raises ``UnusableDelivery`` for a table that comes twice."""
    for kind, file in more.items():
        if kind in known:
            raise refused("table-twice", f"There are two files of the table {kind}: {file.name} and another.")
        known[kind] = file


def _files(files: Sequence[Delivered], ending: str) -> tuple[tuple[Delivered, ...], list[Problem]]:
    """The files, taken out of their zips. Of a zip only those with the ending; what is left out is said."""
    found: list[Delivered] = []
    problems = []
    for delivered in files:
        inside = unpack(delivered)
        wanted = inside if inside == (delivered,) else tuple(f for f in inside if f.name.lower().endswith(ending))
        if not wanted:
            fix = f"Choose a zip that holds {ending} files."
            raise refused("file-wrong-kind", f"There is no {ending} file in {delivered.name}.", fix=fix)
        if len(wanted) < len(inside):
            count = len(inside) - len(wanted)
            words = f"{count} files in {delivered.name} are of another kind. They were left out."
            problems.append(Problem("file-left-out", words, level=Level.NOTE, count=count))
        found += wanted
    return tuple(found), problems
