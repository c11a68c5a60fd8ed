"""Markup compressed once and sent many times: parts that are kept, joined with what is new into one gzip stream.

A part is raw deflate that ends on a byte and looks back at nothing before it, so parts can stand one after another in
any order (RFC 1951); the sum over all of them follows from theirs (RFC 1952).
"""

import secrets
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

_POLYNOMIAL = 0xEDB88320
_MOST_PADDING = 100
_HEADER = b"\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\xff"
_END = b"\x03\x00"
_FIXED = 12


@dataclass(frozen=True)
class Packed:
    """Some bytes, compressed, with their length and check sum."""

    deflated: bytes
    length: int
    checksum: int

    def as_bytes(self) -> bytes:
        """For a column of a table."""
        return self.length.to_bytes(8, "big") + self.checksum.to_bytes(4, "big") + self.deflated

    @classmethod
    def of(cls, stored: bytes) -> "Packed":
        """What ``as_bytes`` gave."""
        return cls(stored[_FIXED:], int.from_bytes(stored[:8], "big"), int.from_bytes(stored[8:_FIXED], "big"))

    def unpacked(self) -> bytes:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(self.deflated)


def pack(plain: bytes, *, level: int = 6) -> Packed:
    packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    deflated = packer.compress(plain) + packer.flush(zlib.Z_FULL_FLUSH)
    return Packed(deflated, len(plain), zlib.crc32(plain))


def gzipped(parts: Sequence[Packed]) -> bytes:
    """The parts as one gzip stream.

    A name of random length stands in its header, as Django's own compression does it, so that the length of the answer
    tells nothing of a secret in the page (the BREACH attack).
    """
    name = secrets.token_hex(_MOST_PADDING // 2)[: secrets.randbelow(_MOST_PADDING)].encode() + b"\x00"
    length = sum(part.length for part in parts)
    checksum = 0
    for part in parts:
        checksum = joined_checksum(checksum, part.checksum, part.length)
    trailer = checksum.to_bytes(4, "little") + (length & 0xFFFFFFFF).to_bytes(4, "little")
    return b"".join((_HEADER, name, *(part.deflated for part in parts), _END, trailer))


def joined_checksum(first: int, second: int, length: int) -> int:
    """The CRC-32 of two texts one after the other, from theirs and the length of the second."""
    return _times(_power(length), first) ^ second


def _times(a: int, b: int) -> int:
    """The product of two polynomials over GF(2), modulo the one of CRC-32; bits are reflected."""
    product, bit = 0, 1 << 31
    while a:
        if a & bit:
            product ^= b
            a ^= bit
        bit >>= 1
        b = (b >> 1) ^ _POLYNOMIAL if b & 1 else b >> 1
    return product


@cache
def _squares() -> tuple[int, ...]:
    """x to the 8th, 16th, 32nd … power: a byte, two bytes, four bytes."""
    found = [1 << 23]
    for _ in range(40):
        found.append(_times(found[-1], found[-1]))
    return tuple(found)


@cache
def _power(length: int) -> int:
    """x to the power of that many bytes."""
    result, squares = 1 << 31, _squares()
    for place in range(length.bit_length()):
        if length >> place & 1:
            result = _times(squares[place], result)
    return result
