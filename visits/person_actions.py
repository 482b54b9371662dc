"""What somebody may do on a person's page, by the role of the one and the age and state of the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse

from registry.models import Delivery, Pregnancy, Resident, User
from registry.permissions import Action
from registry.rules.births import MOTHER_YEARS
from registry.rules.life_stage import Sex
from visits.tetanus import needs_tetanus

if TYPE_CHECKING:
    from visits.models import Session

# Under this age the schedule of immunisations has something to say.
SCHEDULE_YEARS = 6
# Every page that this one leads to.
ROUTES = (
    "visit_entry",
    "resident_edit",
    "immunisations",
    "services_given",
    "pregnancy_new",
    "pregnancy_detail",
    "delivery_new",
    "delivery_direct",
    "delivery_detail",
    "resident_new",
    "resident_move",
    "resident_end",
    "resident_death",
    "resident_return",
    "merge_pick",
    "move_answer",
    "household_detail",
    "person_card_pdf",
    "person_papers",
)


@dataclass(frozen=True, slots=True)
class QuickAction:
    """A link of the page: its words, its icon, where it goes."""

    label: str
    icon: str
    url: str


@dataclass(frozen=True, slots=True)
class State:
    """What decides which actions make sense: where the person is in life, and whether they live here."""

    lives_here: bool
    is_dead: bool
    pregnancy: Pregnancy | None
    delivery: Delivery | None
    has_doses: bool


def link(route: str, *args: object, query: str = "") -> str:
    """The address of a page by its name; empty where this installation has no such page."""
    try:
        return reverse(route, args=args) + query
    except NoReverseMatch:
        return ""


def main_actions(resident: Resident, user: User, state: State, session: Session | None) -> list[QuickAction]:
    """The two that stand at the top: recording today, and changing what is known."""
    found = []
    if session is not None and state.lives_here and user.may(Action.RECORD, resident.posyandu.unit):
        url = link("visit_entry", session.pk, resident.pk)
        found.append(QuickAction("Catat hari ini", "clipboard2-pulse", url))
    if user.may(Action.REGISTER, resident.posyandu.unit):
        found.append(QuickAction("Ubah data", "pencil", link("resident_edit", resident.pk)))
    return [action for action in found if action.url]


def further_actions(resident: Resident, user: User, state: State, day: date) -> list[QuickAction]:
    """The others, in the order of a life; those whose page does not exist are left out."""
    unit = resident.posyandu.unit
    found: list[QuickAction] = []
    in_schedule = resident.age_on(day).years < SCHEDULE_YEARS
    if in_schedule or state.has_doses or needs_tetanus(resident, day):
        found.append(QuickAction("Imunisasi", "bandaid", link("immunisations", resident.pk)))
    found.append(QuickAction("Pelayanan", "capsule", link("services_given", resident.pk)))
    if user.may(Action.RECORD, unit):
        outside = link("visit_outside", resident.pk)
        found.append(QuickAction("Pelayanan di luar hari buka", "house-heart", outside))
    if state.pregnancy is not None:
        found.append(QuickAction("Lihat kehamilan", "heart", link("pregnancy_detail", state.pregnancy.pk)))
    if user.may(Action.REGISTER, unit):
        found += _births(resident, state, day) if state.lives_here else []
        found += _comings_and_goings(resident, state)
    found.append(QuickAction("Kartu pemeriksaan", "file-earmark-text", link("person_papers", resident.pk)))
    if state.lives_here:
        found.append(QuickAction("Cetak kartu", "printer", link("person_card_pdf", resident.pk)))
    if user.may(Action.DECIDE_DUPLICATES, unit):
        found.append(QuickAction("Gabungkan data ganda", "people", link("merge_pick", resident.pk)))
    return [action for action in found if action.url]


def _births(resident: Resident, state: State, day: date) -> Iterator[QuickAction]:
    youngest, oldest = MOTHER_YEARS
    if resident.sex != Sex.FEMALE or not youngest <= resident.age_on(day).years <= oldest:
        return
    if state.pregnancy is not None:
        yield QuickAction("Bersalin", "house-heart", link("delivery_new", state.pregnancy.pk))
        return
    yield QuickAction("Catat kehamilan", "heart", link("pregnancy_new", resident.pk))
    if state.delivery is not None:
        yield QuickAction("Lihat persalinan", "house-heart", link("delivery_detail", state.delivery.pk))
    else:
        yield QuickAction("Bersalin", "house-heart", link("delivery_direct", resident.pk))
    yield QuickAction("Tambah bayi", "emoji-smile", link("resident_new", query=f"?ibu={resident.pk}"))


def _comings_and_goings(resident: Resident, state: State) -> Iterator[QuickAction]:
    if state.is_dead:
        yield QuickAction("Perbaiki catatan meninggal", "flag", link("resident_death", resident.pk))
        return
    if not state.lives_here:
        yield QuickAction("Kembali tinggal di sini", "house-door", link("resident_return", resident.pk))
        return
    yield QuickAction("Pindah Posyandu", "arrow-left-right", link("resident_move", resident.pk))
    yield QuickAction("Tidak lagi di sini", "box-arrow-right", link("resident_end", resident.pk))
    yield QuickAction("Meninggal", "flag", link("resident_death", resident.pk))
