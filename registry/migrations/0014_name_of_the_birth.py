import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0013_move_addresses"),
    ]

    operations = [
        migrations.AlterField(
            model_name="resident",
            name="born_at",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="babies",
                to="registry.delivery",
                verbose_name="persalinan",
            ),
        ),
    ]
