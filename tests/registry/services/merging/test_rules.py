"""Who cannot be merged, whom an id stands for, and that nothing is forgotten when the register grows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import models

from registry import merging
from registry.ids import new_id
from registry.models import (
    Merge,
    MonthDue,
    Resident,
)
from registry.services.merging import (
    AlreadyMerged,
    CannotMerge,
    questions,
    undo_merge,
    warnings,
)
from registry.services.merging.choices import OWN
from registry.services.merging.rows import HISTORY, Log, references
from tests.conftest import Village, make_resident, make_visit
from tests.registry.services.merging.conftest import (
    NIK,
    OTHER_NIK,
    Pair,
    differences,
    dump,
    merge,
)
from visits.models import VisitRevision

# What cannot be.


def test_mother_and_child_are_not_one_person(village: Village) -> None:
    mother = make_resident(village.melati, "Siti", born=date(1995, 1, 1))
    child = make_resident(village.melati, "Budi", mother=mother)
    for one, other in ((mother, child), (child, mother)):
        with pytest.raises(CannotMerge, match="Siti adalah orang tua Budi"):
            merge(one, other)


def test_what_speaks_against_one_person_is_said(village: Village) -> None:
    girl, boy = make_resident(village.melati, nik=NIK), make_resident(village.melati, nik=OTHER_NIK, sex="L")
    assert warnings(girl, boy) == [
        "Jenis kelamin kedua catatan berbeda. Pastikan memang satu orang.",
        "NIK kedua catatan berbeda. Biasanya itu dua orang, misalnya anak kembar.",
    ]
    assert warnings(girl, make_resident(village.melati)) == []


def test_nobody_is_merged_with_themselves(village: Village) -> None:
    person = make_resident(village.melati)
    with pytest.raises(CannotMerge):
        merge(person, person)


def test_a_birth_date_after_the_first_visit_is_refused_and_nothing_happens(village: Village) -> None:
    kept = make_resident(village.melati, born=date(2026, 10, 1))
    absorbed = make_resident(village.melati, born=date(2026, 1, 1))
    make_visit(absorbed, date(2026, 9, 9), weight_kg="6")
    before = dump()

    with pytest.raises(CannotMerge, match="sebelum tanggal lahir"):
        merge(kept, absorbed)
    assert differences(before, dump()) == {}


def test_merging_again_gives_the_same_merge_and_another_way_is_refused(village: Village) -> None:
    first, second, third = (make_resident(village.melati) for _ in range(3))
    done = merge(first, second)

    assert merge(first, second) == done
    for kept, absorbed in ((second, first), (third, second), (second, third)):
        with pytest.raises(AlreadyMerged) as refused:
            merge(kept, absorbed)
        assert refused.value.merge == done
    assert Merge.objects.count() == 1


# Whom an id stands for.


def test_an_id_stands_for_the_person_it_was_merged_into_over_any_number_of_merges(village: Village) -> None:
    first, second, third = (make_resident(village.melati) for _ in range(3))
    merge(second, first)
    last = merge(third, second)

    assert merging.current_id(first.pk) == third.pk
    assert merging.locked(first.pk) == third
    undo_merge(merge=last, user=None)
    assert merging.current_id(first.pk) == second.pk
    unknown = new_id()
    assert merging.current_id(unknown) == unknown
    with pytest.raises(Resident.DoesNotExist):
        merging.locked(unknown)


# That nothing is forgotten when the register grows.


def test_every_key_to_a_resident_is_moved_unless_it_is_history() -> None:
    every = {
        (model._meta.label, key.name)
        for model in apps.get_models()
        for key in model._meta.concrete_fields
        if isinstance(key, models.ForeignKey) and key.related_model is Resident
    }
    history = {(label, name) for label, name in every if apps.get_model(label) in HISTORY}
    assert {(key.model._meta.label, key.name) for key in references()} == every - history
    assert {label for label, _ in history} == {model._meta.label for model in HISTORY}


def test_every_column_of_a_resident_is_chosen_or_own(rich: Pair) -> None:
    asked = {column for question in questions(rich.kept, rich.absorbed) for column in question.names}
    full = {key.name for key in Resident._meta.concrete_fields} - set(OWN)
    empty = {
        name
        for name in full
        if getattr(rich.kept, name) in (None, "", []) and not getattr(rich.absorbed, name)
    }
    assert full - asked - empty == set()


def test_the_log_keeps_every_kind_of_value(rich: Pair) -> None:
    done = merge(rich.kept, rich.absorbed)
    log = Log.load(done.before)
    assert Log.load(log.dump()) == log
    stored = (
        Merge._base_manager.filter(pk=done.pk)
        .extra(select={"raw": "before"})
        .values_list("raw", flat=True)
        .get()
    )
    assert NIK not in stored
    assert OTHER_NIK not in stored


def test_a_merge_writes_no_revision_beside_that_of_a_cancelled_visit(rich: Pair) -> None:
    before = VisitRevision.objects.count()
    merge(rich.kept, rich.absorbed)
    assert VisitRevision.objects.count() == before + 1


def test_months_are_due_from_the_earliest_day_at_both_places(rich: Pair, village: Village) -> None:
    MonthDue.objects.all().delete()
    merge(rich.kept, rich.absorbed)
    due = set(MonthDue.objects.filter(and_later=True).values_list("posyandu", "month"))
    assert {(village.mawar.pk, date(2025, 6, 1)), (village.melati.pk, date(2026, 3, 1))} <= due
    assert date(2026, 3, 1) - timedelta(days=1) == date(2026, 2, 28)
