"""The clock profiles that every installation begins with (field.md, life cycle of a measure)."""

from typing import Any

from django.db import migrations

PROFILES = (
    # name, matter, sign, first report, done, warning (working days)
    ("方案任务", "plan", 3, None, None, 10),
    ("领导批示（一般事项）", "instruction", 1, 3, 7, 2),
    ("领导批示（复杂事项）", "instruction", 1, 3, 22, 5),
    ("会议议定事项", "meeting", 3, None, 20, 5),
    ("承诺事项", "commitment", 3, None, None, 10),
)


def add(apps: Any, _schema_editor: Any) -> None:
    profiles = apps.get_model("ledger", "ClockProfile")
    for name, matter, sign, first, done, warning in PROFILES:
        profiles.objects.get_or_create(
            owner=None,
            name=name,
            defaults={
                "matter": matter,
                "sign_days": sign,
                "first_report_days": first,
                "done_days": done,
                "warning_days": warning,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
