"""Static files under names that carry their content's hash, compressed once when they are collected; and those that are
put together from others."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from safetyvalve import built

BUILT: dict[str, Callable[[], str]] = {"css/site.css": built.site_css, "js/site.js": built.site_js}


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Rewrites the addresses in JavaScript `import` statements too: the style library's script is a module,
    and its importers would otherwise ask for a name that browsers may keep for ever."""

    support_js_module_import_aggregation = True


class BuiltFiles(BaseFinder):
    """Finds what is put together from other files, anew when one of them has changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.folder = Path(settings.DATA_DIR) / "built"
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = str(self._build(path)) if path in BUILT else ""
        return [found] if find_all and found else found or []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        storage = FileSystemStorage(location=self.folder)
        for path in BUILT:
            self._build(path)
            yield path, storage

    def _build(self, path: str) -> Path:
        file = self.folder / path
        if not file.exists() or file.stat().st_mtime < built.newest_source():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(BUILT[path](), "utf-8")
        return file
