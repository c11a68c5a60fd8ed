"""A return as it is printed, for tests."""

from typing import Any

from conditions.returns import dfe_document
from tests.conditions.returns import examples


def made(pack: Any = None, envelope: Any = None) -> Any:
    return dfe_document.document(pack or examples.pack(), envelope, pack_sha256="a" * 64)
