"""Mothers of the demonstration: believable, the same for the same seed, and as a service would have stored them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random

from registry.demo.ids import NumberRange
from registry.demo.maternity import store_maternity
from registry.demo.people import populate
from registry.demo.store import Registered, store_families
from registry.models import Delivery, Pregnancy, Resident
from registry.rules.target_groups import Register, TargetGroup
from registry.sasaran import groups_on, sasaran_on
from tests.conftest import Village

UNTIL = date(2026, 10, 1)


def fill(village: Village, seed: int = 1) -> list[Registered]:
    # Without a kader who logs in nobody shares the RT, which a second filling could not do again.
    village.kader.memberships.all().delete()
    random = Random(f"people {seed}")
    families = populate(random, NumberRange("33.20.08", 0), UNTIL)
    people = store_families(village.melati, families, random, (date(2026, 8, 1), UNTIL))
    store_maternity(people, Random(f"mothers {seed}"), UNTIL, village.kader)
    return people


def test_births_of_two_years_are_known_and_some_women_are_pregnant(village: Village) -> None:
    people = fill(village)
    groups = Counter(groups_on([one.resident for one in people], UNTIL).values())

    assert 4 <= groups[TargetGroup.PREGNANT] <= 25
    assert 8 <= groups[TargetGroup.POSTPARTUM] + groups[TargetGroup.BREASTFEEDING] <= 40


def test_every_birth_has_its_baby_and_ended_its_pregnancy(village: Village) -> None:
    fill(village)
    for delivery in Delivery.objects.select_related("pregnancy"):
        assert delivery.pregnancy is not None
        assert (delivery.pregnancy.ended_on, delivery.pregnancy.outcome) == (delivery.on, "lahir")
        found = [(baby.birth_date, baby.mother_id, baby.gestation_weeks) for baby in delivery.babies.all()]
        expected = [(delivery.on, delivery.resident_id, delivery.gestation_weeks)]
        assert found == (expected if delivery.live_births else [])


def test_every_row_passes_the_checks_of_the_forms(village: Village) -> None:
    fill(village)
    for pregnancy in Pregnancy.objects.all():
        pregnancy.full_clean()
        assert pregnancy.known_from <= UNTIL
        assert pregnancy.last_period is None or pregnancy.last_period <= pregnancy.known_from
    for delivery in Delivery.objects.all():
        delivery.full_clean()


def test_nobody_is_pregnant_again_while_nursing_a_small_baby(village: Village) -> None:
    fill(village)
    for pregnancy in Pregnancy.objects.filter(ended_on__isnull=True).select_related("resident"):
        born = Resident.objects.filter(mother=pregnancy.resident).values_list("birth_date", flat=True)
        assert all(UNTIL - day > timedelta(days=400) for day in born)


def test_the_same_seed_gives_the_same_mothers(village: Village) -> None:
    def mothers() -> list[tuple[object, ...]]:
        columns = ("pk", "resident", "known_from", "last_period", "ended_on", "outcome", "start_weight_kg")
        return list(Pregnancy.objects.order_by("pk").values_list(*columns))

    fill(village)
    first = mothers()
    Resident.objects.update(mother=None, father=None, spouse=None)
    Resident.objects.all().delete()
    village.melati.households.all().delete()
    fill(village)

    assert mothers() == first
    assert len(sasaran_on([village.melati.pk], UNTIL, register=Register.MOTHERS)) > 10
