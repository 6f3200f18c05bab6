"""The tables of a new installation, made at once as they stand after all migrations; older ones take each in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.executor import MigrationExecutor

if TYPE_CHECKING:
    from django.db.migrations import Migration

OWN = "luoshi."


def make_tables() -> bool:
    """Make every table of an empty database and note all migrations as applied; False where there are tables already.

    Of what migrations do to rows only our own has something to do where there are none: what we begin with.
    """
    if connection.introspection.table_names():
        return False
    executor = MigrationExecutor(connection)
    executor.recorder.ensure_schema()
    plan: list[Migration] = [
        migration for migration, _is_backwards in executor.migration_plan(executor.loader.graph.leaf_nodes())
    ]
    apps = executor.loader.project_state().apps
    with connection.schema_editor(atomic=True) as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection) and not model._meta.proxy:
                editor.create_model(model)
        for migration in plan:
            for step in migration.operations if migration.__module__.startswith(OWN) else ():
                if isinstance(step, RunPython):
                    step.code(apps, editor)
            executor.recorder.record_applied(migration.app_label, migration.name)
    return True
