"""Pecah KK and gabung KK: each undoes the other, nothing is lost, and each change can be read later."""

from __future__ import annotations

from datetime import date

import pytest

from registry.models import Household, HouseholdChange, PastKk, Resident
from registry.services import households
from registry.services.family import HouseholdRefused
from registry.services.household_splits import merge_households, split_household
from tests.conftest import Village
from tests.registry.services.test_households import (
    KK,
    NEW_KK,
    THIRD_KK,
    Family,
    family,
    home_of,
    relations_in,
)

__all__ = ["family"]


def split_off_rizky(family: Family, kk: str = NEW_KK) -> Household:
    return split_household(
        household=home_of(family), members=[family["rizky"], family["aisyah"]], head=family["rizky"], kk=kk
    )


def test_a_son_gets_a_kk_of_his_own_at_the_same_address(village: Village, family: Family) -> None:
    Resident.objects.filter(pk=family["aisyah"].pk).update(father=family["rizky"])
    new = split_off_rizky(family)

    assert (new.kk, new.place, new.posyandu, new.head) == (
        NEW_KK,
        "Krajan RT 02 RW 01",
        village.melati,
        family["rizky"],
    )
    assert relations_in(new) == {"Rizky": "kepala", "Aisyah": "anak"}
    assert relations_in(home_of(family)) == {"Sarmi": "orang_tua", "Suparman": "kepala", "Siti": "pasangan"}
    changes = HouseholdChange.objects.filter(reason="pecah")
    assert {(one.resident.name, one.from_household, one.to_household) for one in changes} == {
        ("Rizky", home_of(family), new),
        ("Aisyah", home_of(family), new),
    }


def test_when_the_head_splits_off_the_wife_leads_those_who_stay(family: Family) -> None:
    old = home_of(family)
    new = split_household(
        household=old, members=[family["suparman"], family["sarmi"]], head=family["suparman"]
    )

    old.refresh_from_db()
    assert old.head == family["siti"]
    assert relations_in(old) == {"Siti": "kepala", "Rizky": "anak", "Aisyah": "cucu"}
    assert relations_in(new) == {"Sarmi": "orang_tua", "Suparman": "kepala"}
    assert (new.kk, new.kk_hash) == ("", None)


@pytest.mark.parametrize(
    ("going", "head", "why"),
    [
        ([], "rizky", "Pilih siapa"),
        (["rizky"], "siti", "salah satu yang pindah"),
        (["suparman", "siti", "sarmi", "rizky", "aisyah"], "suparman", "tetap di keluarga lama"),
    ],
)
def test_a_split_that_makes_no_sense_is_refused(
    family: Family, going: list[str], head: str, why: str
) -> None:
    with pytest.raises(HouseholdRefused, match=why):
        split_household(household=home_of(family), members=[family[one] for one in going], head=family[head])
    assert Household.objects.count() == 1


def test_a_taken_number_leaves_the_family_whole(village: Village, family: Family) -> None:
    households.create_household(posyandu=village.mawar, facts={}, kk=NEW_KK)

    with pytest.raises(households.KkTaken):
        split_off_rizky(family)
    assert home_of(family).members.count() == 5


def test_who_was_not_chosen_from_this_family_does_not_go(village: Village, family: Family) -> None:
    stranger = Resident.objects.get(pk=family["rizky"].pk)
    other = split_off_rizky(family)
    with pytest.raises(HouseholdRefused, match="Pilih siapa"):
        split_household(household=home_of(family), members=[stranger], head=stranger)
    assert stranger in other.members.all()


def test_merging_undoes_a_split(family: Family) -> None:
    before = relations_in(home_of(family))
    new = split_off_rizky(family)
    for _ in range(2):
        merge_households(kept=home_of(family), other=new, relation="anak")

    home = home_of(family)
    # The grandchild's link to her father is not known here, so the child of the son is told by the words alone.
    assert relations_in(home) == before | {"Aisyah": "famili"}
    assert HouseholdChange.objects.filter(reason="gabung").count() == 2


def test_the_emptied_family_keeps_its_history_and_hands_over_its_number(
    village: Village, family: Family
) -> None:
    new = split_off_rizky(family)
    households.change_kk(household=new, kk=THIRD_KK, by=None)
    merge_households(kept=home_of(family), other=new, by=village.kader, on=date(2026, 11, 1))

    emptied = Household.objects.get(pk=new.pk)
    assert (emptied.kk, emptied.kk_hash, emptied.merged_into) == ("", None, home_of(family))
    past = PastKk.objects.filter(household=home_of(family))
    assert {one.kk for one in past} == {NEW_KK, THIRD_KK}
    assert emptied.arrivals.count() == 2
    assert list(Household.objects.visible_to(village.kader).in_use()) == [home_of(family)]
    assert home_of(family).kk == KK


def test_a_family_without_a_number_takes_over_that_of_the_one_it_takes_in(family: Family) -> None:
    new = split_off_rizky(family, kk="")
    merge_households(kept=new, other=home_of(family), relation="orang_tua")

    new.refresh_from_db()
    assert (new.kk, PastKk.objects.count()) == (KK, 0)
    assert relations_in(new)["Suparman"] == "orang_tua"


def test_after_a_merge_by_mistake_the_split_gets_the_same_number_back(family: Family) -> None:
    merge_households(kept=home_of(family), other=split_off_rizky(family))
    again = split_off_rizky(family)

    assert again.kk == NEW_KK
    assert households.household_for(again.posyandu, {"kk": NEW_KK}) == again


def test_a_family_is_not_merged_with_itself_or_with_one_that_is_no_more(family: Family) -> None:
    new = split_off_rizky(family)
    with pytest.raises(HouseholdRefused, match="keluarga lain"):
        merge_households(kept=new, other=new)
    merge_households(kept=home_of(family), other=new)
    third = split_off_rizky(family, kk="")
    with pytest.raises(HouseholdRefused, match="sudah digabung"):
        merge_households(kept=third, other=new)
    with pytest.raises(HouseholdRefused, match="sudah digabung"):
        households.join(household=new, resident=family["siti"])


def test_members_are_found_by_the_place_of_the_family_that_took_them_in(
    village: Village, family: Family
) -> None:
    new = split_off_rizky(family)
    households.edit_household(household=new, facts={"dusun": "Ngipik"})
    merge_households(kept=home_of(family), other=new)

    found = Resident.objects.visible_to(village.kader)
    assert (found.search("rizky ngipik").count(), found.search("rizky krajan").count()) == (0, 1)
