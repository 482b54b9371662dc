import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0013_move_addresses'),
        ('visits', '0013_stock'),
    ]

    operations = [
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='tanggal')),
                ('step', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='langkah')),
            ],
            options={
                'verbose_name': 'tugas',
                'verbose_name_plural': 'tugas',
                'ordering': ['date', 'step'],
            },
        ),
        migrations.CreateModel(
            name='EquipmentCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='untuk hari buka')),
                ('items', models.JSONField(default=dict, verbose_name='alat')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='catatan')),
                ('checked_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'pemeriksaan alat',
                'verbose_name_plural': 'pemeriksaan alat',
                'ordering': ['-date'],
            },
        ),
        migrations.CreateModel(
            name='Schedule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day_of_month', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(31)], verbose_name='tanggal')),
                ('week', models.SmallIntegerField(blank=True, choices=[(1, 'pertama'), (2, 'kedua'), (3, 'ketiga'), (4, 'keempat'), (-1, 'terakhir')], null=True, verbose_name='pekan')),
                ('weekday', models.SmallIntegerField(blank=True, choices=[(0, 'Senin'), (1, 'Selasa'), (2, 'Rabu'), (3, 'Kamis'), (4, 'Jumat'), (5, 'Sabtu'), (6, 'Minggu')], null=True, verbose_name='hari')),
                ('starts_at', models.TimeField(blank=True, null=True, verbose_name='mulai pukul')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='tempat')),
                ('valid_from', models.DateField(default=django.utils.timezone.localdate, verbose_name='berlaku mulai')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='berlaku sampai')),
            ],
            options={
                'verbose_name': 'jadwal',
                'verbose_name_plural': 'jadwal',
                'ordering': ['posyandu', 'valid_from'],
            },
        ),
        migrations.CreateModel(
            name='ScheduleChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('planned', models.DateField(blank=True, null=True, verbose_name='tanggal menurut jadwal')),
                ('moved_to', models.DateField(blank=True, null=True, verbose_name='menjadi tanggal')),
                ('starts_at', models.TimeField(blank=True, null=True, verbose_name='mulai pukul')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='tempat')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='alasan')),
                ('changed_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'perubahan jadwal',
                'verbose_name_plural': 'perubahan jadwal',
                'ordering': ['posyandu', 'planned'],
            },
        ),
        migrations.AddField(
            model_name='duty',
            name='posyandu',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='duties', to='registry.posyandu', verbose_name='Posyandu'),
        ),
        migrations.AddField(
            model_name='duty',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='duties', to=settings.AUTH_USER_MODEL, verbose_name='petugas'),
        ),
        migrations.AddField(
            model_name='equipmentcheck',
            name='checked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='equipmentcheck',
            name='posyandu',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='equipment_checks', to='registry.posyandu', verbose_name='Posyandu'),
        ),
        migrations.AddField(
            model_name='schedule',
            name='posyandu',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='schedules', to='registry.posyandu', verbose_name='Posyandu'),
        ),
        migrations.AddField(
            model_name='schedulechange',
            name='changed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='schedulechange',
            name='posyandu',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='schedule_changes', to='registry.posyandu', verbose_name='Posyandu'),
        ),
        migrations.AddConstraint(
            model_name='duty',
            constraint=models.UniqueConstraint(models.F('posyandu'), models.F('date'), models.F('step'), models.F('user'), name='duty_once'),
        ),
        migrations.AddConstraint(
            model_name='duty',
            constraint=models.CheckConstraint(condition=models.Q(('step__gte', 1), ('step__lte', 5)), name='duty_step_is_one_of_five', violation_error_message='Langkah 1 sampai 5.'),
        ),
        migrations.AddConstraint(
            model_name='equipmentcheck',
            constraint=models.UniqueConstraint(models.F('posyandu'), models.F('date'), name='equipment_check_once_a_day', violation_error_message='Sudah diperiksa.'),
        ),
        migrations.AddConstraint(
            model_name='schedule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('day_of_month__isnull', False), ('week__isnull', True), ('weekday__isnull', True)), models.Q(('day_of_month__isnull', True), ('week__isnull', False), ('weekday__isnull', False)), _connector='OR'), name='schedule_is_a_date_or_a_weekday', violation_error_message='Pilih tanggal tetap, atau hari dan pekannya.'),
        ),
        migrations.AddConstraint(
            model_name='schedule',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='schedule_ends_after_it_starts', violation_error_message='Tanggal berakhir sebelum tanggal mulai.'),
        ),
        migrations.AddConstraint(
            model_name='schedulechange',
            constraint=models.UniqueConstraint(models.F('posyandu'), models.F('planned'), condition=models.Q(('planned__isnull', False)), name='schedule_change_once_a_day', violation_error_message='Hari ini sudah diubah.'),
        ),
        migrations.AddConstraint(
            model_name='schedulechange',
            constraint=models.CheckConstraint(condition=models.Q(('planned__isnull', False), ('moved_to__isnull', False), _connector='OR'), name='schedule_change_names_a_day', violation_error_message='Isi tanggalnya.'),
        ),
    ]
