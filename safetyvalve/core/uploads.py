"""Uploaded files, which may hold rows about children: in memory, for people who are signed in, and never on a disk.

Django spools larger uploads to temporary files; this handler is the only one, so none is ever made. What cannot be
taken is a sentence for the page (``upload_refusal``), not an error: Django's parser runs before any view, inside the
check for forged requests.
"""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

MOST_FILES = 50
PATIENCE = 4
"""How many times the limit is still received, and thrown away, so that the browser gets to see the answer."""
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Uploaded:
    """One file as it came, with the name that the person's computer gave it, without folders."""

    name: str
    content: bytes = field(repr=False)


class InMemoryUploadHandler(FileUploadHandler):
    """Keeps every file of a request in memory, up to ``settings.LARGEST_UPLOAD`` for all of them together.

    Beyond that, with too many files, or without a signed-in person, nothing is kept and ``request.upload_refusal``
    says why.
    """

    chunk_size = 256 * 1024

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.announced = 0
        self.received = 0
        self.buffers: list[BytesIO] = []

    def handle_raw_input(
        self, input_data: Any, META: dict[str, Any], content_length: int, boundary: str, encoding: str | None = None
    ) -> None:
        """Note how much is coming; the fields before the first file are read all the same, the token among them."""
        self.announced = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if not self._is_signed_in():
            self._refuse("Sign in to upload files. Nothing was read.", patience=1)
        if self.announced > settings.LARGEST_UPLOAD:
            self._refuse(too_large())
        if len(self.buffers) == MOST_FILES:
            self._refuse(f"Upload at most {MOST_FILES} files at a time. Nothing was read.")
        self.file = BytesIO()
        self.buffers.append(self.file)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > settings.LARGEST_UPLOAD:
            self._refuse(too_large())
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.file.seek(0)
        return InMemoryUploadedFile(
            self.file,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        """The connection broke off in the middle of a file: half a file is no file."""
        self._forget()

    def _is_signed_in(self) -> bool:
        request = self.request
        return request is not None and hasattr(request, "session") and get_user(request).is_authenticated

    def _refuse(self, sentence: str, *, patience: int = PATIENCE) -> None:
        self._forget()
        if self.request is not None:
            self.request.upload_refusal = sentence  # type: ignore[attr-defined]
        raise StopUpload(connection_reset=self.announced > patience * settings.LARGEST_UPLOAD)

    def _forget(self) -> None:
        for buffer in self.buffers:
            buffer.seek(0)
            buffer.truncate()


def too_large() -> str:
    """What a person reads who sends too much."""
    return f"Upload at most {settings.LARGEST_UPLOAD // MEGABYTE} MB at a time. Nothing was read."


def upload_refusal(request: HttpRequest) -> str:
    """Why the files of this request were not taken; "" when they were."""
    if request.method == "POST":
        request.FILES  # noqa: B018 (reading it is what parses the request)
    return str(getattr(request, "upload_refusal", ""))


def delivered_files(request: HttpRequest, name: str) -> tuple[Uploaded, ...]:
    """The files of one field, in order; none when the upload was refused."""
    if upload_refusal(request):
        return ()
    return tuple(Uploaded(file.name or "", _content(file)) for file in request.FILES.getlist(name))


def _content(file: Any) -> bytes:
    """All of a file; a buffer gives its bytes without making a second copy of them."""
    buffer = file.file
    return buffer.getvalue() if isinstance(buffer, BytesIO) else bytes(file.read())
