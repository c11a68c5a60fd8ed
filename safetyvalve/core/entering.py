"""What every page of a council asks first: does this person belong here, as what, and to which record."""

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from safetyvalve.core.asking import Question
from safetyvalve.core.models import AuditChain, Authority, Membership, User

_AUTHORITY = [field.attname for field in Authority._meta.concrete_fields]
_CHAIN = [field.attname for field in AuditChain._meta.concrete_fields if field.name != "authority"]


def _held(person: int, code: str, day: date) -> QuerySet[Any, Any]:
    columns = (*(f"authority__{name}" for name in _AUTHORITY), *(f"authority__audit_chain__{name}" for name in _CHAIN))
    held = Membership.objects.filter(user_id=person, authority__la_code=code).in_force(day)
    return held.order_by("role", "pk").values_list("role", *columns)


_QUESTION = Question(_held)


def find(user: User, la_code: str, on: date) -> tuple[Authority | None, list[str]]:
    """The council with this code, its audit chain with it, and the roles that the person holds there on that day.

    None, and no role, for a council that is none of theirs. One query.
    """
    rows = _QUESTION.ask(person=user.pk, code=la_code, day=on)
    if not rows:
        return None, []
    _, *values = rows[0]
    authority = Authority.from_db(connection.alias, _AUTHORITY, values[: len(_AUTHORITY)])
    chain = values[len(_AUTHORITY) :]
    if chain[0] is not None:
        authority.audit_chain = AuditChain(authority=authority, **dict(zip(_CHAIN, chain, strict=True)))
    return authority, [row[0] for row in rows]
