"""Which column of a file is which of ours, and what its words mean: guessed, recognised, chosen, saved by a name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from registry.importing.columns import BY_NAME, NEEDED, Codes, Column
from registry.importing.files import plain
from registry.importing.guesses import code_for, columns_for, is_list_of_codes, values_for
from registry.importing.upload import FileColumn, header_key
from registry.models import OrgUnit, PeopleImport, PeopleMapping, User

Values = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Meaning:
    """How the columns of a file are understood; `name` is the saved mapping that was recognised."""

    fields: dict[int, str]
    values: Values
    name: str
    is_certain: bool


@dataclass(frozen=True)
class CodedValues:
    """The different values of one coded column, with the meaning each has now; None is unknown."""

    column: Column
    header: str
    pairs: list[tuple[str, str | None]]

    @property
    def choices(self) -> Codes:
        return self.column.choices


def understand(unit: OrgUnit, columns: list[FileColumn], mapping: PeopleMapping | None = None) -> Meaning:
    """The saved mapping for these columns, else the template's own names, else a guess."""
    header = [column.name for column in columns]
    saved = mapping or (
        PeopleMapping.objects.unscoped("of the unit the user imports into")
        .filter(unit=unit, header_key=header_key(header))
        .order_by("-changed_at")
        .first()
    )
    if saved is not None:
        fields = {c.at: saved.fields[plain(c.name)] for c in columns if saved.fields.get(plain(c.name))}
        values = _merged(_guessed(columns, fields), saved.values)
        return Meaning(fields, values, saved.name, is_certain=_has_needed(fields))
    by_name = columns_for(header)
    fields = {columns[position].at: name for position, name in by_name.items()}
    is_own = {plain(name) for name in header} <= {plain(name) for name in BY_NAME}
    return Meaning(fields, _guessed(columns, fields), "", is_certain=is_own and _has_needed(fields))


def file_columns(batch: PeopleImport) -> list[FileColumn]:
    """The named columns of the uploaded file with their samples."""
    return [FileColumn(**stored) for stored in json.loads(batch.columns or "[]")]


def dump_columns(columns: list[FileColumn]) -> str:
    """The columns as the batch keeps them."""
    return json.dumps([vars(column) for column in columns])


def fields_of(batch: PeopleImport) -> dict[int, str]:
    """Position -> name of our column, as chosen."""
    return {int(at): name for at, name in batch.fields.items()}


def coded_values(batch: PeopleImport) -> list[CodedValues]:
    """The coded columns of a file whose values are few enough to be matched one by one."""
    columns = {column.at: column for column in file_columns(batch)}
    found = []
    for at, name in sorted(fields_of(batch).items()):
        ours, theirs = BY_NAME[name], columns.get(at)
        if ours.is_coded and theirs is not None and theirs.values:
            known = batch.values.get(name, {})
            pairs = [
                (text, known.get(plain(text), code_for(ours, text, theirs.name)))
                for text in theirs.values
                if not is_list_of_codes(ours, text, theirs.name)
            ]
            found.append(CodedValues(ours, theirs.name, pairs))
    return found


def unknown_values(batch: PeopleImport) -> int:
    """How many values of coded columns nobody knows yet; lists of several codes are read word by word."""
    return sum(code is None for coded in coded_values(batch) for _, code in coded.pairs)


@transaction.atomic
def choose_columns(batch: PeopleImport, fields: dict[int, str], name: str) -> PeopleImport:
    """Keep which column is which; the meaning of the values is guessed anew where nobody chose it."""
    batch.fields = {str(at): column for at, column in fields.items()}
    batch.values = _merged(_guessed(file_columns(batch), fields), _only(batch.values, fields))
    batch.mapping_name = name
    batch.save(update_fields=["fields", "values", "mapping_name"])
    return batch


@transaction.atomic
def choose_values(batch: PeopleImport, values: Values) -> PeopleImport:
    """Keep what the values of coded columns mean."""
    batch.values = _merged(batch.values, values)
    batch.save(update_fields=["values"])
    return batch


@transaction.atomic
def remember(batch: PeopleImport, user: User | None) -> PeopleMapping | None:
    """Save the batch's mapping under its name, for the next file with these columns; None without a name."""
    if not batch.mapping_name:
        return None
    columns = file_columns(batch)
    names = {column.at: plain(column.name) for column in columns}
    # The first is the one that counts where two columns have the same name.
    fields = {names[at]: name for at, name in sorted(fields_of(batch).items(), reverse=True) if at in names}
    saved: dict[str, Any] = {
        "header_key": header_key([column.name for column in columns]),
        "fields": fields,
        "values": batch.values,
        "changed_by": user,
    }
    mapping, _ = PeopleMapping.objects.unscoped("of the unit the user imports into").update_or_create(
        unit=batch.unit, name=batch.mapping_name, defaults=saved
    )
    return mapping


def _guessed(columns: list[FileColumn], fields: dict[int, str]) -> Values:
    found: Values = {}
    for column in columns:
        ours = BY_NAME.get(fields.get(column.at, ""))
        if ours is not None and ours.is_coded and column.values:
            found[ours.name] = values_for(ours, column.values, column.name)
    return found


def _merged(first: Values, over: Values) -> Values:
    return {name: first.get(name, {}) | over.get(name, {}) for name in {**first, **over}}


def _only(values: Values, fields: dict[int, str]) -> Values:
    chosen = set(fields.values())
    return {name: codes for name, codes in values.items() if name in chosen}


def _has_needed(fields: dict[int, str]) -> bool:
    return set(NEEDED) <= set(fields.values())
