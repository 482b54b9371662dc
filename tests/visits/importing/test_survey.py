"""The two files of WHO's example survey, imported into Melati 1: 498 children with WHO's own z-scores."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from registry.models import Household, MonthDue, Residency, Resident
from registry.models.fields import keyed_hash
from registry.rules.life_stage import completed_months
from reports import recap
from reports.models import ChildMonth, PopulationMonth
from tests.conftest import OCTOBER, OPENING_DAY, Village, count_due
from visits.importing import batches
from visits.importing.memory import Checked
from visits.importing.outcome import count
from visits.models import ChildCheck, Session, Visit

GOLDEN = Path(__file__).parents[2] / "golden"
IDENTITY = GOLDEN / "eppgbm-identitas.xls"
MEASUREMENTS = GOLDEN / "eppgbm-pengukuran.xls"
TODAY = date(2026, 10, 31)
Z_COLUMNS = {
    "zlen": "height_for_age_z",
    "zwei": "weight_for_age_z",
    "zwfl": "weight_for_height_z",
    "zbmi": "bmi_for_age_z",
    "zhc": "head_for_age_z",
    "zac": "muac_for_age_z",
}
SLOW_FIELDS = (
    "weighed", "first_weighing", "weight_judged", "underweight", "height_judged", "stunted",
    "nutrition_judged", "wasted", "severely_wasted",
)  # fmt: skip
# What importing must not touch when there is nothing to write.
COUNTED = ("registry", "visits", "reports")


def check_files(village: Village, *paths: Path) -> list[Checked]:
    rows = batches.in_order([batches.read_upload(path.read_bytes()) for path in paths])
    return batches.check_all(rows, posyandu=village.melati, user=village.officer, today=TODAY)


def import_files(village: Village, *paths: Path) -> list[Checked]:
    checked = check_files(village, *paths)
    batches.write_checked(checked, posyandu=village.melati, user=village.officer, today=TODAY)
    return checked


def table_sizes() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for app in COUNTED
        for model in apps.get_app_config(app).get_models()
    }


@pytest.fixture
def imported(village: Village) -> Village:
    import_files(village, MEASUREMENTS, IDENTITY)
    count_due()
    return village


def test_all_498_children_are_in_with_their_weighing_of_the_opening_day(imported: Village) -> None:
    residents = Resident.objects.unscoped("test").filter(posyandu=imported.melati)
    visits = Visit.objects.unscoped("test").filter(posyandu=imported.melati, home_posyandu=imported.melati)
    residencies = Residency.objects.unscoped("test").filter(posyandu=imported.melati, valid_until=None)
    assert residents.count() == 498
    assert visits.filter(date=OPENING_DAY, recorded_by=imported.officer).count() == 498
    assert residencies.filter(valid_from=OPENING_DAY).count() == 498
    assert Household.objects.unscoped("test").count() == 498
    session = Session.objects.unscoped("test").get()
    assert (session.date, session.opened_by, session.visits.count()) == (OPENING_DAY, imported.officer, 498)


def test_every_z_score_is_within_half_a_hundredth_of_what_who_computes(imported: Village) -> None:
    cards = {
        card.visit.resident.nik_hash: card for card in ChildCheck.objects.select_related("visit__resident")
    }
    wrong = []
    with (GOLDEN / "eppgbm-expected-z.csv").open(encoding="utf-8") as lines:
        expected = list(csv.DictReader(lines))
    for row in expected:
        card = cards.get(keyed_hash(row["NIK"]))
        for column, name in Z_COLUMNS.items():
            stored: Any = getattr(card, name, None)
            same = stored is None if row[column] == "" else abs(float(stored) - float(row[column])) <= 0.005
            if not same:
                wrong.append((row["NIK"], column, row[column], stored))
    assert len(expected) == 498
    assert wrong == []


def test_the_recap_of_october_is_what_counting_the_children_one_by_one_gives(imported: Village) -> None:
    visits = list(Visit.objects.unscoped("test").with_cards())
    for sex in ("L", "P"):
        own = [visit for visit in visits if visit.resident.sex == sex]
        counted = ChildMonth.objects.get(posyandu=imported.melati, month=OCTOBER, sex=sex)
        assert {field: getattr(counted, field) for field in slow_count([])} == slow_count(own)
        came = PopulationMonth.objects.get(posyandu=imported.melati, month=OCTOBER, sex=sex)
        stages = Counter(visit.life_stage for visit in own)
        assert (came.attended_infant, came.attended_toddler, came.attended_preschool) == (
            stages["bayi"],
            stages["balita"],
            stages["apras"],
        )
        assert sum(getattr(came, f.name) for f in came.count_fields() if f.name.startswith("absent")) == 0
    assert list(recap.differences(OCTOBER, [imported.melati.pk])) == []


def slow_count(visits: Iterable[Visit]) -> dict[str, int]:
    found: Counter[str] = Counter(dict.fromkeys(SLOW_FIELDS, 0))
    for visit in visits:
        card: Any = visit.card
        if card is None:
            continue
        if completed_months(visit.resident.birth_date, visit.date) >= 60:
            continue
        found["weighed"] += card.weight_kg is not None
        found["first_weighing"] += card.weight_kg is not None
        weight, length, thinness = card.weight_for_age_z, card.height_for_age_z, card.weight_for_height_z
        weight_judged = card.weight_kg is not None and (
            card.oedema or (weight is not None and -6 <= weight <= 5)
        )
        found["weight_judged"] += weight_judged
        found["underweight"] += weight_judged and (card.oedema or weight < -2)
        if length is not None and -6 <= length <= 6:
            found["height_judged"] += 1
            found["stunted"] += length < -2
        measured = card.weight_kg is not None or card.height_cm is not None
        judged = thinness is not None and -5 <= thinness <= 5
        if judged or (card.oedema and measured):
            found["nutrition_judged"] += 1
            found["severely_wasted"] += card.oedema or (judged and thinness < -3)
            found["wasted"] += card.oedema or (judged and thinness < -2)
    return dict(found)


def test_the_same_files_a_second_time_change_nothing(imported: Village) -> None:
    before = table_sizes()
    counts = count(entry.outcome for entry in import_files(imported, IDENTITY, MEASUREMENTS))
    assert counts == {
        kind: {"baru": 0, "sudah ada": 498, "diperbarui": 0, "dilewati": 0, "ditolak": 0}
        for kind in ("identity", "measurements")
    }
    assert table_sizes() == before
    assert before["visits.VisitRevision"] == 0
    assert MonthDue.objects.count() == 0


def test_the_files_may_come_on_two_days(village: Village) -> None:
    import_files(village, IDENTITY)
    counts = count(entry.outcome for entry in import_files(village, MEASUREMENTS))
    assert counts["measurements"]["baru"] == 498
    assert (
        Visit.objects.unscoped("test").filter(home_posyandu=village.melati, last_of_month=True).count() == 498
    )
    assert set(ChildCheck.objects.exclude(weight_kg=None).values_list("gain_status", flat=True)) == {"B"}
