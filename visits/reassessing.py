"""Deriving again what follows from people's visits, and keeping what a result was before other rules changed it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from types import MappingProxyType
from typing import Any, cast
from uuid import UUID

from django.db import models, transaction

from registry import months
from registry.models import Residency, Resident, User
from visits import rulebook
from visits.assess import CARD_DERIVED, VISIT_DERIVED, assess_person, derived_fields
from visits.episodes import NOBODY, episodes_of
from visits.fields import CARD_MODELS, Check, read
from visits.models import CARDS, MotherCheck, Screening, Visit, VisitRevision
from visits.rules.book import Rules
from visits.screenings.judging import judge

SCREENING_DERIVED = [name for name in derived_fields(Screening) if name not in ("id", "sealed_answers")]
_MODELS: tuple[type[Check | MotherCheck], ...] = (*CARD_MODELS.values(), MotherCheck)


@transaction.atomic
def reassess(
    residents: Iterable[Resident],
    *,
    changed: Iterable[tuple[int | None, date]] = (),
    between: tuple[date, date] | None = None,
    unstored: Mapping[UUID, Sequence[Visit]] = MappingProxyType({}),
) -> int:
    """Derive again all that follows from these people's visits, save what differs, and mark the months as due.

    `changed` names (posyandu id, day) pairs whose months are due whatever the derived columns say; only visits of the
    days `between` are saved. `unstored` are new visits by person, with their cards: they are assessed beside the
    others, and left to the caller to store. A result that other rules changed is kept as a revision. Answers how many
    stored visits differ.
    """
    people = {resident.pk: resident for resident in residents}
    due, stale, kept, books = set(changed), _Stale(), [], rulebook.shelf()
    visits = Visit.objects.unscoped("all visits of people the caller may write").active().with_cards()
    residencies = Residency.objects.unscoped("as above").filter(resident__in=people)
    homes = {
        pk: list(rows) for pk, rows in groupby(residencies.order_by("resident"), lambda row: row.resident_id)
    }
    episodes = episodes_of(people.values())
    ordered = visits.filter(resident__in=people).order_by("resident", "date")
    stored = {pk: list(group) for pk, group in groupby(ordered, lambda visit: visit.resident_id)}
    for pk, person in people.items():
        own, new = stored.get(pk, []), unstored.get(pk, ())
        before = [Before.of(visit) for visit in own]
        assess_person(person, [*own, *new], homes.get(pk, []), episodes=episodes.get(pk, NOBODY), books=books)
        due |= {(visit.home_posyandu_id, visit.date) for visit in new}
        for visit, was in zip(own, before, strict=True):
            home = visit.home_posyandu_id or person.posyandu_id
            stale.screen(visit, books.book_for(home).on(visit.date))
            if between is not None and not between[0] <= visit.date <= between[1]:
                continue
            if not stale.add_what_differs(visit, was):
                continue
            due |= {(was.visit["home_posyandu_id"], visit.date), (visit.home_posyandu_id, visit.date)}
            if was.by_other_rules(visit):
                kept.append(_kept(visit, VisitRevision.Change.RULES, was=was, reason=was.rules_reason(visit)))
                visit.revision += 1
    VisitRevision.objects.bulk_create(kept, batch_size=200)
    stale.save()
    months.mark_due(due)
    return stale.seen


class Before:
    """The derived columns of a visit as they were stored: its own, those of its card and of the mothers' card."""

    def __init__(self, visit: dict[str, Any], card: dict[str, Any], mother: dict[str, Any]) -> None:
        self.visit, self.card, self.mother = visit, card, mother

    @classmethod
    def of(cls, visit: Visit) -> Before:
        """As they stand on the objects now."""
        return cls(_state(visit, VISIT_DERIVED), _derived(visit.card), _derived(visit.mother_card))

    def by_other_rules(self, visit: Visit) -> bool:
        """Whether a result that was shown is now another one because of the rules, not of a new or changed visit."""
        now = Before.of(visit)
        differs = now.card != self.card or now.mother != self.mother
        return bool(self.visit["rules_version"]) and self._other_version(visit) and differs

    def _other_version(self, visit: Visit) -> bool:
        return bool(self.visit["rules_version"] != visit.rules_version)

    def rules_reason(self, visit: Visit) -> str:
        """Why the result is another one."""
        return f"Aturan {self.visit['rules_version']} menjadi {visit.rules_version}"


class _Stale:
    """Rows whose derived columns differ from what is stored."""

    def __init__(self) -> None:
        self.visits: list[Visit] = []
        self.cards: dict[type, list[Check | MotherCheck]] = {model: [] for model in _MODELS}
        self.screenings: list[Screening] = []
        self.seen = 0

    def screen(self, visit: Visit, rules: Rules) -> None:
        """Judge the questionnaires of a visit by the rules of its day."""
        self.screenings += [row for row in visit.screenings.all() if judge(row, visit, rules)]

    def add_what_differs(self, visit: Visit, was: Before) -> bool:
        """Whether anything beside the version of the rules is another one now."""
        now = Before.of(visit)
        if now.visit != was.visit:
            self.visits.append(visit)
        for card, new, old in (
            (visit.card, now.card, was.card),
            (visit.mother_card, now.mother, was.mother),
        ):
            if card is not None and new != old:
                self.cards[type(card)].append(card)
        same = {**now.visit, "rules_version": ""} == {**was.visit, "rules_version": ""}
        if same and now.card == was.card and now.mother == was.mother:
            return False
        self.seen += 1
        return True

    def save(self) -> None:
        if self.screenings:
            Screening.objects.bulk_update(self.screenings, SCREENING_DERIVED, batch_size=200)
        Visit.objects.bulk_update(self.visits, [*VISIT_DERIVED, "revision"], batch_size=200)
        for model, cards in self.cards.items():
            derived = cast(Any, CARD_DERIVED)[model]
            cast(Any, model)._base_manager.bulk_update(cards, derived, batch_size=50)


def keep(visit: Visit, change: VisitRevision.Change, *, user: User | None, reason: str) -> None:
    """Store what a visit holds now, before it is changed."""
    kept = _kept(visit, change, was=Before.of(visit), reason=reason)
    kept.changed_by = user
    kept.save()


def _kept(visit: Visit, change: VisitRevision.Change, *, was: Before, reason: str) -> VisitRevision:
    """What the visit held: its raw values, and the results as they `was`."""
    card = visit.card
    values: dict[str, Any] = {"life_stage": was.visit["life_stage"], "date": visit.date}
    values |= {"rules_version": was.visit["rules_version"], "remeasured": visit.remeasured}
    if card is not None:
        values["card"] = next(name for name in CARDS if isinstance(card, CARD_MODELS[name]))
        names = [field.attname for field in card._meta.concrete_fields if not field.primary_key]
        values |= _state(card, names) | was.card
    # What stands elsewhere than on the card: the mothers' columns, education, services.
    values |= {name: value for name, value in read(visit).items() if name not in values} | was.mother
    return VisitRevision(visit=visit, revision=visit.revision, change=change, values=values, reason=reason)


def _derived(card: Check | MotherCheck | None) -> dict[str, Any]:
    return {} if card is None else _state(card, CARD_DERIVED[type(card)])


def _state(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
