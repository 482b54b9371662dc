"""What a person has after two records became one."""

from __future__ import annotations

from datetime import date
from typing import Any

from registry import services as registry_services
from registry.models import (
    Death,
    Delivery,
    DuplicatePair,
    Household,
    MoveRequest,
    NikStateChoice,
    Pregnancy,
    Residency,
    Resident,
)
from registry.services.merging import (
    pair_of,
    undo_merge,
)
from registry.services.merging.rows import references
from reports.models import PopulationMonth
from tests.conftest import OCTOBER, OPENING_DAY, Village, count_due, make_resident, make_visit
from tests.registry.services.merging.conftest import (
    NIK,
    OTHER_NIK,
    Pair,
    again,
    differences,
    dump,
    merge,
)
from visits.models import Visit


def test_one_person_is_left_who_has_everything(rich: Pair, village: Village) -> None:
    merge(rich.kept, rich.absorbed)
    siti = again(rich.kept)

    # The poorer records of what stands twice, the decided pair, and who was merged into her before.
    left = {f"{key.model.__name__}.{key.name}" for key in references() if _rows(key, rich.absorbed)}
    assert left - {"DuplicatePair.first", "DuplicatePair.second"} == {
        "Delivery.resident",
        "Pregnancy.resident",
        "Resident.merged_into",
    }
    assert Visit.objects.filter(resident=siti).count() == 7
    assert {child.name for child in siti.children.all()} == {"Budi", "Bunga"}
    assert again(rich.husband).spouse == siti


def _rows(key: Any, person: Resident) -> int:
    return int(key.model._base_manager.filter(**{key.name: person}).count())


def test_only_what_the_other_one_knew_is_added_unless_chosen(rich: Pair) -> None:
    merge(rich.kept, rich.absorbed, name="absorbed")
    siti = again(rich.kept)

    assert (siti.name, siti.nik, siti.phone, siti.blood_type, siti.birth_date) == (
        "Sitti Aminah",
        NIK,
        "081200009901",
        "O",
        date(1995, 3, 4),
    )
    assert siti.own_history == ["hipertensi"]
    assert siti.spouse == rich.husband


def test_the_chosen_nik_moves_with_its_hashes_and_finds_the_person(rich: Pair) -> None:
    merge(rich.kept, rich.absorbed, nik="absorbed")

    assert list(Resident.objects.unscoped("a test looks").search(OTHER_NIK)) == [rich.kept]
    gone = again(rich.absorbed)
    assert (gone.nik, gone.nik_hash, gone.nik_state) == ("", None, NikStateChoice.NONE)
    # The number that was not chosen is free again.
    registry_services.check_nik_is_free(NIK)


def test_whoever_is_merged_belongs_to_no_family_any_more(rich: Pair) -> None:
    merge(rich.kept, rich.absorbed)
    siti, gone = again(rich.kept), again(rich.absorbed)

    assert siti.household is not None
    assert list(siti.household.members.all()) == [siti]
    assert gone.household is None
    assert [home.head for home in Household.objects.exclude(pk=siti.household.pk)] == [None]


def test_periods_of_both_stand_on_one_line(rich: Pair, village: Village) -> None:
    merge(rich.kept, rich.absorbed)
    rows = Residency.objects.filter(resident=rich.kept).order_by("valid_from")

    assert list(rows.values_list("posyandu", "valid_from", "valid_until", "end_reason")) == [
        (village.mawar.pk, date(2025, 6, 1), date(2026, 2, 28), "pindah"),
        (village.melati.pk, date(2026, 3, 1), None, ""),
    ]
    assert again(rich.kept).posyandu == village.melati


def test_the_home_is_the_chosen_one(rich: Pair, village: Village) -> None:
    merge(rich.kept, rich.absorbed, posyandu="absorbed")

    lived = Residency.objects.covering(OPENING_DAY).filter(resident=rich.kept)
    assert [row.posyandu for row in lived] == [village.mawar]
    assert again(rich.kept).posyandu == village.mawar


def test_two_periods_at_one_posyandu_become_one(village: Village) -> None:
    kept = make_resident(village.melati, since=date(2026, 3, 1))
    absorbed = make_resident(village.melati, since=date(2026, 1, 1))
    merge(kept, absorbed)

    rows = Residency.objects.filter(resident=kept)
    assert list(rows.values_list("valid_from", "valid_until")) == [(date(2026, 1, 1), None)]


def test_whoever_had_left_and_was_registered_again_lives_where_they_are(village: Village) -> None:
    kept = make_resident(village.melati, since=date(2026, 1, 1))
    registry_services.end_residency(resident=kept, on=date(2026, 5, 31), reason="pindah")
    absorbed = make_resident(village.mawar, since=date(2026, 3, 1))
    merge(kept, absorbed)

    rows = Residency.objects.filter(resident=kept).order_by("valid_from")
    assert list(rows.values_list("posyandu", "valid_from", "valid_until")) == [
        (village.melati.pk, date(2026, 1, 1), date(2026, 5, 31)),
        (village.mawar.pk, date(2026, 6, 1), None),
    ]
    assert again(kept).posyandu == village.mawar


def test_one_visit_a_day_goes_on_counting(rich: Pair) -> None:
    done = merge(rich.kept, rich.absorbed)

    day = Visit.objects.filter(resident=rich.kept, date=OPENING_DAY)
    assert [visit.adult_check.systolic for visit in day.active()] == [150]
    gone = day.get(cancelled_at__isnull=False)
    assert gone.cancel_reason == "Tercatat dua kali hari itu; digabung dengan kunjungan di Posyandu Melati 1."
    assert "Kunjungan 12 Oktober 2026 tercatat dua kali; yang kurang lengkap dibatalkan." in done.remarks


