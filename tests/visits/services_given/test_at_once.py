"""Two phones at the same moment: the same service is stored once, the same shelf is counted once.

On PostgreSQL each runs in a connection of its own, the second one while the first one's transaction is still open. The
embedded database lets one writer in at a time, so there they follow each other.
"""

from __future__ import annotations

from datetime import date

import pytest

from registry.ids import new_id
from tests.at_once import meanwhile
from tests.conftest import OPENING_DAY, Village, make_resident
from visits.models import ServiceGiven, StockMovement
from visits.services_given import AlreadyGiven, ServiceNoted, record_service
from visits.stock import Change, balance, record_change

pytestmark = pytest.mark.django_db(transaction=True)
CAPSULE = ServiceNoted("vitamin_a", date(2026, 8, 5), detail="merah", place="sekolah")


def test_one_service_sent_by_two_phones_is_stored_once(village: Village) -> None:
    girl, service_id = make_resident(village.melati, born=date(2024, 1, 10)), new_id()

    def save() -> bool:
        return record_service(service_id=service_id, resident=girl, given=CAPSULE, user=None)[1]

    assert meanwhile(save, save) == [True, False]
    assert ServiceGiven.objects.count() == 1


def test_two_people_noting_the_same_capsule_store_it_once(village: Village) -> None:
    girl = make_resident(village.melati, born=date(2024, 1, 10))

    def save() -> bool:
        return record_service(service_id=new_id(), resident=girl, given=CAPSULE, user=None)[1]

    first, second = meanwhile(save, save)
    assert (first, type(second)) == (True, AlreadyGiven)
    assert ServiceGiven.objects.count() == 1


def test_a_shelf_counted_by_two_people_ends_at_what_is_there(village: Village) -> None:
    given = Change("vitamin_a_merah", "hitung", OPENING_DAY, 42)

    def count() -> StockMovement | None:
        return record_change(movement_id=new_id(), posyandu=village.melati, given=given, user=None)

    first, second = meanwhile(count, count)
    assert (first.change, second) == (42, None)
    assert balance(village.melati)["vitamin_a_merah"].amount == 42
