"""Checked rows -> residents, households, residencies and visits, in bulk. Called inside one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from registry import months
from registry.models import Household, Posyandu, Residency, Resident, User
from registry.models.fields import keyed_hash
from visits import services
from visits.assess import assess_person
from visits.episodes import NOBODY, episodes_of
from visits.importing.memory import Checked
from visits.importing.outcome import Status
from visits.importing.rows import Child, Weighing
from visits.models import ChildCheck, Session, Visit
from visits.rulebook import shelf

BATCH = 500
_RESIDENT_FIELDS = (
    "mother_name",
    "phone",
    "birth_weight_kg",
    "birth_length_cm",
    "birth_order",
    "gestation_weeks",
    "nik",
    "nik_state",
    "nik_hash",
    "nik_tail_hash",
    "household",
)
_HOME_FIELDS = ("address", "rt", "rw", "kk", "kk_hash", "kk_tail_hash")


@dataclass
class _Rows:
    """What will be written, collected before the first write."""

    homes: list[Household] = field(default_factory=list)
    changed_homes: dict[UUID, Household] = field(default_factory=dict)
    newcomers: list[Resident] = field(default_factory=list)
    changed_residents: list[Resident] = field(default_factory=list)
    residencies: dict[UUID, Residency] = field(default_factory=dict)
    by_nik: dict[str, Resident] = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)
    cards: list[ChildCheck] = field(default_factory=list)


def write(checked: Sequence[Checked], *, posyandu: Posyandu, user: User | None, today: date) -> set[date]:
    """Store every good row; returns the months (first days) in which a visit was written."""
    rows = _Rows()
    weighings = [c for c in checked if c.weighing is not None and c.outcome.status == Status.NEW]
    _collect_people(rows, checked, posyandu)
    _collect_residencies(rows, weighings, posyandu, today)
    _collect_visits(rows, weighings, posyandu, user)
    seen = _assess(rows)
    _store(rows)
    _mark_months(rows, posyandu, seen)
    return {months.first_of(visit.date) for visit in rows.visits}


def _collect_people(rows: _Rows, checked: Sequence[Checked], posyandu: Posyandu) -> None:
    homes = _known_homes(c.child.kk for c in checked if c.child is not None)
    for entry in checked:
        child, resident = entry.child, entry.resident
        if child is None or entry.outcome.status not in (Status.NEW, Status.UPDATED):
            continue
        if resident is None:
            resident = _newcomer(child, posyandu)
            rows.newcomers.append(resident)
            resident.household = _home(rows, homes, child, child.home | {"kk": child.kk}, None, posyandu)
        else:
            _fill(resident, entry)
            rows.changed_residents.append(resident)
            resident.household = _home(rows, homes, child, entry.home_fills, resident.household, posyandu)
        if child.nik:
            rows.by_nik[child.nik] = resident


def _newcomer(child: Child, posyandu: Posyandu) -> Resident:
    resident = Resident(
        posyandu=posyandu,
        name=child.name,
        sex=child.sex.value,
        birth_date=child.birth_date,
        **child.person,
    )
    resident.set_nik(child.nik)
    return resident


def _fill(resident: Resident, entry: Checked) -> None:
    for name, value in entry.person_fills.items():
        if name == "nik":
            resident.set_nik(value)
        else:
            setattr(resident, name, value)


def _known_homes(numbers: Iterable[str]) -> dict[str, Household]:
    hashes = {keyed_hash(kk) for kk in numbers if kk}
    found = Household.objects.unscoped("a KK number is unique everywhere").filter(kk_hash__in=hashes)
    return {str(home.kk_hash): home for home in found}


def _home(
    rows: _Rows,
    homes: dict[str, Household],
    child: Child,
    fills: dict[str, str],
    current: Household | None,
    posyandu: Posyandu,
) -> Household | None:
    """The child's household with its empty fields filled: its own, that of the same KK number, or a new one."""
    if not any(fills.values()):
        return current
    home = current or (homes.get(keyed_hash(child.kk)) if child.kk else None)
    if home is None:
        home = Household(posyandu=posyandu)
        rows.homes.append(home)
    elif home.posyandu_id != posyandu.pk:
        # A family card of another Posyandu is linked, not rewritten.
        return home
    elif not home._state.adding:
        home = rows.changed_homes.setdefault(home.pk, home)
    for name in ("address", "rt", "rw"):
        if fills.get(name) and not getattr(home, name):
            setattr(home, name, fills[name])
    if child.kk and not home.kk_hash and keyed_hash(child.kk) not in homes:
        home.set_kk(child.kk)
        homes[keyed_hash(child.kk)] = home
    return home


