"""Finding duplicates in the register: while registering, after a change, and in the whole of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from bench.support.filling import fill
from bench.support.register import Register, make_register
from registry import services
from registry.duplicates import find_pairs, lookalikes, refresh_for, scan_places, store_pairs
from registry.models import DuplicatePair, Resident
from registry.rules import duplicates as rule
from registry.rules.duplicates import SHOWN_FROM, Reason
from registry.services.duplicates import DecidedMeanwhile, decide_different, undo_decision
from tests.conftest import Village, make_resident

BORN = date(2024, 3, 5)
KK = "3320080501209901"
NIK = "3320084503249901"
State = DuplicatePair.State


def twice(village: Village) -> tuple[Resident, Resident]:
    """Aisyah, entered at Melati and again at Mawar, with the same mother."""
    return (
        make_resident(village.melati, "Aisyah Putri", born=BORN, mother_name="Siti Khasanah"),
        make_resident(village.mawar, "Aisjah Poetri", born=BORN, mother_name="Sitti Hasanah"),
    )


def the_pair() -> DuplicatePair:
    return DuplicatePair.objects.unscoped("test").get()


# While registering


def test_the_likely_same_person_is_shown_with_why(village: Village) -> None:
    aisyah = make_resident(
        village.melati, "Aisyah Putri", born=BORN, mother_name="Siti Khasanah", home={"kk": KK, "rt": "02"}
    )
    found = lookalikes(
        village.kader, name="Aisah Putri", sex="P", birth_date=date(2024, 5, 3),
        mother_name="Sitti Hasanah", kk=KK, posyandu=village.melati,
    )  # fmt: skip
    assert [(one.resident, one.place, one.score) for one in found] == [(aisyah, "Posyandu Melati 1", 100)]
    assert found[0].reasons == (
        "nama berbunyi sama", "tanggal dan bulan lahir tertukar", "ibu sama", "satu Posyandu", "satu KK",
    )  # fmt: skip


def test_the_telephone_finds_whoever_moved_and_was_written_otherwise(village: Village) -> None:
    make_resident(village.melati, "Aisyah Putri", born=BORN, phone="081234567890")
    found = lookalikes(
        village.kader, name="Aisyah Putrie", birth_date=date(2024, 3, 15), phone="+62 812-3456-7890"
    )
    assert [one.reasons for one in found] == [
        ("nama berbunyi sama", "tanggal lahir beda sedikit", "nomor HP sama")
    ]


def test_nobody_is_shown_for_an_unlike_name_or_an_unfinished_form(village: Village) -> None:
    make_resident(village.melati, "Aisyah Putri", born=BORN)
    assert lookalikes(village.kader, name="Dewi Lestari", birth_date=BORN) == []
    assert lookalikes(village.kader, name="Aisyah Putri", birth_date=None) == []
    assert lookalikes(village.kader, name=" ", birth_date=BORN) == []


def test_of_a_stranger_only_the_place_is_told_and_only_when_it_is_hardly_anybody_else(
    village: Village,
) -> None:
    make_resident(village.mawar, "Aisyah Putri", born=BORN, mother_name="Siti Khasanah")
    sure = lookalikes(village.kader, name="Aisyah Putri", birth_date=BORN, mother_name="Siti Khasanah")
    assert [(one.resident, one.place) for one in sure] == [(None, "Desa Kedungleper, Puskesmas Bangsri I")]
    assert lookalikes(village.kader, name="Aisyah Putri", birth_date=BORN) == []
    assert lookalikes(village.kader, name="Aisyah Putri", birth_date=BORN, mother_name="Dewi") == []


def test_the_nik_of_a_stranger_tells_where_to_ask(village: Village) -> None:
    make_resident(village.mawar, "Aisyah Putri", born=BORN, nik=NIK)
    found = lookalikes(village.kader, name="Dewi", birth_date=date(2020, 1, 1), nik=NIK)
    assert [(one.resident, one.reasons[0]) for one in found] == [(None, "NIK sama")]


def test_the_officer_of_both_sees_both(village: Village) -> None:
    both = twice(village)
    found = lookalikes(village.officer, name="Aisyah Putri", birth_date=BORN)
    assert {one.resident for one in found} == set(both)


def test_whoever_was_merged_is_nobody_to_be_found(village: Village) -> None:
    first, second = twice(village)
    Resident.objects.unscoped("test").filter(pk=first.pk).update(merged_into=second)
    found = lookalikes(village.officer, name="Aisyah Putri", birth_date=BORN)
    assert [one.resident for one in found] == [second]


def test_looking_takes_few_queries_however_many_are_found(
    village: Village, django_assert_max_num_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    for place in (village.melati, village.melati, village.mawar):
        make_resident(place, "Aisyah Putri", born=BORN, mother_name="Siti Khasanah", phone="081234567890")
    with django_assert_max_num_queries(6):
        found = lookalikes(
            village.kader, name="Aisyah Putri", birth_date=BORN, mother_name="Siti Khasanah",
            nik=NIK, kk=KK, phone="081234567890", posyandu=village.melati,
        )  # fmt: skip
    assert len(found) == 3


# After a change


def test_registering_somebody_twice_makes_a_pair(village: Village) -> None:
    first, second = twice(village)
    pair = the_pair()
    assert {pair.first_id, pair.second_id} == {first.pk, second.pk}
    assert pair.first_id < pair.second_id
    assert (pair.state, pair.reasons) == (State.OPEN, [Reason.NAME_SOUND, Reason.DATE, Reason.MOTHER])


def test_a_correction_that_makes_two_people_of_them_removes_the_pair(village: Village) -> None:
    _, second = twice(village)
    services.update_resident(resident=second, person={"name": "Dewi Lestari"})
    assert not DuplicatePair.objects.unscoped("test").exists()


def test_a_correction_that_makes_them_alike_adds_a_pair(village: Village) -> None:
    make_resident(village.melati, "Aisyah Putri", born=BORN)
    other = make_resident(village.mawar, "Dewi Lestari", born=BORN)
    services.update_resident(resident=other, person={"name": "Aisyah Putri"})
    assert the_pair().reasons == [Reason.NAME, Reason.DATE]


def test_refreshing_again_changes_nothing(village: Village) -> None:
    first, _ = twice(village)
    found_at = the_pair().found_at
    stored = refresh_for(first)
    assert (stored.added, stored.changed, stored.removed, the_pair().found_at) == (0, 0, 0, found_at)


def test_two_different_people_never_come_back(village: Village) -> None:
    first, second = twice(village)
    decide_different(pair=the_pair(), user=village.officer)
    services.update_resident(resident=first, person={"mother_name": "Sitti Khasanah"})
    store_pairs(find_pairs())
    assert (the_pair().state, the_pair().decided_by) == (State.DIFFERENT, village.officer)
    services.update_resident(resident=second, person={"name": "Dewi Lestari"})
    assert the_pair().state == State.DIFFERENT


def test_a_decision_can_be_taken_back(village: Village) -> None:
    twice(village)
    decide_different(pair=the_pair(), user=village.officer)
    undo_decision(pair=the_pair(), user=village.bidan)
    assert (the_pair().state, the_pair().decided_by, the_pair().decided_at) == (State.OPEN, None, None)


def test_the_first_decision_is_kept_when_it_is_sent_twice(village: Village) -> None:
    twice(village)
    for user in (village.officer, village.bidan):
        decide_different(pair=the_pair(), user=user)
    assert the_pair().decided_by == village.officer


def test_what_was_merged_is_not_decided_again(village: Village) -> None:
    twice(village)
    DuplicatePair.objects.unscoped("test").update(state=State.MERGED)
    for decide in (decide_different, undo_decision):
        with pytest.raises(DecidedMeanwhile):
            decide(pair=the_pair(), user=village.officer)


# The whole register


def test_a_scan_finds_what_registering_would_have(village: Village) -> None:
    twice(village)
    before = the_pair()
    DuplicatePair.objects.unscoped("test").delete()
    assert scan_places().added == 1
    assert (the_pair().score, the_pair().reasons) == (before.score, before.reasons)


def test_a_scan_finds_whoever_shares_a_telephone_and_little_else(village: Village) -> None:
    home = {"rt": "02"}
    make_resident(village.melati, "Ratna Dewi", born=date(1990, 4, 7), phone="081234567890", home=home)
    make_resident(village.mawar, "Ratna Dewie L.", born=date(1998, 4, 7), phone="+62 81234567890")
    DuplicatePair.objects.unscoped("test").delete()
    assert [[*likeness.reasons] for _, _, likeness in find_pairs()] == [
        [Reason.NAME_LIKE, Reason.DATE_NEAR, Reason.PHONE]
    ]


def test_a_scan_of_one_posyandu_leaves_pairs_with_others_alone(village: Village) -> None:
    twice(village)
    stored = scan_places([village.melati.pk])
    assert (stored.added, stored.removed) == (0, 0)
    assert the_pair().state == State.OPEN


def test_a_scan_removes_open_pairs_that_look_alike_no_more(village: Village) -> None:
    first, _ = twice(village)
    Resident.objects.unscoped("test").filter(pk=first.pk).update(name="Dewi", sound_key="DEWI")
    assert scan_places().removed == 1


def test_a_pair_that_somebody_put_together_by_hand_stays(village: Village) -> None:
    first, second = sorted([make_resident(village.melati).pk, make_resident(village.melati, born=BORN).pk])
    DuplicatePair.objects.create(first_id=first, second_id=second, score=0)
    assert scan_places().removed == 0
    assert the_pair().score == 0


def test_the_command_says_what_it_found(village: Village) -> None:
    twice(village)
    DuplicatePair.objects.unscoped("test").delete()
    said = StringIO()
    call_command("find_duplicates", stdout=said)
    assert "1 pasangan baru, 0 berubah, 0 tidak mirip lagi." in said.getvalue()


def test_the_command_looks_at_one_unit_only(village: Village) -> None:
    twice(village)
    make_resident(village.melati, "Aisyah Putri", born=BORN)
    DuplicatePair.objects.unscoped("test").delete()
    call_command("find_duplicates", unit="melati-1", stdout=StringIO())
    pair = the_pair()
    assert {pair.first.posyandu, pair.second.posyandu} == {village.melati}


def test_the_command_refuses_an_unknown_unit(village: Village) -> None:
    with pytest.raises(CommandError, match="Tidak ada unit dengan kode P99"):
        call_command("find_duplicates", unit="P99")


# How much is found: a small register of the bench's making, no clock.

SEED, PEOPLE, TWICE = 77, 3_000, 300
NEEDED = (Reason.DATE, Reason.DATE_SWAPPED, Reason.DATE_NEAR, Reason.DATE_YEAR, Reason.MOTHER, Reason.SAME_RT)


@pytest.fixture
def register(db: None) -> Register:
    made = make_register(SEED, PEOPLE, TWICE)
    fill(made)
    return made


def recall_and_precision(register: Register) -> tuple[float, float]:
    found = {(first.id, second.id) for first, second, _ in find_pairs()}
    hits = found & register.pairs.keys()
    return len(hits) / len(register.pairs), len(hits) / len(found)


def test_nearly_all_are_found_and_each_reason_is_needed(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    recall, precision = recall_and_precision(register)
    assert (recall >= 0.95, precision >= 0.95) == (True, True), (recall, precision)
    found_without = {}
    for reason in NEEDED:
        with monkeypatch.context() as without:
            without.setitem(rule.POINTS, reason, -SHOWN_FROM)
            found_without[reason] = recall_and_precision(register)[0]
    assert [reason for reason in NEEDED if found_without[reason] > recall - 0.01] == []
