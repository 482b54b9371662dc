"""Pages on which two records of one person become one, and two again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from registry.ids import new_id
from registry.models import DuplicatePair, Merge, Resident, User
from registry.rules.nik import mask
from registry.services import end_residency, merging, update_resident
from registry.services.deliveries import Baby, record_delivery
from tests.conftest import OPENING_DAY, Village, make_resident, make_session, make_visit

NIK, OTHER_NIK = "3320084107259901", "3320084107259902"
Browser = Callable[[User], Client]


@pytest.fixture
def pair(village: Village) -> DuplicatePair:
    """Aisyah twice: at Melati with a NIK, and at Mawar, where she came more often."""
    aisyah = make_resident(village.melati, "Aisyah Putri", nik=NIK, mother_name="Siti")
    aisah = make_resident(
        village.mawar, "Aisah Putri", nik=OTHER_NIK, birth_weight_kg="3.1", father_name="Joko"
    )
    make_visit(aisyah, weight_kg="9.4", height_cm="76")
    make_visit(aisah, weight_kg="9.4")
    make_visit(aisah, date(2026, 10, 20), weight_kg="9.5")
    return merging.pair_of(aisyah, aisah)


def named(name: str) -> Resident:
    return Resident.objects.with_merged("a test looks").get(name=name)


def sent(kept: Resident, **choices: str) -> dict[str, Any]:
    """What the form sends: the first one's values unless chosen otherwise."""
    asked = {"name": "kept", "nik": "kept", "posyandu": "kept"}
    return {"tetap": str(kept.pk)} | asked | choices


def page_of(pair: DuplicatePair) -> str:
    return f"/ganda/{pair.pk}/gabung/"


def test_both_values_stand_side_by_side_and_the_rest_is_told(
    pair: DuplicatePair, village: Village, client_of: Browser
) -> None:
    answer = client_of(village.officer).get(page_of(pair), {"tetap": str(named("Aisyah Putri").pk)})
    page, form = answer.content.decode(), answer.context["form"]

    assert [field.name for field in form.open_questions] == ["name", "nik", "posyandu"]
    # Both lived somewhere on the same days: the periods of the record that stays hold.
    assert answer.context["moves"] == ["2 kunjungan"]
    assert "Keduanya tercatat datang 12 Oktober 2026: 9,4 kg · 76,0 cm, dan 9,4 kg." in page
    assert mask(OTHER_NIK) in page
    assert NIK not in page
    assert OTHER_NIK not in page


def test_what_is_said_to_move_is_what_moved(village: Village, client_of: Browser) -> None:
    kept, same = (make_resident(village.melati, name) for name in ("Aisyah Putri", "Aisah Putri"))
    earlier = make_resident(village.mawar, "Aisja Poetri", since=date(2025, 8, 1))
    end_residency(resident=earlier, on=date(2025, 12, 31), reason="pindah")
    officer, told = client_of(village.officer), []
    for absorbed in (same, earlier):
        url = page_of(merging.pair_of(kept, absorbed))
        moves = officer.get(url, {"tetap": str(kept.pk)}).context["moves"]
        done = officer.post(url, sent(kept), follow=True)
        told.append((moves, done.context["moved"]))
    assert told == [([], []), (["1 tempat tinggal"], ["1 tempat tinggal"])]


def test_the_birth_and_the_telephone_are_told_in_words_of_the_village(
    village: Village, client_of: Browser
) -> None:
    woman = make_resident(village.melati, "Siti", born=date(1998, 3, 4))
    record_delivery(
        resident=woman,
        delivery_id=new_id(),
        on=date(2026, 5, 9),
        babies=[Baby(id=new_id(), sex="P", name="Aisyah")],
    )
    baby = update_resident(resident=named("Aisyah"), person={"phone": "081200009901"})
    other = make_resident(village.melati, "Aisya", born=date(2026, 5, 9), phone="081200008801")
    officer, pair = client_of(village.officer), merging.pair_of(baby, other)
    page = officer.get(page_of(pair)).content.decode()
    beside = officer.get(pair.get_absolute_url()).content.decode()

    assert ("Born at" in page, "<dt>Persalinan</dt>" in page) == (False, True)
    assert [text.count("•••••••••901") for text in (page, beside)] == [1, 1]
    assert [text.count("•••••••••801") for text in (page, beside)] == [1, 1]


def test_the_record_of_which_more_is_known_is_proposed_to_stay(
    pair: DuplicatePair, village: Village, client_of: Browser
) -> None:
    answer = client_of(village.officer).get(page_of(pair))
    assert (answer.context["kept"].name, answer.context["absorbed"].name) == ("Aisah Putri", "Aisyah Putri")


