import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0013_move_addresses'),
        ('visits', '0008_every_column_of_the_cards'),
    ]

    operations = [
        migrations.CreateModel(
            name='MotherCheck',
            fields=[
                ('visit', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='mother_check', serialize=False, to='visits.visit')),
                ('gestation_weeks', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(45)], verbose_name='usia kehamilan (minggu)')),
                ('weight_on_curve', models.BooleanField(blank=True, null=True, verbose_name='BB sesuai kurva Buku KIA')),
                ('pressure_on_curve', models.BooleanField(blank=True, null=True, verbose_name='tekanan darah sesuai kurva Buku KIA')),
                ('iron_daily', models.BooleanField(blank=True, null=True, verbose_name='minum TTD setiap hari')),
                ('extra_food_daily', models.BooleanField(blank=True, null=True, verbose_name='makan MT bumil KEK setiap hari')),
                ('mother_class', models.BooleanField(blank=True, null=True, verbose_name='mengikuti kelas ibu hamil')),
                ('vitamin_a_taken', models.BooleanField(blank=True, null=True, verbose_name='vitamin A diminum')),
                ('breastfeeding', models.BooleanField(blank=True, null=True, verbose_name='menyusui')),
                ('arm_colour', models.CharField(blank=True, choices=[('merah', 'merah'), ('hijau', 'hijau')], editable=False, max_length=40, verbose_name='LiLA ibu')),
                ('pressure_colour', models.CharField(blank=True, choices=[('hijau', 'hijau'), ('merah', 'merah'), ('merah_segera', 'merah_segera')], editable=False, max_length=40, verbose_name='tekanan darah ibu')),
            ],
            options={
                'verbose_name': 'pemeriksaan ibu',
                'verbose_name_plural': 'pemeriksaan ibu',
            },
        ),
        migrations.AddConstraint(
            model_name='mothercheck',
            constraint=models.CheckConstraint(condition=models.Q(('gestation_weeks__isnull', True), models.Q(('gestation_weeks__gte', 1), ('gestation_weeks__lte', 45)), _connector='OR'), name='mother_gestation_weeks_is_possible', violation_error_message='Usia kehamilan 1 sampai 45 minggu.'),
        ),
    ]
