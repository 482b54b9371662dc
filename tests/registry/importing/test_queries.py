"""The pages of an import need as many queries for three rows as for one, and so do its steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry.importing import batches
from registry.models import PeopleImport, PeopleMapping, User
from tests.conftest import Village, make_resident, make_visit
from tests.registry.importing.sheets import checked, sheet, through, written

Login = Callable[[User], Client]
Work = Callable[[], object]


def someone(number: int, **cells: Any) -> dict[str, Any]:
    """A woman with a family of her own."""
    name = ("Siti Aminah", "Wagiyem", "Ngatmini", "Sarmi")[number]
    return {
        "no_kk": f"332008150120990{number}", "nik": f"332008500388990{number + 1}", "nama": name,
        "jenis_kelamin": "P", "tanggal_lahir": "10/03/1988", "hubungan": "Kepala keluarga",
    } | cells  # fmt: skip


def some(count: int, **cells: Any) -> bytes:
    return sheet(*(someone(number, **cells) for number in range(count)))


def queries(work: Work) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def page(client: Client, batch: PeopleImport) -> Work:
    return lambda: client.get(batch.get_absolute_url())


@pytest.mark.parametrize(
    "cells",
    [{}, {"tanggal_lahir": ""}, {"nik": ""}, {"tanggal_lahir": "11/03/1988"}],
    ids=["good", "refused", "maybe known", "warned"],
)
def test_the_preview(village: Village, client_of: Login, cells: dict[str, Any]) -> None:
    for number in range(3):
        known = someone(number)
        nik = known["nik"] if "nik" not in cells else ""
        make_resident(village.melati, known["nama"], born=date(1988, 3, 10), nik=nik)
    client = client_of(village.officer)
    one, three = (checked(village, some(count, **cells)) for count in (1, 3))
    client.get(one.get_absolute_url())
    assert queries(page(client, three)) == queries(page(client, one))


def test_the_result_with_rows_that_stayed(village: Village, client_of: Login) -> None:
    client, counts = client_of(village.officer), []
    for data in (sheet(someone(3)), some(3)):
        batch = written(village, data)
        for row in batch.rows.select_related("resident"):
            assert row.resident is not None
            make_visit(row.resident, day=date(2026, 11, 10))
        batches.undo(batch.pk, village.officer)
        through(batch)
        client.get(batch.get_absolute_url())
        counts.append(queries(page(client, batch)))
    assert batch.rows.filter(undone="tetap").count() == 3
    assert counts[0] == counts[1]


def test_the_list_of_imports(village: Village, client_of: Login) -> None:
    client, url = client_of(village.officer), reverse("people_import_new")
    checked(village, some(1))
    client.get(url)
    one = queries(lambda: client.get(url))
    for _ in range(2):
        checked(village, some(1))
    assert queries(lambda: client.get(url)) == one


def test_the_list_of_mappings(village: Village, client_of: Login) -> None:
    client, url = client_of(village.officer), reverse("people_mapping_list")
    PeopleMapping.objects.create(unit=village.puskesmas, name="Desa 0", changed_by=village.officer)
    client.get(url)
    one = queries(lambda: client.get(url))
    for number in (1, 2):
        PeopleMapping.objects.create(unit=village.puskesmas, name=f"Desa {number}", changed_by=village.kader)
    assert queries(lambda: client.get(url)) == one


def test_a_step_of_checking_and_of_writing_new_people(village: Village) -> None:
    alone = steps(village, some(1))
    batches.undo(PeopleImport.objects.unscoped("test").get().pk, None)
    through(PeopleImport.objects.unscoped("test").get())
    assert steps(village, some(3)) == alone


def steps(village: Village, data: bytes) -> list[int]:
    """Queries of checking and of writing; linking ends with the counting of months, each by itself."""
    batch = checked(village, data)
    batches.begin_check(batch.pk)
    found = [queries(lambda: batches.advance(batch.pk))]
    batches.confirm(batch.pk)
    found.append(queries(lambda: batches.advance(batch.pk)))
    through(batch)
    return found
