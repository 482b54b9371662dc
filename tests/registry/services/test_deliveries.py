"""Births of the village: babies registered in one go, twins, a stillbirth, a mistake taken back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from registry.duplicates import refresh_for
from registry.ids import new_id
from registry.models import Delivery, DuplicatePair, MonthDue, Posyandu, Pregnancy, Residency, Resident
from registry.rules.target_groups import TargetGroup
from registry.sasaran import episode_marks, groups_on
from registry.services.deaths import record_death
from registry.services.deliveries import (
    Baby,
    end_breastfeeding,
    known_children,
    next_birth_order,
    record_delivery,
    undo_delivery,
    update_delivery,
)
from registry.services.maternity import end_pregnancy, open_pregnancy, reopen_pregnancy
from registry.services.merging import merge_residents
from registry.services.residency import end_residency, move_resident
from tests.conftest import Village, make_resident, make_visit

HPHT = date(2026, 1, 5)
BORN = date(2026, 10, 1)


def mother(village: Village, **person: object) -> Resident:
    home = {"dusun": "Krajan", "rt": "02"}
    return make_resident(village.melati, "Siti", born=date(1998, 3, 4), home=home, **person)  # type: ignore[arg-type]


def girl(**known: object) -> Baby:
    return Baby(id=new_id(), sex="P", **known)  # type: ignore[arg-type]


def bear(woman: Resident, *babies: Baby, on: date = BORN, **details: object) -> Delivery:
    return record_delivery(resident=woman, delivery_id=new_id(), on=on, babies=babies, details=details)


def group_of(woman: Resident, day: date) -> TargetGroup:
    return groups_on([woman], day)[woman.pk]


def test_a_birth_registers_the_baby_under_its_mother_and_ends_the_pregnancy(village: Village) -> None:
    budi = make_resident(village.melati, "Budi", sex="L", born=date(1995, 1, 1))
    woman = mother(village, spouse=budi, relation="pasangan")
    pregnancy = open_pregnancy(resident=woman, known_from=date(2026, 3, 2), details={"last_period": HPHT})
    delivery = bear(woman, girl(weight_kg=Decimal("2.9"), length_cm=Decimal(48)), place="puskesmas")

    baby = delivery.babies.get()
    assert (baby.name, baby.birth_date, baby.sex, baby.known_mother) == ("Bayi Ny. Siti", BORN, "P", "Siti")
    assert (baby.father, baby.father_name, baby.household) == (budi, "Budi", woman.household)
    assert (baby.relation, baby.birth_order, baby.gestation_weeks) == ("anak", 1, 38)
    assert (baby.birth_weight_kg, baby.birth_length_cm) == (Decimal("2.9"), Decimal(48))
    assert (baby.posyandu, baby.residencies.get().valid_from) == (village.melati, BORN)
    assert "KRAJAN" in baby.search_words
    pregnancy.refresh_from_db()
    assert (pregnancy.outcome, pregnancy.ended_on, delivery.pregnancy) == ("lahir", BORN, pregnancy)


def test_a_mother_is_in_nifas_then_breastfeeding_until_it_ends(village: Village) -> None:
    woman = mother(village)
    open_pregnancy(resident=woman, known_from=date(2026, 3, 2), details={"last_period": HPHT})
    delivery = bear(woman, girl())
    days = [BORN - timedelta(days=1), BORN, BORN + timedelta(days=42), BORN + timedelta(days=43)]

    assert [group_of(woman, day) for day in days] == [
        TargetGroup.PREGNANT, TargetGroup.POSTPARTUM, TargetGroup.POSTPARTUM, TargetGroup.BREASTFEEDING,
    ]  # fmt: skip
    assert group_of(woman, date(2028, 9, 30)) == TargetGroup.BREASTFEEDING
    assert group_of(woman, date(2028, 10, 1)) == TargetGroup.ADULT
    stopped = date(2026, 11, 20)
    end_breastfeeding(delivery=delivery, on=stopped)
    assert group_of(woman, stopped) == TargetGroup.ADULT
    end_breastfeeding(delivery=delivery, on=None)
    assert group_of(woman, stopped) == TargetGroup.BREASTFEEDING


def test_marks_say_where_each_woman_stands(village: Village) -> None:
    pregnant, in_nifas, feeding, other = (mother(village) for _ in range(4))
    open_pregnancy(resident=pregnant, known_from=date(2026, 3, 2), details={"last_period": HPHT})
    bear(in_nifas, girl(), on=date(2026, 6, 17))
    bear(feeding, girl(), on=date(2026, 2, 1))

    assert episode_marks([pregnant, in_nifas, feeding, other], date(2026, 6, 22)) == {
        pregnant.pk: "hamil 24 minggu",
        in_nifas.pk: "nifas hari ke-5",
        feeding.pk: "menyusui",
    }


def test_twins_are_two_residents_in_their_order(village: Village) -> None:
    woman = mother(village)
    make_resident(village.melati, born=date(2020, 1, 1), mother=woman, birth_order=1)
    delivery = bear(woman, girl(), Baby(id=new_id(), sex="L", name="Bagas"))

    twins = delivery.babies.order_by("birth_order")
    assert [(one.name, one.sex, one.birth_order) for one in twins] == [
        ("Bayi Ny. Siti 1", "P", 2),
        ("Bagas", "L", 3),
    ]
    assert (delivery.live_births, next_birth_order(woman)) == (2, 4)


def test_twins_of_one_birth_are_no_likely_duplicates(village: Village) -> None:
    woman = mother(village)
    known = make_resident(village.melati, "Bayi Ny. Siti", sex="P", born=BORN, mother=woman)
    bear(woman, girl(), girl(), Baby(id=new_id(), known=known))

    assert Resident.objects.filter(born_at__isnull=False).count() == 3
    assert not DuplicatePair.objects.unscoped("test").exists()


def test_a_baby_whose_birth_was_recorded_for_two_records_of_its_mother_is_still_a_likely_duplicate(
    village: Village,
) -> None:
    women = [mother(village), mother(village)]
    babies = [bear(woman, girl()).babies.get() for woman in women]
    merge_residents(kept=women[0], absorbed=women[1], choices={}, user=None)
    refresh_for(Resident.objects.get(pk=babies[0].pk))

    assert len({one.born_at_id for one in Resident.objects.filter(pk__in=[one.pk for one in babies])}) == 1
    pair = DuplicatePair.objects.unscoped("test").get(state="terbuka")
    assert {pair.first_id, pair.second_id} == {one.pk for one in babies}


def test_pressing_twice_makes_no_second_baby(village: Village) -> None:
    woman, delivery_id, baby = mother(village), new_id(), girl()
    for _ in range(2):
        record_delivery(resident=woman, delivery_id=delivery_id, on=BORN, babies=[baby])

    assert (Delivery.objects.count(), Resident.objects.count()) == (1, 2)


def test_the_same_birth_from_another_phone_is_refused(village: Village) -> None:
    woman = mother(village)
    bear(woman, girl())

    with pytest.raises(ValidationError, match="1 Oktober 2026 sudah tercatat"):
        bear(woman, girl(), on=BORN + timedelta(days=1))


def test_after_a_stillbirth_the_mother_is_cared_for_in_nifas_and_not_called_breastfeeding(
    village: Village,
) -> None:
    woman = mother(village)
    delivery = bear(woman, stillbirths=1)

    assert (delivery.live_births, delivery.babies.count()) == (0, 0)
    assert group_of(woman, BORN + timedelta(days=42)) == TargetGroup.POSTPARTUM
    assert group_of(woman, BORN + timedelta(days=43)) == TargetGroup.ADULT


def test_a_mother_whose_baby_died_is_not_called_breastfeeding(village: Village) -> None:
    woman = mother(village)
    delivery = bear(woman, girl(), girl())
    first, second = delivery.babies.order_by("birth_order")
    record_death(resident=first, on=BORN)
    day = BORN + timedelta(days=50)
    assert group_of(woman, day) == TargetGroup.BREASTFEEDING

    record_death(resident=second, on=BORN + timedelta(days=49))
    assert group_of(woman, day) == TargetGroup.ADULT
    assert second.residencies.get().end_reason == "meninggal"


def test_somebody_must_have_been_born(village: Village) -> None:
    with pytest.raises(ValidationError, match="hidup, atau lahir mati"):
        bear(mother(village))


def test_a_birth_before_twenty_weeks_is_a_miscarriage(village: Village) -> None:
    woman = mother(village)
    open_pregnancy(resident=woman, known_from=date(2026, 3, 2), details={"last_period": HPHT})

    with pytest.raises(ValidationError, match="baru 16 minggu"):
        bear(woman, girl(), on=date(2026, 5, 1))


def test_a_birth_is_not_recorded_where_the_mother_did_not_live_yet_or_any_more(village: Village) -> None:
    gone = mother(village)
    end_residency(resident=gone, on=date(2026, 8, 1), reason=Residency.EndReason.MOVED)

    with pytest.raises(ValidationError, match="tidak terdaftar"):
        bear(gone, girl())


def test_a_baby_born_before_the_family_came_belongs_here_since_it_came(village: Village) -> None:
    woman = make_resident(village.melati, born=date(1998, 3, 4), since=date(2026, 10, 20))
    baby = bear(woman, girl()).babies.get()

    assert (baby.birth_date, baby.residencies.get().valid_from) == (BORN, date(2026, 10, 20))


def test_a_baby_belongs_where_its_mother_lived_on_the_day(village: Village) -> None:
    woman = mother(village)
    move_resident(resident=woman, to=village.mawar, on=date(2026, 11, 1))
    baby = bear(woman, girl()).babies.get()

    assert baby.residencies.get().posyandu == village.melati


def test_a_child_that_was_registered_before_is_linked_not_registered_again(village: Village) -> None:
    woman = mother(village)
    child = make_resident(village.melati, "Aisyah", born=BORN, mother=woman)
    assert known_children(woman) == [child]
    delivery = bear(woman, Baby(id=new_id(), known=child, weight_kg=Decimal("3.1")))

    assert [(one.name, one.birth_weight_kg) for one in delivery.babies.all()] == [("Aisyah", Decimal("3.1"))]
    undo_delivery(delivery=delivery)
    child.refresh_from_db()
    assert (child.born_at, known_children(woman)) == (None, [child])


def test_somebody_elses_child_is_not_linked(village: Village) -> None:
    child = make_resident(village.melati, born=BORN)

    with pytest.raises(ValidationError, match="bukan dari persalinan ini"):
        bear(mother(village), Baby(id=new_id(), known=child))


def test_a_delivery_taken_back_leaves_no_baby_and_the_pregnancy_goes_on(village: Village) -> None:
    woman = mother(village)
    pregnancy = open_pregnancy(resident=woman, known_from=date(2026, 3, 2), details={"last_period": HPHT})
    delivery = bear(woman, girl(), girl())
    for _ in range(2):
        undo_delivery(delivery=delivery)

    pregnancy.refresh_from_db()
    assert (pregnancy.is_open, list(Resident.objects.all())) == (True, [woman])
    assert group_of(woman, BORN) == TargetGroup.PREGNANT


def test_a_delivery_whose_baby_came_to_the_posyandu_stays(village: Village) -> None:
    woman = mother(village)
    delivery = bear(woman, girl())
    make_visit(delivery.babies.get(), date(2026, 10, 12), weight_kg="3.5")

    with pytest.raises(ValidationError, match="sudah punya catatan kunjungan"):
        undo_delivery(delivery=delivery)
    assert Delivery.objects.get().babies.count() == 1


def test_a_pregnancy_that_ended_in_birth_is_opened_through_the_birth_only(village: Village) -> None:
    woman = mother(village)
    pregnancy = open_pregnancy(resident=woman, known_from=date(2026, 3, 2), details={"last_period": HPHT})
    bear(woman, girl())
    pregnancy.refresh_from_db()

    with pytest.raises(ValidationError, match="Batalkan persalinannya"):
        reopen_pregnancy(pregnancy=pregnancy)
    with pytest.raises(ValidationError, match="sudah berakhir"):
        end_pregnancy(pregnancy=pregnancy, outcome=Pregnancy.Outcome.MISCARRIAGE, on=BORN)


def test_another_date_moves_the_babies_birth_and_what_depends_on_it(village: Village) -> None:
    woman = mother(village)
    open_pregnancy(resident=woman, known_from=date(2026, 3, 2), details={"last_period": HPHT})
    delivery = bear(woman, girl())
    earlier = date(2026, 9, 20)
    update_delivery(delivery=delivery, on=earlier, details={"gestation_weeks": 38, "place": "rs"})

    baby = Resident.objects.get(born_at=delivery)
    stored = Delivery.objects.get()
    assert (baby.birth_date, baby.residencies.get().valid_from, baby.gestation_weeks) == (
        earlier,
        earlier,
        36,
    )
    assert (stored.on, stored.place, stored.gestation_weeks, stored.pregnancy and stored.pregnancy.ended_on) == (
        earlier, "rs", 36, earlier,
    )  # fmt: skip


def test_a_forgotten_twin_is_added_once(village: Village) -> None:
    delivery, second = bear(mother(village), girl()), girl()
    for _ in range(2):
        update_delivery(delivery=delivery, on=BORN, details={}, more_babies=[second])

    assert (Delivery.objects.get().live_births, Resident.objects.filter(born_at=delivery).count()) == (2, 2)


def test_a_birth_marks_the_months_it_changes(village: Village) -> None:
    woman = mother(village)
    MonthDue.objects.all().delete()
    delivery = bear(woman, girl())
    assert due_months(village.melati) == {date(2026, 10, 1)}

    MonthDue.objects.all().delete()
    end_breastfeeding(delivery=delivery, on=date(2026, 11, 5))
    assert due_months(village.melati) == {date(2026, 11, 1)}

    MonthDue.objects.all().delete()
    undo_delivery(delivery=delivery)
    assert due_months(village.melati) == {date(2026, 10, 1)}


def due_months(posyandu: Posyandu) -> set[date]:
    return set(MonthDue.objects.filter(posyandu=posyandu).values_list("month", flat=True))


def test_breastfeeding_ends_between_birth_and_today(village: Village) -> None:
    delivery = bear(mother(village), girl())
    for day in (BORN - timedelta(days=1), date(2999, 1, 1)):
        with pytest.raises(ValidationError):
            end_breastfeeding(delivery=delivery, on=day)


def test_a_birth_recorded_after_the_mothers_death_keeps_the_death_a_maternal_one(village: Village) -> None:
    woman = mother(village)
    pregnancy = open_pregnancy(resident=woman, known_from=date(2026, 3, 2), details={"last_period": HPHT})
    record_death(resident=woman, on=BORN)
    delivery = bear(woman, girl(), mother_condition=Delivery.Condition.DIED)

    pregnancy.refresh_from_db()
    woman.refresh_from_db()
    assert (pregnancy.outcome, woman.death.group, delivery.babies.count()) == ("lahir", "ibu", 1)
    undo_delivery(delivery=delivery)
    pregnancy.refresh_from_db()
    assert (pregnancy.outcome, pregnancy.ended_on) == (Pregnancy.Outcome.DIED, BORN)


def test_a_death_just_after_a_birth_becomes_a_maternal_one_when_the_birth_is_recorded(
    village: Village,
) -> None:
    woman = mother(village)
    record_death(resident=woman, on=BORN + timedelta(days=3))
    bear(woman, girl())

    woman.refresh_from_db()
    assert woman.death.group == "ibu"
