import django.db.models.deletion
import django.utils.timezone
import registry.ids
import registry.models.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0006_moves'),
    ]

    operations = [
        migrations.CreateModel(
            name='DuplicatePair',
            fields=[
                ('id', models.UUIDField(default=registry.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('score', models.PositiveSmallIntegerField(verbose_name='kemiripan (0-100)')),
                ('reasons', models.JSONField(default=list, verbose_name='alasan')),
                ('state', models.CharField(choices=[('terbuka', 'Perlu dilihat'), ('beda', 'Bukan orang yang sama'), ('gabung', 'Sudah digabung')], default='terbuka', max_length=7, verbose_name='keadaan')),
                ('found_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ditemukan')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='diputuskan')),
            ],
            options={
                'verbose_name': 'kemungkinan ganda',
                'verbose_name_plural': 'kemungkinan ganda',
                'ordering': ['-score', '-found_at'],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.UUIDField(default=registry.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('before', registry.models.fields.EncryptedTextField(blank=True, default='', editable=False)),
                ('arrived_later', models.JSONField(default=list, verbose_name='datang sesudahnya')),
                ('remarks', models.JSONField(default=list, verbose_name='catatan')),
                ('merged_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='digabung')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='dibatalkan')),
            ],
            options={
                'verbose_name': 'penggabungan',
                'verbose_name_plural': 'penggabungan',
                'ordering': ['-merged_at'],
            },
        ),
        migrations.AddField(
            model_name='resident',
            name='merged_into',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='absorbed', to='registry.resident'),
        ),
        migrations.AddField(
            model_name='duplicatepair',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='diputuskan oleh'),
        ),
        migrations.AddField(
            model_name='duplicatepair',
            name='first',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='registry.resident', verbose_name='warga'),
        ),
        migrations.AddField(
            model_name='duplicatepair',
            name='second',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='registry.resident', verbose_name='warga kedua'),
        ),
        migrations.AddField(
            model_name='merge',
            name='absorbed',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='registry.resident', verbose_name='digabung'),
        ),
        migrations.AddField(
            model_name='merge',
            name='kept',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='registry.resident', verbose_name='tetap'),
        ),
        migrations.AddField(
            model_name='merge',
            name='merged_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='oleh'),
        ),
        migrations.AddField(
            model_name='merge',
            name='undone_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='dibatalkan oleh'),
        ),
        migrations.AddIndex(
            model_name='duplicatepair',
            index=models.Index(fields=['state', '-score'], name='duplicate_state_score'),
        ),
        migrations.AddConstraint(
            model_name='duplicatepair',
            constraint=models.UniqueConstraint(models.F('first'), models.F('second'), name='duplicate_pair_is_stored_once'),
        ),
        migrations.AddConstraint(
            model_name='duplicatepair',
            constraint=models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='duplicate_pair_is_ordered'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.UniqueConstraint(models.F('absorbed'), condition=models.Q(('undone_at__isnull', True)), name='merge_once_for_each_absorbed'),
        ),
    ]
