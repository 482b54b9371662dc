"""python -m visits.rules.growth cases.csv: the rows of a CSV file again, with their z-scores added.

Columns: sex (M or F), age_days or age_months (decimal), weight_kg, lenhei_cm, measured (L lying, H standing),
headc_cm, muac_cm, oedema (y or n); empty = missing, other columns are kept. Added, with 2 decimals and empty where
WHO gives no value: zlen, zwei, zwfl, zbmi, zhc, zac at every age, then zhfa, zwfa, zbfa for day 1857 and later, by
WHO's reference of 2007. `-` reads standard input. Commas, semicolons or tabs separate, whichever
finds the columns in the header.
"""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from math import isfinite
from typing import TextIO, TypeVar

from registry.rules.life_stage import Sex
from visits.rules.growth.scores import (
    DAYS_PER_MONTH,
    LAST_DAY_2006,
    Hundredths,
    Measured,
    Position,
    correct_length,
    score,
    to_length,
)
from visits.rules.growth.who import tables_for

T = TypeVar("T")

ADDED = ("zlen", "zwei", "zwfl", "zbmi", "zhc", "zac", "zhfa", "zwfa", "zbfa")
USAGE = "Pakai: python -m visits.rules.growth berkas.csv (atau - untuk masukan standar)"
SEXES = {"M": Sex.MALE, "F": Sex.FEMALE}
POSITIONS = {"L": Position.LYING, "H": Position.STANDING}
YES_NO = {"Y": True, "N": False}
LARGEST = 1_000_000
# The first is the one of a header that names nothing known.
DELIMITERS = (",", ";", "\t")
COLUMNS = {
    "sex",
    "age_days",
    "age_months",
    "weight_kg",
    "lenhei_cm",
    "measured",
    "headc_cm",
    "muac_cm",
    "oedema",
}
NOTHING = Hundredths(None, None, None, None, None, None)
NOT_2007 = (None, None, None)


class UnreadableCell(ValueError):
    """A cell that cannot be understood; carries the column and what is wrong with it."""

    def __init__(self, column: str, problem: str) -> None:
        super().__init__(f"kolom {column}: {problem}")


class RowReader:
    """Finds the columns by the header once, then turns rows into scores."""

    def __init__(self, header: Sequence[str]) -> None:
        places = {name.strip().lower(): place for place, name in enumerate(header)}
        self.width = len(header)
        self.missing = [] if "sex" in places else ["sex"]
        if "age_days" not in places and "age_months" not in places:
            self.missing.append("age_days")
        self._place: Callable[[str], int | None] = places.get

    def score(self, cells: Sequence[str]) -> tuple[Hundredths, bool]:
        """Scores of one row and whether they are by the reference of 2007; none where sex or age is empty.

        Raises UnreadableCell.
        """
        if len(cells) > self.width:
            raise UnreadableCell(str(self.width + 1), "baris ini punya lebih banyak kolom daripada judulnya")
        sex = _choice("sex", self._text(cells, "sex"), SEXES)
        days, months = self._age(cells)
        position = _choice("measured", self._text(cells, "measured"), POSITIONS)
        measured = Measured(
            self._number(cells, "weight_kg"),
            correct_length(to_length(self._number(cells, "lenhei_cm")), days or 0, position),
            self._number(cells, "headc_cm"),
            self._number(cells, "muac_cm"),
            _choice("oedema", self._text(cells, "oedema"), YES_NO) or False,
        )
        if sex is None or days is None:
            return NOTHING, False
        return score(tables_for(sex), days, months, measured), days > LAST_DAY_2006

    def _age(self, cells: Sequence[str]) -> tuple[int | None, float]:
        if text := self._text(cells, "age_days"):
            days = int(_not_negative("age_days", text) + 0.5)
            return days, days / DAYS_PER_MONTH
        if text := self._text(cells, "age_months"):
            months = _not_negative("age_months", text)
            return int(months * DAYS_PER_MONTH + 0.5), months
        return None, 0.0

    def _number(self, cells: Sequence[str], column: str) -> float:
        text = self._text(cells, column)
        return max(_number(column, text), 0.0) if text else 0.0

    def _text(self, cells: Sequence[str], column: str) -> str:
        place = self._place(column)
        return cells[place].strip() if place is not None and place < len(cells) else ""


