from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models

from dashboards.models.import_batch import ImportBatch
from safetyvalve.core.constraints import both_or_neither
from safetyvalve.core.models import Authority

SILENT_FOR = timedelta(seconds=60)
"""A run that has not said anything for this long while at work was interrupted."""


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def of(self, authority: Authority) -> Self:
        return self.filter(authority=authority)


class ImportRun(models.Model):
    """One delivery on its way into the record: read, shown as a dry run, then confirmed or thrown away.

    ``figures`` are the counts and figures read (compressed JSON), never rows about children; they are dropped once
    the run is confirmed or cancelled. ``problems`` never quote a cell of a file that may hold rows about children.
    A large one is saved by a process of its own: ``expected_digest`` is the dry run that ``confirmed_by`` saw.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be read"
        READING = "reading", "Being read"
        READY = "ready", "Ready to confirm"
        SAVING = "saving", "Being saved"
        CONFIRMED = "confirmed", "Confirmed"
        CANCELLED = "cancelled", "Cancelled"
        FAILED = "failed", "Could not be read"

    AT_WORK = (State.WAITING, State.READING, State.SAVING)

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="import_runs")
    importer = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State.choices)
    file_name = models.CharField(max_length=255)
    file_size = models.PositiveBigIntegerField(default=0)
    file_sha256 = models.CharField(max_length=64)
    options = models.JSONField(default=dict, blank=True)
    as_at = models.DateField(null=True, blank=True)
    edition = models.CharField(max_length=40, blank=True)
    figures = models.BinaryField(null=True, blank=True)
    summary = models.JSONField(default=list, blank=True)
    problems = models.JSONField(default=list, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    progress_words = models.CharField(max_length=120, blank=True)
    heartbeat_at = models.DateTimeField()
    is_cancel_requested = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    expected_digest = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    batch = models.OneToOneField(ImportBatch, models.PROTECT, null=True, blank=True, related_name="run")

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(batch__isnull=True) | models.Q(state="confirmed"),
                name="import_run_with_batch_is_confirmed",
            ),
            both_or_neither("confirmed_at", "confirmed_by", name="import_run_confirmed_at_and_by"),
        ]

    def is_at_work(self) -> bool:
        return self.state in self.AT_WORK

    def is_interrupted(self, now: datetime) -> bool:
        """Whether the process that worked on it is gone: it said nothing for a minute. Nothing of it was saved."""
        return self.is_at_work() and now - self.heartbeat_at > SILENT_FOR

    def __str__(self) -> str:
        return self.file_name


class SourceFile(models.Model):
    """A delivered file itself, compressed. Only of aggregate grids and open data, which hold no rows about children."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="source_files")
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        ordering = ("run", "pk")

    def __str__(self) -> str:
        return self.name


class ColumnMapping(models.Model):
    """How a council's own spreadsheet is read: which column is what, remembered per source system.

    ``columns`` maps a column's heading to what it holds, ``values`` a column's words to the codes they stand for.
    """

    class Shape(models.TextChoices):
        LONG = "long", "One figure in each row"
        WIDE = "wide", "One period in each row, one measure in each column"
        CASES = "cases", "One case in each row"

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="column_mappings")
    name = models.CharField(max_length=80)
    shape = models.CharField(max_length=5, choices=Shape.choices)
    columns = models.JSONField(default=dict)
    values = models.JSONField(default=dict, blank=True)
    options = models.JSONField(default=dict, blank=True)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=["authority", "name"], name="column_mapping_name_once")]

    def __str__(self) -> str:
        return self.name
