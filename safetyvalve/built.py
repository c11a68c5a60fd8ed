"""The one style sheet and the one script of a page, put together from their sources when they are collected.

GOV.UK's style sheet styles components that the product does not use: their rules are left out, by the class names that
stand in templates and code.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
STYLES = ("app", "print", "boards")
"""After GOV.UK's. What only some pages need stays in a sheet of its own, and so does what changes the paper."""
SCRIPTS = ("supported", "app", "charts")
"""The first is on the page by itself too, to run early; should it come late, GOV.UK's module finds its work done."""
_APPS = ("safetyvalve", "conditions", "workstreams", "dashboards")
_SOURCES = (("templates", "*.html"), ("static/js", "*.js"), *((app, "*.py") for app in _APPS))
_CLASS = re.compile(r"govuk-[\w!-]*")
_IN_SELECTOR = re.compile(r"\.((?:\\.|[\w-])+)")
_BRACE = re.compile(r"[{}]")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s*([{};,])\s*|\s+")
_EXPORT = re.compile(r"export\{([^}]*)\};?\s*$")
_IMPORT = re.compile(r"import \{([^}]*)\} from \"[^\"]*govuk-frontend\.min\.js\";")


def site_css() -> str:
    """GOV.UK's rules that are used, then our own; what is for paper stays for paper."""
    parts = [used_rules((STATIC / "vendor/govuk/govuk-frontend.min.css").read_text("utf-8"), used_classes())]
    for name in STYLES:
        own = _pressed((STATIC / f"css/{name}.css").read_text("utf-8"))
        parts.append(f"@media print{{{own}}}" if name == "print" else own)
    return "\n".join(parts) + "\n"


def site_js() -> str:
    """GOV.UK's module and our own in one, each in a scope of its own."""
    govuk = (STATIC / "vendor/govuk/govuk-frontend.min.js").read_text("utf-8")
    found = _EXPORT.search(govuk)
    if found is None:
        raise ValueError("GOV.UK's script no longer ends in its exports.")
    parts = [f"const govuk=(()=>{{{govuk[: found.start()]}return{{{found[1]}}}}})();"]
    for name in SCRIPTS:
        own = (STATIC / f"js/{name}.js").read_text("utf-8")
        parts.append(f"{{{_IMPORT.sub(lambda names: f'const {{{names[1]}}} = govuk;', own)}}}")
    return "\n".join(parts) + "\n"


def newest_source() -> float:
    """When the last of the files was changed from which all this is put together."""
    return max(path.stat().st_mtime for path in (*_files(), *STATIC.rglob("*.css"), Path(__file__)))


def _files() -> Iterator[Path]:
    return (path for folder, pattern in _SOURCES for path in (ROOT / folder).rglob(pattern))


def used_classes() -> frozenset[str]:
    """Every class of GOV.UK's that is named somewhere; a name that goes on in a variable ends in a hyphen."""
    named = {word for path in _files() for word in _CLASS.findall(path.read_text("utf-8"))}
    script = _CLASS.findall((STATIC / "vendor/govuk/govuk-frontend.min.js").read_text("utf-8"))
    blocks = {_block(word) for word in named}
    return frozenset(named | {word for word in script if _block(word) in blocks})


def _block(word: str) -> str:
    return word.partition("__")[0].partition("--")[0]


def used_rules(css: str, used: Iterable[str]) -> str:
    """The rules that can apply to a page whose GOV.UK classes are these; all others with them."""
    names = frozenset(used)
    openings = tuple(name for name in names if name.endswith("-") and name != "govuk-")
    return "".join(_kept(_COMMENT.sub("", css), names, openings))


def _kept(css: str, names: frozenset[str], openings: tuple[str, ...]) -> Iterator[str]:
    for opening, content in _rules(css):
        if opening.startswith(("@media", "@supports")):
            if kept := "".join(_kept(content, names, openings)):
                yield f"{opening}{{{kept}}}"
        elif opening.startswith("@"):
            yield f"{opening}{{{content}}}"
        elif found := [each for each in opening.split(",") if _is_used(each, names, openings)]:
            yield f"{','.join(found)}{{{content}}}"


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """What stands before and between the outermost braces of a sheet that has passed a minifier."""
    depth, start, opened = 0, 0, 0
    for place in (found.start() for found in _BRACE.finditer(css)):
        depth += 1 if css[place] == "{" else -1
        if depth == 1 and css[place] == "{":
            opened = place
        elif depth == 0:
            yield css[start:opened].strip(), css[opened + 1 : place]
            start = place + 1
    if depth or css[start:].strip():
        raise ValueError("GOV.UK's style sheet cannot be read: its braces do not pair.")


def _is_used(selector: str, names: frozenset[str], openings: tuple[str, ...]) -> bool:
    classes = [each.replace("\\", "") for each in _IN_SELECTOR.findall(selector)]
    return all(not each.startswith("govuk-") or each in names or each.startswith(openings) for each in classes)


def _pressed(css: str) -> str:
    """Without comments and needless space."""
    return _SPACE.sub(lambda found: found[1] or " ", _COMMENT.sub("", css)).strip()
