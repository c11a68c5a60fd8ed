"""A large return is read with little memory. How fast, ``manage.py benchmark --imports`` says."""

import tracemalloc

import pytest

from dashboards.imports.contract import Delivered, Delivery
from dashboards.imports.sen2 import read_xml
from dashboards.imports.sen2.made_up import made_up_return
from safetyvalve.core.models import Authority

MOST_MEMORY_MB = 300
BARE_PROCESS_MB = 100
"""What the product takes before it reads anything."""


@pytest.mark.slow
def test_twenty_thousand_people_fit_into_three_hundred_megabytes(council: Authority) -> None:
    """The file itself in memory counts: it came with the request and is nowhere else."""
    tracemalloc.start()
    try:
        content = made_up_return(council.la_code, 20_000)
        reading = read_xml(Delivery(council, (Delivered("return.xml", content),)))
        peak = tracemalloc.get_traced_memory()[1] / 1024**2
    finally:
        tracemalloc.stop()
    assert reading.rows
    assert peak <= MOST_MEMORY_MB - BARE_PROCESS_MB
