"""One woman in two records, each with everything that a register can say about somebody; and how tests look at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps

from registry import months
from registry.models import (
    Delivery,
    HouseholdChange,
    Merge,
    MonthDue,
    MoveRequest,
    PastKk,
    Posyandu,
    Pregnancy,
    Resident,
    WorkArea,
)
from registry.services.merging import (
    merge_residents,
    pair_of,
)
from reports import recap, verify
from tests.conftest import OPENING_DAY, Village, count_due, make_resident, make_visit
from visits import services as visit_services

NIK = "3320084107259901"
OTHER_NIK = "3320084107259902"
KK, OTHER_KK = "3320081503209901", "3320081503209902"
Dump = dict[tuple[str, str], dict[str, Any]]
# The merge itself says that it happened, and due months are gone once they are counted.
NOT_COMPARED = (Merge, MonthDue)


def dump() -> Dump:
    """Every row of every table of ours."""
    found = [
        model
        for app in ("registry", "visits", "reports")
        for model in apps.get_app_config(app).get_models()
        if model not in NOT_COMPARED
    ]
    return {
        (model._meta.label, str(row.pk)): {
            key.attname: getattr(row, key.attname) for key in model._meta.concrete_fields
        }
        for model in found
        for row in model._base_manager.all()
    }


def differences(before: Dump, after: Dump) -> dict[tuple[str, str], object]:
    """The rows that are not the same, with what differs."""
    found: dict[tuple[str, str], object] = {key: "gone" for key in before if key not in after}
    for key, row in after.items():
        if key not in before:
            found[key] = "new"
        elif wrong := {
            name: (before[key][name], value) for name, value in row.items() if before[key][name] != value
        }:
            found[key] = wrong
    return found


def wrong_counts(village: Village) -> list[object]:
    """What the stored recap and the derived columns get wrong."""
    places = [village.melati.pk, village.mawar.pk]
    counts = [row for month in recap.months_with_data() for row in recap.differences(month, places)]
    return [*counts, *verify.underived(places)]


def count_everything() -> None:
    """Count what is due, and the months that would be counted when somebody first looks at them."""
    count_due()
    for month in recap.months_with_data():
        recap.ensure_counted(month, Posyandu.objects.all())


def merge(kept: Resident, absorbed: Resident, **choices: str) -> Merge:
    return merge_residents(kept=kept, absorbed=absorbed, choices=choices, user=None)


def again(person: Resident) -> Resident:
    return Resident.objects.with_merged("a test looks").get(pk=person.pk)


@dataclass
class Pair:
    """Siti, twice: at Melati as she is known, and at Mawar, where somebody registered her again."""

    kept: Resident
    absorbed: Resident
    child: Resident
    second_child: Resident
    husband: Resident


@pytest.fixture
def rich(village: Village) -> Pair:
    """One woman in two records, each with everything that a register can say about somebody."""
    siti = make_resident(
        village.melati, "Siti Aminah", born=date(1995, 3, 4), since=date(2026, 3, 1), nik=NIK,
        home={"kk": KK, "dusun": "Krajan"}, own_history=["hipertensi"],
    )  # fmt: skip
    sitti = make_resident(
        village.mawar, "Sitti Aminah", born=date(1995, 4, 3), since=date(2025, 6, 1), nik=OTHER_NIK,
        home={"kk": OTHER_KK, "dusun": "Karanganyar"}, phone="081200009901", blood_type="O", father_name="Sutrisno",
    )  # fmt: skip
    husband = make_resident(village.mawar, "Ahmad", sex="L", born=date(1990, 1, 1), spouse=sitti)
    child = make_resident(village.mawar, "Budi", sex="L", born=date(2021, 5, 5), mother=sitti)
    second_child = make_resident(village.melati, "Bunga", born=date(2023, 5, 5), mother=siti)
    sitti.spouse = husband
    sitti.save()
    _families(siti, sitti, village)
    _visits(siti, sitti, village)
    _episodes(siti, sitti, second_child)
    _moves_and_pairs(siti, sitti, child, village)
    months.people_changed([siti, sitti])
    count_everything()
    return Pair(siti, sitti, child, second_child, husband)


def _families(siti: Resident, sitti: Resident, village: Village) -> None:
    for person in (siti, sitti):
        home = person.household
        assert home is not None
        home.head = person
        home.save()
        HouseholdChange.objects.create(
            resident=person, to_household=home, reason=HouseholdChange.Reason.REGISTERED
        )
        WorkArea.objects.create(posyandu=person.posyandu, kader=village.kader, household=home)
        PastKk.objects.create(household=home, kk="3320081503209903", kk_hash="x")


def _visits(siti: Resident, sitti: Resident, village: Village) -> None:
    make_visit(siti, date(2026, 8, 10), weight_kg="52", height_cm="155", systolic=120, diastolic=80)
    # On one day at both places: Melati measured more.
    make_visit(siti, OPENING_DAY, weight_kg="53", height_cm="155", systolic=150, diastolic=95)
    make_visit(sitti, OPENING_DAY, weight_kg="53")
    make_visit(
        sitti,
        date(2026, 10, 20),
        by=village.bidan,
        weight_kg="53.5",
        height_cm="155",
        glucose_mg_dl=Decimal(210),
    )
    corrected = make_visit(sitti, date(2026, 9, 9), at=village.melati, weight_kg="50")
    visit_services.record_visit(
        visit_id=corrected.pk, resident=sitti, posyandu=village.melati, day=corrected.date, user=village.kader,
        measures={"weight_kg": Decimal("52.5")}, base_revision=1, reason="salah baca",
    )  # fmt: skip
    gone = make_visit(sitti, date(2026, 7, 7), weight_kg="51")
    visit_services.cancel_visit(visit=gone, user=village.kader, reason="orang lain")


def _episodes(siti: Resident, sitti: Resident, baby: Resident) -> None:
    old = Pregnancy.objects.create(
        resident=siti, known_from=date(2022, 11, 1), last_period=date(2022, 8, 1), ended_on=date(2023, 5, 5),
        outcome=Pregnancy.Outcome.BIRTH,
    )  # fmt: skip
    born = Delivery.objects.create(resident=siti, pregnancy=old, on=date(2023, 5, 5), live_births=1)
    Delivery.objects.create(
        resident=sitti, on=date(2023, 5, 6), live_births=1, place="bidan", helper="bidan", manner="normal",
        complaints="lemas", mother_condition="sehat", early_breastfeeding=True,
    )  # fmt: skip
    baby.born_at = born
    baby.save()
    Pregnancy.objects.create(resident=siti, known_from=date(2026, 9, 1))
    Pregnancy.objects.create(
        resident=sitti, known_from=date(2026, 8, 20), last_period=date(2026, 7, 1), gravida=3
    )
    Pregnancy.objects.create(
        resident=sitti,
        known_from=date(2019, 1, 1),
        ended_on=date(2019, 2, 1),
        outcome=Pregnancy.Outcome.MISCARRIAGE,
    )


def _moves_and_pairs(siti: Resident, sitti: Resident, child: Resident, village: Village) -> None:
    MoveRequest.objects.create(resident=siti, from_posyandu=village.melati, to_posyandu=village.mawar)
    MoveRequest.objects.create(resident=sitti, from_posyandu=village.mawar, to_posyandu=village.melati)
    third = make_resident(village.mawar, "Siti Aminah binti Karto", born=date(1995, 3, 14))
    absorbed_before = make_resident(village.mawar, "St. Aminah", born=date(1995, 4, 3))
    make_visit(absorbed_before, date(2026, 6, 6), weight_kg="50")
    merge(sitti, absorbed_before)
    for one, other in ((siti, sitti), (sitti, third), (siti, child), (sitti, child)):
        pair_of(one, other)
