"""What a person is due for on a day, by the rules: what to call them for, and what comes next.

Gathered for many people in a constant number of queries; one person is a list of one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import Model
from django.urls import reverse

from registry.models import Death, Delivery, Pregnancy, Residency, Resident
from registry.rules.episodes import NIFAS_DAYS
from registry.rules.life_stage import NEONATE_MAX_DAYS, Sex, add_months, life_stage_on
from registry.rules.wording import long_date, month_name, short_date
from visits.due_screenings import Done, checklist_due, done_by, screening_due
from visits.due_services import (
    NOTHING,
    Line,
    Services,
    given_to,
    mother_capsules_due,
    pregnancy_food_due,
    tablets_due,
)
from visits.maternity import NOW, Window, contact_windows, due_words, visit_windows
from visits.models import Immunisation, ServiceGiven
from visits.models.visit import CARD_OF_STAGE
from visits.rulebook import shelf
from visits.rules.book import Rules
from visits.rules.deworming import deworming_due
from visits.rules.immunisation import DoseStatus, Given, PlannedDose, planned_doses
from visits.rules.vitamin_a import capsule_due, capsule_on

_WHY = "of people whom the caller may see"
Kind = ServiceGiven.Kind
_FEW = 3
_EXCLUSIVE_MONTHS = 6
_BREASTFED_MONTHS = 24
_MONTHS_A_YEAR = 12
_Row = TypeVar("_Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do: what, when in words, how loud, and where it is recorded.

    `is_ahead` marks what is not yet to be done: it belongs on the person's own page, not into a list of work.
    """

    title: str
    when: str
    level: str
    icon: str
    url: str = ""
    is_ahead: bool = False


@dataclass(frozen=True)
class _Known:
    """What the database knows of some people: rows by person."""

    doses: dict[UUID, dict[str, date | None]] = field(default_factory=dict)
    done: dict[UUID, Done] = field(default_factory=dict)
    given: dict[UUID, Services] = field(default_factory=dict)
    pregnancies: dict[UUID, Pregnancy] = field(default_factory=dict)
    births: dict[UUID, Delivery] = field(default_factory=dict)
    fed: dict[UUID, Delivery] = field(default_factory=dict)
    here: frozenset[UUID] = frozenset()


def due_for(resident: Resident, day: date) -> list[Due]:
    """Everything that waits for one person, what is late first, and what comes next."""
    return due_of_many([resident], day, ahead=True)[resident.pk]


def due_of_many(residents: Iterable[Resident], day: date, *, ahead: bool = False) -> dict[UUID, list[Due]]:
    """What waits for each person on a day; nothing for the dead, for those who moved away or are not born yet.

    With `ahead` also what comes next. Eight queries at most, however many people there are.
    """
    people = list(residents)
    known, books = _known(people, day), shelf()
    found: dict[UUID, list[Due]] = {}
    for person in people:
        if person.pk not in known.here or person.birth_date > day:
            found[person.pk] = []
            continue
        rules = books.book_for(person.posyandu_id).on(day)
        items = [due for due in _of(person, day, known, rules) if ahead or not due.is_ahead]
        found[person.pk] = sorted(items, key=_loudness)
    return found


def _loudness(due: Due) -> tuple[bool, int]:
    return due.is_ahead, 0 if due.level == "perhatian" else 1


def _known(people: list[Resident], day: date) -> _Known:
    ids = [person.pk for person in people]
    if not ids:
        return _Known()
    women = [person.pk for person in people if person.sex == Sex.FEMALE]
    births = Delivery.objects.unscoped(_WHY).deciding_on(day).filter(resident__in=women).order_by("on")
    fed = Delivery.objects.unscoped(_WHY).breastfeeding_on(day).filter(resident__in=women).order_by("on")
    doses: dict[UUID, dict[str, date | None]] = defaultdict(dict)
    noted = Immunisation.objects.unscoped(_WHY).filter(resident__in=ids)
    for pk, code, on in noted.values_list("resident", "dose", "given_on"):
        doses[pk][code] = on
    return _Known(
        doses=doses,
        done=done_by(ids, day),
        given=given_to(ids, day),
        pregnancies=_by_person(Pregnancy.objects.unscoped(_WHY).open_on(day).filter(resident__in=women)),
        births=_by_person(births),
        fed=_by_person(fed),
        here=_living(ids, day),
    )


