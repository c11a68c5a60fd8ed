"""Uploads: kept in memory for people who are signed in, refused in a sentence, never on a disk."""

import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import load_handler
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from safetyvalve.core.models import User
from safetyvalve.core.uploads import MOST_FILES, delivered_files, upload_refusal
from tests.factories import make_user

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


@pytest.fixture
def person(db: None) -> User:
    return make_user()


@pytest.fixture
def small_limit(settings: Any) -> int:
    settings.LARGEST_UPLOAD = MEGABYTE
    return MEGABYTE


def sent_by(user: User | None, data: dict[str, Any]) -> HttpRequest:
    """A request with files as the middleware sees it: a session, and nobody looked up yet."""
    request = RequestFactory().post("/", data)
    request.session = SessionStore()
    if user:
        client = Client()
        client.force_login(user)
        request.session = SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)
    return request


def file(size: int, name: str = "return.xml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"x" * size)


def test_the_only_handler_is_ours() -> None:
    assert settings.FILE_UPLOAD_HANDLERS == ["safetyvalve.core.uploads.InMemoryUploadHandler"]
    assert load_handler(settings.FILE_UPLOAD_HANDLERS[0], None).chunk_size


def test_files_come_with_their_names_in_their_order(person: User) -> None:
    request = sent_by(person, {"note": "kept", "files": [file(3, "one.csv"), file(5, "../folder/two.csv")]})
    files = delivered_files(request, "files")
    assert [(each.name, len(each.content)) for each in files] == [("one.csv", 3), ("two.csv", 5)]
    assert request.POST["note"] == "kept"
    assert upload_refusal(request) == ""
    assert "xxx" not in repr(files)


def test_nothing_of_an_upload_touches_the_disk(
    person: User, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    opened: list[Any] = []
    for name in ("NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "mkstemp", "mkdtemp"):
        monkeypatch.setattr(tempfile, name, lambda *args, **kwargs: opened.append(args) or pytest.fail("on disk"))
    written: list[Any] = []
    real_open = os.open
    monkeypatch.setattr(os, "open", lambda path, flags, *rest, **kw: _noting(written, real_open, path, flags, *rest))
    request = sent_by(person, {"files": file(20 * MEGABYTE)})

    [delivered] = delivered_files(request, "files")

    assert len(delivered.content) == 20 * MEGABYTE
    assert (opened, written, list(tmp_path.iterdir())) == ([], [], [])


def _noting(written: list[Any], real: Any, path: Any, flags: int, *rest: Any) -> int:
    if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        written.append(path)
    return int(real(path, flags, *rest))


def test_too_much_is_refused_in_a_sentence_and_nothing_is_kept(person: User, small_limit: int) -> None:
    request = sent_by(person, {"token": "here", "files": [file(small_limit + 1)]})
    assert delivered_files(request, "files") == ()
    assert upload_refusal(request) == "Upload at most 1 MB at a time. Nothing was read."
    assert request.POST["token"] == "here"


def test_all_files_of_a_request_count_together(person: User, small_limit: int) -> None:
    request = sent_by(person, {"files": [file(small_limit - 100), file(200)]})
    assert delivered_files(request, "files") == ()
    assert all(not each.file.getvalue() for each in request.FILES.getlist("files"))


def test_what_says_it_is_small_is_counted_all_the_same(person: User, settings: Any) -> None:
    request = sent_by(person, {"files": [file(900), file(900)]})
    settings.LARGEST_UPLOAD = 1500
    handler = request.upload_handlers[0]
    handler.handle_raw_input = lambda *args: None  # type: ignore[attr-defined,method-assign]
    assert delivered_files(request, "files") == ()
    assert "Upload at most" in upload_refusal(request)
    assert all(not each.file.getvalue() for each in request.FILES.getlist("files"))


def test_far_too_much_is_not_even_received(person: User, small_limit: int) -> None:
    request = sent_by(person, {"files": [file(5 * small_limit)]})
    assert delivered_files(request, "files") == ()
    assert len(request._stream.read()) > 4 * small_limit  # type: ignore[attr-defined]


def test_strangers_upload_nothing(small_limit: int) -> None:
    request = sent_by(None, {"files": [file(100)]})
    assert delivered_files(request, "files") == ()
    assert upload_refusal(request) == "Sign in to upload files. Nothing was read."


def test_a_session_of_somebody_who_may_no_longer_sign_in_uploads_nothing(person: User) -> None:
    request = sent_by(person, {"files": [file(100)]})
    person.is_active = False
    person.save()
    assert delivered_files(request, "files") == ()


def test_a_request_without_a_session_uploads_nothing() -> None:
    request = RequestFactory().post("/", {"files": file(5)})
    request.user = AnonymousUser()
    assert delivered_files(request, "files") == ()


def test_very_many_files_are_refused_in_a_sentence(person: User) -> None:
    request = sent_by(person, {"files": [file(1, f"{number}.csv") for number in range(300)]})
    assert delivered_files(request, "files") == ()
    assert upload_refusal(request) == f"Upload at most {MOST_FILES} files at a time. Nothing was read."


def test_a_signed_in_person_who_sends_a_file_to_any_page_sees_that_page(person: User, client: Client) -> None:
    client.force_login(person)
    assert client.post("/", {"files": file(5)}).status_code == 200


def test_a_stranger_who_sends_a_file_is_asked_to_sign_in(client: Client) -> None:
    response = client.post("/c/999/measures/", {"note": "typed before the session ended", "files": file(5)})
    assert response.status_code in (200, 302)


def test_half_a_file_is_no_file(person: User) -> None:
    whole = encode_multipart(BOUNDARY, {"files": file(1000)})
    request = sent_by(person, {})
    broken_off = RequestFactory().generic("POST", "/", whole[:600], content_type=MULTIPART_CONTENT)
    broken_off.session = request.session
    assert all(each.content == b"" for each in delivered_files(broken_off, "files"))
