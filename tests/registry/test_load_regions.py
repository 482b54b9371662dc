from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command

from registry.management.commands import load_regions
from registry.models import Region
from registry.rules.region import RegionLevel, read_region_code


def run() -> str:
    out = StringIO()
    call_command("load_regions", stdout=out)
    return out.getvalue()


def jepara() -> dict[str, str]:
    names = load_regions.packaged_names()
    return {
        code: name for code, name in names.items() if code in ("33", "33.20") or code.startswith("33.20.")
    }


def test_the_package_holds_all_areas_of_indonesia() -> None:
    readings = [read_region_code(code) for code in load_regions.packaged_names()]
    counts = Counter(reading.level for reading in readings if reading)
    assert len(readings) == sum(counts.values())
    assert counts[RegionLevel.PROVINCE] == 38
    assert counts[RegionLevel.REGENCY] + counts[RegionLevel.CITY] == 514
    assert counts[RegionLevel.DISTRICT] == 7_285
    villages = (RegionLevel.VILLAGE, RegionLevel.URBAN_VILLAGE, RegionLevel.CUSTOMARY_VILLAGE)
    assert sum(counts[level] for level in villages) == 83_762


@pytest.mark.django_db
def test_all_areas_are_stored_below_their_parents() -> None:
    assert "83762 Desa/kelurahan" in run()
    kedungmalang = Region.objects.select_related("parent__parent__parent").get(code="33.20.01.2001")
    district, regency = kedungmalang.parent, kedungmalang.parent and kedungmalang.parent.parent
    assert district
    assert regency
    assert [kedungmalang.name, district.name, regency.name] == ["Kedungmalang", "Kedung", "Kabupaten Jepara"]
    assert Counter(Region.objects.values_list("level", flat=True)) == {
        "provinsi": 38,
        "kabupaten": 514,
        "kecamatan": 7_285,
        "desa": 83_762,
    }


@pytest.mark.django_db
def test_a_second_run_changes_nothing_and_a_renamed_area_is_updated(monkeypatch: pytest.MonkeyPatch) -> None:
    names = jepara()
    monkeypatch.setattr(load_regions, "packaged_names", lambda: names)
    run()
    assert run() == f"Kode wilayah sudah lengkap: {len(names)} wilayah.\n"
    Region.objects.filter(code="33.20.08").update(name="Nama lama")
    run()
    assert Region.objects.get(code="33.20.08").name == "Bangsri"
    assert Region.objects.count() == len(names)