def test_one_pregnancy_recorded_twice_is_one_with_all_that_is_known(rich: Pair) -> None:
    merge(rich.kept, rich.absorbed)

    open_one = Pregnancy.objects.open_on(OPENING_DAY).get()
    assert (open_one.resident, open_one.last_period, open_one.gravida, open_one.known_from) == (
        rich.kept,
        date(2026, 7, 1),
        3,
        date(2026, 8, 20),
    )


def test_of_two_open_pregnancies_that_cannot_be_one_the_older_is_over(village: Village) -> None:
    siti, sitti = (make_resident(village.melati, born=date(1995, 1, 1)) for _ in range(2))
    Pregnancy.objects.create(resident=siti, known_from=date(2025, 2, 1))
    Pregnancy.objects.create(resident=sitti, known_from=date(2026, 8, 1))
    done = merge(siti, sitti)

    rows = Pregnancy.objects.filter(resident=siti).order_by("known_from")
    assert [row.outcome for row in rows] == ["salah", ""]
    assert "Ada dua kehamilan" in done.remarks[0]


def test_one_birth_recorded_twice_is_one_with_its_baby(rich: Pair) -> None:
    merge(rich.kept, rich.absorbed)

    birth = Delivery.objects.filter(resident=rich.kept).get()
    assert list(birth.babies.all()) == [rich.second_child]
    assert (birth.complaints, birth.place) == ("lemas", "bidan")
    assert birth.pregnancy is not None
    assert birth.pregnancy.resident == rich.kept


def test_who_died_in_one_record_died(village: Village) -> None:
    kept, absorbed = (make_resident(village.melati, born=date(1950, 1, 1)) for _ in range(2))
    Pregnancy.objects.create(resident=kept, known_from=date(2026, 8, 1))
    Death.objects.create(resident=absorbed, on=date(2026, 11, 3), group="lain")
    before = dump()
    done = merge(kept, absorbed)

    assert Death.objects.get().resident == kept
    rows = Residency.objects.filter(resident=kept)
    assert list(rows.values_list("valid_until", "end_reason")) == [(date(2026, 11, 3), "meninggal")]
    assert Pregnancy.objects.get().outcome == "meninggal"
    undo_merge(merge=done, user=None)
    count_due()
    assert {key[0] for key in differences(before, dump())} <= {
        "reports.PopulationMonth",
        "reports.ChildMonth",
        "reports.AdultMonth",
        "reports.SchoolAgeMonth",
    }


def test_two_deaths_of_one_person_are_one(village: Village) -> None:
    kept, absorbed = (make_resident(village.melati, born=date(1950, 1, 1)) for _ in range(2))
    Death.objects.create(resident=kept, on=date(2026, 11, 3), group="lain")
    Death.objects.create(resident=absorbed, on=date(2026, 11, 4), group="lain", cause="sesak")
    done = merge(kept, absorbed)

    death = Death.objects.get(resident=kept)
    assert (death.on, death.cause) == (date(2026, 11, 3), "sesak")
    assert done.remarks == ["Kematian tercatat dua kali; yang dipakai tanggal 3 November 2026."]


def test_one_request_to_move_goes_on_waiting(rich: Pair) -> None:
    merge(rich.kept, rich.absorbed)
    states = (
        MoveRequest.objects.filter(resident=rich.kept).order_by("asked_at").values_list("state", flat=True)
    )
    assert list(states) == ["diajukan", "dibatalkan"]


def test_pairs_with_others_hold_for_who_stays(rich: Pair) -> None:
    merge(rich.kept, rich.absorbed)

    assert pair_of(rich.kept, rich.absorbed).state == DuplicatePair.State.MERGED
    others = {
        row.first.name if row.second == rich.kept else row.second.name
        for row in DuplicatePair.objects.open()
        if rich.kept in (row.first, row.second)
    }
    assert others >= {"Siti Aminah binti Karto", "Budi"}


def test_a_merged_person_counts_once(village: Village) -> None:
    kept, absorbed = make_resident(village.melati), make_resident(village.melati)
    make_visit(kept, weight_kg="9.4")
    make_visit(absorbed, date(2026, 10, 20), weight_kg="9.5")
    count_due()
    before = PopulationMonth.objects.get(posyandu=village.melati, month=OCTOBER, sex="P")
    merge(kept, absorbed)
    count_due()

    after = PopulationMonth.objects.get(posyandu=village.melati, month=OCTOBER, sex="P")
    assert (_came(before), _came(after)) == (2, 1)
    assert (_absent(before), _absent(after)) == (0, 0)


def _came(row: PopulationMonth) -> int:
    return sum(getattr(row, key.name) for key in row.count_fields() if key.name.startswith("attended_"))


def _absent(row: PopulationMonth) -> int:
    return sum(getattr(row, key.name) for key in row.count_fields() if key.name.startswith("absent_"))


def test_whoever_was_absent_as_another_person_is_not_absent(village: Village) -> None:
    kept, absorbed = make_resident(village.melati), make_resident(village.melati)
    make_visit(absorbed, weight_kg="9.4")
    count_due()
    merge(kept, absorbed)
    count_due()

    row = PopulationMonth.objects.get(posyandu=village.melati, month=OCTOBER, sex="P")
    assert (_came(row), _absent(row)) == (1, 0)


def test_children_are_found_by_the_name_that_stays(rich: Pair) -> None:
    merge(rich.kept, rich.absorbed, name="absorbed")
    assert {"Budi", "Bunga"} <= {
        person.name for person in Resident.objects.unscoped("a test looks").search("Sitti Aminah")
    }
    for child in (rich.child, rich.second_child):
        words = again(child).search_words
        fresh = again(child)
        fresh.derive_keys()
        assert fresh.search_words == words
