"""The ways in, one line each: what a person calls it, how it is read, and what may be kept of the file."""

from dataclasses import dataclass
from importlib import import_module

from dashboards.imports.contract import Reader
from dashboards.models import ImportBatch

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Kind:
    """One way in.

    ``is_personal``: it may hold rows about children, so it is read in the request and never stored; only its hash,
    size and name are kept. The others are kept and read as a job.
    """

    key: str
    label: str
    help: str
    reader: str
    endings: tuple[str, ...]
    is_personal: bool = False
    takes_several: bool = False
    visibility: str = ImportBatch.Kind.IMPORTED
    largest: int = 20 * MEGABYTE

    @property
    def runs_as_job(self) -> bool:
        return not self.is_personal

    @property
    def keeps_source(self) -> bool:
        return not self.is_personal

    def load(self) -> Reader:
        """The reader itself, imported when needed."""
        module, _, name = self.reader.rpartition(".")
        reader: Reader = getattr(import_module(module), name)
        return reader


PUBLISHED = ImportBatch.Kind.PUBLISHED
KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind(
            "grid",
            "Grid of figures",
            "Our spreadsheet: a row for each measure, a column for each period. Download it with what is on record.",
            "dashboards.imports.grid.read",
            (".csv", ".xlsx"),
        ),
        Kind(
            "mapped",
            "Your own spreadsheet",
            "A CSV or Excel file out of the case management system. You say once which column is what.",
            "dashboards.imports.mapped.read",
            (".csv", ".xlsx"),
            is_personal=True,
        ),
        Kind(
            "sen2",
            "SEN2 return (XML)",
            "The person-level SEN2 file of any month. Only counts are kept.",
            "dashboards.imports.sen2.read_xml",
            (".xml", ".zip"),
            is_personal=True,
            takes_several=True,
            largest=150 * MEGABYTE,
        ),
        Kind(
            "blade",
            "SEN2 return (COLLECT CSV files)",
            "The nine CSV files that COLLECT gives back, zipped or loose. Only counts are kept.",
            "dashboards.imports.sen2.read_blade",
            (".csv", ".zip"),
            is_personal=True,
            takes_several=True,
            largest=150 * MEGABYTE,
        ),
        Kind(
            "ees",
            "DfE statistics: education, health and care plans",
            "CSV files of a release, or its zip. Keeps your council, England, your region and your neighbours.",
            "dashboards.imports.open_data.ees.read",
            (".csv", ".zip"),
            takes_several=True,
            visibility=PUBLISHED,
            largest=60 * MEGABYTE,
        ),
        Kind(
            "lait",
            "DfE local authority interactive tool (LAIT)",
            "The long CSV file of SEN measures.",
            "dashboards.imports.open_data.lait.read",
            (".csv",),
            visibility=PUBLISHED,
            largest=60 * MEGABYTE,
        ),
        Kind(
            "neighbours",
            "Statistical neighbours",
            "DfE's ten closest councils for each council.",
            "dashboards.imports.open_data.neighbours.read",
            (".csv", ".xlsx"),
            visibility=PUBLISHED,
        ),
        Kind(
            "tribunal",
            "SEND tribunal appeal rates",
            "The table of appeals and appealable decisions by council.",
            "dashboards.imports.open_data.tribunal.read",
            (".csv", ".xlsx"),
            visibility=PUBLISHED,
        ),
        Kind(
            "high_needs",
            "High needs block allocations",
            "The dedicated schools grant tables for the high needs block and its deductions.",
            "dashboards.imports.open_data.high_needs.read",
            (".csv", ".xlsx"),
            takes_several=True,
            visibility=PUBLISHED,
        ),
        Kind(
            "dsg_share",
            "DSG balance as a share of the grant",
            "The Department’s table of deficits as a percentage of each year’s dedicated schools grant.",
            "dashboards.imports.open_data.dsg_share.read",
            (".csv", ".xlsx"),
            visibility=PUBLISHED,
        ),
        Kind(
            "gias",
            "List of schools",
            "The download of Get Information About Schools. Placements in SEN2 files are named by it.",
            "dashboards.imports.open_data.gias.read",
            (".csv", ".zip"),
            visibility=PUBLISHED,
            largest=100 * MEGABYTE,
        ),
    )
}