def main(arguments: Sequence[str]) -> int:
    """Score the CSV file named, `-` for standard input, by WHO's rows.

    Exit code 0, 1 when a row could not be read, 2 when the file could not.
    """
    if len(arguments) != 1 or arguments[0] in {"-h", "--help"}:
        print(USAGE, file=sys.stderr)
        return 0 if list(arguments) in (["-h"], ["--help"]) else 2
    try:
        text = _decode(sys.stdin.buffer.read() if arguments[0] == "-" else _read(arguments[0]))
    except OSError as error:
        print(f"Berkas {arguments[0]} tidak dapat dibuka: {error.strerror}.", file=sys.stderr)
        return 2
    try:
        code = score_file(text, sys.stdout, sys.stderr)
        sys.stdout.flush()
    except csv.Error as error:
        print(f"Berkas {arguments[0]} bukan CSV yang utuh: {error}.", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader (head, less) has seen enough; without this Python complains once more while closing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def score_file(text: str, output: TextIO, errors: TextIO) -> int:
    """Write the rows of a CSV text with their WHO scores; report unreadable rows. Returns the exit code of `main`.

    kg, cm, and days or months as the header says. Raises csv.Error when the text is not CSV at all.
    """
    delimiter = _delimiter(text)
    rows = _numbered_rows(text, delimiter)
    header = next(rows, (0, []))[1]
    reader = RowReader(header)
    if reader.missing:
        print(f"Judul kolom tidak ada: {', '.join(reader.missing)}.", file=errors)
        return 2
    writer = csv.writer(output, delimiter=delimiter, lineterminator="\n")
    writer.writerow([*header, *ADDED])
    unreadable = 0
    for number, cells in rows:
        scores, is_2007 = NOTHING, False
        try:
            scores, is_2007 = reader.score(cells)
        except UnreadableCell as problem:
            unreadable += 1
            print(f"Baris {number}, {problem}.", file=errors)
        cells += [""] * (reader.width - len(cells))
        writer.writerow(cells + _printed(scores, is_2007=is_2007))
    return 1 if unreadable else 0


def _delimiter(text: str) -> str:
    """The one that finds most of the columns in the header; another may stand in a name, such as "nama, alamat"."""
    first_line = next((line for line in text.splitlines() if line.strip()), "")

    def known(delimiter: str) -> int:
        cells = next(csv.reader([first_line], delimiter=delimiter), [])
        return len(COLUMNS.intersection(cell.strip().lower() for cell in cells))

    return max(DELIMITERS, key=known)


def _numbered_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, with their line in the file (the header is usually line 1)."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return ((rows.line_num, cells) for cells in rows if cells)


def _printed(scores: Hundredths, *, is_2007: bool) -> list[str]:
    weight, height, for_height, bmi, head, muac = scores
    by_month = (height, weight, bmi) if is_2007 else NOT_2007
    in_order = (height, weight, for_height, bmi, head, muac, *by_month)
    return ["" if value is None else f"{value / 100:.2f}" for value in in_order]


def _choice(column: str, text: str, choices: dict[str, T]) -> T | None:
    """What the letter stands for; None for an empty cell."""
    if not text:
        return None
    chosen = choices.get(text.upper())
    if chosen is None:
        raise UnreadableCell(column, f"'{text}' tidak dikenal, pilihannya {' atau '.join(choices)}")
    return chosen


def _number(column: str, text: str) -> float:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise UnreadableCell(column, f"'{text}' bukan angka")
    if abs(number) > LARGEST:
        raise UnreadableCell(column, f"'{text}' terlalu besar")
    return number


def _not_negative(column: str, text: str) -> float:
    number = _number(column, text)
    if number < 0:
        raise UnreadableCell(column, f"umur {text} kurang dari 0")
    return number


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
