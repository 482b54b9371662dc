from collections import Counter
from datetime import date
from random import Random

import pytest

from registry import work_areas
from registry.demo.data_keluarga import ONLY_WITH
from registry.demo.ids import NumberRange
from registry.demo.people import Family, populate
from registry.demo.store import store_families
from registry.models import Household, Resident, WorkArea
from tests.conftest import Village

TODAY = date(2026, 10, 1)
START = date(2026, 5, 1)


@pytest.fixture(scope="module")
def families() -> list[Family]:
    return populate(Random(1), NumberRange("33.20.08", 0), TODAY)


def test_every_generated_family_has_one_head_and_everybody_is_something_to_them(
    families: list[Family],
) -> None:
    for family in families:
        relations = Counter(one.relation for one in family.members)
        assert relations["kepala"] == 1
        assert relations[""] == 0
        assert relations["pasangan"] <= 1


def test_some_families_have_three_generations(families: list[Family]) -> None:
    found = [{one.relation for one in family.members} for family in families]
    assert sum({"anak", "kepala"} < one and bool(one & {"orang_tua", "mertua"}) for one in found) > 20


def test_a_parent_in_the_house_is_old_enough_and_linked(families: list[Family]) -> None:
    for family in families:
        for one in family.members:
            if one.relation == "orang_tua":
                assert family.head is not None
                assert one in (family.head.mother, family.head.father)
                assert one.years_on(family.head.birth_date) >= 17


def test_most_families_were_asked_and_no_answer_contradicts_another(families: list[Family]) -> None:
    asked = [family for family in families if family.surveyed_on]
    assert 0.85 < len(asked) / len(families) < 0.95
    for family in asked:
        assert all(family.answers[needed] or not family.answers[name] for name, needed in ONLY_WITH.items())
    assert all(not family.answers for family in families if not family.surveyed_on)


def test_stored_families_have_heads_links_and_kader_and_one_rt_has_none(
    village: Village, families: list[Family]
) -> None:
    store_families(village.melati, families, Random(1), (START, TODAY))

    assert Household.objects.count() == Household.objects.filter(head__relation="kepala").count()
    wife = Resident.objects.filter(relation="pasangan").select_related("spouse").first()
    assert wife is not None
    assert wife.spouse is not None
    assert wife.spouse.relation == "kepala"
    rows = work_areas.place_rows(village.melati, TODAY)
    assert [bool(row.areas) for row in rows] == [True] * (len(rows) - 1) + [False]
    assert village.kader in {area.kader for area in WorkArea.objects.all()}


def test_a_posyandu_without_a_kader_login_gets_no_work_areas(
    village: Village, families: list[Family]
) -> None:
    village.kader.memberships.all().delete()
    store_families(village.melati, families, Random(1), (START, TODAY))

    assert not WorkArea.objects.exists()
