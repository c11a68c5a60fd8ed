"""Template filters that say money, dates and typed text the one way the product says them."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.template import Variable
from django.utils.html import escape
from django.utils.safestring import SafeString

from safetyvalve.core import dates, money
from safetyvalve.render import prose as small_markdown
from safetyvalve.render.html import prose_html

register = template.Library()
BELOW_ZERO = re.compile(r"−£[\d,]+(?:\.\d+)?")


@register.filter
def balance(amount: Decimal | None) -> str:
    """ "£2.7 million deficit"."""
    return money.balance(amount)


@register.filter
def figures(amount: Decimal | str | None) -> str:
    """ "£2,732,000", for tables. Takes the decimal text of a pack as well."""
    if isinstance(amount, str):
        amount = Decimal(amount) if amount else None
    return money.in_figures(amount)


@register.filter
def pence(amount: Decimal | None) -> str:
    """ "−£2,732,000.00", where a penny matters."""
    return money.in_pence(amount)


@register.filter
def pounds(amount: Decimal | None, places: int) -> str:
    """ "£2,732,000", or with pence where the table's ``money.places_of`` says so: parts and total add up as printed."""
    return money.in_table(amount, places)


@register.simple_tag
def places_of(rows: Iterable[Any], *names: str) -> int:
    """{% places_of rows "planned" "year.amount" as places %}: what ``pounds`` is given for a table of these amounts.

    An amount that is a list of amounts, or of pairs with one in them, counts with all of them.
    """
    found = (Variable(f"row.{name}").resolve({"row": row}) for row in rows for name in names)
    return money.places_of(_flat(found))


def _flat(values: Iterable[Any]) -> Iterator[Decimal | None]:
    for value in values:
        if isinstance(value, list | tuple):
            yield from _flat(value)
        elif value is None or isinstance(value, Decimal):
            yield value


@register.simple_tag
def rounding_rule() -> str:
    """The one rule, for the foot of a page with tables of money."""
    return money.RULE


@register.filter
def unbroken(sentence: str) -> SafeString:
    """A sentence in which no line ends between a minus sign and its pounds."""
    return SafeString(BELOW_ZERO.sub(r'<span class="app-nowrap">\g<0></span>', escape(sentence)))


@register.filter
def day(value: date | None) -> str:
    """ "24 May 2024"; an en dash when there is none."""
    return dates.in_words(value) if value else "–"


@register.filter
def prose(text: str) -> SafeString:
    """What a person typed, as paragraphs and bullets."""
    return prose_html(small_markdown.parse(text))
