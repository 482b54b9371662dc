import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0008_work_areas'),
    ]

    operations = [
        migrations.CreateModel(
            name='Denominator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                ('group', models.CharField(choices=[('ibu_hamil', 'Ibu hamil'), ('ibu_nifas', 'Ibu nifas'), ('ibu_menyusui', 'Ibu menyusui'), ('bayi', 'Bayi'), ('balita', 'Balita'), ('apras', 'Apras'), ('usia_sekolah', 'Usia sekolah'), ('remaja', 'Remaja'), ('dewasa', 'Dewasa'), ('lansia', 'Lansia')], max_length=20, verbose_name='kelompok')),
                ('source', models.CharField(choices=[('pusdatin', 'Proyeksi Pusdatin'), ('dukcapil', 'Dukcapil'), ('kader', 'Pendataan kader'), ('register', 'Register Posyandu ILP')], max_length=8, verbose_name='sumber')),
                ('people', models.PositiveIntegerField(verbose_name='jumlah')),
                ('document', models.CharField(blank=True, max_length=200, verbose_name='dokumen')),
                ('entered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='dicatat')),
            ],
            options={
                'verbose_name': 'angka sasaran',
                'verbose_name_plural': 'angka sasaran',
                'ordering': ['unit__path', 'year', 'group', 'source', '-entered_at'],
            },
        ),
        migrations.CreateModel(
            name='DenominatorChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                ('group', models.CharField(choices=[('ibu_hamil', 'Ibu hamil'), ('ibu_nifas', 'Ibu nifas'), ('ibu_menyusui', 'Ibu menyusui'), ('bayi', 'Bayi'), ('balita', 'Balita'), ('apras', 'Apras'), ('usia_sekolah', 'Usia sekolah'), ('remaja', 'Remaja'), ('dewasa', 'Dewasa'), ('lansia', 'Lansia')], max_length=20, verbose_name='kelompok')),
                ('source', models.CharField(choices=[('pusdatin', 'Proyeksi Pusdatin'), ('dukcapil', 'Dukcapil'), ('kader', 'Pendataan kader'), ('register', 'Register Posyandu ILP')], max_length=8, verbose_name='sumber')),
                ('chosen_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='dipilih')),
            ],
            options={
                'verbose_name': 'sumber sasaran terpilih',
                'verbose_name_plural': 'sumber sasaran terpilih',
                'ordering': ['-year', 'group'],
            },
        ),
        migrations.AddField(
            model_name='denominator',
            name='entered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='oleh'),
        ),
        migrations.AddField(
            model_name='denominator',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='denominators', to='registry.orgunit', verbose_name='unit'),
        ),
        migrations.AddField(
            model_name='denominatorchoice',
            name='chosen_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='oleh'),
        ),
        migrations.AddField(
            model_name='denominatorchoice',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='denominator_choices', to='registry.orgunit', verbose_name='unit'),
        ),
        migrations.AddIndex(
            model_name='denominator',
            index=models.Index(models.F('year'), models.F('group'), models.F('source'), name='denominator_year_group'),
        ),
        migrations.AddConstraint(
            model_name='denominatorchoice',
            constraint=models.UniqueConstraint(models.F('unit'), models.F('year'), models.F('group'), name='denominator_source_is_chosen_once', violation_error_message='Sumber untuk kelompok dan tahun ini sudah dipilih dan berlaku setahun.'),
        ),
    ]
