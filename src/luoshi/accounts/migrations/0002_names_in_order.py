from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from luoshi.common.pinyin import sort_key


def fill_keys(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """People entered before have their keys made once."""
    users = apps.get_model("accounts", "User").objects
    rows = list(users.only("pk", "name"))
    for row in rows:
        row.sort_key = sort_key(row.name)
    users.bulk_update(rows, ["sort_key"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="sort_key",
            field=models.CharField(db_index=True, default="", editable=False, max_length=200),
        ),
        migrations.AlterModelOptions(
            name="user", options={"ordering": ["sort_key", "username"], "verbose_name": "人员"}
        ),
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
    ]
