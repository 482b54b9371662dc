"""A visit as one sheet of named fields, wherever each is kept: on a card, on the visit itself, or as a service given.

Names are those of visits.columns. What nobody filled is empty: None, or "", [] and False by the kind of the column.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from registry.models import User
from visits.columns import ALL, Column, Home, Kind
from visits.models import (
    CARDS,
    AdultCheck,
    ChildCheck,
    MotherCheck,
    SchoolAgeCheck,
    ServiceGiven,
    Setting,
    Visit,
)
from visits.rulebook import book_for
from visits.services_given.warnings import detail_for

Check = ChildCheck | SchoolAgeCheck | AdultCheck
CARD_MODELS: dict[str, type[Check]] = {
    "child_check": ChildCheck,
    "school_age_check": SchoolAgeCheck,
    "adult_check": AdultCheck,
}
_FROM_OUR_STOCK = (Setting.POSYANDU, Setting.HOME)
# A column that stands at two steps is one field.
COLUMNS: dict[str, Column] = {column.name: column for column in ALL}


class UnknownField(ValueError):
    """A name that no card has."""


def is_unfilled(name: str, value: Any) -> bool:
    """Whether a value of a field is none: Tidak is an answer, an unticked box is not."""
    return bool(value is None or value == empty_of(name))


def empty_of(name: str) -> Any:
    """What the field holds while nobody filled it."""
    kind = COLUMNS[name].kind
    if kind is Kind.TOPICS:
        return []
    if kind is Kind.TICK:
        return False
    return "" if kind in (Kind.TEXT, Kind.CHOICE) else None


def read(visit: Visit) -> dict[str, Any]:
    """Every field of a visit whose cards (and, for many, services) are loaded; all names, empty where not filled."""
    values = {name: empty_of(name) for name in COLUMNS}
    card, mother = visit.card, visit.mother_card
    services = {service.kind: service for service in visit.services.all()} if visit.pk else {}
    for name, column in COLUMNS.items():
        if column.home is Home.SERVICE:
            values[name] = _of_service(column, services.get(str(column.service)))
            continue
        holder: object = {Home.CARD: card, Home.MOTHER: mother, Home.VISIT: visit}[column.home]
        if holder is not None and hasattr(holder, name):
            values[name] = getattr(holder, name)
    return values


def normal(name: str, value: Any) -> Any:
    """A value as `read` would give it back: what is empty is empty in the field's own way. Raises UnknownField."""
    if name not in COLUMNS:
        raise UnknownField(name)
    return empty_of(name) if value is None or value in ("", []) else value


