"""What can be said and kept of a delivery without reading it."""

import hashlib
import zlib
from collections.abc import Sequence
from pathlib import PureWindowsPath

from dashboards.imports.contract import Delivered, Level, Problem
from dashboards.imports.kinds import MEGABYTE, Kind
from dashboards.models import ImportRun, SourceFile


def wrong_with(kind: Kind, files: Sequence[Delivered]) -> list[Problem]:
    """What can be said of the files without reading them."""
    if not files:
        return [Problem("no-file", "No file was chosen.", "Choose a file.", Level.FATAL)]
    if len(files) > 1 and not kind.takes_several:
        sentence = f"{len(files)} files were chosen, and this way in takes one."
        return [Problem("too-many-files", sentence, "Import them one after the other.", Level.FATAL)]
    if sum(len(each.content) for each in files) > kind.largest:
        sentence = f"This is larger than {kind.largest // MEGABYTE} MB, the most that this way in takes."
        return [Problem("file-too-large", sentence, "Leave out what is not needed, or split it.", Level.FATAL)]
    found = []
    for place, file in enumerate(files, start=1):
        which = f"File {place}" if len(files) > 1 else "The file"
        if not file.content:
            found.append(Problem("file-empty", f"{which} is empty.", "Export it again.", Level.FATAL))
        elif not file.name.lower().endswith(kind.endings):
            wanted = " or ".join(kind.endings)
            sentence = f"{which} does not end in {wanted}."
            found.append(Problem("file-wrong-kind", sentence, f"Choose a {wanted} file.", Level.FATAL))
    return found


def source_file(run: ImportRun, file: Delivered) -> SourceFile:
    """The file as it is kept, compressed."""
    own, packed = hashlib.sha256(file.content).hexdigest(), zlib.compress(file.content, 6)
    return SourceFile(run=run, name=bare_name(file)[:255], size=len(file.content), sha256=own, content=packed)


def digest(files: Sequence[Delivered]) -> str:
    """Of one file its SHA-256; of several that of their sorted SHA-256s, whatever order they came in."""
    digests = sorted(hashlib.sha256(each.content).hexdigest() for each in files)
    return digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()


def bare_name(file: Delivered) -> str:
    """The name without the folders that some browsers and archives send along, in either kind of slash."""
    return PureWindowsPath(file.name.replace("\0", "")).name
