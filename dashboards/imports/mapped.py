"""A council's own CSV or Excel file, read with a mapping of its columns.

What a page calls:

``read(delivery) -> Reading``
    The reader of the kind. ``delivery.options`` says how: ``{"mapping": NAME}`` of a remembered mapping,
    ``{"mapping_spec": {...}}`` as ``MappingSpec.as_json()`` gives it, or neither, and it is guessed
    (``{"shape": "long" | "wide" | "cases"}`` narrows the guess). A mapping that lacks something gives no figures, and
    a problem for each thing that must be chosen.
``propose(delivery) -> ProposedMapping``
    How the same file would be read, for ``dashboards.forms.mapping.MappingForm``; ``as_json()`` keeps it without the
    file. Raises ``UnusableDelivery``.
``read_and_propose(delivery) -> (Reading, ProposedMapping)``
    Both in one pass over the file.

The file may hold rows about children. It is read in memory, no problem quotes a cell, a word of a column is shown only
when several rows share it, and a mapping remembers headings and shared words, nothing else.
"""

from dashboards.imports.contract import Delivery, Reading
from dashboards.imports.mapping_spec import ProposedMapping


def read(delivery: Delivery) -> Reading:
    """See the module. Raises ``UnusableDelivery``."""
    return read_and_propose(delivery)[0]


def propose(delivery: Delivery) -> ProposedMapping:
    """How the file would be read. Raises ``UnusableDelivery``."""
    return read_and_propose(delivery)[1]


def read_and_propose(delivery: Delivery) -> tuple[Reading, ProposedMapping]:
    """What the file comes to, and how it was read. Raises ``UnusableDelivery``."""
    raise NotImplementedError