def differing(visit: Visit, values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the values that the visit does not hold already. Raises UnknownField."""
    stored = read(visit)
    given = {name: normal(name, value) for name, value in values.items()}
    return {name: value for name, value in given.items() if stored[name] != value}


def write(visit: Visit, values: Mapping[str, Any], user: User | None) -> None:
    """Store changed fields of a locked visit. Raises ValidationError for what the database would refuse."""
    by_home: dict[Home, dict[str, Any]] = {home: {} for home in Home}
    for name, value in values.items():
        by_home[COLUMNS[name].home][name] = value
    _write_card(visit, by_home[Home.CARD])
    _write_mother(visit, by_home[Home.MOTHER])
    _write_visit(visit, by_home[Home.VISIT])
    _write_services(visit, by_home[Home.SERVICE], user)


def unstored(**values: Any) -> Visit:
    """A visit that is not stored yet, of which everybody knows without asking that it has no card and no service."""
    visit = Visit(**values)
    for name in (*CARDS, "mother_check"):
        Visit._meta.get_field(name).set_cached_value(visit, None)  # type: ignore[union-attr]
    visit._prefetched_objects_cache = {"services": [], "screenings": []}  # type: ignore[attr-defined]
    return visit


def fill(visit: Visit, values: Mapping[str, Any]) -> list[Check | MotherCheck]:
    """Put values on an unstored visit and on new cards of it, which are answered; nothing is stored.

    Services are rows of their own and cannot be filled here. Raises ValidationError for what cannot be stored.
    """
    homes = {name: COLUMNS[name].home for name in values}
    if Home.SERVICE in homes.values():
        raise ValueError("services are stored with their visit")
    made: list[Check | MotherCheck] = []
    for home in (Home.CARD, Home.MOTHER):
        own = {name: value for name, value in values.items() if homes[name] is home}
        if not own:
            continue
        card = MotherCheck(visit=visit) if home is Home.MOTHER else _card_for(visit, own)(visit=visit)
        _set(card, own)
        card.clean_fields(exclude=["visit"])
        made.append(card)
    _set(visit, {name: value for name, value in values.items() if homes[name] is Home.VISIT})
    visit.clean_fields(exclude=[f.name for f in visit._meta.fields if homes.get(f.name) is not Home.VISIT])
    return made


def _of_service(column: Column, service: ServiceGiven | None) -> Any:
    if service is None:
        return empty_of(column.name)
    if column.part == "detail":
        return service.detail
    return service.quantity > 0 if column.kind is Kind.ANSWER else service.quantity


def _set(row: models.Model, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _write_card(visit: Visit, values: Mapping[str, Any]) -> None:
    if not values:
        return
    card = visit.card or _card_for(visit, values)(visit=visit)
    _set(card, values)
    card.full_clean(exclude=["visit"])
    card.save()


def _card_for(visit: Visit, values: Mapping[str, Any]) -> type[Check]:
    """The card of the life stage, or that which has these fields: since a merge the birth date may be another one."""
    cards = [CARD_MODELS[name] for name in (visit.card_name, *CARDS)]
    return next((card for card in cards if all(hasattr(card, name) for name in values)), cards[0])


def _write_mother(visit: Visit, values: Mapping[str, Any]) -> None:
    if not values:
        return
    card = visit.mother_card or MotherCheck(visit=visit)
    _set(card, values)
    card.full_clean(exclude=["visit"])
    card.save()


def _write_visit(visit: Visit, values: Mapping[str, Any]) -> None:
    if not values:
        return
    _set(visit, values)
    visit.clean_fields(exclude=[f.name for f in visit._meta.fields if f.name not in values])
    visit.save(update_fields=list(values))


def _write_services(visit: Visit, values: Mapping[str, Any], user: User | None) -> None:
    """One row for each service: how many, and what it was. A row that says nothing any more goes."""
    changed: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        column = COLUMNS[name]
        changed.setdefault(str(column.service), {})[column.part] = value
    stored = {service.kind: service for service in visit.services.all()}
    for kind, parts in changed.items():
        row = stored.get(kind)
        quantity = parts.get("quantity", row.quantity if row else None)
        if quantity is None:
            if parts.get("detail") and row is None:
                # What the meal was made of, without a number of portions: it was given.
                quantity = 1
            elif row is not None:
                row.delete()
                continue
            else:
                continue
        row = row or ServiceGiven(
            resident=visit.resident, visit=visit, kind=kind, given_on=visit.date, recorded_by=user
        )
        row.quantity = int(quantity)
        # What was handed out at school or at the Pustu came from their cupboard.
        row.posyandu = visit.posyandu if visit.setting in _FROM_OUR_STOCK else None
        row.detail = parts.get("detail", row.detail) or _detail(visit, kind)
        row.full_clean(exclude=["resident", "visit", "recorded_by", "posyandu"])
        row.save()
    visit._prefetched_objects_cache = {}  # type: ignore[attr-defined]  # what was read before is old now


def _detail(visit: Visit, kind: str) -> str:
    """The colour of the capsule and the dose of the tablet follow the age; a contraceptive is that of the card."""
    if kind == ServiceGiven.Kind.CONTRACEPTION:
        return str(getattr(visit.card, "contraception_method", ""))
    rules = book_for(visit.home_posyandu_id or visit.posyandu_id).on(visit.date)
    return detail_for(kind, visit.resident.birth_date, visit.date, rules=rules)
