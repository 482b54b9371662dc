"""Rows against the register of the village."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from registry import services
from registry.models import Household, MonthDue, Residency, Resident, User
from tests.conftest import OPENING_DAY, Village, count_due, make_resident, make_session, make_visit
from tests.visits.importing.files import (
    AISYAH,
    BIMA,
    CITRA,
    as_csv,
    bima,
    child,
    identity_grid,
    measurement_grid,
    weighing,
)
from visits import services as visit_services
from visits.importing import batches
from visits.importing.memory import Checked
from visits.importing.outcome import Outcome
from visits.models import ChildCheck, Session, Visit

TODAY = date(2026, 10, 31)
Cells = list[dict[str, Any]]


def check(
    village: Village, children: Cells | None = None, weighings: Cells | None = None, by: User | None = None
) -> list[Checked]:
    grids = [make(*rows) for make, rows in ((identity_grid, children), (measurement_grid, weighings)) if rows]
    rows = batches.in_order([batches.read_upload(as_csv(cells, ";")) for cells in grids])
    return batches.check_all(rows, posyandu=village.melati, user=by or village.officer, today=TODAY)


def outcomes(
    village: Village, children: Cells | None = None, weighings: Cells | None = None, by: User | None = None
) -> list[Outcome]:
    return [entry.outcome for entry in check(village, children, weighings, by)]


def write(village: Village, children: Cells | None = None, weighings: Cells | None = None) -> list[Outcome]:
    checked = check(village, children, weighings)
    batches.write_checked(checked, posyandu=village.melati, user=village.officer, today=TODAY)
    return [entry.outcome for entry in checked]


def statuses(found: list[Outcome]) -> list[str]:
    return [str(outcome.status) for outcome in found]


def people() -> dict[str, Resident]:
    return {resident.name: resident for resident in Resident.objects.unscoped("test")}


# Identity


def test_a_new_child_is_registered_with_family_and_residency(village: Village) -> None:
    write(village, [child(nomor_KK="3320081503209000", rt="02"), bima(nomor_KK="3320081503209000")])
    aisyah, brother = people()["Aisyah Putri"], people()["Bima Saputra"]
    assert (aisyah.nik, aisyah.nik_state, aisyah.mother_name) == (AISYAH, "ada", "Siti Aminah")
    assert Resident.objects.visible_to(village.officer).search("aisyah").get() == aisyah
    assert aisyah.household == brother.household == Household.objects.unscoped("test").get()
    assert (aisyah.household.kk, aisyah.household.rt) == ("3320081503209000", "02")
    assert Residency.objects.unscoped("test").get(resident=aisyah).valid_from == TODAY


def test_the_residency_starts_with_the_first_weighing_of_the_file(village: Village) -> None:
    write(village, [child()], [weighing(), weighing(TANGGALUKUR="2026-09-14", BERAT=9.1)])
    assert Residency.objects.unscoped("test").get().valid_from == date(2026, 9, 14)


def test_a_child_without_nik_is_registered_once(village: Village) -> None:
    assert statuses(write(village, [child(NIK="")])) == ["baru"]
    assert people()["Aisyah Putri"].nik_state == "belum_ada"
    assert statuses(write(village, [child(NIK="", nama_anak="AISYAH  PUTRI")])) == ["sudah ada"]
    assert len(people()) == 1


def test_a_child_whose_nik_came_later_gets_it_and_stays_one_child(village: Village) -> None:
    make_resident(village.melati, "Aisyah Putri")
    found = write(village, [child()], [weighing()])
    assert statuses(found) == ["diperbarui", "baru"]
    aisyah = people()["Aisyah Putri"]
    assert (aisyah.nik, aisyah.nik_state, aisyah.visits.count()) == (AISYAH, "ada", 1)
    assert statuses(outcomes(village, [child()], [weighing()])) == ["sudah ada", "sudah ada"]


def test_namesakes_of_one_day_with_two_nik_are_two_children(village: Village) -> None:
    make_resident(village.melati, "Aisyah Putri")
    twin = child(NIK="3320084107259904")
    assert statuses(write(village, [child(), twin])) == ["diperbarui", "baru"]
    assert statuses(outcomes(village, [child(), twin])) == ["sudah ada", "sudah ada"]


def test_the_same_child_is_left_alone_and_only_empty_fields_are_filled(village: Village) -> None:
    make_resident(
        village.melati, "Aisyah Putri", nik=AISYAH, mother_name="Ibu Aminah", home={"address": "Dukuh Lama"}
    )
    found = write(
        village, [child(berat_lahir=3.1, rt="02", hp_ortu="081234567890", nomor_KK="3320081503209000")]
    )
    aisyah = people()["Aisyah Putri"]
    home = aisyah.household
    assert statuses(found) == ["diperbarui"]
    assert (aisyah.mother_name, aisyah.phone, aisyah.birth_weight_kg) == (
        "Ibu Aminah", "081234567890", Decimal("3.10"),
    )  # fmt: skip
    assert home is not None
    assert (home.address, home.rt, home.kk) == ("Dukuh Lama", "02", "3320081503209000")
    assert statuses(outcomes(village, [child(berat_lahir=3.3, rt="05")])) == ["sudah ada"]


def test_a_family_card_that_another_family_has_is_not_asked_for_again(village: Village) -> None:
    make_resident(village.melati, home={"kk": "3320081503209000", "address": "Dukuh Krajan"})
    make_resident(village.melati, "Aisyah Putri", nik=AISYAH, mother_name="x", home={"address": "Dukuh Lama"})
    assert statuses(outcomes(village, [child(nomor_KK="3320081503209000")])) == ["sudah ada"]


def test_a_family_card_of_another_posyandu_is_linked_and_not_rewritten(village: Village) -> None:
    make_resident(village.mawar, home={"kk": "3320081503209000"})
    row = child(nomor_KK="3320081503209000", rt="09")
    assert statuses(write(village, [row])) == ["baru"]
    home = Household.objects.unscoped("test").get()
    assert (home.members.count(), home.posyandu, home.rt) == (2, village.mawar, "")
    assert statuses(outcomes(village, [row])) == ["sudah ada"]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"nama_anak": "Budi"}, ("nama_anak", "Di berkas “Budi”, di aplikasi “Aisyah Putri”.")),
        ({"tgl_lahir": "2025-07-02"}, ("tgl_lahir", "Di berkas 2 Juli 2025, di aplikasi 1 Juli 2025.")),
        ({"jenis_kelamin": "L"}, ("jenis_kelamin", "Di berkas Laki-laki, di aplikasi Perempuan.")),
    ],
)
def test_another_name_birth_date_or_sex_is_refused_with_both(
    village: Village, changed: dict[str, Any], problem: tuple[str, str]
) -> None:
    make_resident(village.melati, "Aisyah Putri", nik=AISYAH)
    (found,) = outcomes(village, [child(**changed)])
    assert (found.status, found.problems) == ("ditolak", [problem])


def test_a_nik_of_another_posyandu_is_named_only_to_those_who_may_know(village: Village) -> None:
    make_resident(village.mawar, "Aisyah Putri", nik=AISYAH)
    assert outcomes(village, [child()])[0].problems == [("NIK", "NIK ini terdaftar di Posyandu Mawar 2.")]
    assert outcomes(village, [child()], by=village.bidan)[0].problems == [
        ("NIK", "NIK ini terdaftar di wilayah lain.")
    ]
    assert outcomes(village, None, [weighing()], by=village.bidan)[0].problems == [
        ("NIK", "Anak ini terdaftar di wilayah lain.")
    ]


def test_the_second_of_two_rows_for_one_child_is_refused(village: Village) -> None:
    found = outcomes(village, [child(), child(), child(NIK=""), bima(NIK=""), bima()])
    assert statuses(found) == ["baru", "ditolak", "ditolak", "baru", "ditolak"]
    assert found[1].problems == [("NIK", "NIK ini sudah ada di baris 2 berkas yang sama.")]
    assert found[2].problems == [("nama_anak", "Anak ini sudah ada di baris 2 berkas yang sama.")]


def test_a_corrected_row_below_a_refused_one_is_let_in(village: Village) -> None:
    assert statuses(outcomes(village, [child(tgl_lahir="x"), child()])) == ["ditolak", "baru"]


def test_a_row_marked_as_deleted_or_moved_is_left_out_with_its_weighings(village: Village) -> None:
    found = outcomes(village, [child(hapus="ya"), bima(pindah="Ya")], [weighing()])
    assert statuses(found) == ["dilewati", "dilewati", "ditolak"]
    assert found[0].warnings == [("hapus/pindah", "Ditandai hapus di e-PPGBM, jadi dilewati.")]
    assert found[2].problems == [("NIK", "Identitas anak ini dilewati (baris 2 berkas identitas).")]


# Measurements


def test_a_weighing_of_a_child_of_the_same_batch_or_of_the_register(village: Village) -> None:
    make_resident(village.melati, "Bima Saputra", sex="L", born=date(2025, 3, 5), nik=BIMA)
    found = write(village, [child()], [weighing(), weighing(NIK=BIMA, nama_anak="BIMA SAPUTRA")])
    assert statuses(found) == ["baru", "baru", "baru"]
    session = Session.objects.unscoped("test").get()
    visit = people()["Bima Saputra"].visits.get()
    assert (visit.session, visit.posyandu, visit.home_posyandu, visit.date, visit.recorded_by) == (
        session, village.melati, village.melati, OPENING_DAY, village.officer,
    )  # fmt: skip
    assert (visit.child_check.weight_kg, visit.child_check.gain_status) == (Decimal("9.40"), "B")


def test_a_child_nobody_knows_is_refused(village: Village) -> None:
    assert outcomes(village, None, [weighing()])[0].problems == [
        ("NIK", "NIK ini belum terdaftar di Posyandu ini dan tidak ada di berkas identitas.")
    ]


def test_a_child_whose_identity_was_refused_is_refused_too(village: Village) -> None:
    found = outcomes(village, [child(tgl_lahir="x")], [weighing()])
    assert found[1].problems == [("NIK", "Identitas anak ini ditolak (baris 2 berkas identitas).")]


def test_days_before_birth_and_after_the_sixth_birthday(village: Village) -> None:
    children = [child(NIK=CITRA, nama_anak="Citra", tgl_lahir="2026-02-20"), child(tgl_lahir="2019-07-01")]
    found = outcomes(
        village, children, [weighing(NIK=CITRA, nama_anak="Citra", TANGGALUKUR="2026-02-19"), weighing()]
    )
    assert [outcome.problems[0][0] for outcome in found[2:]] == ["TANGGALUKUR", "TANGGALUKUR"]


def test_another_name_beside_the_nik_is_told(village: Village) -> None:
    (_, found) = outcomes(village, [child()], [weighing(nama_anak="Budi Santoso")])
    assert found.warnings == [
        ("nama_anak", "Di berkas “Budi Santoso”, terdaftar “Aisyah Putri”. Mohon periksa NIK-nya.")
    ]
    assert found.status == "baru"


def test_a_z_score_that_can_hardly_be_is_told(village: Village) -> None:
    (_, found) = outcomes(village, [child()], [weighing(TINGGI=50)])
    assert found.status == "baru"
    assert found.warnings == [
        ("TINGGI", "z PB/U atau TB/U −10,12: hampir tidak mungkin. Mohon periksa ukuran dan tanggalnya."),
        ("BERAT", "z BB/PB atau BB/TB 14,68: hampir tidak mungkin. Mohon periksa ukuran dan tanggalnya."),
    ]


def test_the_same_visit_again_changes_nothing_and_other_values_are_refused_with_both(
    village: Village,
) -> None:
    write(village, [child()], [weighing()])
    count_due()
    assert statuses(write(village, [child()], [weighing()])) == ["sudah ada", "sudah ada"]
    assert MonthDue.objects.count() == 0
    (found,) = outcomes(village, None, [weighing(BERAT="9,6", CARAUKUR="berdiri", LILA=14)])
    told = "Sudah ada penimbangan tanggal itu dengan nilai lain: "
    assert found.problems == [
        ("BERAT", f"{told}di berkas 9,6, di aplikasi 9,4."),
        ("LILA", f"{told}di berkas 14,0, di aplikasi kosong."),
        ("CARAUKUR", f"{told}di berkas berdiri, di aplikasi telentang."),
    ]


def test_a_child_who_came_without_being_measured(village: Village) -> None:
    empty = weighing(BERAT="", TINGGI="")
    write(village, [child()], [empty])
    assert (Visit.objects.unscoped("test").count(), ChildCheck.objects.count()) == (1, 0)
    assert statuses(outcomes(village, None, [empty])) == ["sudah ada"]
    (found,) = outcomes(village, None, [weighing()])
    assert found.problems[0][1].startswith("Anak ini sudah tercatat datang tanggal itu tanpa pengukuran.")


def test_a_cancelled_visit_makes_room_for_the_file(village: Village) -> None:
    write(village, [child()], [weighing()])
    visit = Visit.objects.unscoped("test").get()
    visit_services.cancel_visit(visit=visit, user=village.kader, reason="salah anak")
    assert statuses(write(village, None, [weighing(BERAT=9.6)])) == ["baru"]


def test_the_same_day_twice_in_the_file(village: Village) -> None:
    found = outcomes(village, [child()], [weighing(), weighing(BERAT=9.5)])
    assert found[2].problems == [
        ("TANGGALUKUR", "Anak dan tanggal ini sudah ada di baris 2 berkas yang sama.")
    ]


def test_months_of_a_known_child_are_judged_together(village: Village) -> None:
    aisyah = make_resident(village.melati, "Aisyah Putri", nik=AISYAH)
    make_visit(aisyah, date(2026, 10, 12), weight_kg="9.4", height_cm="75.7")
    session = make_session(village.melati, date(2026, 9, 14), by=village.kader)
    write(village, None, [weighing(TANGGALUKUR="2026-09-14", BERAT=9.0, TINGGI="")])
    september, october = Visit.objects.unscoped("test").with_cards().order_by("date")
    assert september.session == session
    assert (september.child_check.gain_status, october.child_check.gain_status) == ("B", "N")
    assert {due.month for due in MonthDue.objects.all()} >= {date(2026, 9, 1), date(2026, 10, 1)}


def test_a_child_who_moved_away_is_no_longer_of_this_posyandu(village: Village) -> None:
    aisyah = make_resident(village.melati, "Aisyah Putri", nik=AISYAH)
    services.move_resident(resident=aisyah, to=village.mawar, on=date(2026, 10, 1))
    assert outcomes(village, None, [weighing()])[0].problems == [
        ("NIK", "Anak ini terdaftar di Posyandu Mawar 2.")
    ]


def test_the_register_is_asked_as_often_for_one_row_as_for_three(
    village: Village, django_assert_num_queries: Any
) -> None:
    village.officer.current_memberships  # noqa: B018 -- read once for each request, not for each import
    three = [
        child(nomor_KK="3320081503209000"),
        bima(nomor_KK="3320081503209001"),
        child(NIK=CITRA, nama_anak="Citra", tgl_lahir="2026-02-20", nomor_KK="3320081503209002"),
    ]
    weighings = [weighing(NIK=row["NIK"], nama_anak=row["nama_anak"]) for row in three]
    write(village, three, weighings)
    with django_assert_num_queries(7):
        check(village, three[:1], weighings[:1])
    with django_assert_num_queries(7):
        check(village, three, weighings)
