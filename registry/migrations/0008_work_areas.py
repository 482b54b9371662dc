import django.db.models.deletion
import django.utils.timezone
import registry.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0007_duplicates_and_merges'),
    ]

    operations = [
        migrations.CreateModel(
            name='WorkArea',
            fields=[
                ('id', models.UUIDField(default=registry.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('dusun', models.CharField(blank=True, max_length=80, verbose_name='dusun/lingkungan')),
                ('rw', models.CharField(blank=True, max_length=5, verbose_name='RW')),
                ('rt', models.CharField(blank=True, max_length=5, verbose_name='RT')),
                ('valid_from', models.DateField(default=django.utils.timezone.localdate, verbose_name='sejak')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='sampai')),
            ],
            options={
                'verbose_name': 'wilayah binaan',
                'verbose_name_plural': 'wilayah binaan',
                'ordering': ['posyandu', 'dusun', 'rw', 'rt', 'kader'],
            },
        ),
        migrations.AddField(
            model_name='workarea',
            name='household',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='work_areas', to='registry.household', verbose_name='keluarga'),
        ),
        migrations.AddField(
            model_name='workarea',
            name='kader',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='work_areas', to=settings.AUTH_USER_MODEL, verbose_name='kader'),
        ),
        migrations.AddField(
            model_name='workarea',
            name='posyandu',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='work_areas', to='registry.posyandu', verbose_name='Posyandu'),
        ),
        migrations.AddConstraint(
            model_name='workarea',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='work_area_ends_after_it_starts', violation_error_message='Tanggal sampai tidak boleh sebelum tanggal sejak.'),
        ),
    ]
