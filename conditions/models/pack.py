from django.conf import settings
from django.db import models

from conditions.models.submission import Submission
from safetyvalve.core.roles import Role


class Pack(models.Model):
    """The facts and findings of a submission at the moment it was sent, frozen as canonical text.

    Never changed: recalling and sending again makes another. ``sha256`` is over ``text``.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="packs")
    schema_version = models.PositiveSmallIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    append_only = True

    class Meta:
        ordering = ("submission", "pk")

    def __str__(self) -> str:
        return f"Pack {self.sha256[:12]}"


class SignOff(models.Model):
    """One person's signature, in one role, on one pack. The database allows one per role and one per person.

    A recall leaves the row: it counts only while its pack is the submission's current one.
    """

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="sign_offs")
    role = models.CharField(max_length=20, choices=Role.choices)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="sign_offs")
    signed_at = models.DateTimeField()
    signatory_name = models.CharField(max_length=120)
    declaration_version = models.CharField(max_length=20)
    acceptances = models.JSONField(default=list)

    append_only = True

    class Meta:
        ordering = ("pack", "signed_at")
        constraints = [
            models.UniqueConstraint(fields=["pack", "role"], name="sign_off_once_per_role"),
            models.UniqueConstraint(fields=["pack", "signed_by"], name="sign_off_once_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} sign-off"


class Envelope(models.Model):
    """Signatures, acceptances and the submission date, as canonical text that quotes the pack's digest."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="envelope")
    pack = models.OneToOneField(Pack, models.PROTECT, related_name="envelope")
    schema_version = models.PositiveSmallIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    append_only = True

    def __str__(self) -> str:
        return f"Envelope {self.sha256[:12]}"


class IssuedFile(models.Model):
    """A document as it was issued at submission, kept byte for byte and served ever after.

    In the database, not on disk, so that it is written in the same transaction as the submission it proves.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="issued_files")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=160)
    content_type = models.CharField(max_length=120)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    layout_version = models.CharField(max_length=60)
    issued_at = models.DateTimeField()

    append_only = True

    class Meta:
        ordering = ("submission", "kind")
        constraints = [models.UniqueConstraint(fields=["submission", "kind"], name="issued_file_once")]

    def __str__(self) -> str:
        return self.name


class FindingAcceptance(models.Model):
    """A drafting warning that the programme manager accepted, in a sentence.

    It covers exactly one finding (its fingerprint): when the words change, it lapses.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="finding_acceptances")
    fingerprint = models.CharField(max_length=64)
    code = models.CharField(max_length=60)
    reason = models.TextField()
    accepted_at = models.DateTimeField()
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "fingerprint"], name="finding_accepted_once")]

    def __str__(self) -> str:
        return f"Accepted: {self.code}"
