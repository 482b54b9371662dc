"""Fill what newcomers get when they are saved: how names sound, words to search by, hashes of last digits."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import migrations

from registry.models.fields import phone_hash, tail_hash
from registry.rules.names import same_sound_key
from registry.rules.search_words import line_of

BATCH = 1_000


def fill(apps: Any, schema_editor: Any) -> None:
    """Derive the new columns of every household and resident."""
    households, residents = apps.get_model("registry", "Household"), apps.get_model("registry", "Resident")
    for rows in _batches(households.objects.iterator(chunk_size=BATCH)):
        for home in rows:
            home.kk_tail_hash = tail_hash(home.kk)
        households.objects.bulk_update(rows, ["kk_tail_hash"])
    people = residents.objects.select_related("household", "mother", "posyandu__unit")
    for rows in _batches(people.iterator(chunk_size=BATCH)):
        for one in rows:
            _derive(one)
        residents.objects.bulk_update(rows, ["sound_key", "search_words", "nik_tail_hash", "phone_hash"])


def _batches(rows: Any) -> Iterator[list[Any]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _derive(one: Any) -> None:
    home = one.household
    place = [home.dusun, home.address, f"RT {home.rt}", f"RW {home.rw}"] if home else []
    mother = one.mother.name if one.mother else one.mother_name
    one.sound_key = same_sound_key(one.name)
    one.search_words = line_of([one.name, mother, one.father_name], place, one.posyandu.unit.path)
    one.nik_tail_hash = tail_hash(one.nik) if one.nik_hash else ""
    one.phone_hash = phone_hash(one.phone)


class Migration(migrations.Migration):
    dependencies = [("registry", "0009_denominators")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
