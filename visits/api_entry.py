"""Recording a visit over the API: the entry page's form, with questions and refusals that a program can read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from registry import merging
from registry.api import StrictSerializer
from registry.models import Resident, User
from registry.permissions import Action
from visits import fields, guests, services
from visits.columns import Column, Kind
from visits.entry import card_form
from visits.fields import COLUMNS
from visits.forms import CardForm
from visits.models import Session, Setting, SyncItem, Visit
from visits.services import Conflict

# What stands for the whole card where nothing of it was measured.
WHOLE_CARD = "measures"


class Code(StrEnum):
    """Why a visit was not stored; clients act on these, people read the message beside them."""

    NEEDS_CONFIRMATION = "needs_confirmation"
    REFUSED = "refused"
    NOT_ON_CARD = "not_on_card"
    CHANGED_MEANWHILE = "changed_meanwhile"
    CANCELLED = "cancelled"
    CLOSED = "closed"


CONFLICTS = (Code.CHANGED_MEANWHILE, Code.CANCELLED, Code.CLOSED)


class AnswerValue(serializers.BooleanField):
    """Ya or Tidak; null takes an answer back."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "allow_null": True, **kwargs})


def _field(column: Column) -> serializers.Field[Any, Any, Any, Any]:
    """How a column is sent: numbers may come as they were typed, the card's form says what is wrong with them."""
    label = column.label if isinstance(column.label, str) else column.name
    match column.kind:
        case Kind.ANSWER | Kind.TICK:
            return AnswerValue(help_text=label)
        case Kind.TOPICS:
            return serializers.ListField(
                child=serializers.CharField(), required=False, allow_null=True, help_text=label
            )
        case Kind.TEXT | Kind.CHOICE:
            return serializers.CharField(required=False, allow_blank=True, allow_null=True, help_text=label)
        case Kind.DECIMAL | Kind.WHOLE:
            return MeasureValue(required=False, allow_null=True, help_text=f"{label} ({column.unit})")


@extend_schema_field({"oneOf": [{"type": "number"}, {"type": "string"}], "nullable": True})
class MeasureValue(serializers.JSONField):
    """A number, or text as it was typed (9,4); the card's form reads it and says what is wrong with it."""


class MeasuresSerializer(StrictSerializer):
    """Kolom kartu menurut orangnya; yang tidak dikirim tetap seperti tersimpan, null mengosongkannya."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {name: _field(column) for name, column in COLUMNS.items()}


class EntrySerializer(serializers.Serializer[Any]):
    """Kunjungan yang dicatat atau diperbaiki."""

    resident = serializers.UUIDField()
    date = serializers.DateField()
    session = serializers.UUIDField(
        required=False, allow_null=True, help_text="Hari buka tempat kunjungan ini."
    )
    revision = serializers.IntegerField(
        required=False, default=0, help_text="Revisi yang dilihat sebelum diubah; 0 bila baru."
    )
    step = serializers.IntegerField(
        required=False,
        allow_null=True,
        default=None,
        min_value=1,
        max_value=5,
        help_text="Langkah yang dilalui.",
    )
    setting = serializers.ChoiceField(
        Setting.choices, required=False, default=Setting.POSYANDU, help_text="Tempat pelayanan."
    )
    reason = serializers.CharField(
        required=False,
        default="",
        allow_blank=True,
        max_length=200,
        help_text="Alasan bila hari buka ditutup.",
    )
    measures = MeasuresSerializer()
    seen = MeasuresSerializer(
        required=False,
        default=dict,
        help_text="Isi kolom sebelum diubah; dengan ini bentrok dinilai dari nilai, bukan dari revisi.",
    )
    confirmed = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        default=list,
        help_text=(
            "Kolom yang sudah ditanyakan (kode needs_confirmation) dan tetap begitu setelah diukur ulang; "
            "`measures` bila orangnya memang hanya hadir."
        ),
    )


class ProblemSerializer(serializers.Serializer[Any]):
    """Satu alasan kunjungan belum disimpan."""

    field = serializers.CharField(help_text="Kolomnya, `measures` untuk seluruh kartu, atau kosong.")
    code = serializers.ChoiceField([code.value for code in Code])
    message = serializers.CharField(help_text="Kalimat untuk kader, sama dengan di halaman.")


class NotStoredSerializer(serializers.Serializer[Any]):
    """Kunjungan tidak disimpan. `visit` dan `revision` menyebut yang sudah tersimpan, bila ada."""

    # A declared field is taken off the class, so it does not hide the attribute of the same name.
    errors = ProblemSerializer(many=True)  # type: ignore[assignment]
    visit = serializers.UUIDField(required=False)
    revision = serializers.IntegerField(required=False)


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why nothing was stored."""

    field: str
    code: Code
    message: str
    # What somebody else stored in the field, who and when.
    conflict: Conflict | None = None