def _by_person(rows: Iterable[_Row]) -> dict[UUID, _Row]:
    return {row.resident_id: row for row in rows}  # type: ignore[attr-defined]  # each has a resident


def _living(ids: list[UUID], day: date) -> frozenset[UUID]:
    dead = Death.objects.unscoped(_WHY).filter(on__lte=day)
    here = Residency.objects.unscoped(_WHY).covering(day).filter(resident__in=ids)
    return frozenset(here.exclude(resident__in=dead.values("resident")).values_list("resident", flat=True))


def _of(person: Resident, day: date, known: _Known, rules: Rules) -> Iterator[Due]:
    done, given = known.done.get(person.pk, Done()), known.given.get(person.pk, NOTHING)
    pregnancy, birth = known.pregnancies.get(person.pk), known.births.get(person.pk)
    yield from _pregnant(person, day, pregnancy, rules)
    yield from _after_birth(person, day, birth, rules)
    yield from _newborn(person, day, rules)
    yield from _immunisations(person, day, known.doses.get(person.pk, {}), rules)
    yield from _month(person, day, done)
    yield from _capsules(person, day, given, rules)
    yield from _lines(
        person,
        *mother_capsules_due(birth, day, given, rules),
        *tablets_due(person, day, pregnancy, given, rules),
        *pregnancy_food_due(pregnancy, given, done, rules),
    )
    yield from _fed(day, known.fed.get(person.pk))
    if sheet := checklist_due(person, day, done, rules):
        yield Due("Checklist perkembangan", f"lembar {sheet}", "info", "puzzle")
    if screening := screening_due(person, day, done, rules):
        yield Due("Pemeriksaan tahunan", screening, "info", "clipboard2-check")


def _lines(person: Resident, *lines: Line) -> Iterator[Due]:
    url = reverse("services_given", args=[person.pk])
    for title, when, level in lines:
        yield Due(title, when, level, "capsule", url)


def _pregnant(person: Resident, day: date, pregnancy: Pregnancy | None, rules: Rules) -> Iterator[Due]:
    if pregnancy is None:
        return
    url = pregnancy.get_absolute_url()
    if pregnancy.counted_from is None:
        yield Due("Isi HPHT atau taksiran USG", "supaya jadwal periksa muncul", "perhatian", "heart", url)
        return
    windows = contact_windows(pregnancy, day, rules)
    # Whether she went is in the Buku KIA: nobody here knows that she did not.
    yield from _window_due("Periksa kehamilan", windows, url, "heart", level="info")
    yield Due("Taksiran persalinan", due_words(pregnancy, day), "info", "calendar-event", url, is_ahead=True)


def _after_birth(person: Resident, day: date, delivery: Delivery | None, rules: Rules) -> Iterator[Due]:
    if delivery is None or not 0 <= (day - delivery.on).days <= NIFAS_DAYS:
        return
    windows = list(visit_windows(rules.rows("postpartum")["mother"], delivery.on, day))
    yield from _window_due("Kunjungan nifas", windows, delivery.get_absolute_url(), "house-heart")


def _newborn(person: Resident, day: date, rules: Rules) -> Iterator[Due]:
    if (day - person.birth_date).days > NEONATE_MAX_DAYS:
        return
    windows = list(visit_windows(rules.rows("postpartum")["newborn"], person.birth_date, day))
    yield from _window_due("Kunjungan bayi baru lahir", windows, "", "emoji-smile")


def _window_due(
    title: str, windows: list[Window], url: str, icon: str, *, level: str = "perhatian"
) -> Iterator[Due]:
    """The visits whose time is now, together; and the next one where none is."""
    now = [window for window in windows if window.state == NOW]
    if now:
        names = ", ".join(window.name for window in now)
        yield Due(f"{title} {names}", f"sekarang, sampai {long_date(now[-1].last)}", level, icon, url)
        return
    later = next((window for window in windows if window.state != NOW and window.words == "nanti"), None)
    if later is not None:
        yield Due(
            f"{title} {later.name}", f"mulai {long_date(later.first)}", "info", icon, url, is_ahead=True
        )


