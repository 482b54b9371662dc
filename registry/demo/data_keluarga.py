"""What Data Keluarga says of a generated family: who is what to the head, and what the house has.

Drawn from the family's own KK number, so that the people themselves stay the same whatever is asked here.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from registry.rules.background import Relation
from registry.rules.life_stage import Sex

if TYPE_CHECKING:
    from registry.demo.people import Family, Person

PARENT_YEARS = (17, 45)
SHARE_ASKED = 0.9
ASKED_WITHIN_DAYS = 330
# Share of "yes", rounded from provincial averages; the second of a pair is asked where the first is there.
SHARES = {
    "has_insurance": 0.92,
    "has_clean_water": 0.93,
    "water_is_protected": 0.88,
    "has_latrine": 0.94,
    "latrine_is_sanitary": 0.9,
    "is_ventilated": 0.82,
    "has_mental_disorder": 0.006,
    "has_tuberculosis": 0.008,
    "has_hypertension": 0.22,
    "has_diabetes": 0.06,
}
ONLY_WITH = {"water_is_protected": "has_clean_water", "latrine_is_sanitary": "has_latrine"}


def relate(family: Family) -> None:
    """Say what each member is to the head: husband, wife and their children, their parents, everybody else as kin."""
    head = family.husband or family.wife or family.members[0]
    family.head, head.relation = head, Relation.HEAD.value
    partner = family.wife if head is family.husband else None
    if partner is None and not family.children and len(family.members) > 1:
        # The elderly on their own, mostly in pairs.
        partner = next((one for one in family.members[1:2] if one.sex is not head.sex), None)
    if partner is not None:
        partner.relation, partner.spouse, head.spouse = Relation.SPOUSE.value, head, partner
    for child in family.children:
        child.relation, child.father = Relation.CHILD.value, family.husband
    parents: set[tuple[str, Sex]] = set()
    for one in family.members:
        if not one.relation:
            one.relation = _elder(one, head, partner, parents) or Relation.KIN.value


def _elder(one: Person, head: Person, partner: Person | None, taken: set[tuple[str, Sex]]) -> str:
    """A father or mother of the couple, each once, by the years between them; the link is kept with the child."""
    for child, relation in ((head, Relation.PARENT), (partner, Relation.PARENT_IN_LAW)):
        if child is None or (relation.value, one.sex) in taken:
            continue
        if PARENT_YEARS[0] <= one.years_on(child.birth_date) <= PARENT_YEARS[1]:
            taken.add((relation.value, one.sex))
            if one.sex is Sex.MALE:
                child.father, child.father_name = one, one.name
            else:
                child.mother = one
            return relation.value
    return ""


def answer(family: Family, until: date) -> None:
    """The answers that most families have given in the last year."""
    random = Random(f"data keluarga {family.kk}")
    if random.random() > SHARE_ASKED:
        return
    family.surveyed_on = until - timedelta(days=random.randrange(ASKED_WITHIN_DAYS))
    for name, share in SHARES.items():
        needed = ONLY_WITH.get(name)
        family.answers[name] = random.random() < share and (needed is None or family.answers[needed])
