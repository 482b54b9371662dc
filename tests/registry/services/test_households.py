"""Writes on families: numbers with a history, one head each, members who come and go, words that follow a move."""

from __future__ import annotations

from datetime import date

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError

from registry.ids import new_id
from registry.models import Household, HouseholdChange, PastKk, Resident
from registry.services import households
from registry.services.family import HouseholdRefused
from tests.conftest import Village, make_resident

KK, NEW_KK, THIRD_KK = "3320081503209901", "3320082211259902", "3320080101259903"
HOME = {"kk": KK, "dusun": "Krajan", "rt": "02", "rw": "01"}
Family = dict[str, Resident]


@pytest.fixture
def family(village: Village) -> Family:
    """Three generations under one roof: Suparman leads."""
    born = {"suparman": 1968, "siti": 1972, "sarmi": 1945, "rizky": 1995, "aisyah": 2025}
    relations = ("kepala", "pasangan", "orang_tua", "anak", "cucu")
    sexes = ("L", "P", "P", "L", "P")
    people = {
        name: make_resident(village.melati, name.title(), sex=sex, born=date(year, 5, 1), home=HOME, relation=relation)
        for (name, year), relation, sex in zip(born.items(), relations, sexes, strict=True)
    }  # fmt: skip
    households.settle(resident=people["suparman"])
    return {name: Resident.objects.get(pk=one.pk) for name, one in people.items()}


def home_of(family: Family) -> Household:
    household = Resident.objects.get(pk=family["suparman"].pk).household
    assert household is not None
    return household


def relations_in(household: Household) -> dict[str, str]:
    return dict(household.members.order_by("birth_date").values_list("name", "relation"))


def test_a_family_is_founded_without_members_and_twice_is_once(village: Village) -> None:
    one_id = new_id()
    facts = {"dusun": "Krajan", "rt": "2", "has_latrine": True}
    for _ in range(2):
        households.create_household(posyandu=village.melati, facts=facts, kk=KK, household_id=one_id)

    stored = Household.objects.get()
    assert (stored.pk, stored.rt, stored.kk, stored.has_latrine) == (one_id, "02", KK, True)


def test_a_protected_source_needs_water(village: Village) -> None:
    with pytest.raises(ValidationError):
        households.create_household(
            posyandu=village.melati, facts={"has_clean_water": False, "water_is_protected": True}
        )


def test_a_new_kk_number_keeps_the_old_one_and_both_find_the_family(village: Village, family: Family) -> None:
    home = home_of(family)
    households.change_kk(household=home, kk=NEW_KK, by=village.kader, on=date(2026, 11, 1))

    past = PastKk.objects.get()
    assert (past.kk, past.valid_until, past.changed_by) == (KK, date(2026, 11, 1), village.kader)
    for number in (KK, NEW_KK):
        found = Resident.objects.visible_to(village.kader).search(number)
        assert family["aisyah"] in found


def test_the_same_number_again_changes_nothing(village: Village, family: Family) -> None:
    households.change_kk(household=home_of(family), kk=KK, by=village.kader)

    assert not PastKk.objects.exists()


def test_a_kk_number_belongs_to_one_family_in_the_whole_kabupaten(village: Village, family: Family) -> None:
    other = households.create_household(posyandu=village.mawar, facts={}, kk=NEW_KK)

    with pytest.raises(households.KkTaken) as refused:
        households.change_kk(household=home_of(family), kk=NEW_KK, by=village.kader)
    assert refused.value.household == other
    assert NEW_KK not in str(refused.value)
    assert home_of(family).kk == KK
    assert not PastKk.objects.exists()


