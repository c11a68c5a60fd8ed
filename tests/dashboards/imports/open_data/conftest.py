"""Torbay with the shipped catalogue around it, and the folders that its published files are read from."""

from pathlib import Path

import pytest

from safetyvalve.core.models import Authority
from tests.dashboards.imports.open_data import published


@pytest.fixture
def torbay(db: None) -> Authority:
    return published.council()


@pytest.fixture(params=published.FOLDERS, ids=lambda folder: "small" if folder == published.SMALL else "whole")
def folder(request: pytest.FixtureRequest) -> Path:
    """The small files, and the whole ones where the environment names their folder."""
    chosen: Path = request.param
    return chosen
