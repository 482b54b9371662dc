from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('visits', '0004_immunisation'),
    ]

    operations = [
        migrations.AddField(
            model_name='adultcheck',
            name='pregnant',
            field=models.BooleanField(default=False, editable=False, verbose_name='hamil'),
        ),
        migrations.AddField(
            model_name='schoolagecheck',
            name='pregnant',
            field=models.BooleanField(default=False, editable=False, verbose_name='hamil'),
        ),
    ]
