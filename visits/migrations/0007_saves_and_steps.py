import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0013_move_addresses'),
        ('visits', '0006_session_closing'),
    ]

    operations = [
        migrations.CreateModel(
            name='VisitSave',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(verbose_name='revisi')),
                ('step', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='langkah')),
                ('fields', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='kolom')),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='disimpan pada')),
            ],
            options={
                'verbose_name': 'simpanan',
                'verbose_name_plural': 'simpanan',
                'ordering': ['revision'],
            },
        ),
        migrations.AddField(
            model_name='visit',
            name='education_note',
            field=models.CharField(blank=True, max_length=300, verbose_name='edukasi yang diberikan'),
        ),
        migrations.AddField(
            model_name='visit',
            name='education_topics',
            field=models.JSONField(blank=True, default=list, verbose_name='materi edukasi'),
        ),
        migrations.AddField(
            model_name='visit',
            name='form_version',
            field=models.CharField(default='2025', editable=False, max_length=8, verbose_name='versi formulir'),
        ),
        migrations.AddField(
            model_name='visit',
            name='mother',
            field=models.CharField(blank=True, choices=[('hamil', 'Ibu hamil'), ('nifas', 'Ibu nifas'), ('menyusui', 'Ibu menyusui')], max_length=8, verbose_name='kartu ibu'),
        ),
        migrations.AddField(
            model_name='visit',
            name='setting',
            field=models.CharField(choices=[('posyandu', 'Hari buka Posyandu'), ('rumah', 'Di rumah'), ('sekolah', 'Di sekolah/PAUD'), ('pustu', 'Di Pustu/Puskesmas'), ('lain', 'Di tempat lain')], default='posyandu', max_length=8, verbose_name='tempat pelayanan'),
        ),
        migrations.AddField(
            model_name='visit',
            name='steps',
            field=models.CharField(blank=True, editable=False, max_length=5, verbose_name='langkah'),
        ),
        migrations.AddField(
            model_name='visitsave',
            name='saved_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='disimpan oleh'),
        ),
        migrations.AddField(
            model_name='visitsave',
            name='visit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saves', to='visits.visit'),
        ),
        migrations.AddConstraint(
            model_name='visitsave',
            constraint=models.UniqueConstraint(models.F('visit'), models.F('revision'), name='visit_save_is_kept_once'),
        ),
    ]
