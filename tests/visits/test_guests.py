"""Guests of a session: found by what only who stands before one can tell, recorded that one day, and nothing more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from auditlog.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry import merging
from registry.ids import new_id
from registry.models import Household, Residency, Resident
from registry.sasaran import sasaran_on
from registry.services import merging as merges
from registry.services import record_death, return_resident
from reports.models import ChildMonth, PopulationMonth
from reports.recap import differences
from reports.verify import underived
from tests.conftest import OCTOBER, OPENING_DAY, Village, count_due, make_resident, make_session, make_visit
from visits import guests
from visits.guests import Wanted
from visits.models import Guest, Session, Visit
from visits.session_services import SessionClosed

NIK = "3320086507259901"
BORN = date(2025, 7, 25)


@pytest.fixture
def session(village: Village) -> Session:
    return make_session(village.melati)


@pytest.fixture
def visitor(village: Village) -> Resident:
    return make_resident(village.mawar, "Muhammad Rizky Pratama", sex="L", born=BORN, nik=NIK)


def found(session: Session, village: Village, **wanted: object) -> list[str]:
    known = Wanted(**wanted)  # type: ignore[arg-type]
    return [one.name for one in guests.find(session=session, user=village.kader, wanted=known)]


def close(session: Session, village: Village) -> None:
    session.closed_at, session.closed_by = timezone.now(), village.kader
    session.save()


def admitted(session: Session, village: Village, person: Resident) -> Resident:
    one = guests.find(session=session, user=village.kader, wanted=Wanted(card=person.pk))[0]
    return guests.admit(session=session, user=village.kader, ticket=one.ticket)


def make_guest(session: Session, village: Village, **more: object) -> Resident:
    person = {"name": "Joko Pranoto", "sex": "L", "birth_date": date(2025, 3, 1)} | more
    return guests.register_guest(session=session, user=village.kader, resident_id=new_id(), person=person)


# Finding


def test_the_whole_nik_finds_the_one_who_has_it(
    village: Village, session: Session, visitor: Resident
) -> None:
    one = guests.find(session=session, user=village.kader, wanted=Wanted(nik=NIK))[0]
    assert (one.name, one.stage.value, one.place, one.is_ours) == (
        "Muhammad Rizky Pratama",
        "balita",
        "Posyandu Mawar 2, Desa Kedungleper",
        False,
    )


def test_a_whole_name_with_the_birth_date_finds_in_any_spelling(
    village: Village, session: Session, visitor: Resident
) -> None:
    assert found(session, village, name="Moh. Rizki Pratama", birth_date=BORN) == ["Muhammad Rizky Pratama"]


def test_name_mother_and_birth_year_find_whoever_has_no_date(village: Village, session: Session) -> None:
    mother = make_resident(village.mawar, "Siti Aminah", born=date(1996, 5, 4))
    make_resident(village.mawar, "Bagas Saputra", sex="L", mother=mother)
    make_resident(village.mawar, "Bagas Saputra", sex="L", mother_name="Sri Rejeki")

    asked = {"name": "bagas saputra", "mother_name": "Sitti Aminah"}
    assert found(session, village, **asked, birth_year=2025) == ["Bagas Saputra"]
    assert found(session, village, **asked, birth_year=2024) == []


@pytest.mark.parametrize(
    "wanted",
    [
        {"name": "Muhammad Rizky", "birth_date": BORN},
        {"name": "Muhammad Rizky Pratama"},
        {"name": "Muhammad Rizky Pratama", "birth_date": BORN + timedelta(days=1)},
        {"name": "Muhammad Rizky Pratama", "birth_year": 2025},
        {"birth_date": BORN},
        {"nik": NIK[:-1] + "2"},
        {"nik": NIK[-4:]},
        {"name": "%", "birth_date": BORN},
        {},
    ],
)
def test_a_part_of_what_is_known_finds_nobody(
    village: Village, session: Session, visitor: Resident, wanted: dict[str, object]
) -> None:
    assert found(session, village, **wanted) == []


def test_the_dead_those_not_born_yet_and_merged_people_are_not_found(
    village: Village, session: Session, visitor: Resident
) -> None:
    later = make_resident(village.mawar, "Dewi", born=OPENING_DAY + timedelta(days=3))
    dead = make_resident(village.mawar, "Sarmi", born=date(1950, 1, 1))
    record_death(resident=dead, on=OPENING_DAY)
    kept = make_resident(village.mawar, "Muhammad Rizky Pratama Putra", sex="L", born=BORN)
    merges.merge_residents(kept=kept, absorbed=visitor, choices={}, user=None)

    assert found(session, village, name="Dewi", birth_date=later.birth_date) == []
    assert found(session, village, name="Sarmi", birth_date=dead.birth_date) == []
    assert found(session, village, name=visitor.name, birth_date=BORN) == []
    assert found(session, village, card=visitor.pk) == ["Muhammad Rizky Pratama Putra"]


def test_every_search_and_everybody_found_is_on_record(
    village: Village, session: Session, visitor: Resident
) -> None:
    guests.find(session=session, user=village.kader, wanted=Wanted(nik=NIK))
    guests.find(session=session, user=village.kader, wanted=Wanted(name="Tidak Ada", birth_date=BORN))

    looks = LogEntry.objects.filter(action=LogEntry.Action.ACCESS, actor=village.kader)
    of_whom = [looks.filter(object_pk=str(row.pk)).count() for row in (session, visitor)]
    assert of_whom == [2, 1]
    assert [NIK in f"{look.changes} {look.object_repr}" for look in looks] == [False] * 3


def test_thirty_searches_an_hour_are_enough_for_anybody(
    village: Village, session: Session, visitor: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guests, "SEARCHES_AN_HOUR", 2)
    for _ in range(2):
        found(session, village, nik=NIK)
    # Another session of hers gives no further searches.
    other = make_session(village.melati, OPENING_DAY - timedelta(days=1))
    for place in (session, other):
        with pytest.raises(guests.TooManySearches):
            found(place, village, nik=NIK)
    assert guests.find(session=session, user=village.bidan, wanted=Wanted(nik=NIK))
    LogEntry.objects.update(timestamp=timezone.now() - timedelta(hours=1, minutes=1))
    assert found(session, village, nik=NIK) == ["Muhammad Rizky Pratama"]


# Serving


def test_a_ticket_lets_everybody_at_the_table_record_the_guest(
    village: Village, session: Session, visitor: Resident
) -> None:
    assert list(guests.recordable(village.kader, session)) == []
    assert admitted(session, village, visitor) == visitor
    admitted(session, village, visitor)

    guest = Guest.objects.get()
    assert (guest.session, guest.resident, guest.added_by) == (session, visitor, village.kader)
    assert list(guests.recordable(village.kader, session)) == [visitor]


def test_the_session_serves_its_own_people_as_before(
    village: Village, session: Session, visitor: Resident
) -> None:
    girl = make_resident(village.melati, "Bunga")
    admitted(session, village, visitor)
    admitted(session, village, girl)

    assert Guest.objects.count() == 1
    assert set(guests.recordable(village.kader, session)) == {girl, visitor}
    assert guests.recordable(village.kader, session).filter(pk=visitor.pk).count() == 1


def test_a_guest_of_one_session_is_nobody_in_another(
    village: Village, session: Session, visitor: Resident
) -> None:
    admitted(session, village, visitor)
    next_month = make_session(village.melati, OPENING_DAY + timedelta(days=30))
    assert list(guests.recordable(village.kader, next_month)) == []


def test_nobody_is_served_where_the_user_does_not_work_or_after_closing(
    village: Village, session: Session, visitor: Resident
) -> None:
    girl = make_resident(village.melati, "Bunga")
    one = guests.find(session=session, user=village.kader, wanted=Wanted(nik=NIK))[0]
    admitted(session, village, visitor)
    for stranger in (village.neighbour, village.dinkes, village.desa_officer, village.admin):
        assert list(guests.recordable(stranger, session)) == []
    assert set(guests.recordable(village.bidan, session)) == {girl, visitor}

    close(session, village)
    assert list(guests.recordable(village.kader, session)) == []
    with pytest.raises(SessionClosed):
        guests.admit(session=session, user=village.kader, ticket=one.ticket)
    with pytest.raises(SessionClosed):
        guests.find(session=session, user=village.kader, wanted=Wanted(nik=NIK))
    with pytest.raises(SessionClosed):
        make_guest(session, village)


def test_a_ticket_is_good_for_who_found_the_person_and_where(
    village: Village, session: Session, visitor: Resident
) -> None:
    ticket = guests.find(session=session, user=village.kader, wanted=Wanted(nik=NIK))[0].ticket
    other = make_session(village.melati, OPENING_DAY - timedelta(days=1))
    tried = [(session, village.bidan, ticket), (other, village.kader, ticket)]
    tried += [(session, village.kader, forged) for forged in ("", str(visitor.pk), ticket[:-1] + "x")]
    for place, user, shown in tried:
        with pytest.raises(guests.NotFoundBefore):
            guests.admit(session=place, user=user, ticket=shown)
    assert not Guest.objects.exists()


def test_a_guest_who_was_merged_is_served_as_who_they_are_now(
    village: Village, session: Session, visitor: Resident
) -> None:
    kept = make_resident(village.mawar, "Muhammad Rizky Pratama", sex="L", born=BORN)
    admitted(session, village, visitor)
    merges.merge_residents(kept=kept, absorbed=visitor, choices={}, user=None)
    assert merging.current_id(visitor.pk) == kept.pk
    assert list(guests.recordable(village.kader, session)) == [kept]


def test_two_records_of_one_guest_may_be_merged(
    village: Village, session: Session, visitor: Resident
) -> None:
    kept = make_resident(village.mawar, "Muhammad Rizky Pratama", sex="L", born=BORN)
    for person in (visitor, kept):
        admitted(session, village, person)
    merges.merge_residents(kept=kept, absorbed=visitor, choices={}, user=None)
    assert list(guests.recordable(village.kader, session)) == [kept]
    assert [guest.resident for guest in guests.guests_of(session)] == [kept]


def test_whom_the_user_may_record_costs_one_query(
    village: Village, session: Session, visitor: Resident
) -> None:
    admitted(session, village, visitor)
    village.kader.current_memberships  # noqa: B018 -- read once for each request
    with CaptureQueriesContext(connection) as queries:
        list(guests.recordable(village.kader, session).filter(pk=visitor.pk))
    assert len(queries) == 1


# The visit


def test_the_visit_is_seen_by_those_who_recorded_it_until_the_day_is_closed(
    village: Village, session: Session, visitor: Resident
) -> None:
    visit = make_visit(visitor, at=village.melati, weight_kg="9.4")
    Visit.objects.update(session=session)
    visit.refresh_from_db()

    def who() -> list[str]:
        return [user.username for user in village.everyone if guests.may_see_visit(user, visit)]

    assert who() == ["kader.melati", "kader.mawar", "bidan", "puskesmas"]
    visit.session = session
    close(session, village)
    assert who() == ["kader.mawar", "puskesmas"]
    session.date = timezone.localdate()
    assert who() == ["kader.melati", "kader.mawar", "bidan", "puskesmas"]


def test_the_visit_of_a_guest_counts_at_home_and_as_a_visitor_here(
    village: Village, session: Session, visitor: Resident
) -> None:
    admitted(session, village, visitor)
    make_visit(visitor, at=village.melati, weight_kg="9.4")
    count_due()
    assert population(village.melati.pk) == {"visitors": 1, "came": 0}
    assert population(village.mawar.pk) == {"visitors": 0, "came": 1}


def population(posyandu_id: int) -> dict[str, int]:
    rows = list(PopulationMonth.objects.filter(posyandu=posyandu_id, month=OCTOBER))
    names = [name for name in rows[0].conditions() if name.startswith("attended_")]
    return {
        "visitors": sum(row.visitors for row in rows),
        "came": sum(getattr(row, name) for row in rows for name in names),
    }


# Nobody's resident


def test_a_guest_whom_nobody_knows_is_registered_and_is_sasaran_nowhere(
    village: Village, session: Session
) -> None:
    guest = make_guest(session, village)

    assert list(guests.recordable(village.kader, session)) == [guest]
    assert not Residency.objects.exists()
    assert not Household.objects.exists()
    assert not Resident.objects.visible_to(village.kader).present().exists()
    assert sasaran_on([village.melati.pk], OPENING_DAY) == []


def test_registering_a_guest_twice_stores_once(village: Village, session: Session) -> None:
    person = {"name": "Joko", "sex": "L", "birth_date": date(2025, 3, 1)}
    resident_id = new_id()
    for _ in range(2):
        guests.register_guest(session=session, user=village.kader, resident_id=resident_id, person=person)
    assert (Resident.objects.count(), Guest.objects.count()) == (1, 1)


def test_the_visit_of_a_guest_whom_nobody_knows_is_a_visitor_and_not_one_of_those_expected(
    village: Village, session: Session
) -> None:
    girl = make_resident(village.melati, "Bunga")
    make_visit(girl, weight_kg="9.4", height_cm="76")
    visit = make_visit(make_guest(session, village), weight_kg="9.8", height_cm="78")
    count_due()

    visit.refresh_from_db()
    assert visit.home_posyandu is None
    assert population(village.melati.pk) == {"visitors": 1, "came": 1}
    weighed = ChildMonth.objects.filter(posyandu=village.melati, month=OCTOBER)
    assert sum(row.weighed for row in weighed) == 1
    places = [village.melati.pk, village.mawar.pk]
    assert list(differences(OCTOBER, places)) == []
    assert list(underived(places)) == []


def test_nobody_is_missing_though_a_guest_came(village: Village, session: Session) -> None:
    make_resident(village.melati, "Bunga")
    make_visit(make_guest(session, village), weight_kg="9.8")
    count_due()

    rows = list(PopulationMonth.objects.filter(posyandu=village.melati, month=OCTOBER))
    absent = [name for name in vars(rows[0]) if name.startswith("absent_")]
    assert sum(getattr(row, name) for row in rows for name in absent) == 1
    assert min(getattr(row, name) for row in rows for name in absent) == 0


def test_a_guest_who_comes_to_live_here_is_sasaran_from_that_day(village: Village, session: Session) -> None:
    guest = make_guest(session, village)
    return_resident(resident=guest, on=OPENING_DAY + timedelta(days=1))

    assert sasaran_on([village.melati.pk], OPENING_DAY) == []
    assert [one.resident for one in sasaran_on([village.melati.pk], OPENING_DAY + timedelta(days=1))] == [
        guest
    ]


def test_the_list_of_guests_costs_the_same_for_one_and_for_three(village: Village, session: Session) -> None:
    asked = []
    for newcomers in (1, 2):
        for _ in range(newcomers):
            make_guest(session, village, name=f"Tamu {'ABC'[Guest.objects.count()]}")
        with CaptureQueriesContext(connection) as queries:
            rows = [
                (one.resident.name, one.resident.posyandu.with_village, str(one.added_by))
                for one in guests.guests_of(session)
            ]
        asked.append((len(rows), len(queries)))
    assert asked == [(1, 1), (3, 1)]