class NotStored(Exception):
    """Nothing was stored, for these reasons; a `visit` that stands in the way comes with them."""

    def __init__(self, problems: Iterable[Problem], visit: Visit | None = None) -> None:
        super().__init__()
        self.problems, self.visit = tuple(problems), visit

    @property
    def is_conflict(self) -> bool:
        """Whether what somebody else stored stands in the way, rather than the values."""
        return any(problem.code in CONFLICTS for problem in self.problems)

    @property
    def content(self) -> dict[str, Any]:
        """What the client is answered."""
        errors = {"errors": [{"field": p.field, "code": p.code, "message": p.message} for p in self.problems]}
        there = {"visit": str(self.visit.pk), "revision": self.visit.revision} if self.visit else {}
        return errors | there


def record(
    user: User, visit_id: UUID, given: Mapping[str, Any], item: SyncItem | None = None
) -> tuple[Visit, bool]:
    """The stored visit and whether it is new; `given` is an EntrySerializer's data. Safe to repeat.

    `item` is the item of a phone's queue that brought it.
    Raises NotStored, and Http404 for people, sessions and visits outside the user's area.
    """
    session = _session(user, given)
    resident = _resident(user, given["resident"], session)
    visit = _visit(visit_id, resident, given["date"])
    _check_day(resident, given["date"], session, visit)
    form = _form(visit_id, resident, given, visit)
    confirmed = confirmed_of(form, given, visit)
    place = visit.posyandu if visit else session.posyandu if session else resident.posyandu
    try:
        stored = services.record_visit(
            visit_id=visit_id,
            resident=resident,
            posyandu=place,
            day=given["date"],
            user=user,
            measures={name: value for name, value in form.measures().items() if name in given["measures"]},
            confirmed=confirmed,
            session=session,
            base_revision=given["revision"],
            sent_for=given["resident"],
            step=given["step"],
            setting=given["setting"],
            reason=given["reason"],
            may_correct_closed=user.may(Action.CORRECT_CLOSED, resident.posyandu.unit),
            seen=_seen(form, given["seen"]),
            item=item,
        )
    except services.ForeignVisit as error:
        raise Http404 from error
    except services.VisitCancelled as error:
        raise NotStored([Problem("", Code.CANCELLED, "Kunjungan ini sudah dibatalkan.")], visit) from error
    except services.SessionClosed as error:
        told = "Hari buka ini sudah ditutup." + (" Tulis alasannya." if error.lacks_reason else "")
        raise NotStored([Problem("reason", Code.CLOSED, told)], visit) from error
    except services.ChangedMeanwhile as error:
        raise NotStored(map(_changed, error.conflicts), error.visit) from error
    except ValidationError as error:
        raise NotStored([Problem("", Code.REFUSED, error.messages[0])]) from error
    return stored, visit is None


