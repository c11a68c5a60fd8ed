"""The data pack of an edition as files: made once after it is published, kept byte for byte and served ever after."""

from datetime import datetime, timedelta

from django.db import models

from dashboards.models.publication import Publication, PublishedContent

SILENT_FOR = timedelta(minutes=2)
"""A pack at work of which nothing was heard for this long was interrupted: one file takes seconds."""


class PublishedFile(models.Model):
    """One file of an edition for one audience, made from its frozen content and the answers published beneath it.

    In the database, not on disk, so that what was published lies in one place. ``sha256`` is over ``content``;
    ``answers`` is the digest of the answers in it, empty for a file without any.
    """

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "Excel workbook"

    frozen = models.ForeignKey(PublishedContent, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    answers = models.CharField(max_length=64, blank=True, default="")
    name = models.CharField(max_length=160)
    content_type = models.CharField(max_length=120)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    layout_version = models.CharField(max_length=60)
    made_at = models.DateTimeField()

    append_only = True

    class Meta:
        ordering = ("frozen", "kind")
        constraints = [models.UniqueConstraint(fields=["frozen", "kind", "answers"], name="published_file_once")]

    def __str__(self) -> str:
        return self.name


class PackBuild(models.Model):
    """How far the files of a published edition are. A process of its own makes them and says that it is alive."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be made"
        WORKING = "working", "Being made"
        DONE = "done", "Made"
        FAILED = "failed", "Could not be made"

    publication = models.OneToOneField(Publication, models.PROTECT, related_name="pack_build")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    heartbeat_at = models.DateTimeField()

    class Meta:
        ordering = ("publication",)

    def is_coming(self, now: datetime) -> bool:
        """Whether somebody is at it, or will be in a moment."""
        return self.state in (self.State.WAITING, self.State.WORKING) and not self.is_interrupted(now)

    def is_interrupted(self, now: datetime) -> bool:
        """Whether the process that was to make the files is gone. Those it had made are kept."""
        return self.state in (self.State.WAITING, self.State.WORKING) and now - self.heartbeat_at > SILENT_FOR

    def __str__(self) -> str:
        return f"Pack of {self.publication}: {self.get_state_display()}"
