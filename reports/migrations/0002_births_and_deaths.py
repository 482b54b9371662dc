
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='populationmonth',
            name='born',
            field=models.PositiveIntegerField(default=0, verbose_name='lahir hidup'),
        ),
        migrations.AddField(
            model_name='populationmonth',
            name='died_infant',
            field=models.PositiveIntegerField(default=0, verbose_name='kematian bayi 29 hari-11 bulan'),
        ),
        migrations.AddField(
            model_name='populationmonth',
            name='died_mother',
            field=models.PositiveIntegerField(default=0, verbose_name='kematian ibu'),
        ),
        migrations.AddField(
            model_name='populationmonth',
            name='died_neonate',
            field=models.PositiveIntegerField(default=0, verbose_name='kematian neonatal'),
        ),
        migrations.AddField(
            model_name='populationmonth',
            name='died_toddler',
            field=models.PositiveIntegerField(default=0, verbose_name='kematian balita 12-59 bulan'),
        ),
    ]
