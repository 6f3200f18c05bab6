"""The evaluations of a class move into one row, in the order of their words."""

import json
from collections import defaultdict
from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

OLD = ("training", "Evaluation")


def gather(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Every class's answers in one list; where there are none yet, nothing."""
    try:
        old = apps.get_model(*OLD)
    except LookupError:  # a new installation, whose tables are made at once
        return
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for training_class, answers in old.objects.values_list("training_class_id", "answers"):
        found[training_class].append(answers)
    box = apps.get_model("training", "EvaluationBox")
    for training_class, answers in found.items():
        answers.sort(key=lambda one: json.dumps(one, sort_keys=True, ensure_ascii=False))
        box.objects.create(training_class_id=training_class, answers=answers)


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0004_removed_sessions"),
    ]

    operations = [
        migrations.AddField(
            model_name="trainingclass",
            name="evaluation_closed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name="EvaluationBox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answers", models.JSONField(default=list)),
                (
                    "training_class",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evaluation_box",
                        to="training.trainingclass",
                    ),
                ),
            ],
        ),
        migrations.RunPython(gather, migrations.RunPython.noop),
        migrations.DeleteModel(
            name="Evaluation",
        ),
    ]
