"""A commitment belongs to a trainee or a unit of a class, and comes of a reflection, a question or an outcome."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery

PROTECT = django.db.models.deletion.PROTECT


def fill(apps: Any, _schema_editor: Any) -> None:
    """Those that there are come of reflections."""
    commitment, reflection = apps.get_model("training", "Commitment"), apps.get_model("training", "Reflection")
    written = reflection.objects.filter(pk=OuterRef("reflection"))
    commitment.objects.update(
        trainee=Subquery(written.values("trainee")[:1]),
        training_class=Subquery(written.values("trainee__training_class")[:1]),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0005_evaluations_without_order"),
        ("units", "__first__"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="commitment",
            name="training_class",
            field=models.ForeignKey(
                null=True, on_delete=PROTECT, related_name="commitments", to="training.trainingclass"
            ),
        ),
        *(
            migrations.AddField(
                model_name="commitment",
                name=name,
                field=models.ForeignKey(null=True, on_delete=PROTECT, related_name="commitments", to=model),
            )
            for name, model in (
                ("trainee", "training.trainee"),
                ("unit", "units.unit"),
                ("question", "training.question"),
                ("outcome", "training.outcome"),
            )
        ),
        migrations.AddField(
            model_name="commitment",
            name="offered_by",
            field=models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="commitment",
            name="training_class",
            field=models.ForeignKey(on_delete=PROTECT, related_name="commitments", to="training.trainingclass"),
        ),
        migrations.AlterField(
            model_name="commitment",
            name="reflection",
            field=models.ForeignKey(null=True, on_delete=PROTECT, related_name="commitments", to="training.reflection"),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=Q(trainee=None, unit__isnull=False) | Q(trainee__isnull=False, unit=None),
                name="commitment_of_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=Q(reflection__isnull=False, question=None, outcome=None)
                | Q(reflection=None, question__isnull=False, outcome=None)
                | Q(reflection=None, question=None, outcome__isnull=False),
                name="commitment_from_one_place",
            ),
        ),
    ]
