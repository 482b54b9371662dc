"""A child's immunisations as they are shown on a day: every dose in the order of age, with its state in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from registry.rules.wording import long_date, short_date
from visits.models import Immunisation
from visits.rules.book import Rules
from visits.rules.immunisation import (
    DoseStatus,
    DoseWarning,
    Given,
    PlannedDose,
    check_dose,
    dose_month,
    known_codes,
    missing_for_age,
    planned_doses,
    warning_text,
)
from visits.rules.immunisation_coverage import Coverage, basic_coverage, booster_coverage

# Level and word of a state; the words are those of the schedule on the wall of a Posyandu.
_STATES = {
    DoseStatus.DUE: ("info", "Sekarang"),
    DoseStatus.OVERDUE: ("perhatian", "Terlambat"),
    DoseStatus.LATER: ("kosong", "Belum waktunya"),
    DoseStatus.AFTER_PREVIOUS: ("kosong", "Belum waktunya"),
    DoseStatus.TOO_OLD: ("kosong", "Lewat umur"),
}
# In the Buku KIA too: these are waiting, and one looks at the others first.
_WAITING = (DoseStatus.LATER, DoseStatus.AFTER_PREVIOUS, DoseStatus.TOO_OLD)


@dataclass(frozen=True, slots=True)
class DoseRow:
    """One dose of the list; `row` is what is noted of it, None where it was not given."""

    code: str
    label: str
    month: int
    level: str
    word: str
    when: str
    row: Immunisation | None = None
    warnings: tuple[str, ...] = ()
    is_waiting: bool = False


@dataclass(frozen=True, slots=True)
class AgeGroup:
    """The doses of one age: "Saat lahir", "9 bulan"."""

    title: str
    rows: tuple[DoseRow, ...]

    @property
    def given(self) -> int:
        """How many of them were given."""
        return sum(row.row is not None for row in self.rows)

    @property
    def is_open(self) -> bool:
        """Whether some dose of it waits for somebody today."""
        return any(row.row is None and not row.is_waiting for row in self.rows)

    @property
    def level(self) -> str:
        """That of the loudest dose."""
        if self.given == len(self.rows):
            return "baik"
        found = {row.level for row in self.rows if row.row is None}
        return next(level for level in ("perhatian", "info", "kosong") if level in found)

    @property
    def words(self) -> str:
        """The state of all of them: "Sudah", "Terlambat", "3 dari 4 sudah"."""
        if self.given:
            return "Sudah" if self.given == len(self.rows) else f"{self.given} dari {len(self.rows)} sudah"
        return next(row.word for row in self.rows if row.level == self.level)


@dataclass(frozen=True, slots=True)
class Status:
    """Whether the child has what belongs to its age, and how far the two sets are."""

    missing: tuple[PlannedDose, ...]
    basic: Coverage
    booster: Coverage

    @property
    def is_complete(self) -> bool:
        """Lengkap sesuai umur."""
        return not self.missing

    @property
    def level(self) -> str:
        return "baik" if self.is_complete else "perhatian"

    @property
    def title(self) -> str:
        """The state in three words."""
        if self.is_complete:
            return "Lengkap sesuai umur"
        return f"Belum lengkap: {len(self.missing)} dosis belum tercatat"

    @property
    def text(self) -> str:
        """What to do about it."""
        late = [dose.label for dose in self.missing if dose.status is not DoseStatus.TOO_OLD]
        if self.is_complete:
            return "Datang lagi pada jadwal berikutnya."
        if not late:
            return "Yang belum tercatat sudah lewat umurnya. Tanyakan kepada bidan."
        return "Cocokkan dengan Buku KIA. Yang memang belum diberikan masih bisa dikejar; minta bidan memberikannya."


def status_on(birth_date: date, day: date, given: Given, *, rules: Rules) -> Status:
    """What is missing for the age, and the basic and booster sets (IMU-01, IMU-03)."""
    return Status(
        missing_for_age(birth_date, day, given, rules=rules),
        basic_coverage(given, birth_date, rules=rules),
        booster_coverage(given, birth_date, rules=rules),
    )


def dose_groups(
    birth_date: date, day: date, stored: Sequence[Immunisation], *, rules: Rules
) -> list[AgeGroup]:
    """Every dose of the schedule, given or not, by the age it belongs to."""
    given = {row.dose: row.given_on for row in stored}
    rows = [
        *_given_rows(birth_date, stored, given, rules),
        *(
            _planned_row(dose, rules)
            for dose in planned_doses(birth_date, day, given, rules=rules)
            if dose.code not in given
        ),
    ]
    order = {code: place for place, code in enumerate(_codes_in_order(rules))}
    rows.sort(key=lambda row: (row.month, order.get(row.code, len(order))))
    return [AgeGroup(_age_words(month), tuple(same)) for month, same in groupby(rows, lambda row: row.month)]


def warnings_of(code: str, given: Mapping[str, date | None], birth_date: date, rules: Rules) -> list[str]:
    """What is unusual about a dose that was given, in sentences; nothing where its day is not known."""
    day = given.get(code)
    if day is None or code not in known_codes(rules=rules):
        return []
    found = check_dose(code, day, birth_date=birth_date, given=given, rules=rules)
    # Whoever copies the newest page of the Buku KIA first is not told so of every older dose.
    said = [warning for warning in found if warning is not DoseWarning.NO_PREVIOUS]
    return [warning_text(code, warning, rules=rules) for warning in said]


def _given_rows(
    birth_date: date, stored: Sequence[Immunisation], given: Given, rules: Rules
) -> Iterator[DoseRow]:
    known = known_codes(rules=rules)
    for row in stored:
        day = long_date(row.given_on) if row.given_on else "tanggal tidak diketahui"
        yield DoseRow(
            code=row.dose,
            label=row.label,
            month=dose_month(row.dose, rules=rules) if row.dose in known else 0,
            level="baik",
            word="Sudah",
            when=" · ".join(part for part in (day, row.where) if part),
            row=row,
            warnings=tuple(warnings_of(row.dose, given, birth_date, rules)),
        )


def _planned_row(dose: PlannedDose, rules: Rules) -> DoseRow:
    level, word = _STATES[dose.status]
    return DoseRow(
        code=dose.code,
        label=dose.label,
        month=dose_month(dose.code, rules=rules),
        level=level,
        word=word,
        when=_when(dose),
        is_waiting=dose.status in _WAITING,
    )


def _when(dose: PlannedDose) -> str:
    if dose.status is DoseStatus.LATER:
        return f"mulai {short_date(dose.earliest or dose.scheduled)}"
    if dose.status is DoseStatus.AFTER_PREVIOUS:
        return "sesudah dosis sebelumnya"
    return f"jadwal {short_date(dose.scheduled)}"


def _codes_in_order(rules: Rules) -> list[str]:
    return [row["code"] for row in rules.rows("immunisation")["doses"]]


def _age_words(month: int) -> str:
    return f"Umur {month} bulan" if month else "Saat lahir"
