"""Two people at the same moment: each of them ends right, whoever comes first.

On PostgreSQL each runs in a connection of its own, the second one while the first one's transaction is still open. The
embedded database lets one writer in at a time, so there they follow each other.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from registry import services as registry_services
from registry.ids import new_id
from registry.models import Merge, Resident
from registry.services.merging import AlreadyMerged, merge_residents, undo_merge
from reports import verify
from tests.at_once import Call, meanwhile
from tests.conftest import OPENING_DAY, Village, make_resident, make_visit
from visits import services as visit_services
from visits.models import Visit

pytestmark = pytest.mark.django_db(transaction=True)


def merging(kept: Resident, absorbed: Resident) -> Call:
    return lambda: merge_residents(kept=kept, absorbed=absorbed, choices={}, user=None)


def recording(person: Resident, visit_id: Any) -> Call:
    return lambda: visit_services.record_visit(
        visit_id=visit_id, resident=person, posyandu=person.posyandu, day=OPENING_DAY, user=None,
        measures={"weight_kg": Decimal("9.4")},
    )  # fmt: skip


@pytest.fixture
def twice(village: Village) -> tuple[Resident, Resident]:
    return make_resident(village.melati, "Aisyah"), make_resident(village.melati, "Aisah")


@pytest.fixture(params=[False, True], ids=["smaller id stays", "larger id stays"])
def couple(request: pytest.FixtureRequest, twice: tuple[Resident, Resident]) -> tuple[Resident, Resident]:
    """Who stays and who goes, in both orders of their ids, by which rows are locked."""
    return (twice[1], twice[0]) if request.param else twice


def test_two_who_merge_the_same_pair_get_the_same_merge(couple: tuple[Resident, Resident]) -> None:
    first, second = meanwhile(merging(*couple), merging(*couple))
    assert (first, Merge.objects.count()) == (second, 1)


def test_one_of_two_who_merge_in_opposite_directions_is_told(couple: tuple[Resident, Resident]) -> None:
    first, second = meanwhile(merging(*couple), merging(couple[1], couple[0]))
    assert isinstance(second, AlreadyMerged)
    assert second.merge == first
    assert Merge.objects.get() == first


def test_nobody_is_merged_into_somebody_who_is_just_being_merged(
    couple: tuple[Resident, Resident], village: Village
) -> None:
    third = make_resident(village.melati)
    first, second = meanwhile(merging(*couple), merging(couple[1], third))
    assert isinstance(second, AlreadyMerged)
    assert second.merge == first


def test_two_merges_of_one_family_do_not_block_each_other(village: Village) -> None:
    wives = [make_resident(village.melati, born=date(1995, 1, 1)) for _ in range(2)]
    husbands = [make_resident(village.melati, sex="L", born=date(1990, 1, 1)) for _ in range(2)]
    for one, other in zip(wives, husbands, strict=True):
        Resident.objects.filter(pk=one.pk).update(spouse=other)
        Resident.objects.filter(pk=other.pk).update(spouse=one)
    answers = meanwhile(merging(wives[0], wives[1]), merging(husbands[1], husbands[0]))

    assert [type(answer) for answer in answers] == [Merge, Merge]
    wife, husband = (Resident.objects.get(pk=person.pk) for person in (wives[0], husbands[1]))
    assert (wife.spouse, husband.spouse) == (husband, wife)


def test_a_visit_that_arrives_while_its_person_is_merged_is_that_of_who_stays(
    couple: tuple[Resident, Resident], village: Village
) -> None:
    kept, absorbed = couple
    visit_id = new_id()
    merge, visit = meanwhile(merging(kept, absorbed), recording(absorbed, visit_id))

    assert visit == Visit.objects.get()
    assert Visit.objects.get().resident == kept
    merge.refresh_from_db()
    assert merge.arrived_later == [["visits.visit", str(visit_id)]]
    undo_merge(merge=merge, user=None)
    assert Visit.objects.get().resident == absorbed
    assert list(verify.underived([village.melati.pk])) == []


def test_a_visit_that_is_just_being_written_moves_with_its_person(
    couple: tuple[Resident, Resident],
) -> None:
    kept, absorbed = couple
    _, merge = meanwhile(recording(absorbed, new_id()), merging(kept, absorbed))

    assert Visit.objects.get().resident == kept
    assert merge.arrived_later == []
    undo_merge(merge=merge, user=None)
    assert Visit.objects.get().resident == absorbed


def test_a_visit_that_arrives_while_the_merge_is_undone_is_that_of_its_person(
    couple: tuple[Resident, Resident],
) -> None:
    kept, absorbed = couple
    merge = merging(kept, absorbed)()
    meanwhile(lambda: undo_merge(merge=merge, user=None), recording(absorbed, new_id()))
    assert Visit.objects.get().resident == absorbed


def test_both_were_weighed_on_one_day_and_one_of_the_visits_is_still_on_its_way(
    couple: tuple[Resident, Resident],
) -> None:
    kept, absorbed = couple
    make_visit(kept, weight_kg="9.4")
    _, visit = meanwhile(merging(kept, absorbed), recording(absorbed, new_id()))
    # It becomes part of the one that is there.
    assert visit == Visit.objects.get()


def test_a_visit_cancelled_while_its_person_is_merged_is_cancelled(couple: tuple[Resident, Resident]) -> None:
    kept, absorbed = couple
    visit = make_visit(absorbed, weight_kg="9.4")
    merge, _ = meanwhile(
        merging(kept, absorbed),
        lambda: visit_services.cancel_visit(visit=visit, user=None, reason="orang lain"),
    )
    undo_merge(merge=merge, user=None)
    visit.refresh_from_db()
    assert (visit.resident, visit.cancel_reason) == (absorbed, "orang lain")


def test_who_moves_while_being_merged_is_told(couple: tuple[Resident, Resident], village: Village) -> None:
    kept, absorbed = couple
    _, moved = meanwhile(
        merging(kept, absorbed),
        lambda: registry_services.move_resident(resident=absorbed, to=village.mawar, on=date(2026, 11, 1)),
    )
    assert isinstance(moved, registry_services.ResidencyRefused)
    assert Resident.objects.with_merged("a test looks").get(pk=absorbed.pk).merged_into == kept


def test_two_who_undo_at_once_undo_once(couple: tuple[Resident, Resident]) -> None:
    merge = merging(*couple)()
    first, second = meanwhile(
        lambda: undo_merge(merge=merge, user=None), lambda: undo_merge(merge=merge, user=None)
    )
    assert (first.undone_at, first) == (second.undone_at, second)
