import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0013_move_addresses'),
        ('visits', '0005_pregnant_at_check'),
    ]

    operations = [
        migrations.AddField(
            model_name='session',
            name='closed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='ditutup pada'),
        ),
        migrations.AddField(
            model_name='session',
            name='closed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ditutup oleh'),
        ),
        migrations.AddField(
            model_name='session',
            name='note',
            field=models.CharField(blank=True, max_length=500, verbose_name='catatan hari itu'),
        ),
    ]
