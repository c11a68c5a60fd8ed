"""A large return is read in seconds, with little memory. ``manage.py benchmark`` says how many on this machine."""

import resource

import pytest

from dashboards.imports.sen2.benchmark import sen2_benchmark
from safetyvalve.core.models import Authority

MOST_SECONDS, MOST_MEMORY_MB = 30, 300


@pytest.mark.slow
def test_twenty_thousand_people_are_read_within_thirty_seconds(council: Authority) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cost = sen2_benchmark(council, people=20_000)
    assert cost.seconds < MOST_SECONDS
    assert cost.peak_mb <= max(before, MOST_MEMORY_MB)
