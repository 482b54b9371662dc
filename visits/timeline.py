"""One life as one list, newest first: birth, moves, families, visits, referrals, doses, pregnancies, death."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from registry.models import (
    Death,
    Delivery,
    HouseholdChange,
    Pregnancy,
    Residency,
    Resident,
    User,
)
from registry.rules.background import BirthDateKnown
from registry.rules.birth_date import born_words
from registry.rules.wording import age, long_date, measured
from visits.models import Immunisation, ServiceGiven, Setting, Visit
from visits.proposals import by_heading, shown_to
from visits.referrals import letter_for, readable
from visits.referrals.reading import PREFETCHED
from visits.results import result_of
from visits.rulebook import Shelf
from visits.services_given.wording import place_words, service_words

_WHY = "of a person the caller may see"
# On one day what ends comes after what begins; the newest stands first.
_BIRTH, _ARRIVAL, _FAMILY, _PREGNANCY, _DELIVERY, _CHILD = range(6)
_DOSE, _SERVICE, _VISIT, _REFERRAL, _LEAVING, _DEATH = range(6, 12)
_ONE_DAY = timedelta(days=1)
_REASON_ICONS = {"pecah": "arrow-up-right", "gabung": "arrow-left-right", "keluar": "box-arrow-right"}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day; `order` ranks what happened on the same one."""

    on: date
    order: int
    icon: str
    title: str
    lines: tuple[str, ...] = ()
    url: str = ""
    level: str = ""
    word: str = ""
    age: str = ""
    known: str = BirthDateKnown.EXACT.value

    @property
    def when(self) -> str:
        """The day as far as it is known."""
        return born_words(self.on, self.known)

    @property
    def stamp(self) -> str:
        """The same for machines: "1948-07-01", or "1948"."""
        return str(self.on.year) if self.known == BirthDateKnown.YEAR_ONLY else self.on.isoformat()


@dataclass(frozen=True, slots=True)
class Year:
    """The events of one year, newest first."""

    year: int
    events: tuple[Event, ...]


def timeline_of(
    resident: Resident,
    *,
    visits: Sequence[Visit],
    doses: Sequence[Immunisation],
    services: Sequence[ServiceGiven] = (),
    children: Sequence[Resident],
    children_lost: Sequence[Resident] = (),
    user: User,
    books: Shelf,
) -> list[Year]:
    """Everything that is known of a life, by years. `visits` with their cards, cancelled ones too.

    `children` are those the user may see; of `children_lost`, who died elsewhere, no more is told than that they were.
    """
    events = [
        _birth(resident),
        *(_visit(visit, user, books) for visit in visits),
        *_referrals(resident, user),
        *_doses(doses),
        *_services(services),
        *_episodes(resident),
        *(_child(child, child.get_absolute_url()) for child in children),
        *(_child(child, "") for child in children_lost),
        *_residencies(resident),
        *_families(resident),
        *_death(resident),
    ]
    aged = [_with_age(event, resident.birth_date) for event in events]
    aged.sort(key=lambda event: (event.on, event.order), reverse=True)
    return [Year(year, tuple(same)) for year, same in groupby(aged, lambda event: event.on.year)]


def _with_age(event: Event, birth_date: date) -> Event:
    if event.order == _BIRTH or event.on < birth_date:
        return event
    return replace(event, age=age(birth_date, event.on))


def _birth(resident: Resident) -> Event:
    measures = " · ".join(
        measured(value, unit)
        for value, unit in ((resident.birth_weight_kg, "kg"), (resident.birth_length_cm, "cm"))
        if value is not None
    )
    where = f"di {resident.birth_place}" if resident.birth_place else ""
    lines = tuple(line for line in (where, measures) if line)
    return Event(resident.birth_date, _BIRTH, "emoji-smile", "Lahir", lines, known=resident.birth_date_known)


def _visit(visit: Visit, user: User, books: Shelf) -> Event:
    title = _visit_title(visit)
    url = visit.get_absolute_url()
    if visit.cancelled_at is not None:
        return Event(visit.date, _VISIT, "clipboard2-pulse", title, (), url, "kosong", "Dibatalkan")
    result = result_of(visit, books)
    sent_on = by_heading(shown_to(result.proposals, user, visit))
    lines = [visit.summary, *(f"{heading}: {', '.join(reasons)}" for heading, reasons in sent_on.items())]
    return Event(visit.date, _VISIT, "clipboard2-pulse", title, tuple(lines), url, result.level, result.word)


def _visit_title(visit: Visit) -> str:
    if visit.setting == Setting.POSYANDU:
        return f"Datang ke {visit.posyandu}"
    where = visit.get_setting_display()
    return f"Dilayani {where[:1].lower()}{where[1:]}, {visit.posyandu}"


def _referrals(resident: Resident, user: User) -> Iterator[Event]:
    """Letters, each with the reasons that the user may read."""
    rows = readable(user).filter(resident=resident).select_related("visit").prefetch_related(PREFETCHED)
    for row in rows:
        # Who may read what asks for the person's Posyandu, which the caller has loaded.
        row.resident = resident
        if (letter := letter_for(row, user)) is None:
            continue
        yield Event(
            on=row.date,
            order=_REFERRAL,
            icon="send",
            title=f"Dirujuk ke {letter.to}",
            lines=tuple(why.text for why in letter.reasons),
            url=row.get_absolute_url(),
            level=letter.status_level,
            word=row.get_status_display(),
        )


