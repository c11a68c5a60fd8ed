"""Questions to the database that the ORM puts together once for a process: asking is then a round trip and little else.

    _SUMS = Question(lambda council, names: Sum.objects.filter(council=council, name__in=names).values_list("amount"))
    _SUMS.ask(council=7, names=["a", "b"])

What the function is given are stand-ins of the same kind, whose places in the statement are then filled each time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Value = int | str | date | Sequence[int] | Sequence[str]
Shape = tuple[tuple[str, type, int | None], ...]
_FIRST_DAY, _FIRST_NUMBER = date(1000, 1, 1), 1_900_000_000
"""Stand-ins that nothing else in a statement is, and that every column takes."""


@dataclass(frozen=True)
class _Statement:
    sql: str
    places: tuple[Any, ...]
    """What each place is filled with: the name and position of what was given, or a value that never changes."""
    converters: tuple[tuple[int, list[Callable[..., Any]], Any], ...]


@dataclass(frozen=True)
class Question:
    """``build`` gives a ``values_list``; each of its arguments is a whole number, a word, a day, or several of these.

    A value has to go into the statement as it is: ``build`` must compare it and may not look at it.
    """

    build: Callable[..., QuerySet[Any, Any]]

    def ask(self, **values: Value) -> list[tuple[Any, ...]]:
        """The rows as ``values_list`` has them. One query; none when one of several values is of none at all."""
        given = {name: value if isinstance(value, int | str | date) else tuple(value) for name, value in values.items()}
        if () in given.values():
            return []
        shape = tuple((name, *_kind(value)) for name, value in given.items())
        statement = _statement(self.build, shape, connection.vendor)
        flat = {
            (name, number): _as_stored(each)
            for name, value in given.items()
            for number, each in enumerate(value if isinstance(value, tuple) else (value,))
        }
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, [flat[place] if is_given else place for is_given, place in statement.places])
            rows = cursor.fetchall()
        return [_converted(row, statement) for row in rows] if statement.converters else rows


def _kind(value: Any) -> tuple[type, int | None]:
    return (type(value[0]), len(value)) if isinstance(value, tuple) else (type(value), None)


@lru_cache(maxsize=512)
def _statement(build: Callable[..., QuerySet[Any, Any]], shape: Shape, vendor: str) -> _Statement:
    """The question with stand-ins, as this kind of database takes it."""
    stand_ins: dict[str, Any] = {}
    slots: dict[Any, tuple[str, int]] = {}
    for name, kind, number in shape:
        made = [_stand_in(kind, len(slots) + extra) for extra in range(1 if number is None else number)]
        slots |= {_as_stored(each): (name, position) for position, each in enumerate(made)}
        stand_ins[name] = made[0] if number is None else made
    compiler = build(**stand_ins).query.get_compiler(connection.alias)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet as nothing:
        raise ValueError("A question has to be one that can have an answer.") from nothing
    places = tuple((param in slots, slots.get(param, param)) for param in params)
    if lost := set(slots.values()) - {place for is_given, place in places if is_given}:
        raise ValueError(f"What is given does not go into the statement as it is: {sorted(lost)}")
    columns = [each[0] for each in (compiler.select or ())]
    converters = compiler.get_converters(columns)
    return _Statement(sql, places, tuple((place, *found) for place, found in converters.items()))


def _stand_in(kind: type, number: int) -> Any:
    if kind is date:
        return _FIRST_DAY + timedelta(days=number)
    return _FIRST_NUMBER + number if kind is int else f"Stand-in {number}"


def _as_stored(value: Any) -> Any:
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _converted(row: tuple[Any, ...], statement: _Statement) -> tuple[Any, ...]:
    values = list(row)
    for place, converters, expression in statement.converters:
        for convert in converters:
            values[place] = convert(values[place], expression, connection)
    return tuple(values)
