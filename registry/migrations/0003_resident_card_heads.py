import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0002_household_data'),
    ]

    operations = [
        migrations.AddField(
            model_name='resident',
            name='birth_date_known',
            field=models.CharField(choices=[('pasti', 'Tanggal pasti'), ('perkiraan', 'Perkiraan'), ('tahun', 'Hanya tahunnya')], default='pasti', max_length=11, verbose_name='kepastian tanggal lahir'),
        ),
        migrations.AddField(
            model_name='resident',
            name='birth_place',
            field=models.CharField(blank=True, max_length=80, verbose_name='tempat lahir'),
        ),
        migrations.AddField(
            model_name='resident',
            name='blood_type',
            field=models.CharField(blank=True, choices=[('A', 'A'), ('B', 'B'), ('AB', 'AB'), ('O', 'O')], max_length=11, verbose_name='golongan darah'),
        ),
        migrations.AddField(
            model_name='resident',
            name='disabilities',
            field=models.JSONField(blank=True, default=list, verbose_name='disabilitas'),
        ),
        migrations.AddField(
            model_name='resident',
            name='education',
            field=models.CharField(blank=True, choices=[('tidak', 'Tidak/belum tamat SD'), ('sd', 'SD sederajat'), ('smp', 'SMP sederajat'), ('sma', 'SMA sederajat'), ('diploma', 'Diploma'), ('sarjana', 'Sarjana atau lebih')], max_length=11, verbose_name='pendidikan terakhir'),
        ),
        migrations.AddField(
            model_name='resident',
            name='family_history',
            field=models.JSONField(blank=True, default=list, verbose_name='riwayat keluarga'),
        ),
        migrations.AddField(
            model_name='resident',
            name='father',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='fathered', to='registry.resident', verbose_name='ayah'),
        ),
        migrations.AddField(
            model_name='resident',
            name='marital_status',
            field=models.CharField(blank=True, choices=[('belum', 'Belum kawin'), ('kawin', 'Kawin'), ('cerai_hidup', 'Cerai hidup'), ('cerai_mati', 'Cerai mati')], max_length=11, verbose_name='status perkawinan'),
        ),
        migrations.AddField(
            model_name='resident',
            name='nik_tail_hash',
            field=models.CharField(blank=True, db_index=True, default='', editable=False, max_length=16),
        ),
        migrations.AddField(
            model_name='resident',
            name='occupation',
            field=models.CharField(blank=True, choices=[('tidak', 'Tidak bekerja/ibu rumah tangga'), ('sekolah', 'Sekolah'), ('negeri', 'PNS/TNI/Polri/BUMN'), ('pegawai', 'Pegawai swasta'), ('usaha', 'Wiraswasta/pedagang'), ('tani', 'Petani/nelayan'), ('buruh', 'Buruh/lainnya')], max_length=11, verbose_name='pekerjaan'),
        ),
        migrations.AddField(
            model_name='resident',
            name='own_history',
            field=models.JSONField(blank=True, default=list, verbose_name='riwayat diri sendiri'),
        ),
        migrations.AddField(
            model_name='resident',
            name='phone_hash',
            field=models.CharField(blank=True, db_index=True, default='', editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='resident',
            name='relation',
            field=models.CharField(blank=True, choices=[('kepala', 'Kepala keluarga'), ('pasangan', 'Istri/suami'), ('anak', 'Anak'), ('menantu', 'Menantu'), ('cucu', 'Cucu'), ('orang_tua', 'Orang tua'), ('mertua', 'Mertua'), ('famili', 'Famili lain'), ('lain', 'Lainnya')], max_length=11, verbose_name='hubungan dengan kepala keluarga'),
        ),
        migrations.AddField(
            model_name='resident',
            name='risk_behaviour',
            field=models.JSONField(blank=True, default=list, verbose_name='perilaku berisiko diri sendiri'),
        ),
        migrations.AddField(
            model_name='resident',
            name='search_words',
            field=models.TextField(default='', editable=False),
        ),
        migrations.AddField(
            model_name='resident',
            name='sound_key',
            field=models.CharField(db_index=True, default='', editable=False, max_length=130),
        ),
        migrations.AddField(
            model_name='resident',
            name='spouse',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='registry.resident', verbose_name='suami/istri'),
        ),
        migrations.AddField(
            model_name='resident',
            name='spouse_name',
            field=models.CharField(blank=True, max_length=120, verbose_name='nama suami/istri'),
        ),
    ]