def test_merging_leads_to_what_was_done_and_can_be_undone(
    pair: DuplicatePair, village: Village, client_of: Browser
) -> None:
    officer, kept = client_of(village.officer), named("Aisyah Putri")
    answer = officer.post(page_of(pair), sent(kept, name="absorbed"), follow=True)

    merge = Merge.objects.get()
    assert answer.redirect_chain == [(merge.get_absolute_url(), 302)]
    kept.refresh_from_db()
    assert (kept.name, kept.father_name, kept.nik) == ("Aisah Putri", "Joko", NIK)
    page = answer.content.decode()
    assert "Kunjungan 12 Oktober 2026 tercatat dua kali; yang kurang lengkap dibatalkan." in page
    assert [question.label for question in answer.context["changed"]] == ["Nama", "Ayah", "Berat lahir (kg)"]

    undone = officer.post(merge.get_absolute_url(), follow=True)
    assert "Penggabungan dibatalkan" in undone.content.decode()
    kept.refresh_from_db()
    assert (kept.name, named("Aisah Putri").merged_into) == ("Aisyah Putri", None)


def test_the_second_of_two_who_merge_at_once_is_told_so(
    pair: DuplicatePair, village: Village, client_of: Browser
) -> None:
    kept, other = named("Aisyah Putri"), named("Aisah Putri")
    first, second = client_of(village.officer), client_of(village.officer)
    first.post(page_of(pair), sent(kept))
    answer = second.post(page_of(pair), sent(other), follow=True)

    assert answer.redirect_chain == [(Merge.objects.get().get_absolute_url(), 302)]
    assert "Sudah digabung oleh Agus Salim." in answer.content.decode()


def test_a_question_that_was_not_answered_comes_back_beside_it(
    pair: DuplicatePair, village: Village, client_of: Browser
) -> None:
    data = sent(named("Aisyah Putri"), name="absorbed")
    del data["nik"]
    answer = client_of(village.officer).post(page_of(pair), data)

    form = answer.context["form"]
    assert (form["nik"].errors, form["name"].value()) == (["Pilih yang benar."], "absorbed")
    assert not Merge.objects.exists()


def test_mother_and_child_are_refused_with_the_reason(village: Village, client_of: Browser) -> None:
    mother = make_resident(village.melati, "Siti", born=date(1995, 1, 1))
    child = make_resident(village.melati, "Budi", mother=mother)
    pair = merging.pair_of(mother, child)
    officer = client_of(village.officer)
    asked = officer.get(page_of(pair)).context["form"].open_questions

    data = {field.name: "kept" for field in asked} | {"tetap": str(mother.pk)}
    page = officer.post(page_of(pair), data).content.decode()
    assert "Siti adalah orang tua Budi." in page
    assert not Merge.objects.exists()


def test_deciding_needs_both_people(pair: DuplicatePair, village: Village, client_of: Browser) -> None:
    # The bidan of Jerukwangi cares for Melati only.
    assert client_of(village.bidan).get(page_of(pair)).status_code == 404
    assert client_of(village.kader).get(page_of(pair)).status_code == 403


def test_whoever_may_not_decide_is_told_that_it_is_the_role(village: Village, client_of: Browser) -> None:
    answer = client_of(village.kader).get("/ganda/")
    page = answer.content.decode()
    assert (answer.status_code, "Tugas Ibu/Bapak tidak mencakup halaman ini." in page) == (403, True)
    assert "Posyandu lain" not in page


def test_an_undoing_that_must_wait_says_for_what(village: Village, client_of: Browser) -> None:
    first, second, third = (make_resident(village.melati, name) for name in ("Satu", "Dua", "Tiga"))
    early = merging.merge_residents(kept=first, absorbed=second, choices={}, user=village.officer)
    late = merging.merge_residents(kept=third, absorbed=first, choices={}, user=village.officer)
    officer = client_of(village.officer)

    # The earlier one is found under the person who is left.
    answer = officer.post(early.get_absolute_url(), follow=True)
    assert answer.redirect_chain == [(late.get_absolute_url(), 302)]
    assert "Sesudah itu Satu digabung ke Tiga. Batalkan dulu penggabungan itu." in answer.content.decode()


def test_merges_are_listed_newest_first(
    village: Village, client_of: Browser, django_assert_num_queries: Callable[..., Any]
) -> None:
    officer, counts = client_of(village.officer), []
    for number in (1, 3):
        while Merge.objects.count() < number:
            people = [make_resident(village.melati) for _ in range(2)]
            merging.merge_residents(kept=people[0], absorbed=people[1], choices={}, user=village.officer)
        with django_assert_num_queries(5) as queries:
            page = officer.get("/gabung/")
        counts.append((len(queries), len(page.context["page"])))
    assert counts == [(5, 1), (5, 3)]


