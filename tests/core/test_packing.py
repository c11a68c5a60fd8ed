"""Parts packed one by one are one gzip stream together."""

import gzip

import pytest

from safetyvalve.core.packing import Packed, gzipped, joined_checksum, pack

PARTS = [b"", b"a", b"<p>" * 5000, bytes(range(256)) * 300, "Größe – £".encode()]


@pytest.mark.parametrize("number", range(1, len(PARTS) + 1))
def test_parts_in_any_number_come_out_one_after_another(number: int) -> None:
    parts = PARTS[:number]
    assert gzip.decompress(gzipped([pack(each) for each in parts])) == b"".join(parts)


def test_a_part_that_was_stored_is_the_same() -> None:
    for part in map(pack, PARTS):
        assert Packed.of(part.as_bytes()) == part
    assert [pack(each).unpacked() for each in PARTS] == PARTS


def test_the_sum_over_two_follows_from_theirs() -> None:
    one, other = pack(PARTS[2]), pack(PARTS[3])
    assert joined_checksum(one.checksum, other.checksum, other.length) == pack(PARTS[2] + PARTS[3]).checksum


def test_the_length_of_an_answer_tells_nothing_of_what_is_in_it() -> None:
    assert len({len(gzipped([pack(b"secret")])) for _ in range(50)}) > 10
