"""Database triggers that refuse UPDATE, DELETE and TRUNCATE on tables of record.

A model asks for them with ``append_only = True``. They are installed after every ``migrate``, because SQLite
drops a table's triggers when a later migration rebuilds the table. ``lifted`` exists for the
test runner's flush alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import AppConfig, apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate

MESSAGE = "This table is append-only: rows are never changed or deleted."


def connect() -> None:
    post_migrate.connect(_install_after_migrate, dispatch_uid="append_only_triggers")


def _install_after_migrate(sender: AppConfig, using: str, **kwargs: Any) -> None:
    install(connections[using], [model for model in tables_of_record() if model._meta.app_label == sender.label])


def tables_of_record() -> list[type[models.Model]]:
    """Every model that declares itself append-only."""
    return [model for model in apps.get_models() if getattr(model, "append_only", False)]


def install(connection: BaseDatabaseWrapper, tables: list[type[models.Model]]) -> None:
    """Put the triggers on ``tables``; harmless where they stand already or the table does not exist yet."""
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
        for model in tables:
            if model._meta.db_table in existing:
                for statement in _statements(connection.vendor, model._meta.db_table):
                    cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper, tables: list[type[models.Model]]) -> None:
    with connection.cursor() as cursor:
        for model in tables:
            table = model._meta.db_table
            if connection.vendor == "postgresql":
                cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_append_only" ON "{table}"')
                cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_truncate" ON "{table}"')
            else:
                for verb in ("update", "delete"):
                    cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_{verb}"')


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the triggers for a while. For the tests' database flush and the demonstration's reset only."""
    tables = tables_of_record()
    remove(connection, tables)
    try:
        yield
    finally:
        install(connection, tables)


def present(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of the tables that have their triggers, for the check that runs after all migrations."""
    query = (
        "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT DISTINCT event_object_table FROM information_schema.triggers"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {row[0] for row in cursor.fetchall()}


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        return [
            f"""CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$
            BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END;
            $$ LANGUAGE plpgsql""",
            f'DROP TRIGGER IF EXISTS "{table}_append_only" ON "{table}"',
            f'CREATE TRIGGER "{table}_append_only" BEFORE UPDATE OR DELETE ON "{table}" '
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            f'DROP TRIGGER IF EXISTS "{table}_no_truncate" ON "{table}"',
            f'CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        ]
    return [
        f'CREATE TRIGGER IF NOT EXISTS "{table}_no_{verb}" BEFORE {verb.upper()} ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        for verb in ("update", "delete")
    ]
