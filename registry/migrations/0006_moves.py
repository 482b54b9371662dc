import django.db.models.deletion
import django.utils.timezone
import registry.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0005_maternity'),
    ]

    operations = [
        migrations.CreateModel(
            name='MoveRequest',
            fields=[
                ('id', models.UUIDField(default=registry.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('group', models.UUIDField(db_index=True, default=registry.ids.new_id, editable=False)),
                ('on', models.DateField(default=django.utils.timezone.localdate, verbose_name='tanggal pindah')),
                ('state', models.CharField(choices=[('diajukan', 'Menunggu jawaban'), ('diterima', 'Diterima'), ('ditolak', 'Ditolak'), ('dibatalkan', 'Dibatalkan')], default='diajukan', max_length=10, verbose_name='keadaan')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='catatan')),
                ('asked_by_new_side', models.BooleanField(default=False, verbose_name='diajukan Posyandu tujuan')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='diajukan')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='dijawab')),
            ],
            options={
                'verbose_name': 'permintaan pindah',
                'verbose_name_plural': 'permintaan pindah',
                'ordering': ['-asked_at'],
            },
        ),
        migrations.AddField(
            model_name='residency',
            name='came_from',
            field=models.CharField(blank=True, max_length=120, verbose_name='datang dari'),
        ),
        migrations.AddField(
            model_name='residency',
            name='went_to',
            field=models.CharField(blank=True, max_length=120, verbose_name='pindah ke'),
        ),
        migrations.AddField(
            model_name='moverequest',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='dijawab oleh'),
        ),
        migrations.AddField(
            model_name='moverequest',
            name='asked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='diajukan oleh'),
        ),
        migrations.AddField(
            model_name='moverequest',
            name='from_posyandu',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.posyandu', verbose_name='dari'),
        ),
        migrations.AddField(
            model_name='moverequest',
            name='resident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='registry.resident', verbose_name='warga'),
        ),
        migrations.AddField(
            model_name='moverequest',
            name='to_posyandu',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.posyandu', verbose_name='ke'),
        ),
        migrations.AddConstraint(
            model_name='moverequest',
            constraint=models.UniqueConstraint(models.F('resident'), condition=models.Q(('state', 'diajukan')), name='move_one_waiting_for_each_resident', violation_error_message='Permintaan pindah untuk warga ini sudah ada.'),
        ),
        migrations.AddConstraint(
            model_name='moverequest',
            constraint=models.CheckConstraint(condition=models.Q(('from_posyandu', models.F('to_posyandu')), _negated=True), name='move_goes_somewhere_else', violation_error_message='Warga ini sudah di Posyandu itu.'),
        ),
    ]
