import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
import registry.ids
import registry.models.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0013_move_addresses'),
        ('visits', '0010_services_given'),
    ]

    operations = [
        migrations.CreateModel(
            name='Screening',
            fields=[
                ('id', models.UUIDField(default=registry.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('form', models.CharField(choices=[('srq20', 'SRQ-20'), ('puma', 'PUMA'), ('heeadsss', 'HEEADSSS'), ('aks', 'AKS'), ('skilas', 'SKILAS'), ('development', 'Checklist perkembangan')], max_length=11, verbose_name='lembar')),
                ('version', models.CharField(max_length=12, verbose_name='versi lembar')),
                ('sealed_answers', registry.models.fields.EncryptedTextField(blank=True, default='', editable=False, verbose_name='jawaban')),
                ('by_self', models.BooleanField(default=False, verbose_name='diisi sendiri')),
                ('postponed_because', models.CharField(blank=True, max_length=200, verbose_name='alasan ditunda')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ditanyakan pada')),
                ('revision', models.PositiveIntegerField(default=1, verbose_name='revisi')),
                ('complete', models.BooleanField(default=False, editable=False, verbose_name='lengkap')),
                ('score', models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='skor')),
                ('level', models.CharField(blank=True, editable=False, max_length=20, verbose_name='tingkat')),
                ('parts', models.JSONField(default=dict, editable=False, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='bagian')),
                ('refers', models.BooleanField(editable=False, null=True, verbose_name='perlu dirujuk')),
                ('alarm', models.BooleanField(default=False, editable=False, verbose_name='harus segera')),
            ],
            options={
                'verbose_name': 'skrining',
                'verbose_name_plural': 'skrining',
                'ordering': ['visit', 'form'],
            },
        ),
        migrations.AddField(
            model_name='screening',
            name='asked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ditanyakan oleh'),
        ),
        migrations.AddField(
            model_name='screening',
            name='visit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='screenings', to='visits.visit', verbose_name='kunjungan'),
        ),
        migrations.AddConstraint(
            model_name='screening',
            constraint=models.UniqueConstraint(models.F('visit'), models.F('form'), name='screening_form_once_a_visit', violation_error_message='Lembar ini sudah diisi pada kunjungan itu.'),
        ),
        migrations.AddConstraint(
            model_name='screening',
            constraint=models.CheckConstraint(condition=models.Q(('postponed_because', ''), ('complete', False), _connector='OR'), name='screening_is_done_or_postponed', violation_error_message='Lembar yang ditunda belum selesai.'),
        ),
    ]