def _collect_residencies(rows: _Rows, weighings: Sequence[Checked], posyandu: Posyandu, today: date) -> None:
    first: dict[str, date] = {}
    for entry in weighings:
        if entry.weighing is not None:
            nik, day = entry.weighing.nik, entry.weighing.day
            first[nik] = min(day, first.get(nik, day))
    for resident in rows.newcomers:
        since = max(first.get(resident.nik, today), resident.birth_date)
        rows.residencies[resident.pk] = Residency(resident=resident, posyandu=posyandu, valid_from=since)


def _collect_visits(rows: _Rows, weighings: Sequence[Checked], posyandu: Posyandu, user: User | None) -> None:
    sessions: dict[date, Session] = {}
    for entry in weighings:
        weighing = entry.weighing
        resident = rows.by_nik.get(weighing.nik) if weighing is not None else None
        resident = resident or entry.resident
        if weighing is None or resident is None:
            continue
        if weighing.day not in sessions:
            sessions[weighing.day] = services.open_session(posyandu=posyandu, day=weighing.day, user=user)
        visit = _visit(weighing, resident, sessions[weighing.day], user)
        rows.visits.append(visit)
        if weighing.is_measured:
            rows.cards.append(ChildCheck(visit=visit, **weighing.measures))


def _visit(weighing: Weighing, resident: Resident, session: Session, user: User | None) -> Visit:
    return Visit(
        resident=resident,
        posyandu_id=session.posyandu_id,
        session=session,
        date=weighing.day,
        recorded_by=user,
        life_stage=resident.life_stage_on(weighing.day).value,
    )


def _assess(rows: _Rows) -> set[UUID]:
    """Derive the new visits' results, with what is stored of known residents; who has other visits already."""
    people = {visit.resident_id: visit.resident for visit in rows.visits}
    known = [pk for pk in people if pk not in rows.residencies]
    own: dict[UUID, list[Visit]] = {pk: [] for pk in people}
    homes = {pk: [rows.residencies[pk]] if pk in rows.residencies else [] for pk in people}
    for start in range(0, len(known), BATCH):
        some = known[start : start + BATCH]
        stored = Visit.objects.unscoped("of residents this import writes to").active().with_cards()
        for visit in stored.filter(resident__in=some):
            own[visit.resident_id].append(visit)
        for home in Residency.objects.unscoped("as above").filter(resident__in=some):
            homes[home.resident_id].append(home)
    seen = {pk for pk, visits in own.items() if visits}
    for visit in rows.visits:
        own[visit.resident_id].append(visit)
    books, episodes = shelf(), episodes_of(people[pk] for pk in known)
    for pk, person in people.items():
        assess_person(person, own[pk], homes[pk], episodes=episodes.get(pk, NOBODY), books=books)
    return seen


def _store(rows: _Rows) -> None:
    Household.objects.bulk_create(rows.homes, batch_size=BATCH)
    for newcomer in rows.newcomers:
        newcomer.derive_keys()
    Resident.objects.bulk_create(rows.newcomers, batch_size=BATCH)
    # One by one, because the audit log keeps what somebody's row held before.
    for home in rows.changed_homes.values():
        home.save(update_fields=_HOME_FIELDS)
    for resident in rows.changed_residents:
        resident.save(update_fields=_RESIDENT_FIELDS)
    Residency.objects.bulk_create(rows.residencies.values(), batch_size=BATCH)
    Visit.objects.bulk_create(rows.visits, batch_size=BATCH)
    ChildCheck.objects.bulk_create(rows.cards, batch_size=BATCH)


def _mark_months(rows: _Rows, posyandu: Posyandu, seen: set[UUID]) -> None:
    if rows.residencies:
        since = {(posyandu.pk, residency.valid_from) for residency in rows.residencies.values()}
        months.mark_due(since, and_later=True)
    days = {(home, v.date) for v in rows.visits for home in (posyandu.pk, v.home_posyandu_id)}
    if days:
        months.mark_due(days)
    # Other visits of these people may now mean something else: naik, 2T, the last weighing of the month.
    others = list({v.resident_id: v.resident for v in rows.visits if v.resident_id in seen}.values())
    for start in range(0, len(others), BATCH):
        services.reassess(others[start : start + BATCH])
