"""Opening a zip that a stranger made: every promise it makes about itself is checked before anything is unpacked."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import pairwise
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from dashboards.imports.contract import Delivered
from dashboards.imports.files.limits import RATIO_MATTERS_FROM, Limits, megabytes
from dashboards.imports.files.problems import unusable

ENCRYPTED = 0x1
CHUNK = 1024 * 1024
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError)


@contextmanager
def open_zip(delivered: Delivered, *, unpacked: int, limits: Limits) -> Iterator[ZipFile]:
    """The zip, once its list of members is known to be safe. Raises ``UnusableDelivery``, also for damage met later."""
    try:
        with ZipFile(BytesIO(delivered.content)) as archive:
            _check(archive.infolist(), delivered.name, unpacked=unpacked, limits=limits)
            yield archive
    except _DAMAGE as error:
        raise unusable("file-damaged", f"{delivered.name} is damaged: it cannot be unpacked.") from error


def chunks(archive: ZipFile, member: ZipInfo) -> Iterator[bytes]:
    """What a member holds, piece by piece. No more comes out than its entry says."""
    with archive.open(member) as stream:
        while piece := stream.read(CHUNK):
            yield piece


def _check(members: list[ZipInfo], name: str, *, unpacked: int, limits: Limits) -> None:
    if len(members) > limits.members:
        raise unusable(
            "unpacked-too-large", f"{name} holds {len(members):,} files. At most {limits.members} can be read at once."
        )
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise unusable("file-password", f"{name} is protected with a password.")
    if any(member.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for member in members):
        raise unusable("file-damaged", f"{name} is packed in a way that cannot be read.", fix="Make an ordinary zip.")
    total = sum(member.file_size for member in members)
    if total > unpacked:
        raise unusable(
            "unpacked-too-large",
            f"{name} unpacks to {megabytes(total)}. At most {megabytes(unpacked)} can be read.",
        )
    if any(_is_bomb(member, limits) for member in members) or _overlap(members):
        raise unusable(
            "unpacked-too-large", f"{name} is packed far more tightly than real figures are, so it is not unpacked."
        )


def _is_bomb(member: ZipInfo, limits: Limits) -> bool:
    is_large = member.file_size > RATIO_MATTERS_FROM
    return is_large and member.file_size > max(member.compress_size, 1) * limits.ratio


def _overlap(members: list[ZipInfo]) -> bool:
    """Whether members share the same packed bytes: how a small zip is made to unpack to a huge one."""
    spans = sorted((member.header_offset, member.header_offset + member.compress_size) for member in members)
    return any(end > start for (_, end), (start, _) in pairwise(spans))