def test_a_number_stored_by_somebody_else_meanwhile_is_refused_as_taken(
    village: Village, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    households.create_household(posyandu=village.mawar, facts={}, kk=NEW_KK)
    check, asked = households.check_kk_is_free, []

    def looked_too_early(kk: str, **kwargs: Household) -> None:
        asked.append(kk)
        if len(asked) > 1:
            check(kk, **kwargs)

    monkeypatch.setattr(households, "check_kk_is_free", looked_too_early)
    with pytest.raises(households.KkTaken):
        households.change_kk(household=home_of(family), kk=NEW_KK, by=None)


def test_who_registers_with_an_old_card_joins_the_family_that_had_it(
    village: Village, family: Family
) -> None:
    households.change_kk(household=home_of(family), kk=NEW_KK, by=None)

    assert make_resident(village.melati, home={"kk": KK}).household == home_of(family)


def test_another_number_typed_with_a_resident_keeps_the_old_one_too(village: Village, family: Family) -> None:
    home = home_of(family)
    households.household_for(village.melati, {"kk": NEW_KK}, current=home)

    assert (Household.objects.get(pk=home.pk).kk, PastKk.objects.get().kk) == (NEW_KK, KK)


def test_members_are_found_by_the_new_address_and_no_more_by_the_old(
    village: Village, family: Family
) -> None:
    households.edit_household(household=home_of(family), facts={"dusun": "Sekuping", "rt": "7"})

    seen = Resident.objects.visible_to(village.kader)
    assert seen.search("sekuping").count() == 5
    assert seen.search("krajan").count() == 0
    assert seen.search("rizky rt 07").count() == 1


def test_registering_into_a_family_at_a_new_address_moves_the_words_of_all(
    village: Village, family: Family
) -> None:
    make_resident(village.melati, "Bayi", home=HOME | {"dusun": "Gondang"})

    assert Resident.objects.visible_to(village.kader).search("gondang").count() == 6


def test_an_edit_without_a_telephone_number_leaves_the_stored_one(village: Village, family: Family) -> None:
    home = households.edit_household(household=home_of(family), facts={"phone": "081234567890"})
    households.edit_household(household=home, facts={"address": "Jl. Raya"})

    assert Resident.objects.visible_to(village.kader).search("081234567890").count() == 5


def test_opening_a_number_is_logged_without_the_number(village: Village, family: Family) -> None:
    assert households.open_kk(household=home_of(family), user=village.kader) == KK
    households.open_phone(household=home_of(family), user=village.kader)

    entries = LogEntry.objects.filter(action=LogEntry.Action.ACCESS)
    assert [(entry.actor, entry.changes_dict) for entry in entries.order_by("pk")] == [
        (village.kader, {"kk": ["", "dibuka"]}),
        (village.kader, {"phone": ["", "dibuka"]}),
    ]


def test_a_new_head_turns_the_relations_around(family: Family) -> None:
    households.set_head(household=home_of(family), head=family["siti"])

    home = home_of(family)
    assert home.head == family["siti"]
    assert relations_in(home) == {
        "Sarmi": "mertua", "Suparman": "pasangan", "Siti": "kepala", "Rizky": "anak", "Aisyah": "cucu",
    }  # fmt: skip


def test_choosing_the_former_head_again_brings_the_relations_back(family: Family) -> None:
    before = relations_in(home_of(family))
    households.set_head(household=home_of(family), head=family["siti"])
    households.set_head(household=home_of(family), head=family["suparman"])

    assert relations_in(home_of(family)) == before


def test_nobody_from_outside_leads_a_family(village: Village, family: Family) -> None:
    with pytest.raises(HouseholdRefused, match="salah satu anggotanya"):
        households.set_head(household=home_of(family), head=make_resident(village.melati))


def test_a_family_has_one_head_whatever_relation_is_written(family: Family) -> None:
    home = home_of(family)
    with pytest.raises(HouseholdRefused, match="kepala keluarga yang baru"):
        households.set_relation(household=home, resident=family["suparman"], relation="anak")
    households.set_relation(household=home, resident=family["rizky"], relation="kepala")

    assert list(relations_in(home).values()).count("kepala") == 1
    assert home_of(family).head == family["rizky"]


def test_a_second_head_from_a_form_takes_over_only_when_the_first_is_gone(
    village: Village, family: Family
) -> None:
    newcomer = make_resident(
        village.melati, "Joko", sex="L", born=date(1975, 1, 1), home=HOME, relation="kepala"
    )
    households.settle(resident=newcomer)
    assert (home_of(family).head, relations_in(home_of(family))["Joko"]) == (family["suparman"], "")

    family["suparman"].residencies.update(valid_until=date(2026, 10, 1))
    Resident.objects.filter(pk=newcomer.pk).update(relation="kepala")
    newcomer.refresh_from_db()
    households.settle(resident=newcomer)
    assert home_of(family).head == newcomer
    assert list(relations_in(home_of(family)).values()).count("kepala") == 1


def test_a_head_written_as_something_else_by_mistake_stays_the_head(family: Family) -> None:
    Resident.objects.filter(pk=family["suparman"].pk).update(relation="famili")
    households.settle(resident=Resident.objects.get(pk=family["suparman"].pk))

    assert relations_in(home_of(family))["Suparman"] == "kepala"


def test_who_was_moved_to_another_family_by_a_form_leads_the_old_one_no_more(
    village: Village, family: Family
) -> None:
    old = home_of(family)
    new = households.create_household(posyandu=village.melati, facts={})
    Resident.objects.filter(pk=family["suparman"].pk).update(household=new, relation="")
    households.settle(resident=Resident.objects.get(pk=family["suparman"].pk), former=old)

    old.refresh_from_db()
    assert old.head == family["siti"]


def test_a_member_who_joins_another_family_is_remembered_in_both(village: Village, family: Family) -> None:
    old = home_of(family)
    new = households.create_household(posyandu=village.melati, facts={"dusun": "Ngipik"})
    for _ in range(2):
        households.join(household=new, resident=family["rizky"], relation="famili", by=village.kader)

    change = HouseholdChange.objects.get(reason="masuk")
    assert (change.resident, change.from_household, change.to_household) == (family["rizky"], old, new)
    assert relations_in(new) == {"Rizky": "famili"}
    assert Resident.objects.visible_to(village.kader).search("rizky ngipik").count() == 1


def test_when_the_head_leaves_the_spouse_leads(family: Family) -> None:
    home = home_of(family)
    households.leave(resident=family["suparman"])
    households.leave(resident=family["suparman"])

    home.refresh_from_db()
    assert home.head == family["siti"]
    assert relations_in(home) == {"Sarmi": "mertua", "Siti": "kepala", "Rizky": "anak", "Aisyah": "cucu"}
    assert HouseholdChange.objects.filter(reason="keluar").count() == 1


def test_when_the_last_one_leaves_the_family_disappears_from_lists(village: Village) -> None:
    alone = make_resident(village.melati, home=HOME)
    households.leave(resident=alone)

    assert Household.objects.count() == 1
    assert not Household.objects.visible_to(village.kader).in_use().exists()


def test_a_family_follows_when_all_its_members_live_elsewhere(village: Village, family: Family) -> None:
    home = home_of(family)
    everybody = Resident.objects.filter(household=home)
    everybody.exclude(pk=family["sarmi"].pk).update(posyandu=village.mawar)
    households.follow_members(home)
    assert home_of(family).posyandu == village.melati

    everybody.update(posyandu=village.mawar)
    households.follow_members(home)
    assert (home_of(family).posyandu, home.posyandu) == (village.mawar, village.mawar)


def test_who_is_gone_holds_no_family_back(village: Village, family: Family) -> None:
    family["sarmi"].residencies.update(valid_until=date(2026, 10, 1))
    Resident.objects.exclude(pk=family["sarmi"].pk).update(posyandu=village.mawar)
    households.follow_members(home_of(family))
    households.follow_members(None)

    assert home_of(family).posyandu == village.mawar