def _doses(doses: Iterable[Immunisation]) -> Iterator[Event]:
    """Immunisations, those of one day together."""
    by_day: dict[date, list[Immunisation]] = defaultdict(list)
    for row in doses:
        if row.given_on is not None:
            by_day[row.given_on].append(row)
    for on, rows in by_day.items():
        names = ", ".join(row.label for row in rows)
        places = ", ".join(dict.fromkeys(row.where for row in rows if row.where))
        yield Event(on, _DOSE, "bandaid", "Imunisasi", tuple(line for line in (names, places) if line))


def _services(services: Iterable[ServiceGiven]) -> Iterator[Event]:
    """Capsules, tablets and meals, those of one day together."""
    for on, rows in groupby(services, lambda row: row.given_on):
        same = list(rows)
        places = ", ".join(dict.fromkeys(words for row in same if (words := place_words(row))))
        lines = (*(service_words(row) for row in same), places)
        yield Event(on, _SERVICE, "capsule", "Pelayanan", tuple(line for line in lines if line))


def _episodes(resident: Resident) -> Iterator[Event]:
    for pregnancy in Pregnancy.objects.unscoped(_WHY).filter(resident=resident):
        if pregnancy.outcome == Pregnancy.Outcome.ERROR:
            continue
        url = pregnancy.get_absolute_url()
        nth = (f"anak ke-{pregnancy.gravida}",) if pregnancy.gravida else ()
        yield Event(pregnancy.known_from, _PREGNANCY, "heart", "Tercatat hamil", nth, url)
        if pregnancy.ended_on and pregnancy.outcome != Pregnancy.Outcome.BIRTH:
            title = pregnancy.get_outcome_display()
            yield Event(pregnancy.ended_on, _DELIVERY, "heart", title, (), url)
    for delivery in Delivery.objects.unscoped(_WHY).filter(resident=resident):
        yield _delivery(delivery)


def _delivery(delivery: Delivery) -> Event:
    born = [f"{count} bayi {word}" for count, word in _born(delivery) if count]
    where = delivery.place_name or (delivery.get_place_display() if delivery.place else "")
    helper = f"ditolong {delivery.get_helper_display().lower()}" if delivery.helper else ""
    lines = (", ".join(born), " · ".join(part for part in (where, helper) if part))
    url = delivery.get_absolute_url()
    return Event(
        delivery.on, _DELIVERY, "house-heart", "Bersalin", tuple(line for line in lines if line), url
    )


def _born(delivery: Delivery) -> tuple[tuple[int, str], ...]:
    return (delivery.live_births, "lahir hidup"), (delivery.stillbirths, "lahir mati")


def _child(child: Resident, url: str) -> Event:
    sex = "Anak perempuan" if child.sex == "P" else "Anak laki-laki"
    death: Death | None = getattr(child, "death", None)
    died = (f"meninggal {long_date(death.on)}",) if death else ()
    return Event(child.birth_date, _CHILD, "balloon", f"{sex} lahir: {child.name}", died, url)


def _residencies(resident: Resident) -> Iterator[Event]:
    """Arriving, moving and coming back; noted by mistake it never was."""
    rows = Residency.objects.unscoped(_WHY).filter(resident=resident).select_related("posyandu__unit")
    periods = list(rows.exclude(end_reason=Residency.EndReason.ERROR).order_by("valid_from"))
    for before, row, after in zip([None, *periods], periods, [*periods[1:], None], strict=False):
        yield _arrival(row, before)
        if row.valid_until and row.end_reason == Residency.EndReason.MOVED and not _moved_on(row, after):
            lines = (f"ke {row.went_to}",) if row.went_to else ()
            title = f"Pindah dari {row.posyandu}"
            yield Event(row.valid_until, _LEAVING, "box-arrow-right", title, lines)


def _moved_on(row: Residency, after: Residency | None) -> bool:
    """Whether somebody went straight to another Posyandu of the register: the arrival there says both."""
    if after is None or row.valid_until is None or after.posyandu_id == row.posyandu_id:
        return False
    at_once = after.valid_from <= row.valid_until + _ONE_DAY
    return at_once and row.went_to in ("", str(after.posyandu))


def _arrival(row: Residency, before: Residency | None) -> Event:
    if before is None:
        title = f"Terdaftar di {row.posyandu}"
    elif before.posyandu_id == row.posyandu_id:
        title = f"Kembali ke {row.posyandu}"
    else:
        title = f"Pindah dari {before.posyandu} ke {row.posyandu}"
    said = before is not None and row.came_from == str(before.posyandu)
    lines = (f"datang dari {row.came_from}",) if row.came_from and not said else ()
    return Event(row.valid_from, _ARRIVAL, "house-door", title, lines)


def _families(resident: Resident) -> Iterator[Event]:
    """Changes of the family; that somebody was put into one when they were registered is no news."""
    rows = HouseholdChange.objects.unscoped(_WHY).filter(resident=resident)
    related = rows.exclude(reason=HouseholdChange.Reason.REGISTERED).select_related("to_household__head")
    hidden = (
        "to_household__kk",
        "to_household__phone",
        "to_household__head__nik",
        "to_household__head__phone",
    )
    for row in related.defer(*hidden):
        into = (f"ke {row.to_household.title}",) if row.to_household else ()
        icon = _REASON_ICONS.get(row.reason, "house")
        yield Event(row.on, _FAMILY, icon, row.get_reason_display(), into)


def _death(resident: Resident) -> Iterator[Event]:
    death: Death | None = getattr(resident, "death", None)
    if death is None:
        return
    where = death.place_name or (death.get_place_display() if death.place else "")
    lines = tuple(line for line in (where, death.cause) if line)
    yield Event(death.on, _DEATH, "flag", "Meninggal", lines)
