from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0013_move_addresses'),
        ('visits', '0007_saves_and_steps'),
    ]

    operations = [
        migrations.AddField(
            model_name='adultcheck',
            name='anaemia',
            field=models.CharField(blank=True, choices=[('Tidak anemia', 'Tidak anemia'), ('Anemia ringan', 'Anemia ringan'), ('Anemia sedang', 'Anemia sedang'), ('Anemia berat', 'Anemia berat')], editable=False, max_length=40, verbose_name='anemia'),
        ),
        migrations.AddField(
            model_name='adultcheck',
            name='cholesterol',
            field=models.CharField(blank=True, choices=[('Normal', 'Normal'), ('Batas tinggi', 'Batas tinggi'), ('Tinggi', 'Tinggi')], editable=False, max_length=40, verbose_name='kolesterol'),
        ),
        migrations.AddField(
            model_name='adultcheck',
            name='cholesterol_mg_dl',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='kolesterol (mg/dL)'),
        ),
        migrations.AddField(
            model_name='adultcheck',
            name='contraception',
            field=models.BooleanField(blank=True, null=True, verbose_name='memakai alat kontrasepsi'),
        ),
        migrations.AddField(
            model_name='adultcheck',
            name='contraception_method',
            field=models.CharField(blank=True, choices=[('pil', 'Pil'), ('kondom', 'Kondom'), ('suntik', 'Suntik'), ('implan', 'Implan/susuk'), ('IUD', 'IUD (spiral)'), ('MOW', 'Tubektomi (MOW)'), ('MOP', 'Vasektomi (MOP)'), ('MAL', 'MAL (menyusui)'), ('tradisional', 'Cara tradisional')], max_length=11, verbose_name='alat kontrasepsi'),
        ),
        migrations.AddField(
            model_name='adultcheck',
            name='covid_vaccinated',
            field=models.BooleanField(blank=True, null=True, verbose_name='imunisasi Covid-19'),
        ),
        migrations.AddField(
            model_name='adultcheck',
            name='ear_left',
            field=models.CharField(blank=True, choices=[('Normal', 'Normal'), ('Gangguan', 'Gangguan')], max_length=8, verbose_name='telinga kiri'),
        ),
        migrations.AddField(
            model_name='adultcheck',
            name='ear_right',
            field=models.CharField(blank=True, choices=[('Normal', 'Normal'), ('Gangguan', 'Gangguan')], max_length=8, verbose_name='telinga kanan'),
        ),
        migrations.AddField(
            model_name='adultcheck',
            name='eye_left',
            field=models.CharField(blank=True, choices=[('Normal', 'Normal'), ('Gangguan', 'Gangguan')], max_length=8, verbose_name='mata kiri'),
        ),
        migrations.AddField(
            model_name='adultcheck',
            name='eye_right',
            field=models.CharField(blank=True, choices=[('Normal', 'Normal'), ('Gangguan', 'Gangguan')], max_length=8, verbose_name='mata kanan'),
        ),
        migrations.AddField(
            model_name='adultcheck',
            name='haemoglobin_g_dl',
            field=models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, verbose_name='Hb (g/dL)'),
        ),
        migrations.AddField(
            model_name='adultcheck',
            name='muac_cm',
            field=models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, verbose_name='LiLA (cm)'),
        ),
        migrations.AddField(
            model_name='adultcheck',
            name='tb_contact',
            field=models.BooleanField(blank=True, null=True, verbose_name='kontak erat dengan pasien TBC'),
        ),
        migrations.AddField(
            model_name='adultcheck',
            name='tb_cough',
            field=models.BooleanField(blank=True, null=True, verbose_name='batuk terus menerus'),
        ),
        migrations.AddField(
            model_name='adultcheck',
            name='tb_count',
            field=models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='gejala TBC'),
        ),
        migrations.AddField(
            model_name='adultcheck',
            name='tb_fever',
            field=models.BooleanField(blank=True, null=True, verbose_name='demam 2 minggu atau lebih'),
        ),
        migrations.AddField(
            model_name='adultcheck',
            name='tb_suspected',
            field=models.BooleanField(editable=False, null=True, verbose_name='memenuhi 2 gejala TBC'),
        ),
        migrations.AddField(
            model_name='adultcheck',
            name='tb_weight',
            field=models.BooleanField(blank=True, null=True, verbose_name='BB tidak naik atau turun 2 bulan berturut-turut'),
        ),
        migrations.AddField(
            model_name='childcheck',
            name='development_complete',
            field=models.BooleanField(blank=True, null=True, verbose_name='checklist perkembangan lengkap'),
        ),
        migrations.AddField(
            model_name='childcheck',
            name='exclusive_breastfeeding',
            field=models.BooleanField(blank=True, null=True, verbose_name='ASI eksklusif'),
        ),
        migrations.AddField(
            model_name='childcheck',
            name='feeding_suits_age',
            field=models.BooleanField(blank=True, null=True, verbose_name='MP-ASI sesuai umur'),
        ),
        migrations.AddField(
            model_name='childcheck',
            name='immunisation_complete',
            field=models.BooleanField(blank=True, null=True, verbose_name='imunisasi lengkap sesuai umur'),
        ),
        migrations.AddField(
            model_name='childcheck',
            name='local_food_eaten',
            field=models.BooleanField(blank=True, null=True, verbose_name='MT pangan lokal dihabiskan'),
        ),
        migrations.AddField(
            model_name='childcheck',
            name='sick',
            field=models.BooleanField(blank=True, null=True, verbose_name='gejala sakit'),
        ),
        migrations.AddField(
            model_name='childcheck',
            name='sick_note',
            field=models.CharField(blank=True, max_length=200, verbose_name='gejalanya'),
        ),
        migrations.AddField(
            model_name='childcheck',
            name='tb_contact',
            field=models.BooleanField(blank=True, null=True, verbose_name='kontak erat dengan pasien TBC'),
        ),
        migrations.AddField(
            model_name='childcheck',
            name='tb_cough',
            field=models.BooleanField(blank=True, null=True, verbose_name='batuk terus menerus'),
        ),
        migrations.AddField(
            model_name='childcheck',
            name='tb_count',
            field=models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='gejala TBC'),
        ),
        migrations.AddField(
            model_name='childcheck',
            name='tb_fever',
            field=models.BooleanField(blank=True, null=True, verbose_name='demam 2 minggu atau lebih'),
        ),
        migrations.AddField(
            model_name='childcheck',
            name='tb_suspected',
            field=models.BooleanField(editable=False, null=True, verbose_name='memenuhi 2 gejala TBC'),
        ),
        migrations.AddField(
            model_name='childcheck',
            name='tb_weight',
            field=models.BooleanField(blank=True, null=True, verbose_name='BB tidak naik atau turun 2 bulan berturut-turut'),
        ),
        migrations.AddField(
            model_name='schoolagecheck',
            name='anaemia',
            field=models.CharField(blank=True, choices=[('Tidak anemia', 'Tidak anemia'), ('Anemia ringan', 'Anemia ringan'), ('Anemia sedang', 'Anemia sedang'), ('Anemia berat', 'Anemia berat')], editable=False, max_length=40, verbose_name='anemia'),
        ),
        migrations.AddField(
            model_name='schoolagecheck',
            name='cholesterol',
            field=models.CharField(blank=True, choices=[('Normal', 'Normal'), ('Batas tinggi', 'Batas tinggi'), ('Tinggi', 'Tinggi')], editable=False, max_length=40, verbose_name='kolesterol'),
        ),
        migrations.AddField(
            model_name='schoolagecheck',
            name='cholesterol_mg_dl',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='kolesterol (mg/dL)'),
        ),
        migrations.AddField(
            model_name='schoolagecheck',
            name='contraception',
            field=models.BooleanField(blank=True, null=True, verbose_name='memakai alat kontrasepsi'),
        ),
        migrations.AddField(
            model_name='schoolagecheck',
            name='contraception_method',
            field=models.CharField(blank=True, choices=[('pil', 'Pil'), ('kondom', 'Kondom'), ('suntik', 'Suntik'), ('implan', 'Implan/susuk'), ('IUD', 'IUD (spiral)'), ('MOW', 'Tubektomi (MOW)'), ('MOP', 'Vasektomi (MOP)'), ('MAL', 'MAL (menyusui)'), ('tradisional', 'Cara tradisional')], max_length=11, verbose_name='alat kontrasepsi'),
        ),
        migrations.AddField(
            model_name='schoolagecheck',
            name='ear_left',
            field=models.CharField(blank=True, choices=[('Normal', 'Normal'), ('Gangguan', 'Gangguan')], max_length=8, verbose_name='telinga kiri'),
        ),
        migrations.AddField(
            model_name='schoolagecheck',
            name='ear_right',
            field=models.CharField(blank=True, choices=[('Normal', 'Normal'), ('Gangguan', 'Gangguan')], max_length=8, verbose_name='telinga kanan'),
        ),
        migrations.AddField(
            model_name='schoolagecheck',
            name='eye_left',
            field=models.CharField(blank=True, choices=[('Normal', 'Normal'), ('Gangguan', 'Gangguan')], max_length=8, verbose_name='mata kiri'),
        ),
        migrations.AddField(
            model_name='schoolagecheck',
            name='eye_right',
            field=models.CharField(blank=True, choices=[('Normal', 'Normal'), ('Gangguan', 'Gangguan')], max_length=8, verbose_name='mata kanan'),
        ),
        migrations.AddField(
            model_name='schoolagecheck',
            name='haemoglobin_g_dl',
            field=models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, verbose_name='Hb (g/dL)'),
        ),
        migrations.AddField(
            model_name='schoolagecheck',
            name='iron_weekly',
            field=models.BooleanField(blank=True, null=True, verbose_name='minum TTD dalam seminggu terakhir'),
        ),
        migrations.AddField(
            model_name='schoolagecheck',
            name='muac_cm',
            field=models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, verbose_name='LiLA (cm)'),
        ),
        migrations.AddField(
            model_name='schoolagecheck',
            name='tb_contact',
            field=models.BooleanField(blank=True, null=True, verbose_name='kontak erat dengan pasien TBC'),
        ),
        migrations.AddField(
            model_name='schoolagecheck',
            name='tb_cough',
            field=models.BooleanField(blank=True, null=True, verbose_name='batuk terus menerus'),
        ),
        migrations.AddField(
            model_name='schoolagecheck',
            name='tb_count',
            field=models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='gejala TBC'),
        ),
        migrations.AddField(
            model_name='schoolagecheck',
            name='tb_fever',
            field=models.BooleanField(blank=True, null=True, verbose_name='demam 2 minggu atau lebih'),
        ),
        migrations.AddField(
            model_name='schoolagecheck',
            name='tb_suspected',
            field=models.BooleanField(editable=False, null=True, verbose_name='memenuhi 2 gejala TBC'),
        ),
        migrations.AddField(
            model_name='schoolagecheck',
            name='tb_weight',
            field=models.BooleanField(blank=True, null=True, verbose_name='BB tidak naik atau turun 2 bulan berturut-turut'),
        ),
        migrations.AddConstraint(
            model_name='adultcheck',
            constraint=models.CheckConstraint(condition=models.Q(('muac_cm__isnull', True), models.Q(('muac_cm__gte', Decimal('10')), ('muac_cm__lte', Decimal('60'))), _connector='OR'), name='adult_muac_cm_is_possible', violation_error_message='LiLA harus antara 10 dan 60 cm.'),
        ),
        migrations.AddConstraint(
            model_name='adultcheck',
            constraint=models.CheckConstraint(condition=models.Q(('haemoglobin_g_dl__isnull', True), models.Q(('haemoglobin_g_dl__gte', Decimal('2')), ('haemoglobin_g_dl__lte', Decimal('25'))), _connector='OR'), name='adult_haemoglobin_g_dl_is_possible', violation_error_message='Hb harus antara 2 dan 25 g/dL.'),
        ),
        migrations.AddConstraint(
            model_name='adultcheck',
            constraint=models.CheckConstraint(condition=models.Q(('cholesterol_mg_dl__isnull', True), models.Q(('cholesterol_mg_dl__gte', Decimal('50')), ('cholesterol_mg_dl__lte', Decimal('600'))), _connector='OR'), name='adult_cholesterol_mg_dl_is_possible', violation_error_message='Kolesterol harus antara 50 dan 600 mg/dL.'),
        ),
        migrations.AddConstraint(
            model_name='schoolagecheck',
            constraint=models.CheckConstraint(condition=models.Q(('muac_cm__isnull', True), models.Q(('muac_cm__gte', Decimal('10')), ('muac_cm__lte', Decimal('60'))), _connector='OR'), name='school_age_muac_cm_is_possible', violation_error_message='LiLA harus antara 10 dan 60 cm.'),
        ),
        migrations.AddConstraint(
            model_name='schoolagecheck',
            constraint=models.CheckConstraint(condition=models.Q(('haemoglobin_g_dl__isnull', True), models.Q(('haemoglobin_g_dl__gte', Decimal('2')), ('haemoglobin_g_dl__lte', Decimal('25'))), _connector='OR'), name='school_age_haemoglobin_g_dl_is_possible', violation_error_message='Hb harus antara 2 dan 25 g/dL.'),
        ),
        migrations.AddConstraint(
            model_name='schoolagecheck',
            constraint=models.CheckConstraint(condition=models.Q(('cholesterol_mg_dl__isnull', True), models.Q(('cholesterol_mg_dl__gte', Decimal('50')), ('cholesterol_mg_dl__lte', Decimal('600'))), _connector='OR'), name='school_age_cholesterol_mg_dl_is_possible', violation_error_message='Kolesterol harus antara 50 dan 600 mg/dL.'),
        ),
    ]
