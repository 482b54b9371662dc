"""A family as its page shows it: a card for each member, by generations, and whom to enter next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from registry.models import Delivery, Household, Pregnancy, Resident, User
from registry.rules.background import Relation
from registry.rules.family_tree import generations, likely_mother, next_relation
from registry.rules.relations import Member
from registry.services.family import as_member

PREGNANT, POSTPARTUM = "bumil", "nifas"
# The words of a button: "Tambah istri/suami".
ADDED = {
    Relation.HEAD: "kepala keluarga",
    Relation.SPOUSE: "istri/suami",
    Relation.CHILD: "anak",
    Relation.CHILD_IN_LAW: "menantu",
    Relation.GRANDCHILD: "cucu",
    Relation.PARENT: "orang tua",
    Relation.PARENT_IN_LAW: "mertua",
    Relation.KIN: "famili lain",
}


@dataclass(slots=True)
class Card:
    """One member: who, in which stage of life, and what is to be known at a glance."""

    resident: Resident
    stage: str
    words: str
    is_head: bool
    marks: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Addition:
    """A button that registers another member with what is known already."""

    label: str
    url: str


@dataclass(slots=True)
class Family:
    """What the page shows: rows of cards, who is here no more, and how many are where the user may not look."""

    rows: list[tuple[str, list[Card]]]
    present: list[Resident]
    gone: list[Resident]
    elsewhere: int


def family_of(household: Household, user: User, today: date) -> Family:
    """The members whom the user may see, as they are on a day."""
    everybody = Resident.objects.visible_to(user).filter(household=household).without_secrets()
    present = list(everybody.present().select_related("mother").defer("mother__nik", "mother__phone"))
    here = {one.pk for one in present}
    gone = [one for one in everybody.order_by("name_key") if one.pk not in here]
    states = _states([one.pk for one in present], user, today)
    cards = {one.pk: _card(one, household, states.get(one.pk, ""), today) for one in present}
    rows = [
        (row.label, [cards[pk] for pk in row.members])
        for row in generations(_known_links(one, here) for one in present)
    ]
    in_order = [card.resident for _, row in rows for card in row]
    return Family(rows, in_order, gone, household.members.present().count() - len(present))


def additions(household: Household, members: list[Resident]) -> tuple[Addition, list[Addition]]:
    """The button for the member who is likely to come next, and those for the others."""
    by_time = [one.relation for one in sorted(members, key=lambda one: one.registered_at)]
    family = [as_member(one) for one in members]
    first = next_relation(by_time)
    # One head is enough, and a second spouse is rare.
    taken = {Relation.HEAD} if Relation.HEAD in by_time else set()
    others = [relation for relation in ADDED if relation != first and relation not in taken]
    main = _addition(household, first, family, "Tambah")
    return main, [_addition(household, relation, family, "") for relation in others]


def _addition(household: Household, relation: Relation, family: list[Member], verb: str) -> Addition:
    query = {"keluarga": str(household.pk), "hubungan": relation.value}
    if (mother := likely_mother(relation, family)) is not None:
        query["ibu"] = str(mother.id)
    words = f"{verb} {ADDED[relation]}" if verb else ADDED[relation].capitalize()
    return Addition(words, f"{reverse('resident_new')}?{urlencode(query)}")


def _states(members: list[UUID], user: User, today: date) -> dict[UUID, str]:
    pregnant = Pregnancy.objects.visible_to(user).open_on(today).filter(resident__in=members)
    delivered = Delivery.objects.visible_to(user).in_nifas_on(today).filter(resident__in=members)
    after = dict.fromkeys(delivered.values_list("resident", flat=True), POSTPARTUM)
    return after | dict.fromkeys(pregnant.values_list("resident", flat=True), PREGNANT)


def _card(one: Resident, household: Household, state: str, today: date) -> Card:
    stage = one.life_stage_on(today)
    marks = {PREGNANT: ["Hamil"], POSTPARTUM: ["Nifas"]}.get(state, [])
    return Card(one, state or stage.value, stage.label, one.pk == household.head_id, marks)


def _known_links(one: Resident, here: set[UUID]) -> Member:
    """A link to somebody who is not on the page says nothing about its rows."""
    known = as_member(one)
    links = {name: pk if pk in here else None for name, pk in _links(known)}
    return Member(known.id, known.birth_date, known.sex, known.relation, **links)


def _links(known: Member) -> list[tuple[str, UUID | None]]:
    return [("mother", known.mother), ("father", known.father), ("spouse", known.spouse)]
