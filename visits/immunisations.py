"""A child's immunisations as they are shown on a day: every dose in the order of age, with its state in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from registry.rules.life_stage import add_months
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
    next_allowed,
    planned_doses,
    warning_text,
)
from visits.rules.immunisation_coverage import Coverage, basic_coverage, booster_coverage
from visits.tetanus import TETANUS_CODES, TetanusLine

# Level and word of a state; the words are those of the schedule on the wall of a Posyandu.
_STATES = {
    DoseStatus.DUE: ("info", "Sekarang"),
    DoseStatus.OVERDUE: ("perhatian", "Terlambat"),
    DoseStatus.LATER: ("kosong", "Belum waktunya"),
    DoseStatus.AFTER_PREVIOUS: ("kosong", "Belum waktunya"),
    DoseStatus.TOO_OLD: ("kosong", "Lewat umur"),
}
_TOGETHER_DAYS = 14
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

    @property
    def details(self) -> str:
        """Where and from what it was injected, and by whom, as far as somebody noted it."""
        if self.row is None:
            return ""
        batch = f"batch {self.row.batch}" if self.row.batch else ""
        site = self.row.get_site_display().lower() if self.row.site else ""
        by = f"oleh {self.row.given_by}" if self.row.given_by else ""
        return " · ".join(part for part in (batch, site, by) if part)


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


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A day on which doses can be given, and which."""

    on: date
    labels: tuple[str, ...]


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
    words = [warning_text(code, warning, rules=rules) for warning in said]
    first = counts_from(code, given, birth_date, rules)
    if first is not None and {DoseWarning.TOO_SOON, DoseWarning.TOO_YOUNG} & set(said):
        words.append(f"Dosis ini baru dihitung bila diberikan mulai {long_date(first)}.")
    return words


def counts_from(code: str, given: Given, birth_date: date, rules: Rules) -> date | None:
    """The first day on which a dose counts: old enough, and after the interval to the dose before (IMU-02)."""
    row = next(row for row in rules.rows("immunisation")["doses"] if row["code"] == code)
    days = [add_months(birth_date, row["from_month"])] if row.get("from_month") else []
    before = given.get(row["after"]) if "after" in row else None
    if before is not None:
        days.append(next_allowed(code, before, rules=rules))
    return max(days, default=None)


def tetanus_group(stored: Sequence[Immunisation], line: TetanusLine) -> AgeGroup:
    """The five Td doses of a woman; the first one that is missing is the one to give."""
    rows = {row.dose: row for row in stored}
    found, waits_for = [], False
    for number, code in enumerate(TETANUS_CODES, start=1):
        row = rows.get(code)
        if row is not None:
            when = long_date(row.given_on) if row.given_on else "tanggal tidak diketahui"
            words = " · ".join(part for part in (when, row.where) if part)
            found.append(DoseRow(code, f"Td {number}", 0, "baik", "Sudah", words, row))
            continue
        is_next, waits_for = not waits_for, True
        due = is_next and line.is_due
        level, word = ("info", "Sekarang") if due else ("kosong", "Belum waktunya")
        first = line.found.next_from
        later = f"mulai {short_date(first)}" if is_next and first else "sesudah dosis sebelumnya"
        when = "bisa diberikan" if due else later
        found.append(DoseRow(code, f"Td {number}", 0, level, word, when, is_waiting=not due))
    return AgeGroup("Tetanus (Td)", tuple(found))


def catch_up(birth_date: date, day: date, given: Given, *, rules: Rules) -> list[PlannedVisit]:
    """Which doses now and which at later visits, when each is given as soon as its interval allows (IMU-02)."""
    found: list[PlannedVisit] = []
    assumed = dict(given)
    while day < date.max:
        planned = planned_doses(birth_date, day, assumed, rules=rules)
        now = [dose for dose in planned if dose.can_be_given]
        if now:
            found.append(PlannedVisit(day, tuple(dose.label for dose in now)))
            assumed |= {dose.code: day for dose in now}
            planned = planned_doses(birth_date, day, assumed, rules=rules)
        later = [dose.earliest or dose.scheduled for dose in planned if dose.status is DoseStatus.LATER]
        if not later:
            break
        # What is due within two weeks waits for the others: a child comes once, not three times.
        first = min(later)
        day = max(each for each in later if each <= first + timedelta(days=_TOGETHER_DAYS))
    return found


def _given_rows(
    birth_date: date, stored: Sequence[Immunisation], given: Given, rules: Rules
) -> Iterator[DoseRow]:
    known = known_codes(rules=rules)
    for row in stored:
        if row.dose in TETANUS_CODES:
            continue
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
