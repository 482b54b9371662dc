"""The official cards on paper: every column of the forms, with what was recorded in it."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from registry.models import Delivery
from tests.conftest import OPENING_DAY, Village, make_resident, make_visit
from tests.visits.papers.people import NIK, a_person, cells_of, printed, read_again, words_of
from tests.visits.screenings.people import filled, srq
from visits.models import MotherCheck, Screening, ServiceGiven
from visits.papers.catalogue import ALL, PAPERS
from visits.papers.column import Code
from visits.papers.drawing import draw_empty
from visits.papers.person import empty_stacks, stacks_of

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parents[2] / "golden" / "cards.json").read_text("utf-8"))[
    "cards"
]
# Columns of another age or another state of the same card, which nobody has at once with the others.
ELSEWHERE = {
    Code.CHILD: {"ASI Eksklusif"},
    Code.AKS: {label for _, label, step in GOLDEN["aks"]["columns"] if step == 4 and label[0] in "012"},
    Code.SKILAS: {"Tes Bisik tidak dapat dilakukan"},
}


def compact(text: str) -> str:
    return "".join(text.split())


def test_the_list_of_the_forms_and_the_cards_are_the_same() -> None:
    assert list(GOLDEN) == [paper.code.value for paper in ALL]
    for paper in ALL:
        numbered = [column for column in paper.columns if column.number is not None]
        assert [column.number for column in numbered] == [row[0] for row in GOLDEN[paper.code]["columns"]]
        assert [column.step for column in numbered] == [row[2] for row in GOLDEN[paper.code]["columns"]]
        wrong = [
            (row[1], column.label)
            for column, row in zip(numbered, GOLDEN[paper.code]["columns"], strict=True)
            if row[1] not in column.label
        ]
        assert wrong == []


@pytest.mark.parametrize("code", list(Code))
def test_an_empty_card_has_every_label_of_the_form_and_the_posyandus_head(
    village: Village, code: Code
) -> None:
    said = words_of(draw_empty(PAPERS[code], village.melati, 1, village.kader))
    form = GOLDEN[code]
    wanted = [form["title"], *form["head"], *(label for _, label, _ in form["columns"])]
    wanted += ["Melati 1", "Jerukwangi", "Bangsri"]
    assert [label for label in wanted if compact(label) not in said] == []


@pytest.mark.parametrize("code", list(Code))
def test_every_column_of_a_full_visit_is_found_on_the_printed_card(village: Village, code: Code) -> None:
    person = a_person(village, code)
    records = read_again(person, village.bidan)
    row = cells_of(PAPERS[code], records)[0]
    left_out = ELSEWHERE.get(code, set())
    empty = [
        label
        for number, label, _ in GOLDEN[code]["columns"]
        if label not in left_out
        and not any(text for key, text in row.items() if key.startswith(f"{number} "))
    ]
    assert empty == []
    said = printed(code, person, village.bidan)
    assert [text for text in row.values() if text and compact(text) not in said] == []


def test_the_childs_card_says_what_the_rules_said(village: Village) -> None:
    row = cells_of(PAPERS[Code.CHILD], read_again(a_person(village, Code.CHILD), village.kader))[0]
    assert row["1 Umur (Bulan)"] == "15"
    assert row["4 Berat Badan Bayi/Balita/Apras (Kg)"] == "9,45"
    assert row["5 Kesimpulan Hasil Penimbangan BB dibandingkan bulan sebelumnya"] == "B"
    assert row["6 Kesimpulan BB/Umur 0-5 tahun"] == "Normal"
    assert row["13 Hasil Lingkar Lengan Atas"] == "Normal (hijau)"
    assert row["20 Imunisasi (Lengkap sesuai umur)"] == "Y; Campak-Rubela (MR) 1"
    assert (row["21 Vitamin A"], row["22 Obat Cacing"]) == ("Y merah", "Y")
    assert (
        row["23 MT Pangan Lokal Untuk Pemulihan (Konsumsi patuh)"] == "Y, 14 porsi, Tulisan local_food_note"
    )
    assert row["26 Rujuk Pustu/Puskesmas"] == "Puskesmas Bangsri I"


def test_the_mothers_card_says_green_or_red(village: Village) -> None:
    row = cells_of(PAPERS[Code.PREGNANT], read_again(a_person(village, Code.PREGNANT), village.kader))[0]
    assert row["2 Usia Kehamilan (Minggu ke..)"] == "24"
    assert row["4 Sesuai kurva Buku KIA"] == "Ya (hijau)"
    assert row["6 ≥ 23,5 cm (hijau) / < 23,5 cm (merah)"] == "merah"
    assert row["7 Sistole/Diastole (mmHg)"] == "151/93"
    assert row["Jumlah Ya (2: rujuk)"] == "4"
    assert row["13 Jika nakes memberikan TTD – Tuliskan jumlah tablet"] == "31"


def test_weeks_that_nobody_confirmed_follow_from_the_dates_of_the_pregnancy(village: Village) -> None:
    woman = a_person(village, Code.PREGNANT)
    MotherCheck.objects.unscoped("her own").filter(visit__resident=woman).update(gestation_weeks=None)
    row = cells_of(PAPERS[Code.PREGNANT], read_again(woman, village.kader))[0]
    assert row["2 Usia Kehamilan (Minggu ke..)"] == "24"


def test_an_adults_card_has_the_points_of_puma(village: Village) -> None:
    row = cells_of(PAPERS[Code.ADULT], read_again(a_person(village, Code.ADULT), village.kader))[0]
    assert row["15 Jenis Kelamin: Pr = 0, Lk = 1"] == "1"
    assert row["16 Usia: 40–49 = 0; 50–59 = 1; ≥ 60 = 2"] == "1"
    assert row["22 Skor PUMA: < 6 / ≥ 6"] == "2"
    assert (row["8 Hasil: Rendah (R) / Normal (N) / Tinggi (T)"], row["11 Mata Kanan"]) == ("T", "G")


def test_an_elders_card_ticks_the_answer_and_says_the_level(village: Village) -> None:
    row = cells_of(PAPERS[Code.AKS], read_again(a_person(village, Code.AKS), village.kader))[0]
    assert [key for key, text in row.items() if text == "✓"] == [
        key
        for key in row
        if key.split(" ", 1)[1] in {"2 Terkendali teratur", "2 Mandiri", "3 Mandiri", "1 Mandiri"}
    ]
    assert row["32 Tingkat Ketergantungan (M/R/S/B/T)"] == "M (20)"


def test_private_answers_are_printed_for_few(village: Village) -> None:
    person = make_resident(village.melati, born=date(1985, 3, 4))
    visit = make_visit(person, by=village.kader, weight_kg="60")
    filled(visit, Screening.Form.SRQ20, srq(1, 17), village.kader)
    seen = {
        user.username: cells_of(PAPERS[Code.SRQ20], read_again(person, user))[0]
        for user in (village.kader, village.bidan)
    }
    kader, bidan = seen["kader.melati"], seen["bidan"]
    assert {text for key, text in kader.items() if ". Apakah" in key} == {"•"}
    assert (kader["Jumlah Ya"], bidan["Jumlah Ya"]) == ("Perlu dirujuk", "Skor 2 dari 20")
    assert bidan["18 17. Apakah Anda mempunyai pikiran untuk mengakhiri hidup Anda?"] == "Y"


def test_no_card_has_the_whole_nik(village: Village) -> None:
    person = a_person(village, Code.CHILD)
    said = printed(Code.CHILD, person, village.bidan)
    assert (
        NIK in said,
        "3320●●●●●●●●9901" in said or "3320••••••••9901" in said,
        "081390007701" in said,
    ) == (
        False,
        True,
        False,
    )


def test_the_front_of_the_childs_card_has_the_months_and_later_visits_stand_on_the_back(
    village: Village,
) -> None:
    child = make_resident(village.melati, born=date(2025, 7, 1))
    make_visit(child, date(2026, 2, 10), weight_kg="7.4")
    make_visit(child, OPENING_DAY, weight_kg="9.4")
    records = read_again(child, village.kader)
    front, back = stacks_of(PAPERS[Code.CHILD], records)
    assert (front.months, len(front.rows), len(back.rows)) == (tuple(range(13)), 1, 1)
    assert [row["1 Umur (Bulan)"] for row in cells_of(PAPERS[Code.CHILD], records)] == ["7", "15"]


def test_each_birth_has_its_own_card(village: Village) -> None:
    mother = make_resident(village.melati, born=date(1996, 3, 4))
    for born in (date(2026, 2, 1), date(2026, 10, 1)):
        Delivery.objects.create(resident=mother, on=born, live_births=1)
    make_visit(mother, date(2026, 2, 12), weight_kg="60")
    make_visit(mother, OPENING_DAY, weight_kg="62")
    stacks = stacks_of(PAPERS[Code.AFTER_BIRTH], read_again(mother, village.kader))
    assert [
        (stack.delivery.on, [str(row.values["weight_kg"]) for row in stack.rows])
        for stack in stacks
        if stack.delivery
    ] == [
        (date(2026, 2, 1), ["60.00"]),
        (date(2026, 10, 1), ["62.00"]),
    ]


def test_what_was_given_elsewhere_stands_under_the_card(village: Village) -> None:
    teen = make_resident(village.melati, born=date(2011, 3, 4))
    ServiceGiven.objects.create(
        resident=teen, kind="ttd", quantity=10, given_on=date(2026, 9, 3), place="sekolah"
    )
    said = printed(Code.SCHOOL, teen, village.kader)
    assert compact("3 Sep 2026: Tablet tambah darah 10, Sekolah") in said


@pytest.mark.parametrize("code", list(Code))
def test_an_empty_card_takes_one_sheet_a_side(village: Village, code: Code) -> None:
    paper = PAPERS[code]
    pdf = draw_empty(paper, village.melati, 1, village.kader)
    assert len(PdfReader(BytesIO(pdf)).pages) == len(empty_stacks(paper))
