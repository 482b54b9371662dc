"""Undoing a merge: every row as it was, but for what somebody changed since."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from registry import services as registry_services
from registry.models import (
    Residency,
)
from registry.services.merging import (
    CannotUndo,
    questions,
    undo_merge,
)
from tests.conftest import Village, count_due, make_resident, make_visit
from tests.registry.services.merging.conftest import (
    NIK,
    OTHER_NIK,
    Pair,
    again,
    count_everything,
    differences,
    dump,
    merge,
    wrong_counts,
)
from visits import services as visit_services


@pytest.mark.parametrize("side", ["kept", "absorbed"])
@pytest.mark.parametrize("turned", [False, True])
def test_undoing_a_merge_restores_every_row_of_every_table(
    side: str, turned: bool, rich: Pair, village: Village
) -> None:
    kept, absorbed = (rich.absorbed, rich.kept) if turned else (rich.kept, rich.absorbed)
    before = dump()
    assert wrong_counts(village) == []

    done = merge(
        kept, absorbed, **{question.name: side for question in questions(again(kept), again(absorbed))}
    )
    count_due()
    assert wrong_counts(village) == []
    assert differences(before, dump()) != {}

    undo_merge(merge=done, user=village.officer)
    count_due()
    assert differences(before, dump()) == {}
    assert wrong_counts(village) == []


def test_a_merge_of_two_merged_people_is_undone_step_by_step(rich: Pair, village: Village) -> None:
    third = make_resident(village.melati, "Siti A.", born=date(1995, 3, 4))
    make_visit(third, date(2026, 5, 5), weight_kg="50")
    count_everything()
    before = dump()
    first = merge(rich.kept, rich.absorbed)
    second = merge(third, rich.kept)

    with pytest.raises(CannotUndo, match="Batalkan dulu penggabungan itu") as refused:
        undo_merge(merge=first, user=None)
    assert refused.value.first == second
    undo_merge(merge=second, user=None)
    undo_merge(merge=first, user=None)
    count_due()
    assert differences(before, dump()) == {}


def test_undoing_twice_changes_nothing_more(rich: Pair) -> None:
    done = merge(rich.kept, rich.absorbed)
    undo_merge(merge=done, user=None)
    count_due()
    before = dump()
    undo_merge(merge=done, user=None)
    count_due()
    assert differences(before, dump()) == {}


# After the merge.


def test_what_was_changed_after_the_merge_stays_and_is_told(village: Village) -> None:
    kept = make_resident(village.melati, "Siti", born=date(1995, 1, 1))
    absorbed = make_resident(
        village.melati, "Sitti", born=date(1995, 1, 1), phone="081200009901", blood_type="O"
    )
    visit = make_visit(absorbed, weight_kg="50")
    done = merge(kept, absorbed)
    registry_services.update_resident(resident=again(kept), person={"phone": "081200009902"})
    visit_services.record_visit(
        visit_id=visit.pk, resident=again(kept), posyandu=village.melati, day=visit.date, user=None,
        measures={"weight_kg": Decimal(51)}, base_revision=1,
    )  # fmt: skip
    undone = undo_merge(merge=done, user=None)

    assert (again(kept).phone, again(kept).blood_type, again(absorbed).phone) == (
        "081200009902",
        "",
        "081200009901",
    )
    visit.refresh_from_db()
    assert (visit.resident, visit.revision, visit.adult_check.weight_kg) == (absorbed, 2, Decimal(51))
    assert undone.remarks == ["Warga Siti: nomor HP sudah diubah sesudah digabung, jadi dibiarkan."]
    count_due()
    assert wrong_counts(village) == []


def test_whoever_moved_after_the_merge_keeps_the_new_home(village: Village) -> None:
    kept = make_resident(village.melati, since=date(2026, 3, 1))
    absorbed = make_resident(village.melati, since=date(2026, 1, 1))
    done = merge(kept, absorbed)
    registry_services.move_resident(resident=again(kept), to=village.mawar, on=date(2026, 11, 1))
    undone = undo_merge(merge=done, user=None)

    assert [row.posyandu for row in Residency.objects.filter(resident=kept, valid_until=None)] == [
        village.mawar
    ]
    assert [row.posyandu for row in Residency.objects.filter(resident=absorbed, valid_until=None)] == [
        village.melati
    ]
    assert again(kept).posyandu == village.mawar
    assert undone.undone_at is not None


def test_a_nik_that_somebody_else_has_by_now_forbids_the_undoing(village: Village) -> None:
    kept = make_resident(village.melati, "Siti", nik=NIK)
    absorbed = make_resident(village.melati, "Sitti", nik=OTHER_NIK)
    done = merge(kept, absorbed)
    make_resident(village.melati, "Wati", nik=OTHER_NIK)

    with pytest.raises(CannotUndo, match="NIK Sitti sekarang dipakai Wati"):
        undo_merge(merge=done, user=None)
    assert again(absorbed).merged_into == kept


def test_who_stays_may_have_taken_over_the_nik_by_hand(village: Village) -> None:
    kept = make_resident(village.melati, "Siti")
    absorbed = make_resident(village.melati, "Sitti", nik=NIK)
    undo_merge(merge=merge(kept, absorbed), user=None)

    assert (again(kept).nik, again(absorbed).nik) == ("", NIK)
