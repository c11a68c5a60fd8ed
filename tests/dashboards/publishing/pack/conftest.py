"""Files of editions that are made at once."""

import pytest

from dashboards.publishing.pack import issuing


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of a few bytes, for tests of what becomes of them."""
    made = issuing.MadeFile
    monkeypatch.setattr(issuing, "make", lambda pack, kind: made(kind, f"edition.{kind}", b"as made"))
