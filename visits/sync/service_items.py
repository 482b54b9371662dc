"""Services outside a visit and immunisations from a phone's queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers

from registry import merging
from registry.api import StrictSerializer
from registry.models import Posyandu, Resident
from registry.permissions import Action
from visits import services
from visits.api_services import ServiceEntrySerializer, noted
from visits.immunisations import warnings_of
from visits.models import Immunisation, SyncItem
from visits.rulebook import book_for
from visits.services_given import (
    DAY_CLOSED,
    AlreadyGiven,
    DoseGiven,
    ForeignService,
    OfAVisit,
    closed_to,
    record_immunisations,
    record_service,
    refusal,
)
from visits.sync.codes import Code
from visits.sync.items import Item, Problem, Refused
from visits.sync.reading import of_visit, person_of, read, refuse, text

_STORED = "of a person the sender may write"


class ServiceBody(ServiceEntrySerializer, StrictSerializer):
    """Isi kiriman `service`: seperti pelayanan pada API, dengan id buatan perangkat."""

    service = serializers.UUIDField()
    resident = None  # type: ignore[assignment]  # the item names the person


class DoseBody(StrictSerializer):
    """Satu dosis; `seen` adalah tanggal dosis ini yang dilihat di HP sebelum diubah."""

    code = serializers.CharField(max_length=8)
    given_on = serializers.DateField(required=False, allow_null=True, default=None)
    unknown = serializers.BooleanField(required=False, default=False)
    here = serializers.BooleanField(required=False, default=False)
    place = serializers.ChoiceField(Immunisation.Place.choices, required=False, allow_blank=True, default="")
    place_name = text(120)
    batch = text(30)
    site = serializers.ChoiceField(Immunisation.Site.choices, required=False, allow_blank=True, default="")
    given_by = text(120)
    seen = serializers.DateField(required=False, allow_null=True, default=None)


class ImmunisationBody(StrictSerializer):
    """Isi kiriman `immunisation`: dosis yang diberikan di sini, atau yang tertulis di Buku KIA."""

    date = serializers.DateField()
    doses = DoseBody(many=True, allow_empty=False)
    confirmed = serializers.ListField(child=serializers.CharField(), required=False, default=list)


def save_service(row: SyncItem, item: Item) -> dict[str, object]:
    """Note a service that was given outside a visit. Raises Refused, and Http404 outside the sender's area."""
    given = read(ServiceBody, item)
    service_id = given.pop("service")
    person = person_of(row, item, Action.RECORD)
    if given["posyandu"] is not None:
        get_object_or_404(Posyandu.objects.visible_to(row.user, Action.RECORD), pk=given["posyandu"])
    try:
        service, _ = record_service(
            service_id=service_id,
            resident=person,
            given=noted(person, given),
            user=row.user,
            sent_for=item.person,
        )
    except ForeignService as error:
        raise Http404 from error
    except AlreadyGiven as error:
        there = {"service": str(error.service.pk)}
        raise Refused([Problem(Code.REFUSED, error.words, "given_on")], there) from error
    except OfAVisit as error:
        raise Refused([Problem(Code.REFUSED, error.words)], {"service": str(service_id)}) from error
    except ValidationError as error:
        refuse(error)
    return {"service": str(service.pk)}


def save_immunisations(row: SyncItem, item: Item) -> dict[str, object]:
    """Note doses, and that whoever got one here came that day. Raises Refused, and Http404 outside the area."""
    given = read(ImmunisationBody, item)
    person = person_of(row, item, Action.REGISTER)
    # What is stored is judged while nobody else writes to the person.
    person = merging.locked(person.pk)
    rows = Immunisation.objects.unscoped(_STORED).filter(resident=person).select_related("recorded_by")
    stored = {each.dose: each for each in rows}
    doses = [_dose(sent, given["date"], stored.get(sent["code"]), person) for sent in given["doses"]]
    problems = [
        *_wrong(given["doses"], doses, person),
        *(Problem(Code.CLOSED, DAY_CLOSED, code) for code in closed_to(row.user, person, doses)),
        *_conflicts(given["doses"], doses, stored),
    ]
    if not problems:
        problems = _questions(doses, stored, person, given["confirmed"])
    if problems:
        raise Refused(problems)
    changed = record_immunisations(resident=person, given=doses, user=row.user, sent_for=item.person)
    result: dict[str, object] = {"doses": [each.dose for each in changed]}
    visit = services.note_vaccinated(
        resident=person, day=given["date"], doses=changed, user=row.user, item=row
    )
    return result | (of_visit(visit) if visit else {})


def _dose(sent: Mapping[str, Any], day: date, stored: Immunisation | None, person: Resident) -> DoseGiven:
    """A dose as it is to be noted; what the phone leaves empty stays as it is stored."""
    on, here = sent["given_on"], sent["here"]
    if here and not sent["unknown"]:
        on = on or day
    names = ("place", "place_name", "batch", "site", "given_by")
    details = {name: sent[name] or getattr(stored, name, "") for name in names}
    stock = stored.posyandu_id if stored else None
    if here:
        details["place"] = details["place"] or Immunisation.Place.POSYANDU.value
        stock = stock or person.posyandu_id
    return DoseGiven(sent["code"], on, posyandu=stock, **details)


def _wrong(sent: Sequence[Mapping[str, Any]], doses: Sequence[DoseGiven], person: Resident) -> list[Problem]:
    problems = []
    for said, dose in zip(sent, doses, strict=True):
        wrong = refusal(dose, birth_date=person.birth_date, today=timezone.localdate())
        if not wrong and dose.given_on is None and not said["unknown"]:
            wrong = "Isi tanggalnya, atau pilih tanggal tidak tahu."
        if wrong:
            problems.append(Problem(Code.REFUSED, wrong, dose.code))
    return problems


def _conflicts(
    sent: Sequence[Mapping[str, Any]], doses: Sequence[DoseGiven], stored: Mapping[str, Immunisation]
) -> list[Problem]:
    """Doses that somebody else noted on another day than the phone saw."""
    problems = []
    for said, dose in zip(sent, doses, strict=True):
        there = stored.get(dose.code)
        if there is None or there.given_on in (dose.given_on, said["seen"]):
            continue
        by = str(there.recorded_by or "")
        told = f"Baru saja dicatat oleh {by or 'orang lain'}."
        on = there.given_on
        problems.append(Problem(Code.CHANGED_MEANWHILE, told, dose.code, on, by, there.recorded_at))
    return problems


def _questions(
    doses: Sequence[DoseGiven],
    stored: Mapping[str, Immunisation],
    person: Resident,
    confirmed: Sequence[str],
) -> list[Problem]:
    """What is unusual about a day that is new, unless it was asked about."""
    rules = book_for(person.posyandu_id).on(timezone.localdate())
    before = {code: each.given_on for code, each in stored.items()}
    days = before | {dose.code: dose.given_on for dose in doses}
    open_doses = [
        dose.code
        for dose in doses
        if dose.code not in confirmed and (dose.code not in before or before[dose.code] != dose.given_on)
    ]
    asked = {code: " ".join(warnings_of(code, days, person.birth_date, rules)) for code in open_doses}
    return [Problem(Code.NEEDS_CONFIRMATION, words, code) for code, words in asked.items() if words]
