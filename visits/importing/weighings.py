"""Measurement rows against the register: matched by NIK, compared with the visit of that day if there is one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from registry.models import Resident
from registry.models.fields import keyed_hash
from registry.rules.life_stage import Sex
from registry.rules.names import same_person_name
from registry.rules.wording import decimal, measured
from visits.importing.memory import Checked, Memory, refused, residents_by_nik
from visits.importing.outcome import Outcome, Status
from visits.importing.rows import Remarks, Weighing, check_age, read_weighing
from visits.importing.sheets import Row
from visits.models import ChildCheck, Visit
from visits.rules.growth import Position, assess_growth

MEASURE_COLUMNS = {
    "weight_kg": "BERAT",
    "height_cm": "TINGGI",
    "muac_cm": "LILA",
    "head_cm": "lingkar_kepala",
    "oedema": "Pitting_edema",
    "position": "CARAUKUR",
}
# The index behind each flag of an implausible z-score, by the column to look at.
_INDEX_COLUMNS = {
    "weight_for_age": ("BERAT", "BB/U"),
    "height_for_age": ("TINGGI", "PB/U atau TB/U"),
    "weight_for_height": ("BERAT", "BB/PB atau BB/TB"),
    "head_for_age": ("lingkar_kepala", "LK/U"),
    "muac_for_age": ("LILA", "LiLA/U"),
}
SHOWN_Z = ("weight_for_age_z", "height_for_age_z", "weight_for_height_z")


class WeighingChecker:
    """Says what writing each measurement row would do."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def check(self, rows: Sequence[Row]) -> list[Checked]:
        """Check the next rows of the measurement file."""
        read = [
            (row, remarks := Remarks(row.cells), read_weighing(remarks, self.memory.today)) for row in rows
        ]
        weighings = [weighing for _, _, weighing in read if weighing is not None]
        by_nik = residents_by_nik(weighing.nik for weighing in weighings)
        known = self._residents_named_before(weighings)
        there = {resident.pk for resident in (*by_nik.values(), *known.values())}
        visits = _visits_on({weighing.day for weighing in weighings}, there)
        checked = []
        for row, remarks, weighing in read:
            found = Checked(refused(row, remarks), weighing=weighing)
            if weighing is not None:
                found.outcome.nik, found.outcome.day = weighing.nik, weighing.day.isoformat()
                found.resident = by_nik.get(keyed_hash(weighing.nik)) or known.get(weighing.nik)
                self._check_weighing(found, remarks, weighing, visits)
            self.memory.add(found.outcome)
            checked.append(found)
        return checked

    def _residents_named_before(self, weighings: Sequence[Weighing]) -> dict[str, Resident]:
        """Residents whose NIK is only known from this batch's identity file."""
        wanted = {
            UUID(outcome.resident): weighing.nik
            for weighing in weighings
            if (outcome := self.memory.children.get(weighing.nik)) is not None and outcome.resident
        }
        own = Resident.objects.unscoped("found by the identity rows").filter(pk__in=wanted)
        return {wanted[resident.pk]: resident for resident in own.select_related("posyandu__unit")}

    def _check_weighing(
        self,
        found: Checked,
        remarks: Remarks,
        weighing: Weighing,
        visits: dict[tuple[UUID, date], Visit],
    ) -> None:
        person = self._person_of(found, remarks, weighing)
        before = self.memory.weighed.get((weighing.nik, weighing.day.isoformat()))
        if before is not None:
            remarks.refuse(
                "TANGGALUKUR", f"Anak dan tanggal ini sudah ada di baris {before} berkas yang sama."
            )
        if person is None:
            return
        name, birth_date, sex = person
        check_age(remarks, birth_date, weighing.day)
        visit = visits.get((found.resident.pk, weighing.day)) if found.resident else None
        if visit is not None:
            _compare_visit(remarks, weighing, visit)
        if remarks.problems:
            return
        found.outcome.name = name
        if weighing.name and not same_person_name(weighing.name, name):
            remarks.warn(
                "nama_anak", f"Di berkas “{weighing.name}”, terdaftar “{name}”. Mohon periksa NIK-nya."
            )
        found.outcome.status = Status.SAME if visit is not None else Status.NEW
        found.outcome.resident = str(found.resident.pk) if found.resident else ""
        _show_growth(found.outcome, remarks, weighing, birth_date, sex)

    def _person_of(
        self, found: Checked, remarks: Remarks, weighing: Weighing
    ) -> tuple[str, date, Sex] | None:
        told = self.memory.children.get(weighing.nik)
        if told is not None and not told.is_good:
            word = "dilewati" if told.status == Status.SKIPPED else "ditolak"
            remarks.refuse("NIK", f"Identitas anak ini {word} (baris {told.line} berkas identitas).")
            return None
        if told is not None:
            return told.name, date.fromisoformat(told.born), Sex(told.sex)
        resident = found.resident
        if resident is None:
            remarks.refuse(
                "NIK", "NIK ini belum terdaftar di Posyandu ini dan tidak ada di berkas identitas."
            )
            return None
        if resident.posyandu_id != self.memory.posyandu.pk:
            remarks.refuse("NIK", f"Anak ini terdaftar di {self.memory.whereabouts(resident)}.")
            return None
        return resident.name, resident.birth_date, Sex(resident.sex)


def _visits_on(days: set[date], residents: set[UUID]) -> dict[tuple[UUID, date], Visit]:
    visits = Visit.objects.unscoped("of residents named in the file").active().with_cards()
    return {(v.resident_id, v.date): v for v in visits.filter(resident__in=residents, date__in=days)}


def _compare_visit(remarks: Remarks, weighing: Weighing, visit: Visit) -> None:
    card = visit.card
    if card is None and not weighing.is_measured:
        return
    if not isinstance(card, ChildCheck):
        remarks.refuse(
            "TANGGALUKUR",
            "Anak ini sudah tercatat datang tanggal itu tanpa pengukuran. Isi lewat kunjungannya.",
        )
        return
    for name, column in MEASURE_COLUMNS.items():
        given, stored = weighing.measures[name], getattr(card, name)
        if given != stored:
            remarks.refuse(
                column,
                f"Sudah ada penimbangan tanggal itu dengan nilai lain: "
                f"di berkas {_words(given)}, di aplikasi {_words(stored)}.",
            )


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if value in (None, ""):
        return "kosong"
    return measured(value, "").strip() if isinstance(value, Decimal) else str(value)


def _show_growth(outcome: Outcome, remarks: Remarks, weighing: Weighing, birth_date: date, sex: Sex) -> None:
    measures = weighing.measures
    growth = assess_growth(
        sex=sex,
        age_days=(weighing.day - birth_date).days,
        **{name: measures[name] for name in ("weight_kg", "height_cm", "head_cm", "muac_cm", "oedema")},
        position=Position(measures["position"]) if measures["position"] else None,
    )
    for index, (column, label) in _INDEX_COLUMNS.items():
        if index in growth.implausible:
            z = decimal(getattr(growth, f"{index}_z"), 2)
            remarks.warn(column, f"z {label} {z}: hampir tidak mungkin. Mohon periksa ukuran dan tanggalnya.")
    shown = {"weight_kg": measures["weight_kg"], "height_cm": measures["height_cm"]}
    shown |= {name: getattr(growth, name) for name in SHOWN_Z}
    outcome.shown = {name: None if value is None else str(value) for name, value in shown.items()}
