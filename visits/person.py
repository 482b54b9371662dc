"""Everything that a person's page shows, gathered in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from registry.models import Delivery, MoveRequest, Pregnancy, Residency, Resident, User
from registry.permissions import Action
from registry.rules.episodes import episode_words
from registry.rules.target_groups import TargetGroup
from registry.rules.wording import long_date
from visits.charts import PersonCharts, person_charts
from visits.due import Due, due_for
from visits.models import Immunisation, Session, Visit
from visits.person_actions import QuickAction, State, further_actions, link, main_actions
from visits.rulebook import shelf
from visits.services_given import services_of
from visits.timeline import Year, timeline_of

_WHY = "of a person the caller may see"


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody of the family: the word, the name, and a link where the user may see them."""

    word: str
    name: str
    url: str = ""
    birth_date: date | None = None
    died: bool = False


@dataclass(frozen=True, slots=True)
class Banner:
    """What one must know before anything else: died, moved, about to move, pregnant."""

    level: str
    text: str
    url: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person as they are shown on a day."""

    banners: list[Banner]
    years: list[Year]
    undated_doses: list[str]
    charts: PersonCharts
    due: list[Due]
    family: list[Relative]
    main: list[QuickAction]
    further: list[QuickAction]
    residency: Residency | None
    lives_here: bool


def person_page(resident: Resident, user: User, day: date) -> PersonPage:
    """The page of a person whose Posyandu, household and parents are loaded."""
    visits = list(Visit.objects.visible_to(user).filter(resident=resident).for_history())
    for visit in visits:
        # Who may read what of it asks for the person's Posyandu, which is loaded here.
        visit.resident = resident
    relatives = _relatives(resident, user)
    children = [
        person for person in relatives.values() if resident.pk in (person.mother_id, person.father_id)
    ]
    lost = [child for child in _dead_children(resident) if child.pk not in relatives]
    books = shelf()
    residency = _residency(resident)
    pregnancy = Pregnancy.objects.unscoped(_WHY).open_on(day).filter(resident=resident).first()
    delivery = Delivery.objects.unscoped(_WHY).in_nifas_on(day).filter(resident=resident).first()
    doses = list(Immunisation.objects.unscoped(_WHY).filter(resident=resident))
    is_dead = hasattr(resident, "death")
    here = residency is not None and residency.valid_until is None and not is_dead
    state = State(here, is_dead, pregnancy, delivery, bool(doses))
    return PersonPage(
        banners=[
            *_departures(resident, residency, _waiting_move(resident, user)),
            *_motherhood(pregnancy, delivery, day),
        ],
        years=timeline_of(
            resident,
            visits=visits,
            doses=doses,
            services=services_of(resident),
            children=children,
            children_lost=lost,
            user=user,
            books=books,
        ),
        undated_doses=[dose.label for dose in doses if dose.given_on is None],
        charts=person_charts(resident, [visit for visit in visits if visit.cancelled_at is None], books),
        due=due_for(resident, day) if here else [],
        family=[*_family(resident, relatives, [*children, *lost])],
        main=main_actions(resident, user, state, _session(resident, user, day)),
        further=further_actions(resident, user, state, day),
        residency=residency,
        lives_here=here,
    )


def _relatives(resident: Resident, user: User) -> dict[UUID, Resident]:
    """Parents, spouse and children whom the user may see."""
    named = [pk for pk in (resident.mother_id, resident.father_id, resident.spouse_id) if pk is not None]
    people = Resident.objects.visible_to(user).select_related("death").without_secrets()
    found = people.filter(Q(pk__in=named) | Q(mother=resident) | Q(father=resident))
    return {person.pk: person for person in found.order_by("birth_date", "name_key")}


def _dead_children(resident: Resident) -> Iterable[Resident]:
    """A child that died stays where it lived; whoever cares for a parent who moved away has to know of it."""
    people = Resident.objects.unscoped(_WHY).filter(death__isnull=False)
    hers = people.filter(Q(mother=resident) | Q(father=resident))
    return hers.select_related("death").without_secrets().order_by("birth_date", "name_key")


def _family(
    resident: Resident, visible: dict[UUID, Resident], children: list[Resident]
) -> Iterator[Relative]:
    """Names as this person's own record has them; links only to whom the user may see."""
    named: tuple[tuple[str, Resident | None, str], ...] = (
        ("Ibu", resident.mother, resident.mother_name),
        ("Ayah", resident.father, resident.father_name),
        ("Suami" if resident.sex == "P" else "Istri", resident.spouse, resident.spouse_name),
    )
    for word, person, written in named:
        name = person.name if person is not None else written
        known = visible.get(person.pk) if person is not None else None
        if name:
            yield Relative(word, name, known.get_absolute_url() if known else "")
    for child in children:
        url = child.get_absolute_url() if child.pk in visible else ""
        yield Relative("Anak", child.name, url, child.birth_date, hasattr(child, "death"))


def _residency(resident: Resident) -> Residency | None:
    rows = Residency.objects.unscoped(_WHY).filter(resident=resident).select_related("posyandu__unit")
    return rows.order_by("-valid_from").first()


def _waiting_move(resident: Resident, user: User) -> MoveRequest | None:
    moves = MoveRequest.objects.visible_to(user).waiting().filter(resident=resident)
    return moves.select_related("to_posyandu__unit__parent").first()


def _session(resident: Resident, user: User, day: date) -> Session | None:
    sessions = Session.objects.visible_to(user, Action.RECORD)
    return sessions.filter(posyandu=resident.posyandu, date=day).first()


def _departures(
    resident: Resident, residency: Residency | None, move: MoveRequest | None
) -> Iterator[Banner]:
    death: Any = getattr(resident, "death", None)
    if death is not None:
        yield Banner("kosong", f"Meninggal {long_date(death.on)}.")
    elif residency is not None and residency.valid_until is not None:
        yield _gone(residency)
    if move is not None:
        text = f"Permintaan pindah ke {move.to_posyandu.with_village} menunggu jawaban."
        yield Banner("perhatian", text, link("move_answer", move.pk), "Lihat permintaan")


def _motherhood(pregnancy: Pregnancy | None, delivery: Delivery | None, day: date) -> Iterator[Banner]:
    if pregnancy is not None:
        words = episode_words(TargetGroup.PREGNANT, pregnancy.counted_from, day)
        yield Banner("info", f"{words.capitalize()}.", pregnancy.get_absolute_url(), "Lihat kehamilan")
    elif delivery is not None:
        words = episode_words(TargetGroup.POSTPARTUM, delivery.on, day)
        yield Banner("info", f"{words.capitalize()}.", delivery.get_absolute_url(), "Lihat persalinan")


def _gone(residency: Residency) -> Banner:
    if residency.end_reason == Residency.EndReason.ERROR:
        return Banner("kosong", "Salah catat: tidak dihitung sebagai sasaran.")
    where = f" ke {residency.went_to}" if residency.went_to else ""
    return Banner("kosong", f"Pindah{where} sejak {long_date(residency.valid_until)}.")
