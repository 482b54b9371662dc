import django.db.models.deletion
import django.utils.timezone
import registry.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0013_move_addresses'),
        ('visits', '0009_mothers_card'),
    ]

    operations = [
        migrations.CreateModel(
            name='ServiceGiven',
            fields=[
                ('id', models.UUIDField(default=registry.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('vitamin_a', 'Vitamin A balita'), ('vitamin_a_ibu', 'Vitamin A ibu nifas'), ('obat_cacing', 'Obat cacing'), ('ttd', 'Tablet tambah darah'), ('mt_bumil', 'MT bumil KEK'), ('mt_lokal', 'MT pangan lokal'), ('kb', 'Alat kontrasepsi')], max_length=13, verbose_name='pelayanan')),
                ('given_on', models.DateField(verbose_name='tanggal')),
                ('quantity', models.PositiveSmallIntegerField(default=1, verbose_name='jumlah')),
                ('detail', models.CharField(blank=True, max_length=200, verbose_name='rincian')),
                ('place', models.CharField(blank=True, choices=[('posyandu', 'Posyandu'), ('puskesmas', 'Pustu/Puskesmas'), ('rs', 'Rumah sakit'), ('bidan', 'Bidan praktik mandiri'), ('sekolah', 'Sekolah'), ('lain', 'Lainnya')], max_length=9, verbose_name='tempat')),
                ('place_name', models.CharField(blank=True, max_length=120, verbose_name='nama tempat')),
                ('batch', models.CharField(blank=True, max_length=30, verbose_name='nomor batch')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='dicatat pada')),
            ],
            options={
                'verbose_name': 'pelayanan',
                'verbose_name_plural': 'pelayanan',
                'ordering': ['-given_on', 'kind'],
            },
        ),
        migrations.AddField(
            model_name='immunisation',
            name='given_by',
            field=models.CharField(blank=True, max_length=120, verbose_name='diberikan oleh'),
        ),
        migrations.AddField(
            model_name='immunisation',
            name='posyandu',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.posyandu', verbose_name='Posyandu'),
        ),
        migrations.AddField(
            model_name='immunisation',
            name='site',
            field=models.CharField(blank=True, choices=[('mulut', 'Diteteskan di mulut'), ('paha_ki', 'Paha kiri'), ('paha_ka', 'Paha kanan'), ('lengan_ki', 'Lengan kiri'), ('lengan_ka', 'Lengan kanan')], max_length=9, verbose_name='tempat suntikan'),
        ),
        migrations.AddField(
            model_name='servicegiven',
            name='posyandu',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='services_given', to='registry.posyandu', verbose_name='Posyandu'),
        ),
        migrations.AddField(
            model_name='servicegiven',
            name='recorded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='dicatat oleh'),
        ),
        migrations.AddField(
            model_name='servicegiven',
            name='resident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='services', to='registry.resident', verbose_name='warga'),
        ),
        migrations.AddField(
            model_name='servicegiven',
            name='visit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='services', to='visits.visit', verbose_name='kunjungan'),
        ),
        migrations.AddIndex(
            model_name='servicegiven',
            index=models.Index(models.F('posyandu'), models.F('kind'), name='service_stock'),
        ),
        migrations.AddConstraint(
            model_name='servicegiven',
            constraint=models.UniqueConstraint(models.F('visit'), models.F('kind'), condition=models.Q(('visit__isnull', False)), name='service_once_a_visit', violation_error_message='Pelayanan ini sudah tercatat pada kunjungan itu.'),
        ),
        migrations.AddConstraint(
            model_name='servicegiven',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__lte', 180)), name='service_quantity_is_possible', violation_error_message='Jumlahnya paling banyak 180.'),
        ),
    ]
