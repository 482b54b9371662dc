import django.db.models.deletion
import django.utils.timezone
import registry.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0013_move_addresses'),
        ('visits', '0011_screenings'),
    ]

    operations = [
        migrations.CreateModel(
            name='DeclinedProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='alasan rujukan')),
                ('reason', models.CharField(max_length=200, verbose_name='alasan menolak')),
                ('declined_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ditolak pada')),
            ],
            options={
                'verbose_name': 'usul rujukan yang ditolak',
                'verbose_name_plural': 'usul rujukan yang ditolak',
            },
        ),
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.UUIDField(default=registry.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(editable=False, max_length=60, verbose_name='nomor surat')),
                ('serial', models.PositiveIntegerField(editable=False, verbose_name='nomor urut')),
                ('year', models.PositiveSmallIntegerField(editable=False, verbose_name='tahun')),
                ('date', models.DateField(verbose_name='tanggal')),
                ('destination', models.CharField(choices=[('Pustu', 'Pustu'), ('Puskesmas', 'Puskesmas'), ('RS', 'RS')], max_length=9, verbose_name='tujuan')),
                ('destination_name', models.CharField(blank=True, max_length=120, verbose_name='nama tempat tujuan')),
                ('urgency', models.CharField(choices=[('biasa', 'biasa'), ('segera', 'segera'), ('gawat', 'gawat')], max_length=6, verbose_name='kegawatan')),
                ('reasons', models.JSONField(default=list, verbose_name='alasan')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='keterangan')),
                ('findings', models.JSONField(default=list, verbose_name='temuan')),
                ('status', models.CharField(choices=[('dirujuk', 'Dirujuk'), ('diperiksa', 'Datang diperiksa'), ('tidak_datang', 'Tidak datang'), ('rujuk_balik', 'Rujuk balik'), ('batal', 'Batal')], default='dirujuk', max_length=12, verbose_name='status')),
                ('status_note', models.CharField(blank=True, max_length=300, verbose_name='keterangan status')),
                ('status_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='status sejak')),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='dirujuk pada')),
            ],
            options={
                'verbose_name': 'rujukan',
                'verbose_name_plural': 'rujukan',
                'ordering': ['-date', '-sent_at'],
            },
        ),
        migrations.AddField(
            model_name='declinedproposal',
            name='declined_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ditolak oleh'),
        ),
        migrations.AddField(
            model_name='declinedproposal',
            name='visit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='declined_proposals', to='visits.visit', verbose_name='kunjungan'),
        ),
        migrations.AddField(
            model_name='referral',
            name='posyandu',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals_sent', to='registry.posyandu', verbose_name='dari Posyandu'),
        ),
        migrations.AddField(
            model_name='referral',
            name='resident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='registry.resident', verbose_name='warga'),
        ),
        migrations.AddField(
            model_name='referral',
            name='sent_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='dirujuk oleh'),
        ),
        migrations.AddField(
            model_name='referral',
            name='visit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='visits.visit', verbose_name='kunjungan'),
        ),
        migrations.AddConstraint(
            model_name='declinedproposal',
            constraint=models.UniqueConstraint(models.F('visit'), models.F('code'), name='declined_proposal_once'),
        ),
        migrations.AddConstraint(
            model_name='declinedproposal',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='declined_proposal_has_a_reason', violation_error_message='Tulis alasan tidak merujuk.'),
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(models.F('posyandu'), models.F('date'), name='referral_place_date'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.UniqueConstraint(models.F('posyandu'), models.F('year'), models.F('serial'), name='referral_number_is_given_once'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.UniqueConstraint(models.F('visit'), condition=models.Q(('visit__isnull', False), models.Q(('status', 'batal'), _negated=True)), name='referral_once_a_visit', violation_error_message='Kunjungan ini sudah punya surat rujukan.'),
        ),
    ]
