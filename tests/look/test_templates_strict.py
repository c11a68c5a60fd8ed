"""What a strict content security policy refuses is in no template, and what GOV.UK keeps for itself in no file."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from safetyvalve.core.management.commands import vendor_govuk

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
VENDORED = ROOT / "static" / "vendor" / "govuk"
INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "event handler": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE),
}
# What no browser shows from our own address: paper, and e-mails, whose readers know no style sheets.
PAPER = ("print", "emails")


@pytest.mark.parametrize("what", INLINE)
def test_no_page_template_has_inline_script_or_style(what: str) -> None:
    on_screen = [path for path in TEMPLATES if path.relative_to(ROOT / "templates").parts[0] not in PAPER]
    found = [str(path.relative_to(ROOT)) for path in on_screen if INLINE[what].search(path.read_text("utf-8"))]
    assert found == []


def test_the_vendored_style_sheet_has_no_govuk_typeface_crown_or_crest() -> None:
    css = (VENDORED / "govuk-frontend.min.css").read_text("utf-8")
    assert vendor_govuk.leftovers(css, vendor_govuk.FORBIDDEN_IN_CSS) == []
    assert css.count("font-family:arial,sans-serif") > 50


def test_no_own_style_sheet_names_them_either() -> None:
    for path in (ROOT / "static" / "css").glob("*.css"):
        assert vendor_govuk.leftovers(path.read_text("utf-8"), vendor_govuk.FORBIDDEN_IN_CSS) == []


def test_the_vendored_script_names_no_missing_source_map() -> None:
    script = (VENDORED / "govuk-frontend.min.js").read_text("utf-8")
    assert vendor_govuk.leftovers(script, vendor_govuk.FORBIDDEN_IN_JS) == []
    assert 'const version="6.6.0"' in script


def test_no_govuk_fonts_or_images_were_copied() -> None:
    assert sorted(path.name for path in VENDORED.iterdir()) == [
        "LICENSE.txt",
        "govuk-frontend.min.css",
        "govuk-frontend.min.js",
    ]


def test_cleaning_takes_the_emblems_and_leaves_the_rest() -> None:
    css = (
        "a{color:red}@font-face{font-family:GDS Transport;src:url(x.woff)}"
        ".govuk-footer__copyright-logo:before{background:url(/crest.svg)}"
        "@supports (mask-position:initial){.govuk-footer__copyright-logo:before{mask:url(/crest.svg)}"
        "@media screen{.govuk-footer__copyright-logo:before{background:canvas}}}"
        ".govuk-footer__crown{margin:0}b{font-family:GDS Transport,arial,sans-serif}"
        "\n/*# sourceMappingURL=x.css.map */\n"
    )
    assert vendor_govuk.clean_css(css) == "a{color:red}b{font-family:arial,sans-serif}\n"


def test_the_colours_of_rag_words_can_be_read() -> None:
    from safetyvalve.render.palette import contrast

    css = (ROOT / "static" / "css" / "app.css").read_text("utf-8")
    colours = dict(re.findall(r"--app-rag-([a-z]+): (#[0-9a-f]{6})", css))
    dark_words = {"amber", "grey"}
    assert set(colours) == {"blue", "green", "amber", "red", "purple", "grey"}
    for name, colour in colours.items():
        assert contrast("#0b0c0c" if name in dark_words else "#ffffff", colour) >= 4.5, name
