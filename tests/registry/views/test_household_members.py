"""Who belongs to a family: pages to join, leave, lead, split and merge, each with its way back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from registry.models import Household, Resident
from registry.services import households
from tests.conftest import Village, make_resident
from tests.registry.services.test_households import NEW_KK, Family, family, home_of, relations_in

__all__ = ["family"]

Browser = Callable[..., Client]


def url_of(name: str, family: Family) -> str:
    return reverse(f"household_{name}", args=[home_of(family).pk])


def test_somebody_registered_is_found_and_joins(village: Village, family: Family, client_of: Browser) -> None:
    joko = make_resident(village.melati, "Joko Susilo", sex="L", home={"dusun": "Ngipik"})
    kader = client_of(village.kader)
    found = kader.get(url_of("member", family), {"q": "djoko"}).context["found"]
    kader.post(url_of("member", family), {"warga": str(joko.pk), "hubungan": "famili"})

    assert list(found) == [joko]
    assert relations_in(home_of(family))["Joko Susilo"] == "famili"


def test_who_was_let_go_by_mistake_is_offered_again(
    village: Village, family: Family, client_of: Browser
) -> None:
    kader = client_of(village.kader)
    data = {"warga": str(family["rizky"].pk), "keluar": "1"}
    answer = kader.post(url_of("member", family), data, follow=True)

    assert "Rizky" not in relations_in(home_of(family))
    assert "Keliru? Masukkan lagi di bawah." in answer.content.decode()
    assert answer.context["former"] == [family["rizky"]]


@pytest.mark.parametrize("wanted", ["", "bukan-id", "stranger"])
def test_nobody_joins_who_is_not_in_scope(
    village: Village, family: Family, client_of: Browser, wanted: str
) -> None:
    stranger = make_resident(village.mawar)
    data = {"warga": str(stranger.pk) if wanted == "stranger" else wanted, "hubungan": "anak"}
    answer = client_of(village.kader).post(url_of("member", family), data, follow=True)

    assert "Pilih dulu orangnya." in answer.content.decode()
    assert home_of(family).members.count() == 5


def test_the_head_is_chosen_by_name_and_the_relations_follow(
    village: Village, family: Family, client_of: Browser
) -> None:
    kader = client_of(village.kader)
    kader.post(url_of("head", family), {"kepala": str(family["siti"].pk)})

    assert home_of(family).head == family["siti"]
    assert relations_in(home_of(family))["Sarmi"] == "mertua"
    refused = kader.post(
        url_of("head", family), {"kepala": str(make_resident(village.mawar).pk)}, follow=True
    )
    assert "Kepala keluarga harus salah satu anggotanya." in refused.content.decode()


def test_relations_are_corrected_together(village: Village, family: Family, client_of: Browser) -> None:
    members = ("siti", "sarmi", "rizky", "aisyah")
    data = dict(
        zip((str(family[one].pk) for one in members), ("pasangan", "mertua", "anak", "cucu"), strict=True)
    )
    client_of(village.kader).post(url_of("head", family), data)

    assert relations_in(home_of(family))["Sarmi"] == "mertua"
    assert home_of(family).head == family["suparman"]


def test_a_split_is_shown_before_it_is_done(village: Village, family: Family, client_of: Browser) -> None:
    chosen = [str(family["suparman"].pk), str(family["sarmi"].pk)]
    kader = client_of(village.kader)
    shown = kader.get(url_of("split", family), {"anggota": chosen})

    assert [one.name for one in shown.context["staying"]] == ["Siti", "Rizky", "Aisyah"]
    text = shown.content.decode()
    assert "Kepala keluarga menjadi Siti. Bisa diganti nanti." in text
    assert "dapat disatukan lagi lewat Gabung KK" in text
    assert Household.objects.count() == 1

    data = {"anggota": chosen, "head": chosen[0], "kk": NEW_KK}
    done = kader.post(url_of("split", family), data, follow=True)
    new = Household.objects.get(head=family["suparman"])
    assert done.redirect_chain[-1][0] == new.get_absolute_url()
    assert (new.kk, relations_in(new)) == (NEW_KK, {"Sarmi": "orang_tua", "Suparman": "kepala"})


def test_a_split_without_a_head_or_with_a_taken_number_keeps_what_was_chosen(
    village: Village, family: Family, client_of: Browser
) -> None:
    households.create_household(posyandu=village.mawar, facts={}, kk=NEW_KK)
    data = {"anggota": [str(family["rizky"].pk)], "kk": NEW_KK}
    answer = client_of(village.kader).post(url_of("split", family), data)

    assert set(answer.context["form"].errors) == {"head", "kk"}
    assert answer.context["going"] == [family["rizky"]]
    assert Household.objects.count() == 2


def test_nobody_of_another_family_is_split_off(village: Village, family: Family, client_of: Browser) -> None:
    other = make_resident(village.melati, home={"dusun": "Ngipik"})
    data = {"anggota": [str(other.pk)], "head": str(other.pk)}
    answer = client_of(village.kader).post(url_of("split", family), data)

    assert answer.status_code == 200
    assert Household.objects.count() == 2


def test_two_families_become_one_after_a_look_at_the_result(
    village: Village, family: Family, client_of: Browser
) -> None:
    joko = make_resident(village.melati, "Joko", sex="L", home={"dusun": "Ngipik"}, relation="kepala")
    other = Household.objects.get(head=joko)
    kader = client_of(village.kader)
    found = kader.get(url_of("merge", family), {"q": "joko"}).context["found"]
    shown = kader.get(url_of("merge", family), {"dengan": str(other.pk)})

    assert list(found) == [other]
    assert [one.name for one, _ in shown.context["coming"]] == ["Joko"]
    assert "Joko adalah … dari Suparman" in shown.content.decode()
    kader.post(url_of("merge", family), {"dengan": str(other.pk), "relation": "famili"})
    assert relations_in(home_of(family))["Joko"] == "famili"
    assert Household.objects.get(pk=other.pk).merged_into == home_of(family)


def test_a_family_of_another_posyandu_is_not_merged(
    village: Village, family: Family, client_of: Browser
) -> None:
    other = make_resident(village.mawar, "Joko", home={"dusun": "Gondang"}).household
    assert other is not None
    officer = client_of(village.officer)
    assert officer.get(url_of("merge", family), {"dengan": str(other.pk)}).context["other"] is None
    officer.post(url_of("merge", family), {"dengan": str(other.pk)})

    assert Resident.objects.get(name="Joko").household == other
