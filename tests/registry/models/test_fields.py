"""What is encrypted stays so in the database, and can still be found and kept unique."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.db import IntegrityError, connection, transaction

from registry.models import Household, Resident
from registry.models.fields import keyed_hash
from tests.conftest import Village, make_resident

NIK = "3320084107259901"
KK = "3320080101259901"
PHONE = "081200009901"


@pytest.fixture
def aisyah(village: Village) -> Resident:
    return make_resident(village.melati, "Aisyah", nik=NIK, phone=PHONE, home={"kk": KK, "dusun": "Krajan"})


def raw_rows() -> str:
    """Everything that the tables hold, as text, past the models."""
    with connection.cursor() as cursor:
        rows: list[Any] = []
        for table in ("registry_resident", "registry_household", "auditlog_logentry"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 -- names of this test
            rows += cursor.fetchall()
    return repr(rows)


def raw_nik() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nik FROM registry_resident")
        return str(cursor.fetchone()[0])


def test_the_database_never_holds_a_nik_a_kk_or_a_phone_number(aisyah: Resident) -> None:
    aisyah.phone = PHONE.replace("9901", "9902")
    aisyah.save()
    stored = raw_rows()
    assert "Aisyah" in stored
    assert [secret for secret in (NIK, KK, PHONE, aisyah.phone) if secret in stored] == []


def test_what_was_encrypted_comes_back_whole(aisyah: Resident) -> None:
    again = Resident.objects.unscoped("test").select_related("household").get()
    assert again.household is not None
    assert (again.nik, again.phone, again.household.kk) == (NIK, PHONE, KK)
    assert Resident.objects.unscoped("test").values_list("nik", flat=True).get() == NIK


def test_the_same_nik_is_never_encrypted_the_same_way_twice(aisyah: Resident) -> None:
    first = raw_nik()
    aisyah.save()
    assert raw_nik() != first


def test_nothing_is_stored_for_nothing(village: Village) -> None:
    make_resident(village.melati)
    assert raw_nik() == ""


def test_a_nik_is_found_by_its_keyed_hash(aisyah: Resident, settings: Any) -> None:
    assert aisyah.nik_hash == keyed_hash(NIK)
    assert list(Resident.objects.unscoped("test").search(NIK)) == [aisyah]
    assert list(Resident.objects.unscoped("test").search("3320 0841 0725 9901")) == [aisyah]
    with_one_key = keyed_hash(NIK)
    settings.HASH_KEY = "another"
    assert len({with_one_key, keyed_hash(NIK)}) == 2


@pytest.mark.parametrize(("model", "lookup"), [(Resident, "nik__startswith"), (Household, "kk__in")])
def test_looking_for_the_clear_text_of_an_encrypted_column_is_an_error(
    model: Any, lookup: str, village: Village
) -> None:
    with pytest.raises(TypeError, match="cari lewat kolom hash"):
        model.objects.unscoped("test").filter(**{lookup: NIK})


def test_the_database_keeps_a_nik_unique(aisyah: Resident, village: Village) -> None:
    other = make_resident(village.mawar)
    other.set_nik(NIK)
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


def test_the_database_keeps_a_kk_number_unique(aisyah: Resident, village: Village) -> None:
    other = Household(posyandu=village.mawar)
    other.set_kk(KK)
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


def test_many_people_may_have_no_nik_and_no_kk(village: Village) -> None:
    for _ in range(3):
        make_resident(village.melati, home={"dusun": "Krajan"})
    assert Resident.objects.unscoped("test").filter(nik_hash__isnull=True).count() == 3


def test_an_old_key_still_reads_and_the_new_one_writes(aisyah: Resident, settings: Any) -> None:
    new = Fernet.generate_key().decode()
    settings.FIELD_KEYS = [new, *settings.FIELD_KEYS]
    again = Resident.objects.unscoped("test").get()
    assert again.nik == NIK
    again.save()
    assert Fernet(new).decrypt(raw_nik().encode()).decode() == NIK


def test_a_lost_key_is_an_error_not_an_empty_field(aisyah: Resident, settings: Any) -> None:
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(InvalidToken):
        Resident.objects.unscoped("test").get()
