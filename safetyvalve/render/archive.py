"""Word and Excel files are ZIP archives that carry the time of day. Here they lose it, so that bytes repeat."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

FIRST = "[Content_Types].xml"
# The earliest time that a ZIP archive can hold.
EPOCH = (1980, 1, 1, 0, 0, 0)


def normalised(data: bytes, edit: Callable[[str, bytes], bytes] | None = None) -> bytes:
    """The same archive with its members in a fixed order and time; `edit(name, content)` may change a member."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in sorted(before.namelist(), key=lambda name: (name != FIRST, name)):
            content = before.read(name)
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            # Otherwise the archive would tell which system wrote it.
            member.create_system = 3
            after.writestr(member, edit(name, content) if edit else content)
    return result.getvalue()


def w3c_time(at: datetime) -> str:
    """`at` to the second as office documents write it; a time without a zone is taken as UTC."""
    offset = at.utcoffset()
    utc = at.replace(tzinfo=None) - offset if offset else at.replace(tzinfo=None)
    return utc.strftime("%Y-%m-%dT%H:%M:%SZ")
