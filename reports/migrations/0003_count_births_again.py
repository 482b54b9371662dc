"""Months counted before births and deaths had columns are due again."""

from typing import Any

from django.db import migrations
from django.db.models import Min


def mark_due(apps: Any, schema_editor: Any) -> None:
    """From the first counted month of each Posyandu on."""
    counted = apps.get_model("reports", "PopulationMonth").objects.order_by().values("posyandu")
    due = apps.get_model("registry", "MonthDue")
    due.objects.bulk_create(
        due(posyandu_id=row["posyandu"], month=row["first"], and_later=True)
        for row in counted.annotate(first=Min("month"))
    )


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_births_and_deaths"), ("registry", "0006_moves")]

    operations = [migrations.RunPython(mark_due, migrations.RunPython.noop)]
