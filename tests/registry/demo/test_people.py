from collections import Counter
from datetime import date
from random import Random

from registry.demo.ids import NumberRange, seeded_id
from registry.demo.names import person_name
from registry.demo.people import Family, Person, populate
from registry.rules.life_stage import UNDER_FIVE, Sex, age_on, life_stage_on
from registry.rules.nik import nik_warnings, read_kk, read_nik

TODAY = date(2026, 10, 1)


def families(seed: int = 1, position: int = 0) -> list[Family]:
    return populate(Random(seed), NumberRange("33.20.08", position), TODAY)


def people(seed: int = 1, position: int = 0) -> list[Person]:
    return [member for family in families(seed, position) for member in family.members]


def test_the_same_seed_makes_the_same_people() -> None:
    assert families() == families()
    assert [one.id for one in people()] != [one.id for one in people(seed=2)]


def test_a_posyandu_has_about_a_thousand_residents_and_sixty_balita() -> None:
    everyone = [one for seed in range(8) for one in people(seed)]
    balita = [one for one in everyone if life_stage_on(one.birth_date, TODAY) in UNDER_FIVE]
    assert 950 < len(everyone) / 8 < 1_150
    assert 50 < len(balita) / 8 < 68


def test_families_have_two_to_five_members_as_a_rule() -> None:
    sizes = Counter(len(family.members) for family in families())
    assert sum(sizes[size] for size in (2, 3, 4, 5)) > 0.85 * sum(sizes.values())


def test_every_nik_is_valid_fits_the_person_and_belongs_to_nobody_real() -> None:
    with_nik = [one for one in people() if one.nik]
    assert len({one.nik for one in with_nik}) == len(with_nik)
    for one in with_nik:
        assert nik_warnings(one.nik, sex=one.sex, birth_date=one.birth_date, day=TODAY) == ()
        assert one.nik[12:14] == "99"


def test_the_last_four_digits_find_a_few_people_not_the_whole_posyandu() -> None:
    for numbers in ([one.nik for one in people() if one.nik], [family.kk for family in families()]):
        tails = Counter(number[-4:] for number in numbers)
        assert max(tails.values()) < 0.04 * len(numbers)
        assert {tail[:2] for tail in tails} == {"99"}


def test_no_two_posyandu_of_a_kecamatan_give_one_number_on_a_day() -> None:
    ranges = [NumberRange("33.20.11", position) for position in range(150)]
    for day in (date(1985, 8, 17), date(2026, 2, 28)):
        assert (
            len({one.nik(Sex.FEMALE, day) for one in ranges}) == len({one.kk(day) for one in ranges}) == 150
        )


def test_some_newborns_still_have_no_nik() -> None:
    newborns = [one for seed in range(8) for one in people(seed) if (TODAY - one.birth_date).days < 75]
    assert 0 < sum(not one.nik for one in newborns) < len(newborns)


def test_family_cards_are_valid_and_unique() -> None:
    cards = [family.kk for family in families()]
    assert all(read_kk(card).date_plausible for card in cards)
    assert len(set(cards)) == len(cards)


def test_neighbouring_posyandu_share_no_number() -> None:
    numbers = [one.nik for position in range(5) for one in people(position, position) if one.nik]
    assert len(set(numbers)) == len(numbers)


def test_beyond_the_serials_of_a_kecamatan_come_newcomers_from_next_door() -> None:
    first, later = (
        NumberRange("33.20.11", position).nik(Sex.MALE, date(1985, 8, 17)) for position in (3, 99)
    )
    assert (read_nik(first).region, read_nik(later).region) == ("33.20.11", "33.21.11")
    assert first[12:] == later[12:]


def test_a_child_is_linked_to_a_mother_old_enough_in_the_same_family() -> None:
    for family in families():
        for child in family.children:
            assert child.mother in family.members
            assert (
                18 <= age_on(family.wife.birth_date, child.birth_date).years <= 43 if family.wife else False
            )


def test_ids_are_uuid_version_7_of_their_day() -> None:
    found = seeded_id(Random(1), date(2026, 10, 1))
    assert found.version == 7
    assert found.int >> 80 == 1_790_812_800_000


def test_the_old_have_one_name_and_the_young_two() -> None:
    random = Random(1)
    assert all(" " not in person_name(random, sex, 1950) for sex in Sex)
    assert all(" " in person_name(random, sex, 2020) for sex in Sex)
