"""Add up pytest's JUnit reports: `python -m tests.totals REPORT...` prints how many tests passed and failed."""

import sys
from pathlib import Path
from xml.etree import ElementTree


def totals(reports: list[Path]) -> tuple[int, int, int]:
    """How many tests passed, failed (errors count) and were skipped. A report not written counts as nothing."""
    passed = failed = skipped = 0
    for report in reports:
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):  # noqa: S314  pytest wrote it
            bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            left_out = int(suite.get("skipped", 0))
            passed += int(suite.get("tests", 0)) - bad - left_out
            failed += bad
            skipped += left_out
    return passed, failed, skipped


def main(arguments: list[str]) -> None:
    passed, failed, skipped = totals([path for path in map(Path, arguments) if path.is_file()])
    print(f"Total: {passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))


if __name__ == "__main__":
    main(sys.argv[1:])
