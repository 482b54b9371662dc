import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0013_move_addresses'),
        ('visits', '0014_schedule'),
    ]

    operations = [
        migrations.CreateModel(
            name='Guest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='dicari pada')),
            ],
            options={
                'verbose_name': 'tamu',
                'verbose_name_plural': 'tamu',
            },
        ),
        migrations.AddField(
            model_name='guest',
            name='added_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='dicari oleh'),
        ),
        migrations.AddField(
            model_name='guest',
            name='resident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guest_visits', to='registry.resident', verbose_name='warga'),
        ),
        migrations.AddField(
            model_name='guest',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guests', to='visits.session', verbose_name='hari buka'),
        ),
        migrations.AddConstraint(
            model_name='guest',
            constraint=models.UniqueConstraint(models.F('session'), models.F('resident'), name='guest_once_a_session'),
        ),
    ]
