"""GOV.UK's own examples, for tests."""

import json
from pathlib import Path

from tests.look.markup import normalised

GOLDEN = json.loads((Path(__file__).parent / "fixtures" / "govuk-frontend.json").read_text("utf-8"))


def same(html: str, component: str, case: str, *, leave_out: tuple[str, ...] = ()) -> bool:
    """Equal but for attributes in ``leave_out``. Returns True; the assertion inside shows the difference."""
    ours, theirs = normalised(html), normalised(GOLDEN[component][case])
    if leave_out:
        ours = [
            (part[0], tuple(pair for pair in part[1] if pair[0] not in leave_out))  # type: ignore[attr-defined]
            if len(part) == 2 and isinstance(part[1], tuple)
            else part
            for part in ours
        ]
    assert ours == theirs
    return True
