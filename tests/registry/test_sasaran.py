"""Who stands in which register on a day: the fast lists agree with the definition, and narrow as the papers do."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from pytest_django import DjangoAssertNumQueries

from registry.ids import new_id
from registry.models import Death, Delivery, Posyandu, Pregnancy, Residency, Resident
from registry.rules.deaths import DeathGroup
from registry.rules.episodes import BirthSpan, PregnancySpan, group_on
from registry.rules.target_groups import Register, TargetGroup, register_of
from registry.sasaran import groups_on, sasaran, sasaran_on
from registry.services.deliveries import Baby, record_delivery
from registry.services.maternity import open_pregnancy
from registry.services.residency import end_residency
from tests.conftest import Village, make_resident

DAY = date(2026, 10, 31)
PEOPLE = 160


def _somebody(posyandu: Posyandu, random: Random) -> Resident:
    born = DAY - timedelta(days=random.randint(0, 75 * 365))
    one = Resident(posyandu=posyandu, name="Warga", sex="P", birth_date=born)
    one.derive_keys()
    return one


def _some_episodes(woman: Resident, random: Random) -> tuple[list[Pregnancy], list[Delivery]]:
    def some_day(back: int = 1100) -> date:
        return DAY - timedelta(days=random.randint(-20, back))

    pregnancies: list[Pregnancy] = []
    deliveries: list[Delivery] = []
    for _ in range(random.choice((0, 0, 1, 2))):
        known = some_day()
        outcome = random.choice([*Pregnancy.Outcome.values, ""])
        if outcome or not any(one.is_open for one in pregnancies):
            ended = known + timedelta(days=random.randint(0, 280)) if outcome else None
            pregnancies.append(Pregnancy(resident=woman, known_from=known, ended_on=ended, outcome=outcome))
    for _ in range(random.choice((0, 0, 1, 2))):
        on, live = some_day(), random.choice((0, 1, 1, 1, 2))
        stopped = on + timedelta(days=random.randint(0, 700)) if random.random() < 0.3 else None
        deliveries.append(
            Delivery(
                resident=woman,
                on=on,
                live_births=live,
                stillbirths=int(live == 0),
                breastfeeding_ended_on=stopped,
            )
        )
    return pregnancies, deliveries


def _some_babies(delivery: Delivery, random: Random) -> tuple[list[Resident], list[Death]]:
    babies: list[Resident] = []
    deaths: list[Death] = []
    for _ in range(delivery.live_births):
        baby = Resident(
            posyandu=delivery.resident.posyandu,
            name="Bayi",
            sex="L",
            birth_date=delivery.on,
            born_at=delivery,
        )
        baby.derive_keys()
        babies.append(baby)
        if random.random() < 0.3:
            died = delivery.on + timedelta(days=random.choice((0, 10, 60, 400)))
            deaths.append(Death(resident=baby, on=died, group=DeathGroup.OTHER))
    return babies, deaths


def _definition(
    woman: Resident, day: date, pregnancies: list[Pregnancy], deliveries: list[Delivery], deaths: list[Death]
) -> TargetGroup:
    births = [
        BirthSpan(
            one.on, one.live_births, one.breastfeeding_ended_on,
            tuple(death.on for death in deaths if death.resident.born_at_id == one.pk),
        )
        for one in deliveries if one.resident_id == woman.pk
    ]  # fmt: skip
    spans = [
        PregnancySpan(one.known_from, one.ended_on, one.outcome == Pregnancy.Outcome.ERROR)
        for one in pregnancies if one.resident_id == woman.pk
    ]  # fmt: skip
    return group_on(woman.birth_date, day, spans, births)


@pytest.mark.parametrize("seed", range(4))
def test_the_fast_groups_are_those_of_the_definition(village: Village, seed: int) -> None:
    random = Random(f"groups {seed}")
    women = [_somebody(village.melati, random) for _ in range(PEOPLE)]
    pregnancies: list[Pregnancy] = []
    deliveries: list[Delivery] = []
    babies: list[Resident] = []
    deaths: list[Death] = []
    for woman in women:
        some = _some_episodes(woman, random)
        pregnancies += some[0]
        deliveries += some[1]
    for delivery in deliveries:
        born, died = _some_babies(delivery, random)
        babies += born
        deaths += died
    Resident.objects.bulk_create(women)
    Pregnancy.objects.bulk_create(pregnancies)
    Delivery.objects.bulk_create(deliveries)
    Resident.objects.bulk_create(babies)
    Death.objects.bulk_create(deaths)
    Residency.objects.bulk_create(
        [Residency(resident=one, posyandu=village.melati, valid_from=one.birth_date) for one in women]
    )

    seen = set()
    for day in [DAY - timedelta(days=random.randint(0, 900)) for _ in range(5)]:
        expected = {
            one.pk: _definition(one, day, pregnancies, deliveries, deaths)
            for one in women if one.birth_date <= day
        }  # fmt: skip
        seen |= set(expected.values())
        assert groups_on(women, day) == expected
        assert {row.resident.pk: row.group for row in sasaran_on([village.melati.pk], day)} == expected
        for register in Register:
            listed = {row.resident.pk for row in sasaran_on([village.melati.pk], day, register=register)}
            assert listed == {pk for pk, group in expected.items() if register_of(group) is register}
        for group in TargetGroup:
            listed = {row.resident.pk for row in sasaran_on([village.melati.pk], day, group=group)}
            assert listed == {pk for pk, found in expected.items() if found is group}
    assert seen == set(TargetGroup)


def test_groups_of_fifty_people_take_two_queries(
    village: Village, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = [make_resident(village.melati, born=date(1998, 1, 1)) for _ in range(3)]
    for how_many in (1, 3):
        with django_assert_num_queries(2):
            groups_on(people[:how_many], DAY)


def test_the_mothers_register_names_husband_and_babies(
    village: Village, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        woman = make_resident(village.melati, f"Siti {number}", born=date(1998, 1, 1), spouse_name="Budi")
        baby = Baby(id=new_id(), sex="P", name=f"Aisyah {number}")
        record_delivery(resident=woman, delivery_id=new_id(), on=date(2026, 10, 2), babies=[baby])
    pregnant = make_resident(village.melati, "Wati", born=date(1998, 1, 1))
    open_pregnancy(resident=pregnant, known_from=date(2026, 9, 1))

    with django_assert_num_queries(4):
        rows = sasaran([village.melati.pk], date(2026, 10, 1), register=Register.MOTHERS)
        words = [
            (row.resident.name, row.group, row.husband, [one.name for one in row.babies]) for row in rows
        ]
    assert words == [
        ("Siti 0", TargetGroup.POSTPARTUM, "Budi", ["Aisyah 0"]),
        ("Siti 1", TargetGroup.POSTPARTUM, "Budi", ["Aisyah 1"]),
        ("Siti 2", TargetGroup.POSTPARTUM, "Budi", ["Aisyah 2"]),
        ("Wati", TargetGroup.PREGNANT, "", []),
    ]


def test_only_those_who_live_there_are_sasaran(village: Village) -> None:
    make_resident(village.melati, "Aisyah", born=date(2025, 7, 1))
    gone = make_resident(village.melati, "Bagas", born=date(2025, 7, 1))
    end_residency(resident=gone, on=date(2026, 10, 30), reason=Residency.EndReason.MOVED)
    make_resident(village.mawar, "Citra", born=date(2025, 7, 1))

    assert [row.resident.name for row in sasaran([village.melati.pk], date(2026, 10, 1))] == ["Aisyah"]
    assert [row.resident.name for row in sasaran([village.melati.pk], date(2026, 9, 1))] == [
        "Aisyah",
        "Bagas",
    ]
