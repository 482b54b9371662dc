"""On whose card a column stands: small questions about a person on the day of a visit."""

from __future__ import annotations

from registry.rules.life_stage import Sex
from visits.columns.column import (
    ADULT,
    BREAST_MONTHS,
    CHILD,
    ELDERLY_YEARS,
    FERTILE_YEARS,
    GIRL_YEARS,
    GROWN_YEARS,
    PRESSURE_YEARS,
    SCHOOL,
    WEANED_MONTHS,
    Who,
)
from visits.models import MotherState
from visits.rules.development import checklist_sheet
from visits.rules.deworming import albendazole_mg
from visits.rules.vitamin_a import capsule_on


def is_child(who: Who) -> bool:
    return who.card == CHILD


def is_body(who: Who) -> bool:
    return who.card != CHILD


def is_adult(who: Who) -> bool:
    return who.card == ADULT


def is_school(who: Who) -> bool:
    return who.card == SCHOOL


def is_grown(who: Who) -> bool:
    return who.card != CHILD and who.years >= GROWN_YEARS


def is_pressed(who: Who) -> bool:
    return who.card != CHILD and (who.years >= PRESSURE_YEARS or who.is_mother)


def is_pregnant(who: Who) -> bool:
    return who.mother == MotherState.PREGNANT


def is_after_birth(who: Who) -> bool:
    return who.mother in (MotherState.POSTPARTUM, MotherState.BREASTFEEDING)


def is_postpartum(who: Who) -> bool:
    return who.mother == MotherState.POSTPARTUM


def is_mother(who: Who) -> bool:
    return who.is_mother


def is_fertile(who: Who) -> bool:
    return who.sex is Sex.FEMALE and who.years in FERTILE_YEARS


def may_use_method(who: Who) -> bool:
    return not is_pregnant(who) and (is_after_birth(who) or (is_adult(who) and who.years < ELDERLY_YEARS))


def is_girl(who: Who) -> bool:
    return is_school(who) and who.sex is Sex.FEMALE and who.years in GIRL_YEARS and not who.is_mother


def arm_is_asked(who: Who) -> bool:
    return who.is_mother or who.years >= ELDERLY_YEARS or is_fertile(who)


def eats(who: Who) -> bool:
    return is_child(who) and who.age.months >= BREAST_MONTHS


def tuberculosis_step(who: Who) -> int:
    """The questions about tuberculosis stand under step 3 on the back of the mothers' card, else under step 4."""
    return 3 if is_after_birth(who) else 4


def capsule_month(who: Who) -> bool:
    return capsule_on(who.birth_date, who.day, rules=who.rules) is not None


def takes_capsules(who: Who) -> bool:
    return is_child(who) and BREAST_MONTHS <= who.age.months < 60


def takes_tablet(who: Who) -> bool:
    return is_child(who) and albendazole_mg(who.age.months, rules=who.rules) is not None


def tablet_month(who: Who) -> bool:
    rows = who.rules.rows("deworming")
    return who.day.month in rows["months"][str(rows["times_a_year"])]


def has_sheet(who: Who) -> bool:
    return is_child(who) and checklist_sheet(who.birth_date, who.day, rules=who.rules) is not None


def food_label(who: Who) -> str:
    if who.age.months >= WEANED_MONTHS:
        return "Makanan bergizi seimbang (kaya protein hewani)"
    return "MP-ASI (komposisi, jenis sesuai umur)"


def height_label(who: Who) -> str:
    return "Panjang atau tinggi badan" if is_child(who) else "Tinggi badan"
