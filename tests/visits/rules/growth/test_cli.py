"""python -m visits.rules.growth: a file in, the same file with scores out."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from visits.rules.growth.cli import main, score_file

HEADER = "sex,age_days,weight_kg,lenhei_cm,measured,headc_cm,muac_cm,oedema"
ADDED = "zlen,zwei,zwfl,zbmi,zhc,zac,zhfa,zwfa,zbfa"
ROOT = Path(__file__).parents[4]


def scored(*lines: str, header: str = HEADER) -> tuple[list[str], str, int]:
    output, errors = io.StringIO(), io.StringIO()
    code = score_file("\n".join([header, *lines]) + "\n", output, errors)
    return output.getvalue().splitlines(), errors.getvalue(), code


def test_a_row_comes_back_with_its_scores() -> None:
    assert scored("M,365,9.6,75.7,L,46,15,n") == (
        [f"{HEADER},{ADDED}", "M,365,9.6,75.7,L,46,15,n,-0.02,-0.04,-0.06,-0.03,-0.05,0.31,,,"],
        "",
        0,
    )


def test_empty_cells_are_missing_measures() -> None:
    assert scored("F,365,7.5,,,,,", "F,365,7.5,72,L,44,,y")[0][1:] == [
        "F,365,7.5,,,,,,,-1.46,,,,,,,",
        "F,365,7.5,72,L,44,,y,-0.78,,,,-0.66,,,,",
    ]


@pytest.mark.parametrize("row", [",365,9.6,75.7,L,46,15,n", "M,,9.6,75.7,L,46,15,n"])
def test_without_sex_or_age_there_are_no_scores_and_no_complaint(row: str) -> None:
    assert scored(row)[0][1:] == [row + "," * 9]
    assert scored(row)[2] == 0


@pytest.mark.parametrize(
    ("months", "days"),
    [("12", "365"), ("0", "0"), ("23.9836", "730"), ("24", "731"), ("60.97", "1856"), ("61", "1857")],
)
def test_months_count_as_the_nearest_day_up_to_61_months(months: str, days: str) -> None:
    header = f"age_months,{HEADER}"

    by_month = scored(f"{months},M,,12,85,L,46,15,n", header=header)[0][1].split(",")[9:]

    assert by_month == scored(f"M,{days},12,85,L,46,15,n")[0][1].split(",")[8:]


def test_from_61_months_on_months_are_used_as_they_are() -> None:
    header = "sex,age_months,weight_kg,lenhei_cm"

    assert scored("F,138.0534,55,148", "M,168.0164,34,155", header=header)[0][1:] == [
        "F,138.0534,55,148,-0.03,,,2.15,,,-0.03,,2.15",
        "M,168.0164,34,155,-1.06,,,-3.09,,,-1.06,,-3.09",
    ]


def test_the_columns_of_2007_start_on_day_1857() -> None:
    last, first = scored("M,1856,18,110,H,51,16,n", "M,1857,18,110,H,51,16,n")[0][1:]

    assert last.split(",")[8:] == ["-0.11", "-0.20", "-0.32", "-0.24", "0.15", "-0.39", "", "", ""]
    assert first.split(",")[8:] == ["-0.06", "-0.21", "", "-0.31", "", "", "-0.06", "-0.21", "-0.31"]


@pytest.mark.parametrize(
    ("months", "filled"),
    [("60.99", "000"), ("61", "111"), ("120", "111"), ("120.001", "101"), ("228", "101"), ("228.001", "000")],
)
def test_the_columns_of_2007_end_where_who_ends(months: str, filled: str) -> None:
    (row,) = scored(f"F,{months},24,120", header="sex,age_months,weight_kg,lenhei_cm")[0][1:]

    assert "".join("1" if cell else "0" for cell in row.split(",")[-3:]) == filled


def test_between_the_last_day_of_2006_and_61_months_who_gives_nothing() -> None:
    row = scored("F,60.996,18,108", header="sex,age_months,weight_kg,lenhei_cm")[0][1]

    assert row == "F,60.996,18,108" + "," * 9


def test_days_win_over_months() -> None:
    header = "sex,age_days,age_months,weight_kg"

    assert scored("M,365,40,9.6", header=header)[0][1] == "M,365,40,9.6,,-0.04,,,,,,,"


def test_other_columns_are_kept_and_order_is_free() -> None:
    header = "nama,weight_kg,sex,age_days"

    assert scored('"Sari, Dewi",9.6,M,365', header=header)[0][1] == '"Sari, Dewi",9.6,M,365,,-0.04,,,,,,,'


def test_a_file_from_indonesian_excel_is_understood() -> None:
    output = io.StringIO()

    score_file("sex;age_days;weight_kg\nM;365;9,6\n", output, io.StringIO())

    assert output.getvalue().splitlines()[1] == "M;365;9,6;;-0.04;;;;;;;"


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("X,365,9.6,75.7,L,46,15,n", "Baris 2, kolom sex: 'X' tidak dikenal, pilihannya M atau F."),
        ("M,abc,9.6,75.7,L,46,15,n", "Baris 2, kolom age_days: 'abc' bukan angka."),
        ("M,-3,9.6,75.7,L,46,15,n", "Baris 2, kolom age_days: umur -3 kurang dari 0."),
        ("M,365,1e9,75.7,L,46,15,n", "Baris 2, kolom weight_kg: '1e9' terlalu besar."),
        ("M,365,nan,75.7,L,46,15,n", "Baris 2, kolom weight_kg: 'nan' bukan angka."),
        ("M,365,9.6,75.7,Z,46,15,n", "Baris 2, kolom measured: 'Z' tidak dikenal, pilihannya L atau H."),
        (
            "M,365,9.6,75.7,L,46,15,maybe",
            "Baris 2, kolom oedema: 'maybe' tidak dikenal, pilihannya Y atau N.",
        ),
    ],
)
def test_an_unreadable_row_is_reported_and_the_others_are_scored(row: str, complaint: str) -> None:
    lines, errors, code = scored(row, "M,365,9.6,,,,,")

    assert lines[1:] == [row + "," * 9, "M,365,9.6,,,,,,,-0.04,,,,,,,"]
    assert (errors, code) == (complaint + "\n", 1)


def test_a_row_with_too_many_cells_is_reported() -> None:
    lines, errors, code = scored("M,365,9,6,75.7,L,46,15,n")

    assert lines[1] == "M,365,9,6,75.7,L,46,15,n,,,,,,,,,"
    assert (errors, code) == ("Baris 2, kolom 9: baris ini punya lebih banyak kolom daripada judulnya.\n", 1)


def test_a_short_row_is_filled_up() -> None:
    assert scored("M,365,9.6")[0][1] == "M,365,9.6,,,,,,,-0.04,,,,,,,"


def test_without_the_needed_columns_nothing_is_written() -> None:
    assert scored("1,2", header="a,b") == ([], "Judul kolom tidak ada: sex, age_days.\n", 2)


def test_a_missing_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tidak-ada.csv"]) == 2
    assert capsys.readouterr().err == "Berkas tidak-ada.csv tidak dapat dibuka: No such file or directory.\n"


def test_without_a_file_the_use_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert capsys.readouterr().err.startswith("Pakai: python -m visits.rules.growth berkas.csv")


@pytest.mark.parametrize(
    "content",
    [b"\xef\xbb\xbfsex,age_days,weight_kg\nM,365,9.6\n", b"sex,age_days,weight_kg,x\nM,365,9.6,\xe9\n"],
)
def test_files_of_any_windows_editor_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    path = tmp_path / "kasus.csv"
    path.write_bytes(content)

    assert main([str(path)]) == 0
    assert capsys.readouterr().out.splitlines()[1].endswith(",,-0.04,,,,,,,")


def test_the_command_reads_standard_input() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "visits.rules.growth", "-"],
        cwd=ROOT,
        input="sex,age_days,weight_kg\nM,365,9.6\n",
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == f"sex,age_days,weight_kg,{ADDED}\nM,365,9.6,,-0.04,,,,,,,\n"


def test_a_file_that_is_no_csv_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "kasus.csv"
    path.write_text("sex,age_days\nM," + "3" * 200_000 + "\n", encoding="ascii")

    assert main([str(path)]) == 2
    assert capsys.readouterr().err.startswith(f"Berkas {path} bukan CSV yang utuh")


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "kasus.csv"
    path.write_text("sex,age_days,weight_kg\n" + "M,365,9.6\n" * 20_000, encoding="ascii")
    command = [sys.executable, "-m", "visits.rules.growth", str(path)]

    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()

        assert process.stderr.read() == b""
        assert process.wait() == 0


WITHOUT_DJANGO = """
import runpy, sys
sys.argv = ["growth", "-h"]
try:
    runpy.run_module("visits.rules.growth", run_name="__main__")
except SystemExit:
    print([name for name in sys.modules if name.split(".")[0] == "django"])
"""


def test_the_command_needs_no_django() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout == "[]\n"


def test_tabs_separate_as_commas_do() -> None:
    lines = scored("M\t365\t9,6\t75,7\tL\t46\t15\tn", header=HEADER.replace(",", "\t"))[0]

    assert lines == [
        f"{HEADER},{ADDED}".replace(",", "\t"),
        "M\t365\t9,6\t75,7\tL\t46\t15\tn\t-0.02\t-0.04\t-0.06\t-0.03\t-0.05\t0.31\t\t\t",
    ]


def test_a_comma_in_a_name_does_not_separate_a_file_of_semicolons() -> None:
    lines, errors, code = scored(
        "Ayu;F;365;7,5", header="nama, panggilan;sex;age_days;weight_kg"
    )  # fmt: skip

    assert (lines[1], errors, code) == ("Ayu;F;365;7,5;;-1.46;;;;;;;", "", 0)
