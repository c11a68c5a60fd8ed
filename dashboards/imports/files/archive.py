"""Taking the files out of a zip, in memory."""

from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZipInfo, is_zipfile

from dashboards.imports.contract import Delivered
from dashboards.imports.files.limits import USUAL, Limits, megabytes
from dashboards.imports.files.problems import unusable
from dashboards.imports.files.zips import chunks, open_zip

ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
WORKBOOK_MEMBER = "[Content_Types].xml"
"""A workbook is a zip too; this member tells it from a zip of files."""
_LITTER = ("__macosx", ".ds_store", "thumbs.db", "desktop.ini")


def unpack(delivered: Delivered, *, limits: Limits = USUAL) -> tuple[Delivered, ...]:
    """The files in a zip, under their names without folders; a file that is no zip, and a workbook, as it is.

    Raises ``UnusableDelivery`` for zip bombs, zips in zips, names that lead out of the folder, passwords and damage.
    """
    if len(delivered.content) > limits.size:
        raise unusable("file-too-large", too_large(delivered, limits.size))
    if not delivered.content.startswith(ZIP_STARTS):
        return (delivered,)
    with open_zip(delivered, unpacked=limits.archive_unpacked, limits=limits) as archive:
        if WORKBOOK_MEMBER in archive.namelist():
            return (delivered,)
        wanted = [(member, _plain_name(member, delivered.name)) for member in archive.infolist() if _is_wanted(member)]
        _refuse_twins([name for _, name in wanted], delivered.name)
        files = tuple(Delivered(name, b"".join(chunks(archive, member))) for member, name in wanted)
    if not files:
        raise unusable("file-empty", f"There is no file in {delivered.name}.")
    for file in files:
        if _is_archive(file):
            raise unusable("archive-nested", f"{delivered.name} holds another zip, {file.name}.")
    return files


def too_large(delivered: Delivered, most: int) -> str:
    """The sentence about a file that is over its limit."""
    return f"{delivered.name} has {megabytes(len(delivered.content))}. At most {megabytes(most)} can be read."


def is_workbook(content: bytes) -> bool:
    """Whether it is a zip of the kind that Excel saves."""
    return content.startswith(ZIP_STARTS) and WORKBOOK_MEMBER.encode() in content


def _is_wanted(member: ZipInfo) -> bool:
    parts = [part.lower() for part in PurePosixPath(member.filename).parts]
    return not member.is_dir() and not any(part in _LITTER or part.startswith("._") for part in parts)


def _plain_name(member: ZipInfo, archive: str) -> str:
    """The name without folders. A name that leads elsewhere is a trick, whoever made it."""
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or "\0" in member.orig_filename:
        raise unusable("archive-unsafe-name", f"{archive} holds a file whose name points outside the zip.")
    return path.name


def _refuse_twins(names: list[str], archive: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name.lower() in seen:
            raise unusable(
                "archive-same-name", f"{archive} holds two files with the name {name}, in different folders."
            )
        seen.add(name.lower())


def _is_archive(file: Delivered) -> bool:
    return is_zipfile(BytesIO(file.content)) and not is_workbook(file.content)