def _resident(user: User, sent_id: UUID, session: Session | None) -> Resident:
    people = Resident.objects.visible_to(user, Action.RECORD)
    if session is not None and not session.is_closed:
        people = guests.recordable(user, session)
    return get_object_or_404(
        people.select_related("posyandu__unit", "mother"), pk=merging.current_id(sent_id)
    )


def _visit(visit_id: UUID, resident: Resident, day: date) -> Visit | None:
    """The visit of this id, or the one that another phone has begun for the person on the day."""
    visits = Visit.objects.unscoped("the resident's caller was checked").with_cards()
    own = visits.filter(pk=visit_id, resident=resident).first()
    return own or visits.active().filter(resident=resident, date=day).first()


def _session(user: User, given: Mapping[str, Any]) -> Session | None:
    if given.get("session") is None:
        return None
    sessions = Session.objects.visible_to(user, Action.RECORD).select_related("posyandu__unit")
    return get_object_or_404(sessions, pk=given["session"])


def _check_day(resident: Resident, day: date, session: Session | None, visit: Visit | None) -> None:
    if day < resident.birth_date:
        text = f"{resident.name} belum lahir pada hari itu. Periksa tanggal lahirnya."
    elif day > timezone.localdate():
        text = "Tanggal kunjungan belum tiba."
    elif (session and session.date != day) or (visit and visit.date != day):
        text = "Tanggal kunjungan tidak sama dengan yang tersimpan."
    else:
        return
    raise NotStored([Problem("date", Code.REFUSED, text)])


def _form(visit_id: UUID, resident: Resident, given: Mapping[str, Any], visit: Visit | None) -> CardForm:
    """The page's form for the whole card, filled with what is stored and, over it, what was sent."""
    stored = fields.read(visit) if visit else {}
    typed = {name: as_typed(value) for name, value in (stored | dict(given["measures"])).items()}
    data = typed | {"visit_id": str(visit_id)}
    form = card_form(data, resident=resident, day=given["date"], visit=visit)
    form.asks = False
    return form


def _seen(form: CardForm, seen: Mapping[str, Any]) -> dict[str, Any]:
    """What the sender saw of the fields, read as the form reads what is typed; what cannot be read was not seen."""
    read: dict[str, Any] = {}
    for name, value in seen.items():
        if name in form.columns:
            with suppress(ValidationError):
                read[name] = form.fields[name].clean(as_typed(value))
    return read


def _changed(conflict: Conflict) -> Problem:
    text = f"Baru saja diubah oleh {conflict.saved_by or 'orang lain'}."
    return Problem(conflict.name, Code.CHANGED_MEANWHILE, text, conflict)


def as_typed(value: Any) -> Any:
    """A value of JSON as it would stand in the form."""
    if value is None or isinstance(value, bool | list):
        return value
    return f"{Decimal(str(value)):f}" if isinstance(value, int | float | Decimal) else str(value)


def confirmed_of(form: CardForm, given: Mapping[str, Any], visit: Visit | None) -> list[str]:
    """The fields that were asked about and measured again. Raises NotStored while something is refused or open."""
    sent = given["measures"]
    text = "Kolom ini tidak ada pada kartu orang ini."
    problems = [Problem(name, Code.NOT_ON_CARD, text) for name in sent if name not in form.columns]
    form.is_valid()
    for name, messages in form.errors.items():
        field = "" if name == "__all__" else name
        problems += [Problem(field, Code.REFUSED, str(message)) for message in messages]
    # What was confirmed before, and is not sent now, is not asked about again.
    settled = set(visit.remeasured if visit else ()) - set(sent)
    asked = {name or WHOLE_CARD: text for name, text in form.open_questions(form.cleaned_data).items()}
    still = {name: text for name, text in asked.items() if name not in {*given["confirmed"], *settled}}
    problems += [Problem(name, Code.NEEDS_CONFIRMATION, text) for name, text in still.items()]
    if problems:
        raise NotStored(problems)
    return sorted(set(asked) - settled - {WHOLE_CARD})
