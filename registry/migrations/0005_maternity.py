import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import registry.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0004_deaths'),
    ]

    operations = [
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(default=registry.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField(verbose_name='tanggal bersalin')),
                ('at', models.TimeField(blank=True, null=True, verbose_name='pukul')),
                ('gestation_weeks', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(20), django.core.validators.MaxValueValidator(45)], verbose_name='usia kehamilan saat bersalin (minggu)')),
                ('place', models.CharField(blank=True, choices=[('pustu', 'Posyandu Prima/Pustu'), ('puskesmas', 'Puskesmas'), ('rs', 'Rumah sakit'), ('klinik', 'Klinik'), ('bidan', 'Bidan praktik mandiri'), ('rumah', 'Rumah'), ('lain', 'Lainnya')], max_length=9, verbose_name='tempat bersalin')),
                ('place_name', models.CharField(blank=True, max_length=120, verbose_name='nama tempat')),
                ('helper', models.CharField(blank=True, choices=[('bidan', 'Bidan'), ('dokter', 'Dokter umum'), ('spog', 'Dokter SpOG'), ('lain', 'Lainnya')], max_length=6, verbose_name='penolong persalinan')),
                ('manner', models.CharField(blank=True, choices=[('normal', 'Normal'), ('tindakan', 'Persalinan dengan tindakan')], max_length=8, verbose_name='cara persalinan')),
                ('mother_condition', models.CharField(blank=True, choices=[('sehat', 'Sehat'), ('sakit', 'Sakit'), ('meninggal', 'Meninggal')], max_length=9, verbose_name='keadaan ibu')),
                ('complaints', models.CharField(blank=True, max_length=200, verbose_name='keluhan ibu')),
                ('early_breastfeeding', models.BooleanField(blank=True, null=True, verbose_name='IMD')),
                ('live_births', models.PositiveSmallIntegerField(default=0, verbose_name='lahir hidup')),
                ('stillbirths', models.PositiveSmallIntegerField(default=0, verbose_name='lahir mati')),
                ('breastfeeding_ended_on', models.DateField(blank=True, null=True, verbose_name='berhenti menyusui')),
                ('registered_babies', models.JSONField(default=list, editable=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='dicatat')),
            ],
            options={
                'verbose_name': 'persalinan',
                'verbose_name_plural': 'persalinan',
                'ordering': ['-on'],
            },
        ),
        migrations.CreateModel(
            name='Pregnancy',
            fields=[
                ('id', models.UUIDField(default=registry.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('known_from', models.DateField(default=django.utils.timezone.localdate, verbose_name='tercatat hamil sejak')),
                ('last_period', models.DateField(blank=True, null=True, verbose_name='HPHT')),
                ('due_date_by_usg', models.DateField(blank=True, null=True, verbose_name='taksiran persalinan menurut USG')),
                ('gravida', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(20)], verbose_name='hamil anak ke')),
                ('living_children', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(20)], verbose_name='jumlah anak hidup')),
                ('spacing_months', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(400)], verbose_name='jarak dengan anak sebelumnya (bulan)')),
                ('start_weight_kg', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, verbose_name='berat badan awal (kg)')),
                ('height_cm', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, verbose_name='tinggi badan (cm)')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='berakhir')),
                ('outcome', models.CharField(blank=True, choices=[('lahir', 'Bersalin'), ('keguguran', 'Keguguran'), ('meninggal', 'Ibu meninggal'), ('salah', 'Salah catat, tidak hamil')], max_length=9, verbose_name='akhir kehamilan')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='dicatat')),
            ],
            options={
                'verbose_name': 'kehamilan',
                'verbose_name_plural': 'kehamilan',
                'ordering': ['-known_from'],
            },
        ),
        migrations.AddField(
            model_name='delivery',
            name='recorded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='oleh'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='resident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='registry.resident', verbose_name='ibu'),
        ),
        migrations.AddField(
            model_name='resident',
            name='born_at',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='babies', to='registry.delivery'),
        ),
        migrations.AddField(
            model_name='pregnancy',
            name='recorded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='oleh'),
        ),
        migrations.AddField(
            model_name='pregnancy',
            name='resident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pregnancies', to='registry.resident', verbose_name='ibu'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='pregnancy',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='delivery', to='registry.pregnancy', verbose_name='kehamilan'),
        ),
        migrations.AddConstraint(
            model_name='pregnancy',
            constraint=models.UniqueConstraint(models.F('resident'), condition=models.Q(('ended_on__isnull', True)), name='pregnancy_one_open_for_each_woman', violation_error_message='Ibu ini sudah tercatat hamil.'),
        ),
        migrations.AddConstraint(
            model_name='pregnancy',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', True), ('outcome', '')), models.Q(('ended_on__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='pregnancy_end_has_an_outcome', violation_error_message='Kehamilan yang berakhir perlu tanggal dan hasilnya.'),
        ),
        migrations.AddConstraint(
            model_name='pregnancy',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('last_period__isnull', True), ('ended_on__gte', models.F('last_period')), _connector='OR'), name='pregnancy_ends_after_it_began', violation_error_message='Kehamilan tidak dapat berakhir sebelum HPHT.'),
        ),
        migrations.AddConstraint(
            model_name='pregnancy',
            constraint=models.CheckConstraint(condition=models.Q(('start_weight_kg__isnull', True), models.Q(('start_weight_kg__gte', 25), ('start_weight_kg__lte', 200)), _connector='OR'), name='pregnancy_start_weight_is_possible', violation_error_message='Berat badan awal antara 25 dan 200 kg.'),
        ),
        migrations.AddConstraint(
            model_name='pregnancy',
            constraint=models.CheckConstraint(condition=models.Q(('height_cm__isnull', True), models.Q(('height_cm__gte', 100), ('height_cm__lte', 220)), _connector='OR'), name='pregnancy_height_is_possible', violation_error_message='Tinggi badan antara 100 dan 220 cm.'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('live_births__lte', 6), ('stillbirths__lte', 6)), name='delivery_births_are_possible', violation_error_message='Paling banyak enam bayi dalam satu persalinan.'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('live_births__gt', 0), ('stillbirths__gt', 0), _connector='OR'), name='delivery_bears_somebody', violation_error_message='Isi bayi yang lahir, hidup atau mati.'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('breastfeeding_ended_on__isnull', True), ('breastfeeding_ended_on__gte', models.F('on')), _connector='OR'), name='delivery_breastfeeding_ends_after_birth', violation_error_message='Berhenti menyusui tidak dapat sebelum bersalin.'),
        ),
    ]
