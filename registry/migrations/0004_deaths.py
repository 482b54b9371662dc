import django.db.models.deletion
import django.utils.timezone
import registry.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0003_resident_card_heads'),
    ]

    operations = [
        migrations.CreateModel(
            name='Death',
            fields=[
                ('id', models.UUIDField(default=registry.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField(verbose_name='tanggal meninggal')),
                ('place', models.CharField(blank=True, choices=[('rumah', 'Rumah'), ('faskes', 'Fasilitas kesehatan'), ('jalan', 'Dalam perjalanan'), ('lain', 'Tempat lain')], max_length=6, verbose_name='tempat meninggal')),
                ('place_name', models.CharField(blank=True, max_length=120, verbose_name='nama tempat')),
                ('cause', models.CharField(blank=True, max_length=200, verbose_name='sebab menurut keluarga')),
                ('group', models.CharField(choices=[('ibu', 'Kematian ibu'), ('neonatal', 'Kematian neonatal (0-28 hari)'), ('bayi', 'Kematian bayi (29 hari-11 bulan)'), ('balita', 'Kematian balita (12-59 bulan)'), ('lain', 'Kematian lain')], editable=False, max_length=9, verbose_name='kelompok')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='dicatat')),
            ],
            options={
                'verbose_name': 'kematian',
                'verbose_name_plural': 'kematian',
                'ordering': ['-on'],
            },
        ),
        migrations.AddField(
            model_name='death',
            name='recorded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='oleh'),
        ),
        migrations.AddField(
            model_name='death',
            name='resident',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='death', to='registry.resident', verbose_name='warga'),
        ),
    ]
