from django.db import migrations


def pass_steps(apps, schema_editor):
    """Visits of before the steps were kept: somebody came, and was measured where a card was filled."""
    visits = apps.get_model("visits", "Visit").objects
    visits.filter(steps="").update(steps="1")
    for card in ("child_check", "school_age_check", "adult_check"):
        visits.filter(**{f"{card}__isnull": False}).update(steps="12")


class Migration(migrations.Migration):

    dependencies = [
        ("visits", "0015_guests"),
    ]

    operations = [
        migrations.RunPython(pass_steps, migrations.RunPython.noop),
    ]
