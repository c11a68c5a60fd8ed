"""Copy govuk-frontend's prebuilt style sheet and script, without what may not be used off GOV.UK.

The typeface GDS Transport, the crown and the crest belong to GOV.UK. What is left is MIT licensed.
Run after ``npm pack govuk-frontend@<version>`` and unpacking the tarball.
"""

import json
import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

FORBIDDEN_IN_CSS = ("gds transport", "@font-face", "crown", "crest", "sourcemappingurl", "url(")
FORBIDDEN_IN_JS = ("sourcemappingurl",)

FONT_FACES = re.compile(r"(/\*![^*]*Margaret Calvert.*?\*/)?@font-face\{[^}]*\}", re.DOTALL)
SOURCE_MAP = re.compile(r"\s*(/\*#|//#) ?sourceMappingURL=\S+( \*/)?\s*$")
LOGO_FOR_MASKS = re.compile(r"@supports [^{]*\{\.govuk-footer__copyright-logo:before\{")
LOGO_RULE = re.compile(r"\.govuk-footer__(copyright-logo:before|crown)\{[^}]*\}")


def clean_css(css: str) -> str:
    """The style sheet in Arial, without embedded fonts, royal emblems and the source map comment."""
    css = FONT_FACES.sub("", css)
    css = css.replace("GDS Transport,", "")
    while match := LOGO_FOR_MASKS.search(css):
        css = css[: match.start()] + css[_end_of_block(css, match.start()) :]
    css = LOGO_RULE.sub("", css)
    return SOURCE_MAP.sub("", css) + "\n"


def clean_js(script: str) -> str:
    """The script without the source map comment, which names a file that is not copied."""
    return SOURCE_MAP.sub("", script) + "\n"


def _end_of_block(css: str, start: int) -> int:
    depth = 0
    for position in range(css.index("{", start), len(css)):
        depth += {"{": 1, "}": -1}.get(css[position], 0)
        if depth == 0:
            return position + 1
    raise CommandError("The style sheet ends inside a block.")


def leftovers(text: str, forbidden: tuple[str, ...]) -> list[str]:
    """Which of ``forbidden`` still occur in ``text``, whatever their case."""
    return [word for word in forbidden if word in text.lower()]


def refresh_fixtures(golden: Path, components: Path) -> None:
    """Rewrite the markup of the examples that ``golden`` already names, from the package's own examples."""
    wanted: dict[str, dict[str, str]] = json.loads(golden.read_text("utf-8"))
    for component, cases in wanted.items():
        shipped = json.loads((components / component / "fixtures.json").read_text("utf-8"))["fixtures"]
        by_name = {case["name"]: case["html"] for case in shipped}
        gone = set(cases) - set(by_name)
        if gone:
            raise CommandError(f"{component} no longer has: {', '.join(sorted(gone))}.")
        cases.update({name: by_name[name] for name in cases})
    golden.write_text(json.dumps(wanted, indent=1, ensure_ascii=False) + "\n", "utf-8")


class Command(BaseCommand):
    requires_system_checks: list[str] = []
    help = "Write static/vendor/govuk from an unpacked govuk-frontend npm package."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("package", type=Path, help="the folder 'package' of the unpacked tarball")

        parser.add_argument("--fixtures", type=Path, help="golden examples to bring up to date from the package")

    def handle(self, *args: Any, **options: Any) -> None:
        source = options["package"] / "dist" / "govuk"
        if not source.is_dir():
            raise CommandError(f"{source} is not there: give the folder 'package' of the unpacked tarball.")
        css = clean_css((source / "govuk-frontend.min.css").read_text("utf-8"))
        script = clean_js((source / "govuk-frontend.min.js").read_text("utf-8"))
        left = leftovers(css, FORBIDDEN_IN_CSS) + leftovers(script, FORBIDDEN_IN_JS)
        if left:
            raise CommandError(f"Still there after cleaning: {', '.join(left)}. Nothing was written.")
        target = Path(settings.BASE_DIR) / "static" / "vendor" / "govuk"
        target.mkdir(parents=True, exist_ok=True)
        (target / "govuk-frontend.min.css").write_text(css, "utf-8")
        (target / "govuk-frontend.min.js").write_text(script, "utf-8")
        if options["fixtures"]:
            refresh_fixtures(options["fixtures"], source / "components")
        self.stdout.write(f"Wrote {target}: {len(css)} and {len(script)} characters.")
