import pytest

from registry.demo.jepara import DEMO_VILLAGE, PUSKESMAS, kecamatan_of, puskesmas_of
from registry.demo.plan import plan_posyandu, positions_in_kecamatan, posyandu_counts
from registry.management.commands.load_regions import packaged_names

VILLAGES = sorted(code for code in packaged_names() if code.startswith("33.20.") and len(code) == 13)


def test_jepara_has_195_desa_in_16_kecamatan_served_by_21_puskesmas() -> None:
    assert len(VILLAGES) == 195
    assert len({kecamatan_of(village) for village in VILLAGES}) == 16
    assert {puskesmas_of(village).code for village in VILLAGES} == {one.code for one in PUSKESMAS}
    assert len(PUSKESMAS) == 21


def test_a_desa_elsewhere_has_no_puskesmas_here() -> None:
    with pytest.raises(ValueError, match="tidak ada di Kabupaten Jepara"):
        puskesmas_of("33.21.01.2001")


def test_every_desa_has_two_posyandu_or_more_and_all_together_are_1139() -> None:
    counts = posyandu_counts(VILLAGES)
    assert sum(counts.values()) == 1_139
    assert min(counts.values()) >= 2


def test_232_posyandu_work_by_life_cycle() -> None:
    planned = plan_posyandu(VILLAGES)
    assert sum(one.is_ilp for one in planned) == 232


def test_no_two_posyandu_of_a_desa_share_a_name_or_an_official_number() -> None:
    planned = plan_posyandu(VILLAGES)
    assert len({(one.village, one.slug) for one in planned}) == 1_139
    assert len({one.official_number for one in planned}) == 1_139


def test_jerukwangi_has_melati_1_and_its_neighbour_mawar_2() -> None:
    names = [one.name for one in plan_posyandu(VILLAGES) if one.village == DEMO_VILLAGE]
    assert names[:2] == ["Melati 1", "Mawar 2"]


def test_the_plan_is_the_same_each_time_in_whatever_order_the_desa_come() -> None:
    assert plan_posyandu(VILLAGES) == plan_posyandu(reversed(VILLAGES))


def test_places_in_a_kecamatan_are_counted_from_zero() -> None:
    planned = plan_posyandu(VILLAGES)
    places = positions_in_kecamatan(planned)
    bangsri = sorted(
        places[one.official_number] for one in planned if kecamatan_of(one.village) == "33.20.08"
    )
    assert bangsri == list(range(len(bangsri)))