def _immunisations(person: Resident, day: date, given: Given, rules: Rules) -> Iterator[Due]:
    planned = planned_doses(person.birth_date, day, given, rules=rules)
    if not planned:
        return
    url = reverse("immunisations", args=[person.pk])
    late = [dose for dose in planned if dose.status is DoseStatus.OVERDUE]
    now = [dose for dose in planned if dose.status is DoseStatus.DUE]
    later = [dose for dose in planned if dose.status is DoseStatus.LATER]
    if late:
        since = short_date(min(dose.scheduled for dose in late))
        yield Due(f"Imunisasi {_names(late)}", f"terlambat, jadwal {since}", "perhatian", "bandaid", url)
    if now:
        yield Due(f"Imunisasi {_names(now)}", "sekarang waktunya", "info", "bandaid", url)
    if later:
        first = min(dose.earliest or dose.scheduled for dose in later)
        same = [dose for dose in later if (dose.earliest or dose.scheduled) == first]
        when = f"mulai {long_date(first)}"
        yield Due(f"Imunisasi {_names(same)}", when, "info", "bandaid", url, is_ahead=True)


def _names(doses: list[PlannedDose]) -> str:
    """Two or three doses by name, more by their number."""
    names = [dose.label for dose in doses]
    if len(names) <= _FEW:
        return ", ".join(names)
    return f"{', '.join(names[: _FEW - 1])}, dan {len(names) - _FEW + 1} lain"


def _month(person: Resident, day: date, done: Done) -> Iterator[Due]:
    """A child is weighed every month."""
    if CARD_OF_STAGE[life_stage_on(person.birth_date, day)] != "child_check":
        return
    if done.weighed is None or done.weighed < day.replace(day=1):
        since = f", terakhir {short_date(done.weighed)}" if done.weighed else ""
        yield Due("Timbang dan ukur", f"bulan ini belum{since}", "info", "rulers")


def _capsules(person: Resident, day: date, given: Services, rules: Rules) -> Iterator[Due]:
    """Vitamin A and deworming: in their months until they were given, then the next month that has them."""
    url = reverse("services_given", args=[person.pk])
    capsule = capsule_due(person.birth_date, day, given.days(Kind.VITAMIN_A), rules=rules)
    if capsule is not None:
        yield Due(f"Vitamin A kapsul {capsule.value}", "bulan ini", "perhatian", "capsule", url)
    elif month := _next_month(person, day, rules, "vitamin_a"):
        yield Due("Vitamin A", month_name(month), "info", "capsule", is_ahead=True)
    dose = deworming_due(person.birth_date, day, given.days(Kind.DEWORMING), rules=rules)
    if dose is not None:
        yield Due(f"Obat cacing {dose} mg", "bulan ini, sesudah vitamin A", "perhatian", "capsule", url)
    elif month := _next_month(person, day, rules, "deworming"):
        yield Due("Obat cacing", month_name(month), "info", "capsule", is_ahead=True)


def _next_month(person: Resident, day: date, rules: Rules, table: str) -> date | None:
    """The next month of the year in which the child gets it, judged on the first day of that month."""
    for ahead in range(1, _MONTHS_A_YEAR + 1):
        month = add_months(day.replace(day=1), ahead)
        if table == "vitamin_a":
            fits = capsule_on(person.birth_date, month, rules=rules) is not None
        else:
            fits = deworming_due(person.birth_date, month, rules=rules) is not None
        if fits:
            return month
    return None


def _fed(day: date, delivery: Delivery | None) -> Iterator[Due]:
    if delivery is None:
        return
    exclusive = add_months(delivery.on, _EXCLUSIVE_MONTHS) - timedelta(days=1)
    url = delivery.get_absolute_url()
    if day <= exclusive:
        when = f"sampai bayi 6 bulan, {long_date(exclusive)}"
        yield Due("ASI saja", when, "info", "house-heart", url, is_ahead=True)
    else:
        until = long_date(add_months(delivery.on, _BREASTFED_MONTHS))
        yield Due("ASI diteruskan", f"sampai 2 tahun, {until}", "info", "house-heart", url, is_ahead=True)
