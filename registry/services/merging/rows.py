"""What a merge may change, every row that refers to the two people, found by the models themselves; and what it did."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Q

from registry import merging
from registry.models import Merge, PeopleImportRow, Resident

# These say what happened to that very row of the register, whoever it belongs to today.
HISTORY: tuple[type[models.Model], ...] = (Merge, PeopleImportRow)
Key = tuple[str, str]
Values = dict[str, Any]
Rows = dict[Key, Values]


def references() -> list[models.ForeignKey[Any, Any]]:
    """Every foreign key to a resident, of any app, also those without a name on the other side."""
    relations = Resident._meta.get_fields(include_hidden=True)
    found = (relation.field for relation in relations if isinstance(relation, models.ManyToOneRel))
    return [key for key in found if not issubclass(key.model, HISTORY)]


def rows_of(key: models.ForeignKey[Any, Any], people: Collection[UUID]) -> models.QuerySet[Any]:
    """The rows whose `key` refers to one of these people."""
    manager: models.Manager[Any] = key.model._base_manager
    return manager.filter(**{f"{key.name}__in": people})


def lock_people(people: Collection[UUID]) -> dict[UUID, Resident]:
    """These people and all who name them as parent or spouse, locked in the order of their ids, so that two merges of
    one family wait for each other instead of blocking each other.
    """
    concerned = Q(pk__in=people)
    for key in references():
        if key.model is Resident:
            concerned |= Q(**{f"{key.name}__in": people})
    rows = Resident.objects.with_merged("lock of rows the caller may write").filter(concerned)
    return {row.pk: row for row in rows.select_for_update(of=("self",)).order_by("pk")}


def read(people: Collection[UUID]) -> Rows:
    """Everything a merge of these people may change, as it is now, locked."""
    found = [
        Resident._base_manager.filter(pk__in=people),
        Resident._base_manager.filter(born_at__resident__in=people),
        *(rows_of(key, people) for key in references()),
        *(rows for part in merging.parts() for rows in part.watched(people)),
    ]
    return {_key(row): _values(row) for rows in found for row in _locked(rows)}


def read_again(people: Collection[UUID], before: Rows) -> Rows:
    """Everything as it is after the merge, also what no longer refers to either of them."""
    after = read(people)
    gone: dict[str, list[str]] = {}
    for label, pk in before.keys() - after.keys():
        gone.setdefault(label, []).append(pk)
    for label, pks in gone.items():
        rows: models.Manager[Any] = apps.get_model(label)._base_manager
        after |= {_key(row): _values(row) for row in _locked(rows.filter(pk__in=pks))}
    return after


def _locked(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    return rows.select_for_update(of=("self",)).order_by("pk")


def _key(row: models.Model) -> Key:
    return row._meta.label_lower, str(row.pk)


def _values(row: models.Model) -> Values:
    return {key.attname: _plain(key.value_from_object(row)) for key in row._meta.concrete_fields}


def _plain(value: Any) -> Any:
    """A value as JSON can hold it without losing anything; the field's own to_python makes it whole again."""
    if value is None or isinstance(value, (bool, int, float, str, list, dict)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


@dataclass
class Log:
    """What a merge changed: the old and new values of each row's changed columns, and the rows it made."""

    changed: list[tuple[str, str, Values, Values]] = field(default_factory=list)
    created: list[tuple[str, str, Values]] = field(default_factory=list)

    @classmethod
    def between(cls, before: Rows, after: Rows) -> Log:
        """The differences between two readings. A merge deletes nothing, so nothing is missing from the second."""
        log = cls()
        for (label, pk), now in after.items():
            was = before.get((label, pk))
            if was is None:
                log.created.append((label, pk, now))
            elif was != now:
                names = [name for name in now if was[name] != now[name]]
                log.changed.append(
                    (label, pk, {name: was[name] for name in names}, {name: now[name] for name in names})
                )
        return log

    def dump(self) -> str:
        return json.dumps({"changed": self.changed, "created": self.created})

    @classmethod
    def load(cls, text: str) -> Log:
        stored = json.loads(text)
        return cls([tuple(row) for row in stored["changed"]], [tuple(row) for row in stored["created"]])

    def values_of(self, row: models.Model) -> tuple[Values, Values]:
        """The columns of a row that the merge changed: before, and after."""
        for label, pk, was, became in self.changed:
            if (label, pk) == _key(row):
                return was, became
        return {}, {}

    def undo(self) -> list[str]:
        """Give every row back what it held, unless somebody changed that since; what stays, in sentences."""
        left = [text for entry in self.created if (text := _remove(*entry))]
        waiting = self.changed
        while waiting:
            # A row may have to wait for another one that still holds its number or its place.
            blocked = [entry for entry in waiting if not _restored(*entry, left)]
            if len(blocked) == len(waiting):
                left += [_kept_words(label, pk, list(was)) for label, pk, was, _ in blocked]
                break
            waiting = blocked
        return left


def _remove(label: str, pk: str, made: Values) -> str:
    model = apps.get_model(label)
    row = model._base_manager.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        return ""
    if changed := [name for name, value in made.items() if _differs(row, name, value)]:
        return _kept_words(label, pk, changed)
    row.delete()
    return ""


def _restored(label: str, pk: str, was: Values, became: Values, left: list[str]) -> bool:
    """Whether the row now holds what it held, as far as nobody else changed it."""
    model = apps.get_model(label)
    row = model._base_manager.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        return True
    changed = [name for name, value in became.items() if _differs(row, name, value)]
    values = {name: _field(row, name).to_python(value) for name, value in was.items() if name not in changed}
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=pk).update(**values)
    except IntegrityError:
        return False
    if told := [name for name in changed if name not in _derived(label) and _field(row, name).editable]:
        left.append(_kept_words(label, pk, told))
    return True


def _field(row: models.Model, name: str) -> models.Field[Any, Any]:
    found: Any = row._meta.get_field(name)
    return found  # type: ignore[no-any-return]


def _differs(row: models.Model, name: str, value: Any) -> bool:
    return bool(_field(row, name).to_python(value) != getattr(row, name))


def _derived(label: str) -> set[str]:
    return {name for part in merging.parts() for name in part.derived().get(label, ())}


def _kept_words(label: str, pk: str, names: Collection[str]) -> str:
    model = apps.get_model(label)
    row = model._base_manager.get(pk=pk)
    what = ", ".join(dict.fromkeys(str(_field(row, name).verbose_name) for name in names))
    title = str(model._meta.verbose_name)
    return f"{title[:1].upper()}{title[1:]} {row}: {what} sudah diubah sesudah digabung, jadi dibiarkan."
