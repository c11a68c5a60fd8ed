"""Rows that hundreds of tests begin with: loaded by the product once, and put back as they were ever after."""

from collections.abc import Callable
from typing import Any

from django.db import connection, models


class RowsAgain:
    """Calls ``load`` where any of the tables has rows already, and the first time in this process.

    Later calls write what it had written, keys included: many times as quick as working it out. The tables are those
    that ``load`` writes to, each after the tables that it points to.
    """

    def __init__(self, load: Callable[[], object], *tables: type[models.Model]) -> None:
        self._load, self._tables = load, tables
        self._written: dict[type[models.Model], list[tuple[Any, ...]]] = {}

    def __call__(self) -> None:
        if any(table._default_manager.exists() for table in self._tables):
            self._load()
        elif self._written:
            self._write()
        else:
            self._load()
            self._written = {table: _rows(table) for table in self._tables}

    def _write(self) -> None:
        with connection.cursor() as cursor:
            for table, rows in self._written.items():
                columns = _columns(table)
                marks = ", ".join(["%s"] * len(columns))
                into = f"{_name(table)} ({', '.join(columns)})"
                cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", rows)  # noqa: S608 names are the models'


def _rows(table: type[models.Model]) -> list[tuple[Any, ...]]:
    """As the database holds them, in the order in which they were written."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(_columns(table))} FROM {_name(table)} ORDER BY 1")  # noqa: S608
        return [tuple(row) for row in cursor.fetchall()]


def _columns(table: type[models.Model]) -> list[str]:
    """Quoted, the key first."""
    fields = sorted(table._meta.concrete_fields, key=lambda field: not field.primary_key)
    return [connection.ops.quote_name(field.column) for field in fields]


def _name(table: type[models.Model]) -> str:
    return connection.ops.quote_name(table._meta.db_table)
