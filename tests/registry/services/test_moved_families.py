"""Part of a family moves: those who go together live in one new family, with the address that either side wrote."""

from __future__ import annotations

from datetime import date

from registry import services
from registry.models import Household, HouseholdChange, MoveRequest, Resident
from tests.conftest import Village, make_resident

KK = "3320081503209901"
DAY = date(2026, 10, 20)
OLD = {"kk": KK, "dusun": "Krajan", "rt": "02", "rw": "01", "address": "Jalan Masjid 3"}
NEW = {"dusun": "Pule", "rt": "04", "rw": "02", "address": "Gang Melon 5"}
ACCEPTED = MoveRequest.State.ACCEPTED


def family(village: Village) -> list[Resident]:
    """Karto leads, with Sarmi and their daughter Aisyah."""
    karto = make_resident(
        village.melati, "Karto", sex="L", born=date(1980, 1, 1), home=OLD, relation="kepala"
    )
    sarmi = make_resident(
        village.melati, "Sarmi", born=date(1985, 1, 1), home=OLD, relation="pasangan", spouse=karto
    )
    aisyah = make_resident(village.melati, "Aisyah", home=OLD, relation="anak", mother=sarmi, father=karto)
    return [karto, sarmi, aisyah]


def moved(village: Village, people: list[Resident], **answer: dict[str, str]) -> Household:
    """The family of those who moved from Melati to Mawar."""
    moves = services.ask_move(residents=people, to=village.mawar, on=DAY, user=village.kader, home=NEW)
    services.answer_move(move=moves[0], state=ACCEPTED, user=village.neighbour, **answer)  # type: ignore[arg-type]
    return home_of(people[0])


def home_of(person: Resident) -> Household:
    home = Resident.objects.unscoped("test").get(pk=person.pk).household
    assert home is not None
    return home


def place(home: Household) -> dict[str, str]:
    return {name: getattr(home, name) for name in NEW}


def test_mother_and_child_who_move_live_in_one_new_family(village: Village) -> None:
    karto, sarmi, aisyah = family(village)
    new = moved(village, [aisyah, sarmi])

    assert (new.posyandu, new.kk, new.head, place(new)) == (village.mawar, "", sarmi, NEW)
    assert [home_of(sarmi), home_of(aisyah)] == [new, new]
    old = home_of(karto)
    assert (old.posyandu, old.kk, old.head, old.dusun) == (village.melati, KK, karto, "Krajan")
    assert set(HouseholdChange.objects.unscoped("test").filter(to_household=new).values_list("on")) == {
        (DAY,)
    }


def test_the_head_who_goes_with_some_leads_the_new_family(village: Village) -> None:
    karto, sarmi, aisyah = family(village)
    make_resident(village.melati, "Mbah Sarmi", born=date(1950, 1, 1), home=OLD, relation="orang_tua")
    new = moved(village, [aisyah, karto])

    assert (new.head, home_of(aisyah)) == (karto, new)
    assert home_of(sarmi).kk == KK


def test_who_accepts_corrects_the_address(village: Village) -> None:
    _, sarmi, aisyah = family(village)
    right = {"dusun": "Gondang", "rt": "01", "rw": "05", "address": ""}
    new = moved(village, [sarmi, aisyah], home=right)

    assert place(new) == right
    assert {move.dusun for move in MoveRequest.objects.unscoped("test")} == {"Gondang"}


def test_without_an_address_those_who_go_stay_together(village: Village) -> None:
    karto, sarmi, aisyah = family(village)
    moves = services.ask_move(residents=[sarmi, aisyah], to=village.mawar, on=DAY, user=village.kader)
    services.answer_move(move=moves[0], state=ACCEPTED, user=village.neighbour)

    new = home_of(sarmi)
    assert (new == home_of(aisyah), new.place, new.posyandu) == (True, "", village.mawar)
    assert home_of(karto).posyandu == village.melati


def test_a_whole_family_keeps_its_number_and_gets_the_new_address(village: Village) -> None:
    people = family(village)
    home = moved(village, people)

    assert (home.kk, home.posyandu, home.head, place(home)) == (KK, village.mawar, people[0], NEW)
    assert Household.objects.unscoped("test").count() == 1
    found = Resident.objects.visible_to(village.neighbour).search(
        "gang melon", within=[village.mawar.unit.path]
    )
    assert set(found) == set(people)


def test_the_last_one_who_follows_brings_the_family_card(village: Village) -> None:
    karto, sarmi, aisyah = family(village)
    new = moved(village, [sarmi, aisyah])
    old = moved(village, [karto])

    assert (old.kk, old.posyandu, old == new) == (KK, village.mawar, False)


def test_somebody_without_a_family_gets_one_only_with_an_address(village: Village) -> None:
    alone, other = make_resident(village.melati), make_resident(village.melati)
    for person, home in ((alone, NEW), (other, {})):
        services.ask_move(residents=[person], to=village.mawar, on=DAY, user=village.officer, home=home)

    assert place(home_of(alone)) == NEW
    assert Resident.objects.unscoped("test").get(pk=other.pk).household is None


def test_a_street_that_says_the_whole_place_is_not_said_twice(village: Village) -> None:
    area = {"dusun": "Krajan", "rt": "02", "rw": "01"}
    said = [Household(posyandu=village.melati, **area, address=street).whole_place
            for street in ("Krajan RT 02 RW 01", "Krajan RT 02 RW 01 No. 7", "Gang 2", "")]  # fmt: skip

    assert said == [
        "Krajan RT 02 RW 01", "Krajan RT 02 RW 01 No. 7", "Krajan RT 02 RW 01, Gang 2", "Krajan RT 02 RW 01",
    ]  # fmt: skip
