"""``manage.py benchmark``: what the main pages and the files of a return take on this machine."""

import json
import os
from argparse import ArgumentTypeError
from dataclasses import asdict
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from safetyvalve.demo import import_benchmark
from safetyvalve.demo.benchmarking import FileCost, NothingToMeasure, PageCost, file_costs, page_costs, peak_memory

NAMES = {"docx": ("Word", 1), "xlsx": ("Excel", 1), "pdf": ("PDF", 3)}
MOST_FILES = 3


def at_least_one(typed: str) -> int:
    if not typed.isascii() or not typed.isdigit() or not 1 <= int(typed) <= 1000:
        raise ArgumentTypeError("must be a whole number from 1 to 1000")
    return int(typed)


class Command(BaseCommand):
    help = (
        "Measures the main pages, and the Word, Excel and PDF files of the largest return and of the one that says "
        "most: server time and processor time (medians, after a first time that is shown apart), queries, bytes "
        "and bytes as gzip sends them, and the most memory that the process held. "
        "Pages are asked for inside this process, without a web server, by somebody whose role opens them. Nothing is "
        "written: each page is measured in a transaction that is undone; on SQLite nobody else can save "
        "meanwhile, a second or two at a time (with --imports half a minute). Times belong to this machine and its "
        "other work: compare processor time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--repeat", type=at_least_one, default=7, metavar="N", help="times each page is loaded (7); files, up to 3"
        )
        parser.add_argument("--council", default="", metavar="CODE", help="only this one, by its three-digit LA code")
        parser.add_argument(
            "--imports", action="store_true", help="a grid of 50,000 figures and a SEN2 return of 20,000 people instead"
        )
        parser.add_argument("--json", action="store_true", help="print JSON instead of tables")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["imports"]:
            self._imports(options["council"], as_json=options["json"])
            return
        repeat, council, now = options["repeat"], options["council"], timezone.now()
        try:
            pages = list(page_costs(on=timezone.localdate(now), repeat=repeat, council=council))
            page_memory = peak_memory()
            files = list(file_costs(now=now, repeat=min(repeat, MOST_FILES), council=council))
        except NothingToMeasure:
            raise CommandError("There is no return to measure. manage.py load_demo loads some.") from None
        memory = {"after_pages": page_memory, "after_files": peak_memory()}
        if options["json"]:
            facts = {"pages": [asdict(each) for each in pages], "files": [asdict(each) for each in files]}
            self.stdout.write(json.dumps({**facts, "peak_memory_bytes": memory, "load": os.getloadavg()}, indent=2))
            return
        self._write_pages(pages)
        self._write_files(files)
        load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
        after_pages, after_files = _mib(memory["after_pages"]), _mib(memory["after_files"])
        self.stdout.write(f"\nPeak memory {after_pages} after the pages, {after_files} after the files.")
        self.stdout.write(f"Load of the machine {load} on {os.cpu_count()} processors.")

    def _imports(self, council: str, *, as_json: bool) -> None:
        try:
            costs = list(import_benchmark.import_costs(now=timezone.now(), council=council))
        except NothingToMeasure:
            raise CommandError("There is no council or no measure. manage.py load_demo loads some.") from None
        if as_json:
            self.stdout.write(
                json.dumps({"imports": [asdict(each) for each in costs], "load": os.getloadavg()}, indent=2)
            )
            return
        heading = f"{'dry run s':>11}{'CPU s':>8}{'confirm s':>11}{'CPU s':>8}{'figures':>10}{'memory':>10}"
        self.stdout.write(f"{'Import':<31}{heading}")
        for cost in costs:
            self.stdout.write(
                f"{cost.name:<31}{cost.dry_run_s:>11.1f}{cost.dry_run_cpu_s:>8.1f}{cost.confirm_s:>11.1f}"
                f"{cost.confirm_cpu_s:>8.1f}{cost.figures:>10,}{_mib(cost.memory):>10}"
            )
        load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
        self.stdout.write(f"Load of the machine {load} on {os.cpu_count()} processors.")

    def _write_pages(self, pages: list[PageCost]) -> None:
        self.stdout.write(f"{'Page':<31}{'ms':>7}{'CPU ms':>8}{'first':>8}{'queries':>9}{'KB':>8}{'gzip':>7}  Council")
        for page in pages:
            timing = page.timing
            self.stdout.write(
                f"{page.name:<31}{timing.wall_ms:>7.0f}{timing.cpu_ms:>8.0f}{timing.first_ms:>8.0f}{page.queries:>9}"
                f"{page.size / 1000:>8.1f}{page.size_gzip / 1000:>7.1f}  {page.council}"
            )

    def _write_files(self, files: list[FileCost]) -> None:
        for subject, group in groupby(files, key=lambda file: file.subject):
            self.stdout.write(f"\nFiles of {subject}")
            self.stdout.write(f"{'File':<31}{'s':>7}{'CPU s':>8}{'first':>8}{'goal':>9}{'KB':>8}")
            for file in group:
                name, goal = NAMES[file.kind]
                timing = file.timing
                wall, cpu, first = (each / 1000 for each in (timing.wall_ms, timing.cpu_ms, timing.first_ms))
                self.stdout.write(
                    f"{name:<31}{wall:>7.2f}{cpu:>8.2f}{first:>8.2f}{f'< {goal}':>9}{file.size / 1000:>8.1f}"
                )


def _mib(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MiB"
