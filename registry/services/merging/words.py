"""A merge in words: what would move, what moved, and what is known of the person now and was before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from copy import copy
from typing import Any

from django.apps import apps
from django.db import models

from registry import merging
from registry.models import DuplicatePair, Merge, Residency, Resident
from registry.rules.wording import whole
from registry.services.merging.choices import Question, questions
from registry.services.merging.residencies import moving
from registry.services.merging.rows import Log, references, rows_of

# Where the name of the table does not say what the other person is to this one.
_ROLES = {"mother": "anak", "father": "anak", "spouse": "pasangan", "head": "keluarga yang dikepalai"}
# What nobody would miss or look for.
_UNTOLD: tuple[type[models.Model], ...] = (DuplicatePair,)
Moved = list[str]


def what_moves(kept: Resident, absorbed: Resident) -> Moved:
    """All of `absorbed` that would become the other one's: "7 kunjungan", "1 kehamilan"."""
    counts = {key: rows_of(key, [absorbed.pk]).count() for key in references()}
    homes = next(key for key in counts if key.model is Residency)
    return _told(counts | {homes: moving(kept, absorbed)})


def what_moved(merge: Merge) -> Moved:
    """All that a merge gave to who stayed."""
    counts: Counter[Any] = Counter()
    for label, _, was, became in Log.load(merge.before).changed:
        for key in references():
            given = (was.get(key.attname), became.get(key.attname))
            if key.model is apps.get_model(label) and given == (str(merge.absorbed_id), str(merge.kept_id)):
                counts[key] += 1
    return _told(counts)


def what_changed(merge: Merge) -> list[Question]:
    """What is known of who stayed: `kept` says it after the merge, `absorbed` before."""
    was, became = Log.load(merge.before).values_of(merge.kept)
    before, after = _with(merge.kept, was), _with(merge.kept, became)
    return [question for question in questions(after, before) if question.kept != question.absorbed]


def warnings(kept: Resident, absorbed: Resident) -> list[str]:
    """What speaks against one person, and what else a merge of these two would do, in sentences."""
    against = []
    if kept.sex != absorbed.sex:
        against.append("Jenis kelamin kedua catatan berbeda. Pastikan memang satu orang.")
    if kept.nik_hash and absorbed.nik_hash:
        against.append("NIK kedua catatan berbeda. Biasanya itu dua orang, misalnya anak kembar.")
    return against + [line for part in merging.parts() for line in part.warnings(kept, absorbed)]


def proposed(first: Resident, second: Resident) -> tuple[Resident, Resident]:
    """Of two records the one to keep, of which more is known, and the other one; the older one where both are alike."""
    one, other = sorted((first, second), key=lambda person: (person.registered_at, str(person.pk)))
    asked = questions(one, other)
    own = sum(bool(question.kept) for question in asked)
    others = sum(bool(question.absorbed) for question in asked)
    return (other, one) if others > own else (one, other)


def _told(counts: Mapping[Any, int]) -> Moved:
    words: Counter[str] = Counter()
    for key, count in counts.items():
        if count and key.model not in _UNTOLD and key.name != "merged_into":
            words[_ROLES.get(key.name) or str(key.model._meta.verbose_name)] += count
    return [f"{whole(count)} {word}" for word, count in words.items()]


def _with(person: Resident, values: Mapping[str, Any]) -> Resident:
    known = copy(person)
    for key in Resident._meta.concrete_fields:
        if key.attname in values:
            setattr(known, key.attname, key.to_python(values[key.attname]))
    return known
