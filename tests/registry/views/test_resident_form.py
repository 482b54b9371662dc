"""The form of a resident: everything the heads of the cards ask, and nothing that must stay secret."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registry import services
from registry.models import Delivery, HouseholdChange, Pregnancy, Resident
from registry.rules.life_stage import add_months
from tests.conftest import Village, make_resident, make_visit
from visits.models import ChildCheck

Browser = Callable[..., Client]
NIK = "3320084107259901"
KK = "3320081503209901"
PHONE = "081234567890"


def newcomer(village: Village, **changes: Any) -> dict[str, Any]:
    born = str(timezone.localdate() - timedelta(days=3))
    return {
        "name": "Aisyah Putri", "sex": "P", "birth_date": born, "posyandu": str(village.melati.pk)
    } | changes  # fmt: skip


def as_typed(resident: Resident, **changes: Any) -> dict[str, Any]:
    """What the edit form sends when nothing but `changes` was touched."""
    return {
        "name": resident.name, "sex": resident.sex, "birth_date": str(resident.birth_date),
        "birth_date_known": resident.birth_date_known,
    } | changes  # fmt: skip


def register(client: Client, data: dict[str, Any], **query: str) -> Any:
    return client.post(f"{reverse('resident_new')}?{urlencode(query)}", data)


def the_newest() -> Resident:
    return Resident.objects.unscoped("test").latest("registered_at")


def test_all_heads_of_all_cards_are_kept(village: Village, client_of: Browser) -> None:
    given = {
        "birth_place": "Jepara", "relation": "kepala", "marital_status": "kawin", "education": "sma",
        "occupation": "tani", "blood_type": "O", "spouse_name": "Sri Lestari", "father_name": "Karto",
        "mother_name": "Sarmi", "family_history": ["hipertensi", "dm"], "own_history": ["asma"],
        "risk_behaviour": ["merokok"], "disabilities": ["netra"],
    }  # fmt: skip
    adult = newcomer(village, name="Slamet Riyadi", sex="L", birth_date="1980-02-03", **given)
    register(client_of(village.kader), adult | {"kk": KK, "dusun": "Krajan", "rt": "02", "rw": "01"})

    stored = the_newest()
    assert {name: getattr(stored, name) for name in given} == given
    assert stored.household is not None
    assert (stored.household.kk, stored.household.dusun, stored.household.head) == (KK, "Krajan", stored)


def test_birth_data_of_a_baby_are_kept(village: Village, client_of: Browser) -> None:
    given = {"birth_weight_kg": "3,2", "birth_length_cm": "49", "gestation_weeks": "38", "birth_order": "2"}
    register(client_of(village.kader), newcomer(village, **given))

    baby = the_newest()
    assert [str(baby.birth_weight_kg), str(baby.birth_length_cm)] == ["3.20", "49.0"]
    assert [baby.gestation_weeks, baby.birth_order] == [38, 2]


@pytest.mark.parametrize(
    ("typed", "born"),
    [
        ({"birth_date_known": "perkiraan", "age_years": "62"}, lambda day: add_months(day, -12 * 62)),
        ({"birth_date_known": "perkiraan", "age_months": "7"}, lambda day: add_months(day, -7)),
        (
            {"birth_date_known": "perkiraan", "age_years": "1", "age_months": "3"},
            lambda day: add_months(day, -15),
        ),
        ({"birth_date_known": "tahun", "birth_year": "1958"}, lambda day: date(1958, 7, 1)),
    ],
)
def test_a_birth_date_nobody_knows_is_worked_out_and_marked(
    village: Village, client_of: Browser, typed: dict[str, str], born: Callable[[date], date]
) -> None:
    register(client_of(village.kader), newcomer(village, birth_date="", **typed))

    person = the_newest()
    assert person.birth_date == born(timezone.localdate())
    assert person.birth_date_known == typed["birth_date_known"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"birth_date": ""}, "birth_date"),
        ({"birth_date": "", "birth_date_known": "perkiraan"}, "age_years"),
        ({"birth_date_known": "tahun"}, "birth_year"),
        ({"birth_date_known": "tahun", "birth_year": "2150"}, "birth_year"),
        ({"birth_date_known": "tahun", "birth_year": "58"}, "birth_year"),
    ],
)
def test_a_missing_birth_date_is_asked_for_beside_its_field(
    village: Village, client_of: Browser, typed: dict[str, str], field: str
) -> None:
    answer = register(client_of(village.kader), newcomer(village, **typed))

    assert list(answer.context["form"].errors) == [field]


def test_an_estimate_stays_the_same_when_something_else_is_changed(
    village: Village, client_of: Browser
) -> None:
    person = make_resident(village.melati, born=date(1960, 5, 12), birth_date_known="perkiraan")
    url = reverse("resident_edit", args=[person.pk])
    client_of(village.kader).post(url, as_typed(person, name="Mbah Sarmi"))

    person.refresh_from_db()
    assert (person.name, person.birth_date, person.birth_date_known) == (
        "Mbah Sarmi",
        date(1960, 5, 12),
        "perkiraan",
    )


@pytest.mark.parametrize("name", ["family_history", "own_history", "risk_behaviour", "disabilities"])
def test_an_unknown_code_is_refused(village: Village, client_of: Browser, name: str) -> None:
    answer = register(client_of(village.kader), newcomer(village, **{name: ["wabah"]}))

    assert list(answer.context["form"].errors) == [name]


def test_a_newborn_takes_mother_father_family_and_posyandu_from_her(
    village: Village, client_of: Browser
) -> None:
    father = make_resident(village.melati, "Slamet", sex="L", born=date(1990, 1, 1), home={"kk": KK})
    mother = make_resident(
        village.melati,
        "Siti Aminah",
        born=date(1995, 5, 10),
        home={"kk": KK},
        relation="pasangan",
        spouse=father,
    )
    kader = client_of(village.kader)
    form = kader.get(reverse("resident_new"), {"ibu": str(mother.pk)}).context["form"]
    shown = {
        name: form[name].value() for name in ("mother", "mother_name", "father", "household", "relation")
    }
    assert shown == {
        "mother": mother.pk, "mother_name": "Siti Aminah", "father": father.pk,
        "household": mother.household_id, "relation": "anak",
    }  # fmt: skip

    sent = {name: str(value) for name, value in shown.items()} | {"father_name": "Slamet"}
    register(kader, newcomer(village, **sent), ibu=str(mother.pk))
    baby = the_newest()
    assert (baby.mother, baby.father, baby.household, baby.relation) == (
        mother,
        father,
        mother.household,
        "anak",
    )
    assert baby.residencies.get().valid_from == baby.birth_date


def test_a_mother_of_somewhere_else_is_not_found(village: Village, client_of: Browser) -> None:
    stranger = make_resident(village.mawar, "Siti", born=date(1995, 5, 10))
    kader = client_of(village.kader)

    assert kader.get(reverse("resident_new"), {"ibu": str(stranger.pk)}).status_code == 404
    assert kader.get(reverse("resident_new"), {"ibu": "bukan-id"}).status_code == 404
    answer = register(kader, newcomer(village, mother=str(stranger.pk), mother_name="Siti"))
    assert "tidak terdaftar di wilayah Anda" in answer.context["form"].errors["mother_name"][0]


def test_a_member_is_added_to_a_family_and_the_page_returns_to_it(
    village: Village, client_of: Browser
) -> None:
    head = make_resident(village.melati, sex="L", born=date(1970, 1, 1), home={"kk": KK}, relation="kepala")
    assert head.household is not None
    query = {"keluarga": str(head.household.pk), "hubungan": "cucu"}
    kader = client_of(village.kader)
    form = kader.get(reverse("resident_new"), query).context["form"]
    assert form["relation"].value() == "cucu"
    answer = register(kader, newcomer(village, household=str(head.household.pk), relation="cucu"), **query)

    assert answer.headers["Location"] == head.household.get_absolute_url()
    grandchild = the_newest()
    assert (grandchild.household, grandchild.relation) == (head.household, "cucu")
    assert HouseholdChange.objects.unscoped("test").filter(resident=grandchild, reason="daftar").count() == 1


def test_a_family_of_somewhere_else_takes_nobody(village: Village, client_of: Browser) -> None:
    theirs = make_resident(village.mawar, home={"kk": KK}).household
    assert theirs is not None
    kader = client_of(village.kader)

    assert kader.get(reverse("resident_new"), {"keluarga": str(theirs.pk)}).status_code == 404
    answer = register(kader, newcomer(village, household=str(theirs.pk)))
    assert "household" in answer.context["form"].errors


def test_a_name_changed_by_hand_lets_the_linked_person_go(village: Village, client_of: Browser) -> None:
    mother = make_resident(village.melati, "Siti Aminah", born=date(1995, 5, 10))
    register(client_of(village.kader), newcomer(village, mother=str(mother.pk), mother_name="Siti Fatimah"))

    baby = the_newest()
    assert (baby.mother, baby.mother_name) == (None, "Siti Fatimah")


@pytest.mark.parametrize(
    ("sex", "born", "words"),
    [("L", date(1990, 1, 1), "tercatat laki-laki"), ("P", date(2026, 11, 20), "lebih tua")],
)
def test_an_impossible_mother_is_refused_beside_her_name(
    village: Village, client_of: Browser, sex: str, born: date, words: str
) -> None:
    no_mother = make_resident(village.melati, "Siti", sex=sex, born=born)
    data = newcomer(village, mother=str(no_mother.pk), mother_name="Siti", birth_date="2026-11-01")
    answer = register(client_of(village.kader), data)

    assert words in answer.context["form"].errors["mother_name"][0]


def test_the_phone_is_masked_until_somebody_asks_and_that_is_logged(
    village: Village, client_of: Browser
) -> None:
    girl = make_resident(village.melati, phone=PHONE)
    kader = client_of(village.kader)
    edit = kader.get(reverse("resident_edit", args=[girl.pk])).content.decode()
    assert PHONE not in edit
    assert "•••••••••890" in edit

    opened = kader.post(reverse("resident_phone", args=[girl.pk]), follow=True)
    assert PHONE in opened.content.decode()
    entry = LogEntry.objects.get(action=LogEntry.Action.ACCESS)
    assert (entry.actor, entry.object_pk, entry.changes) == (
        village.kader,
        str(girl.pk),
        {"phone": ["", "dibuka"]},
    )
    assert PHONE not in kader.get(girl.get_absolute_url()).content.decode()


def test_an_empty_phone_or_nik_keeps_it_and_a_tick_removes_it(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati, phone=PHONE, nik=NIK)
    kader, url = client_of(village.kader), reverse("resident_edit", args=[girl.pk])
    kader.post(url, as_typed(girl))
    girl.refresh_from_db()
    assert (girl.phone, girl.nik) == (PHONE, NIK)

    kader.post(url, as_typed(girl, phone_gone="on", nik_gone="on"))
    girl.refresh_from_db()
    assert (girl.phone, girl.nik, girl.nik_state) == ("", "", "belum_ada")


def test_an_invalid_nik_is_shown_as_such_and_mended(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati)
    girl.set_invalid_nik("33200841072")
    girl.save()
    kader, url = client_of(village.kader), reverse("resident_edit", args=[girl.pk])
    page = kader.get(url).content.decode()
    assert "tidak sah" in page
    assert "33200841072" not in page

    kader.post(url, as_typed(girl, nik=NIK))
    girl.refresh_from_db()
    assert (girl.nik, girl.nik_state) == (NIK, "ada")


def test_no_secret_stands_in_lists_addresses_or_the_log(village: Village, client_of: Browser) -> None:
    kader = client_of(village.kader)
    data = newcomer(village, nik=NIK, kk=KK, phone=PHONE, birth_date="2025-07-01")
    answer = register(kader, data)
    pages = [answer.headers["Location"], kader.get(reverse("resident_list")).content.decode()]
    pages += [kader.get(the_newest().get_absolute_url()).content.decode()]
    pages += [str(entry.changes) for entry in LogEntry.objects.all()]

    assert [secret for secret in (NIK, KK, PHONE) if any(secret in page for page in pages)] == []


def test_a_wrong_sex_is_corrected_and_the_growth_judged_anew(village: Village, client_of: Browser) -> None:
    child = make_resident(village.melati, "Aisyah", sex="P")
    make_visit(child, weight_kg="9.4", height_cm="76")
    as_girl = ChildCheck.objects.get().weight_for_age_z
    url = reverse("resident_edit", args=[child.pk])
    kader = client_of(village.kader)
    assert "dihitung ulang" in kader.get(url).content.decode()
    saved = kader.post(url, as_typed(child, sex="L"), follow=True)

    assert any("sudah dihitung ulang" in str(message) for message in saved.context["messages"])
    as_boy = ChildCheck.objects.get().weight_for_age_z
    assert as_boy is not None
    assert as_girl is not None
    assert as_boy < as_girl


@pytest.mark.parametrize("episode", ["pregnancy", "delivery", "child"])
def test_a_woman_with_a_pregnancy_or_a_child_cannot_become_a_man(
    village: Village, client_of: Browser, episode: str
) -> None:
    woman = make_resident(village.melati, "Siti", born=date(1995, 5, 10))
    if episode == "pregnancy":
        Pregnancy.objects.create(resident=woman, known_from=date(2026, 6, 1))
    elif episode == "delivery":
        Delivery.objects.create(resident=woman, on=date(2026, 6, 1), live_births=1)
    else:
        make_resident(village.melati, mother=woman)
    answer = client_of(village.kader).post(
        reverse("resident_edit", args=[woman.pk]), as_typed(woman, sex="L")
    )

    assert (
        "tercatat" in answer.context["form"].errors["sex"][0]
        or "catatan" in answer.context["form"].errors["sex"][0]
    )
    woman.refresh_from_db()
    assert woman.sex == "P"


def test_somebody_alike_is_shown_with_reasons_and_never_in_the_way(
    village: Village, client_of: Browser
) -> None:
    make_resident(village.melati, "Moh. Rizky", sex="L", born=date(2025, 3, 4), mother_name="Siti Aminah")
    kader = client_of(village.kader)
    data = newcomer(
        village, name="Muhammad Rizki", sex="L", birth_date="2025-04-03", mother_name="Sitti Aminah"
    )
    page = register(kader, data).content.decode()
    assert "Moh. Rizky" in page
    assert "Kemiripan" in page

    register(kader, data | {"is_new": "on"})
    assert Resident.objects.unscoped("test").count() == 2


def test_a_nik_of_somewhere_else_offers_to_ask_for_the_person(village: Village, client_of: Browser) -> None:
    make_resident(village.mawar, "Bagas Pratama", sex="L", nik=NIK)
    page = register(client_of(village.kader), newcomer(village, nik=NIK)).content.decode()

    assert "Minta pindahkan ke sini" in page
    assert "Bagas" not in page


def test_people_to_choose_from_are_ones_own_of_the_right_sex_and_age(
    village: Village, client_of: Browser
) -> None:
    make_resident(village.melati, "Siti Aminah", born=date(1995, 5, 10))
    make_resident(village.melati, "Siti Kecil", born=date(2024, 5, 10))
    make_resident(village.melati, "Siti Bambang", sex="L", born=date(1990, 5, 10))
    make_resident(village.melati, "Ratna Dewi", born=date(1990, 5, 10), mother_name="Siti Lama")
    make_resident(village.mawar, "Siti Tetangga", born=date(1995, 5, 10))
    kader, url = client_of(village.kader), reverse("resident_pick")

    def found(text: str, role: str) -> list[str]:
        return [person.name for person in kader.get(url, {"q": text, "untuk": role}).context["people"]]

    assert found("sitti", "mother") == ["Siti Aminah"]
    assert found("siti", "father") == ["Siti Bambang"]
    assert found("si", "mother") == []
    assert found(NIK, "mother") == []


def test_editing_somebody_whose_family_lives_elsewhere_leaves_that_family_alone(
    village: Village, client_of: Browser
) -> None:
    girl = make_resident(village.melati, home={"kk": KK, "dusun": "Krajan"})
    home = girl.household
    assert home is not None
    home.posyandu = village.mawar
    home.save()
    kader, url = client_of(village.kader), reverse("resident_edit", args=[girl.pk])
    kader.post(url, as_typed(girl))
    girl.refresh_from_db()
    assert girl.household == home

    kader.post(url, as_typed(girl, dusun="Sumber"))
    girl.refresh_from_db()
    home.refresh_from_db()
    assert home.dusun == "Krajan"
    assert girl.household is not None
    assert (girl.household.posyandu, girl.household.dusun) == (village.melati, "Sumber")


def test_a_service_refuses_codes_that_no_form_knows(village: Village) -> None:
    girl = make_resident(village.melati)

    with pytest.raises(ValidationError, match="tidak dikenal"):
        services.update_resident(resident=girl, person={"own_history": ["wabah"]})
