"""What the pages of this app say in words: typed prose with its bullets, and milestones."""

from datetime import date

from django import template
from django.utils.safestring import SafeString

from safetyvalve.render import prose
from safetyvalve.render.html import prose_html

register = template.Library()


@register.filter
def prose_as_html(text: str) -> SafeString:
    """Typed paragraphs and bullets as markup; everything else in it is shown as it was typed."""
    return prose_html(prose.parse(text or ""))


@register.filter
def day(value: date | None) -> str:
    """ "3 May 2024", or an en dash when there is no date."""
    return f"{value.day} {value:%B %Y}" if value else "–"
