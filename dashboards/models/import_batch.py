from django.conf import settings
from django.db import models

from safetyvalve.core.constraints import both_or_neither
from safetyvalve.core.models import Authority


class ImportBatch(models.Model):
    """One delivery of figures, confirmed and undone as a unit, with the file's name, size and hash.

    ``importer`` is the way in (a key of ``dashboards.imports.kinds``), empty for figures that were typed.
    ``standing_ids`` are the figures that the delivery found on record in the same words: it vouches for them too, so
    an earlier delivery that brought them cannot be undone before this one. Figures of a ``PUBLISHED`` batch are
    public already: everyone may see them, whatever has been submitted.
    """

    class Kind(models.TextChoices):
        TYPED = "typed", "Typed in"
        IMPORTED = "imported", "Imported from a file"
        PUBLISHED = "published", "Published statistics"

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="import_batches")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.IMPORTED)
    importer = models.CharField(max_length=20, blank=True)
    edition = models.CharField(max_length=40, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    file_size = models.PositiveBigIntegerField(null=True, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    as_at = models.DateField(null=True, blank=True)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    standing_ids = models.JSONField(default=list, blank=True)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-imported_at",)
        constraints = [both_or_neither("undone_at", "undone_by", name="import_batch_undone_at_and_by")]

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None

    def __str__(self) -> str:
        return self.file_name or self.get_kind_display()
