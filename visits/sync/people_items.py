"""Newcomers from a phone's queue: the same forms as at the desk, with what may not be on a phone left for later.

Neither NIK nor KK, telephone or address is taken from a phone. People alike never hold a newcomer up: whoever looks at
duplicates decides about them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NoReturn
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers

from registry import merging
from registry.api import LARGEST_ID, StrictSerializer
from registry.forms.residents import BABY_DAYS, PERSON_FIELDS, NewResidentForm
from registry.models import Posyandu, Resident, User
from registry.permissions import Action
from registry.services import register_resident
from registry.views.prefill import of_mother
from visits.forms.guests import NewGuestForm
from visits.models import Session, SyncItem
from visits.session_services import SessionClosed
from visits.sync.codes import Code
from visits.sync.items import Item, Problem, Refused
from visits.sync.reading import check_role, read
from visits.views.guests import CLOSED

_ELSEWHERE = "whether an id made on the phone belongs to somebody else"
_HOME = ("dusun", "rt", "rw")
REGISTERED = "Orang ini sudah terdaftar. Ubah datanya di halaman orang itu."


class Typed(serializers.CharField):
    """As somebody typed it; the form of the page reads it and says what is wrong with it."""

    def __init__(self) -> None:
        super().__init__(required=False, allow_blank=True, allow_null=True)

    def to_internal_value(self, data: Any) -> str:
        # A number of JSON has a point where the form expects a comma.
        is_number = isinstance(data, int | float) and not isinstance(data, bool)
        return super().to_internal_value(str(data).replace(".", ",") if is_number else data)


class PersonBody(StrictSerializer):
    """Yang diketahui dari setiap orang baru."""

    session = serializers.UUIDField(required=False, allow_null=True, default=None)
    as_guest = serializers.BooleanField(required=False, default=False)
    name = Typed()
    sex = Typed()
    birth_date_known = Typed()
    birth_date = Typed()
    age_years = Typed()
    age_months = Typed()
    birth_year = Typed()
    mother_name = Typed()

    def typed(self) -> list[str]:
        """The names of the columns that the form reads."""
        return [name for name, field in self.fields.items() if isinstance(field, Typed)]


class NewcomerBody(PersonBody):
    """Isi kiriman `newcomer`: orang yang tinggal di sini."""

    posyandu = serializers.IntegerField(required=False, allow_null=True, default=None, max_value=LARGEST_ID)
    mother = serializers.UUIDField(required=False, allow_null=True, default=None)
    father_name = Typed()
    since = Typed()
    relation = Typed()
    birth_place = Typed()
    birth_weight_kg = Typed()
    birth_length_cm = Typed()
    gestation_weeks = Typed()
    birth_order = Typed()
    dusun = Typed()
    rt = Typed()
    rw = Typed()


class SentResidentForm(NewResidentForm):
    """The form of the desk, filled in on an earlier day: ages and stays were told on that day."""

    def __init__(self, data: Any, *, user: User, day: date) -> None:
        super().__init__(data, user=user)
        self.day = day

    def _born(self, known: str, today: date) -> date | None:
        return super()._born(known, self.day)

    def _check_since(self, data: dict[str, Any]) -> None:
        born: date = data["birth_date"]
        if data.get("since") in (None, self.day):
            data["since"] = born if (self.day - born).days < BABY_DAYS else self.day
        super()._check_since(data)


class SentGuestForm(NewGuestForm):
    """The form for guests, filled in on the day of the session."""

    def _born(self, known: str, today: date) -> date | None:
        return super()._born(known, self.session.date)


def save_newcomer(row: SyncItem, item: Item) -> dict[str, object]:
    """Register somebody under the id that the phone made. Raises Refused, and Http404 outside the sender's area."""
    is_guest = item.body.get("as_guest") is True
    body = PersonBody if is_guest else NewcomerBody
    given = read(body, item)
    if given["as_guest"] is not is_guest:
        raise Refused.because(Code.INVALID, "as_guest", "Tulis true atau false.")
    typed = {name: given[name] for name in body().typed() if given.get(name) is not None}
    session = _session(row.user, given["session"])
    known = _known(row.user, item.person)
    if is_guest:
        resident = _guest(row, item, session, typed, known)
    else:
        resident = _newcomer(row, item, session, given, typed, known)
    return {"resident": str(resident.pk)}


