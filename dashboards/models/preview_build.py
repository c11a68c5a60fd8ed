"""What an edition that is being prepared would withhold, kept between two looks at it."""

from datetime import datetime, timedelta

from django.db import models

from dashboards.models.publication import Publication

SILENT_FOR = timedelta(minutes=1)
"""A process at work of which nothing was heard for this long was interrupted: it says that it is alive every second."""


class PreviewBuild(models.Model):
    """Which counts an edition would withhold and why, or how far the process is that is finding it out.

    Good for one state of everything that decides it, of which ``made_from`` is the digest. ``withheld`` and ``exposed``
    name counts by their place among all of them and say nothing of how large they are, so that whoever reads this row
    without the figures learns nothing.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be worked out"
        WORKING = "working", "Being worked out"
        DONE = "done", "Worked out"
        FAILED = "failed", "Could not be worked out"

    publication = models.OneToOneField(Publication, models.CASCADE, related_name="preview_build")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    made_from = models.CharField(max_length=64)
    withheld = models.JSONField(default=list, blank=True)
    exposed = models.JSONField(default=list, blank=True)
    found = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField()

    class Meta:
        ordering = ("publication",)

    def is_coming(self, now: datetime) -> bool:
        """Whether somebody is at it, or will be in a moment."""
        return self.state in (self.State.WAITING, self.State.WORKING) and not self.is_interrupted(now)

    def is_interrupted(self, now: datetime) -> bool:
        """Whether the process that was to find it out is gone."""
        return self.state in (self.State.WAITING, self.State.WORKING) and now - self.heartbeat_at > SILENT_FOR

    def __str__(self) -> str:
        return f"Preview of {self.publication}: {self.get_state_display()}"