def test_the_other_record_is_found_by_name_and_becomes_a_pair(village: Village, client_of: Browser) -> None:
    aisyah, aisah = make_resident(village.melati, "Aisyah Putri"), make_resident(village.mawar, "Aisah Putri")
    officer = client_of(village.officer)
    found = officer.get(f"/warga/{aisyah.pk}/gabung/", {"q": "aisah"}).context["found"]
    answer = officer.post(f"/warga/{aisyah.pk}/gabung/", {"dengan": str(aisah.pk)})

    assert list(found) == [aisah]
    assert answer["Location"] == page_of(DuplicatePair.objects.get())


# Old addresses.


def test_the_page_of_a_merged_person_leads_to_the_one_who_stayed(
    pair: DuplicatePair, village: Village, client_of: Browser
) -> None:
    kept, absorbed = named("Aisyah Putri"), named("Aisah Putri")
    merging.merge_residents(kept=kept, absorbed=absorbed, choices={}, user=None)
    session = make_session(village.melati)
    kader = client_of(village.kader)

    for path in ("/warga/{}/", "/warga/{}/ubah/?a=1", f"/hari-ini/{session.pk}/warga/{{}}/"):
        answer = kader.get(path.format(absorbed.pk))
        assert (answer.status_code, answer["Location"]) == (302, path.format(kept.pk))
    assert "sudah digabung" in kader.get(f"/warga/{kept.pk}/").content.decode()


def test_what_was_typed_about_a_merged_person_is_to_be_looked_at_again(
    pair: DuplicatePair, village: Village, client_of: Browser
) -> None:
    kept, absorbed = named("Aisyah Putri"), named("Aisah Putri")
    merging.merge_residents(kept=kept, absorbed=absorbed, choices={}, user=None)
    answer = client_of(village.kader).post(f"/warga/{absorbed.pk}/ubah/", {"name": "Aisyah"})
    assert answer["Location"] == f"/warga/{kept.pk}/"


def test_a_stranger_learns_nothing_of_a_merge(
    pair: DuplicatePair, village: Village, client_of: Browser
) -> None:
    kept, absorbed = named("Aisyah Putri"), named("Aisah Putri")
    merging.merge_residents(kept=kept, absorbed=absorbed, choices={}, user=None)
    # Endang cares for Mawar, where the merged record was; the person lives in Melati.
    assert client_of(village.neighbour).get(f"/warga/{absorbed.pk}/").status_code == 404
    assert Client().get(f"/warga/{absorbed.pk}/")["Location"].startswith("/masuk/")


def test_the_api_leads_on_too(pair: DuplicatePair, village: Village, client_of: Browser) -> None:
    kept, absorbed = named("Aisyah Putri"), named("Aisah Putri")
    merging.merge_residents(kept=kept, absorbed=absorbed, choices={}, user=None)
    answer = client_of(village.kader).get(f"/api/v1/residents/{absorbed.pk}/", follow=True)
    assert answer.json()["id"] == str(kept.pk)


def test_nobody_merged_stands_in_any_list(pair: DuplicatePair, village: Village, client_of: Browser) -> None:
    kept, absorbed = named("Aisyah Putri"), named("Aisah Putri")
    merging.merge_residents(kept=kept, absorbed=absorbed, choices={}, user=None)
    session = make_session(village.mawar, OPENING_DAY)
    officer = client_of(village.officer)

    for path in ("/warga/", f"/hari-ini/{session.pk}/", "/keluarga/"):
        assert "Aisah Putri" not in officer.get(path).content.decode()


def test_birth_date_sex_and_nik_are_never_chosen_beforehand(village: Village, client_of: Browser) -> None:
    aisyah = make_resident(village.melati, "Aisyah", nik=NIK, father_name="Joko")
    same = make_resident(
        village.melati, "Aisah", sex="L", born=date(2025, 7, 2), nik=OTHER_NIK, father_name="Jaka"
    )
    officer, url = client_of(village.officer), page_of(merging.pair_of(aisyah, same))
    shown = officer.get(url).context["form"]
    empty = officer.post(url, {"tetap": str(aisyah.pk), "name": "kept", "father": "kept"})

    chosen = {field.name: bool(field.value()) for field in shown.open_questions}
    assert chosen == {"name": True, "sex": False, "birth_date": False, "nik": False, "father": True}
    assert empty.context["form"].errors == {
        name: ["Pilih yang benar."] for name in ("sex", "birth_date", "nik")
    }
    assert not Merge.objects.exists()