def _session(user: User, session_id: UUID | None) -> Session | None:
    if session_id is None:
        return None
    sessions = Session.objects.visible_to(user, Action.RECORD).select_related("posyandu__unit")
    return get_object_or_404(sessions, pk=session_id)


def _known(user: User, person: UUID) -> Resident | None:
    """Who has this id already. Raises Http404 where that is somebody whom the sender does not reach."""
    people = Resident.objects.with_merged(_ELSEWHERE).select_related("posyandu__unit", "household")
    known = people.filter(pk=merging.current_id(person)).first()
    if known is not None and not user.may(Action.REGISTER, known.posyandu.unit):
        raise Http404
    return known


def _newcomer(
    row: SyncItem,
    item: Item,
    session: Session | None,
    given: dict[str, Any],
    typed: dict[str, str],
    known: Resident | None,
) -> Resident:
    check_role(row.user, Action.REGISTER)
    row.posyandu = place = _place(row.user, session, given["posyandu"])
    mother = _mother(row.user, given["mother"])
    # Whom the phone linked stays linked, however her name is written by now.
    hers = of_mother(mother) | {"posyandu": place.pk}
    data = hers | typed | ({"mother_name": mother.name} if mother else {"mother": given["mother"]})
    day = session.date if session else timezone.localdate(row.entered_at)
    form = SentResidentForm(data | {"is_new": "on"}, user=row.user, day=day)
    if not form.is_valid():
        _refuse_form(form)
    if known is not None:
        return _as_registered(known, form, typed)
    family = mother.household if mother else None
    if family is not None and family.posyandu_id != place.pk:
        family = None
    try:
        return register_resident(
            posyandu=place,
            since=form.cleaned_data["since"],
            person=form.person(),
            home=None if family else {name: form.cleaned_data[name] for name in _HOME},
            household=family,
            resident_id=item.person,
            user=row.user,
        )
    except ValidationError as error:
        form.refuse(error)
        _refuse_form(form)


def _as_registered(known: Resident, form: forms.Form, typed: Iterable[str]) -> Resident:
    """The person of an earlier item that says the same. Raises Refused for one that says something else of them."""
    said = {"birth_date", *typed} & {*PERSON_FIELDS, *_HOME}
    if form.cleaned_data.get("mother") is not None:
        said.add("mother")
    for name in said:
        stored = getattr(known.household if name in _HOME else known, name, "")
        if stored != form.cleaned_data[name]:
            raise Refused([Problem(Code.REFUSED, REGISTERED)], {"resident": str(known.pk)})
    return known


def _place(user: User, session: Session | None, posyandu: int | None) -> Posyandu:
    """The Posyandu of the session, or the one that is named without a session."""
    places = Posyandu.objects.visible_to(user, Action.REGISTER).select_related("unit")
    wanted = session.posyandu_id if session else posyandu
    if wanted is None:
        raise Refused.because(Code.INVALID, "posyandu", "Pilih Posyandunya.")
    return get_object_or_404(places, pk=wanted)


def _mother(user: User, mother_id: UUID | None) -> Resident | None:
    if mother_id is None:
        return None
    people = Resident.objects.visible_to(user).select_related("household", "spouse")
    return people.filter(pk=merging.current_id(mother_id)).first()


def _guest(
    row: SyncItem, item: Item, session: Session | None, typed: dict[str, str], known: Resident | None
) -> Resident:
    """Somebody who lives elsewhere, known to this session alone."""
    check_role(row.user, Action.RECORD)
    if session is None:
        raise Refused.because(Code.INVALID, "session", "Tamu dicatat pada hari buka.")
    row.posyandu = session.posyandu
    if known is None and session.is_closed:
        raise Refused.because(Code.CLOSED, message=CLOSED)
    data = typed | {"resident_id": item.person, "is_new": "on"}
    form = SentGuestForm(data, session=session, user=row.user)
    if not form.is_valid():
        _refuse_form(form)
    if known is not None:
        return _as_registered(known, form, typed)
    try:
        resident = form.saved()
    except SessionClosed as error:
        raise Refused.because(Code.CLOSED, message=CLOSED) from error
    if resident is None:
        _refuse_form(form)
    return resident


def _refuse_form(form: forms.Form) -> NoReturn:
    raise Refused(
        Problem(Code.REFUSED, str(message), "" if name == "__all__" else name)
        for name, messages in form.errors.items()
        for message in messages
    )
