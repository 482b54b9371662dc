import django.db.models.deletion
import django.utils.timezone
import registry.ids
import registry.models.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='HouseholdChange',
            fields=[
                ('id', models.UUIDField(default=registry.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField(default=django.utils.timezone.localdate, verbose_name='tanggal')),
                ('reason', models.CharField(choices=[('daftar', 'Didaftarkan'), ('pecah', 'Pecah KK'), ('gabung', 'Gabung KK'), ('masuk', 'Masuk keluarga'), ('keluar', 'Keluar dari keluarga'), ('betul', 'Pembetulan')], max_length=7, verbose_name='sebab')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='dicatat')),
            ],
            options={
                'verbose_name': 'perubahan keluarga',
                'verbose_name_plural': 'perubahan keluarga',
                'ordering': ['-on', '-recorded_at'],
            },
        ),
        migrations.CreateModel(
            name='PastKk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kk', registry.models.fields.EncryptedTextField(verbose_name='nomor KK')),
                ('kk_hash', models.CharField(db_index=True, editable=False, max_length=64)),
                ('valid_until', models.DateField(default=django.utils.timezone.localdate, verbose_name='sampai')),
            ],
            options={
                'verbose_name': 'nomor KK lama',
                'verbose_name_plural': 'nomor KK lama',
                'ordering': ['-valid_until', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='household',
            name='has_clean_water',
            field=models.BooleanField(blank=True, null=True, verbose_name='sarana air bersih'),
        ),
        migrations.AddField(
            model_name='household',
            name='has_diabetes',
            field=models.BooleanField(blank=True, null=True, verbose_name='anggota terdiagnosis diabetes melitus'),
        ),
        migrations.AddField(
            model_name='household',
            name='has_hypertension',
            field=models.BooleanField(blank=True, null=True, verbose_name='anggota terdiagnosis hipertensi'),
        ),
        migrations.AddField(
            model_name='household',
            name='has_insurance',
            field=models.BooleanField(blank=True, null=True, verbose_name='JKN/Jamkesda/Askes'),
        ),
        migrations.AddField(
            model_name='household',
            name='has_latrine',
            field=models.BooleanField(blank=True, null=True, verbose_name='jamban keluarga'),
        ),
        migrations.AddField(
            model_name='household',
            name='has_mental_disorder',
            field=models.BooleanField(blank=True, null=True, verbose_name='anggota dengan gangguan jiwa (ODGJ)'),
        ),
        migrations.AddField(
            model_name='household',
            name='has_tuberculosis',
            field=models.BooleanField(blank=True, null=True, verbose_name='anggota terdiagnosis TBC'),
        ),
        migrations.AddField(
            model_name='household',
            name='head',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='heads', to='registry.resident', verbose_name='kepala keluarga'),
        ),
        migrations.AddField(
            model_name='household',
            name='is_ventilated',
            field=models.BooleanField(blank=True, null=True, verbose_name='ventilasi cukup'),
        ),
        migrations.AddField(
            model_name='household',
            name='kk_tail_hash',
            field=models.CharField(blank=True, db_index=True, default='', editable=False, max_length=16),
        ),
        migrations.AddField(
            model_name='household',
            name='latrine_is_sanitary',
            field=models.BooleanField(blank=True, null=True, verbose_name='jambannya saniter'),
        ),
        migrations.AddField(
            model_name='household',
            name='merged_into',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='absorbed', to='registry.household'),
        ),
        migrations.AddField(
            model_name='household',
            name='phone',
            field=registry.models.fields.EncryptedTextField(blank=True, default='', verbose_name='nomor HP keluarga'),
        ),
        migrations.AddField(
            model_name='household',
            name='phone_hash',
            field=models.CharField(blank=True, db_index=True, default='', editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='household',
            name='surveyed_on',
            field=models.DateField(blank=True, null=True, verbose_name='tanggal pengumpulan data'),
        ),
        migrations.AddField(
            model_name='household',
            name='water_is_protected',
            field=models.BooleanField(blank=True, null=True, verbose_name='sumber airnya terlindung'),
        ),
        migrations.AlterField(
            model_name='household',
            name='posyandu',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='households', to='registry.posyandu', verbose_name='Posyandu'),
        ),
        migrations.AddConstraint(
            model_name='household',
            constraint=models.CheckConstraint(condition=models.Q(('has_clean_water', True), models.Q(('water_is_protected', True), _negated=True), _connector='OR'), name='household_protected_water_is_water', violation_error_message='Sumber air terlindung hanya bila ada sarana air bersih.'),
        ),
        migrations.AddConstraint(
            model_name='household',
            constraint=models.CheckConstraint(condition=models.Q(('has_latrine', True), models.Q(('latrine_is_sanitary', True), _negated=True), _connector='OR'), name='household_sanitary_latrine_is_a_latrine', violation_error_message='Jamban saniter hanya bila ada jamban keluarga.'),
        ),
        migrations.AddField(
            model_name='householdchange',
            name='from_household',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='departures', to='registry.household', verbose_name='dari'),
        ),
        migrations.AddField(
            model_name='householdchange',
            name='recorded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='oleh'),
        ),
        migrations.AddField(
            model_name='householdchange',
            name='resident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='household_changes', to='registry.resident', verbose_name='warga'),
        ),
        migrations.AddField(
            model_name='householdchange',
            name='to_household',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='arrivals', to='registry.household', verbose_name='ke'),
        ),
        migrations.AddField(
            model_name='pastkk',
            name='changed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='oleh'),
        ),
        migrations.AddField(
            model_name='pastkk',
            name='household',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='past_kks', to='registry.household'),
        ),
    ]
