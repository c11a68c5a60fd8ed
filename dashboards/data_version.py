"""Which figures a page was drawn from: what is kept of a drawing is good as long as this stays the same."""

from safetyvalve.core.models import AuditChain, Authority


def version_of(authority: Authority) -> str:
    """Another text after every import or edit that can change a figure of the council's dashboards. One query.

    Read it before the figures: what is drawn from them is then never older than the version says. It says nothing of
    who is looking, of the day, of the choices in an address, or of the editions published: those belong to the key of
    whatever is kept (``safetyvalve/core/data_version.py`` says when it moves).
    """
    found = AuditChain.objects.filter(authority=authority).values_list("data_version", flat=True).first()
    return str(found or 0)
