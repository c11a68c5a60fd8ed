from django.db import models

from safetyvalve.core.models.authority import Authority


class KeptMarkup(models.Model):
    """A part of a page as it was drawn, packed, kept while what it was drawn from stands still.

    ``stamp``, ``data_version`` and ``events`` say what that was (``core.kept``); a part drawn anew takes the place of
    the old one. ``looked_on`` is the last day on which somebody was given it as a page. Nothing here is record: the
    table may be emptied at any time.
    """

    authority = models.ForeignKey(Authority, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    stamp = models.CharField(max_length=80)
    data_version = models.PositiveBigIntegerField()
    events = models.PositiveBigIntegerField()
    looked_on = models.DateField(null=True)
    markup = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "key"], name="kept_markup_once")]

    def __str__(self) -> str:
        return f"{self.key[:8]} of {self.authority}"
