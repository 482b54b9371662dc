import django.db.models.deletion
import django.utils.timezone
import registry.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0013_move_addresses'),
        ('visits', '0012_referrals'),
    ]

    operations = [
        migrations.CreateModel(
            name='StockMovement',
            fields=[
                ('id', models.UUIDField(default=registry.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('item', models.CharField(max_length=20, verbose_name='barang')),
                ('on', models.DateField(default=django.utils.timezone.localdate, verbose_name='tanggal')),
                ('change', models.IntegerField(verbose_name='perubahan')),
                ('reason', models.CharField(choices=[('terima', 'Diterima'), ('kembali', 'Dikembalikan'), ('rusak', 'Rusak atau kedaluwarsa'), ('hitung', 'Hasil hitung ulang')], default='terima', max_length=7, verbose_name='alasan')),
                ('batch', models.CharField(blank=True, max_length=30, verbose_name='nomor batch')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='kedaluwarsa')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='keterangan')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='dicatat pada')),
            ],
            options={
                'verbose_name': 'persediaan',
                'verbose_name_plural': 'persediaan',
                'ordering': ['-on', '-recorded_at'],
            },
        ),
        migrations.AddField(
            model_name='stockmovement',
            name='posyandu',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stock_movements', to='registry.posyandu', verbose_name='Posyandu'),
        ),
        migrations.AddField(
            model_name='stockmovement',
            name='recorded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='dicatat oleh'),
        ),
        migrations.AddIndex(
            model_name='stockmovement',
            index=models.Index(models.F('posyandu'), models.F('item'), name='stock_posyandu_item'),
        ),
        migrations.AddConstraint(
            model_name='stockmovement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('change', 0), _negated=True), ('change__gte', -10000), ('change__lte', 10000)), name='stock_change_is_possible', violation_error_message='Isi jumlah 1 sampai 10.000.'),
        ),
    ]
