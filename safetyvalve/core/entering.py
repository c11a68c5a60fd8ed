"""What every page of a council asks first: does this person belong here, as what, and to which record.

The ORM puts the question together once for a process; asking it is then one round trip and little else.
"""

from datetime import date
from functools import cache
from typing import Any

from django.db import connection

from safetyvalve.core.models import AuditChain, Authority, Membership, User

_ANYBODY, _ANYWHERE, _ANY_DAY = -1, "?", date(1900, 1, 1)
_AUTHORITY = tuple(field for field in Authority._meta.concrete_fields)
_CHAIN = tuple(field for field in AuditChain._meta.concrete_fields if field.name != "authority")


def find(user: User, la_code: str, on: date) -> tuple[Authority | None, list[str]]:
    """The council with this code, its audit chain with it, and the roles that the person holds there on that day.

    None, and no role, for a council that is none of theirs. One query.
    """
    sql, given = _question(connection.vendor)
    meant = {_ANYBODY: user.pk, _ANYWHERE: la_code, _day(_ANY_DAY): _day(on)}
    with connection.cursor() as cursor:
        cursor.execute(sql, [meant.get(each, each) for each in given])
        rows = cursor.fetchall()
    if not rows:
        return None, []
    _, *values = rows[0]
    authority = Authority.from_db(
        connection.alias,
        [field.attname for field in _AUTHORITY],
        [field.to_python(value) for field, value in zip(_AUTHORITY, values, strict=False)],
    )
    chain = values[len(_AUTHORITY) :]
    if chain[0] is not None:
        names = [field.attname for field in _CHAIN]
        authority.audit_chain = AuditChain(authority=authority, **dict(zip(names, chain, strict=True)))
    return authority, [row[0] for row in rows]


@cache
def _question(vendor: str) -> tuple[str, tuple[Any, ...]]:
    """The question with stand-ins for person, code and day, as this kind of database takes it."""
    columns = (
        "role",
        *(f"authority__{field.attname}" for field in _AUTHORITY),
        *(f"authority__audit_chain__{field.attname}" for field in _CHAIN),
    )
    held = Membership.objects.filter(user_id=_ANYBODY, authority__la_code=_ANYWHERE).in_force(_ANY_DAY)
    return held.order_by("role", "pk").values_list(*columns).query.sql_with_params()


def _day(day: date) -> Any:
    return connection.ops.adapt_datefield_value(day)
