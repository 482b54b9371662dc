"""Writing a screening: atomic, safe to repeat, and what was there before stays, sealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from auditlog.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from registry import merging, months
from registry.models import User
from registry.models.fields import EncryptedTextField
from registry.permissions import Action
from visits import rulebook, services
from visits.models import ChildCheck, Screening, Visit, VisitRevision, VisitSave
from visits.rules.book import Rules
from visits.rules.questionnaire import Answers
from visits.screenings.declared import checked, declaration, forms_of, step_of
from visits.screenings.judging import judge
from visits.screenings.reading import Answered, answers_told, may_read

_WHY = "of a visit the caller may write"


class NotForThisPerson(Exception):
    """The form does not belong to somebody of this age."""


class NothingAnswered(Exception):
    """A form without any answer is no form; it is put off instead."""


@dataclass
class ScreeningChanged(Exception):
    """Somebody stored this form after the person who now saves had opened it."""

    screening: Screening


def rules_of(visit: Visit) -> Rules:
    """The rules of the visit's own day and home."""
    return rulebook.book_for(visit.home_posyandu_id or visit.posyandu_id).on(visit.date)


@transaction.atomic
def record_screening(
    *,
    visit: Visit,
    form: str,
    answers: Answers,
    user: User | None,
    by_self: bool = False,
    base_revision: int | None = None,
    reason: str = "",
) -> Screening:
    """Store the answers of a form, or correct them, and what the rules of the day say about them.

    `base_revision` is the revision of the form that the sender had seen, 0 for none. Raises NotForThisPerson,
    NothingAnswered, AnswersRefused, services.VisitCancelled, services.SessionClosed, and ScreeningChanged with what is
    stored.
    """
    visit = _locked(visit, user, reason)
    rules = rules_of(visit)
    birth_date = visit.resident.birth_date
    questionnaire = declaration(form, birth_date, visit.date, rules)
    if form not in forms_of(birth_date, visit.date, rules) or questionnaire is None:
        raise NotForThisPerson
    values = checked(form, questionnaire, answers)
    if not values:
        raise NothingAnswered
    stored = _stored(visit, form)
    if stored and (stored.answers, stored.by_self, stored.is_postponed) == (values, by_self, False):
        return stored
    before = _before(stored, base_revision)
    row = stored or Screening(visit=visit, form=form)
    row.answers, row.by_self, row.version = values, by_self, questionnaire.version
    row.postponed_because = ""
    judge(row, visit, rules)
    _write(row, visit, user=user, said="done", before=before, reason=reason)
    return row


@transaction.atomic
def postpone_screening(
    *,
    visit: Visit,
    form: str,
    because: str,
    user: User | None,
    base_revision: int | None = None,
    by_self: bool = False,
    reason: str = "",
) -> Screening:
    """Put a form off to another day, with its reason. A form that was finished stays as it is.

    Raises NotForThisPerson, services.VisitCancelled, services.SessionClosed, and ScreeningChanged with what is stored.
    """
    visit = _locked(visit, user, reason)
    rules = rules_of(visit)
    if form not in forms_of(visit.resident.birth_date, visit.date, rules):
        raise NotForThisPerson
    stored = _stored(visit, form)
    if stored and (stored.complete or stored.postponed_because == because):
        return stored
    before = _before(stored, base_revision)
    row = stored or Screening(visit=visit, form=form)
    row.answers, row.by_self, row.postponed_because = {}, by_self, because
    questionnaire = declaration(form, visit.resident.birth_date, visit.date, rules)
    row.version = questionnaire.version if questionnaire else ""
    judge(row, visit, rules)
    _write(row, visit, user=user, said="postponed", before=before, reason=reason)
    return row


def open_answers(*, screening: Screening, visit: Visit, user: User) -> list[Answered]:
    """The answers for a person who asked to see them; of private forms the audit log keeps who and when.

    Raises PermissionDenied for everybody else.
    """
    if not may_read(screening, user, visit.resident.posyandu.unit):
        raise PermissionDenied
    if screening.is_private:
        note_opening(screening, user)
    return answers_told(screening, visit, rules_of(visit))


def note_opening(screening: Screening, user: User) -> None:
    """Tell the audit log that somebody reads private answers; not what they are."""
    changes = {"answers": ["", "dibuka"]}
    LogEntry.objects.log_create(screening, action=LogEntry.Action.ACCESS, actor=user, changes=changes)


def _locked(visit: Visit, user: User | None, reason: str) -> Visit:
    """The visit as it is now, its person and itself locked: the person first, as whoever records or merges does."""
    merging.locked(visit.resident_id)
    visits = Visit.objects.unscoped(_WHY).select_for_update(of=("self",)).with_cards()
    locked = visits.select_related("posyandu", "session", "resident__posyandu__unit").get(pk=visit.pk)
    if locked.cancelled_at is not None:
        raise services.VisitCancelled
    _check_open(locked, user, reason)
    return locked


def _check_open(visit: Visit, user: User | None, reason: str) -> None:
    """The one place where a closed day refuses screenings: few correct it, and say why."""
    if visit.session is None or not visit.session.is_closed:
        return
    if user is None or not (reason and user.may(Action.CORRECT_CLOSED, visit.resident.posyandu.unit)):
        raise services.SessionClosed(visit.session, lacks_reason=not reason)


def is_closed(visit: Visit) -> bool:
    """Whether the day of the visit was closed by its kader."""
    return visit.session is not None and visit.session.is_closed


def _stored(visit: Visit, form: str) -> Screening | None:
    return Screening.objects.unscoped(_WHY).filter(visit=visit, form=form).first()


def _before(stored: Screening | None, base_revision: int | None) -> Mapping[str, Any] | None:
    """What is overwritten, to be kept; None without it. Raises ScreeningChanged when the sender has not seen it."""
    if stored is None:
        return None
    if base_revision is not None and base_revision != stored.revision:
        raise ScreeningChanged(stored)
    if not stored.sealed_answers:
        return None
    return {
        "screening": stored.form,
        "screening_version": stored.version,
        # A snapshot is plain JSON: what was sealed stays sealed in it.
        "screening_answers": EncryptedTextField._encrypt(stored.sealed_answers),
    }


def _write(
    row: Screening,
    visit: Visit,
    *,
    user: User | None,
    said: str,
    before: Mapping[str, Any] | None,
    reason: str,
) -> None:
    if row._state.adding is False:
        row.revision += 1
    row.asked_by, row.asked_at = user, timezone.now()
    row.full_clean(exclude=["visit", "asked_by"], validate_unique=False)
    row.save()
    seen = visit.revision
    if row.form == Screening.Form.DEVELOPMENT:
        _write_checklist(row, visit, user, reason)
    _note_save(visit, seen, row, user=user, said=said, before=before, reason=reason)
    months.mark_due({(visit.posyandu_id, visit.date), (visit.home_posyandu_id, visit.date)})


def _write_checklist(row: Screening, visit: Visit, user: User | None, reason: str) -> None:
    """The card's own column follows the answers, and with it everything that is derived from the card."""
    result = None if row.refers is None else not row.refers
    card = visit.card
    if visit.card_name != "child_check" or (card is not None and not isinstance(card, ChildCheck)):
        return
    if result == (card.development_complete if isinstance(card, ChildCheck) else None):
        return
    services.record_visit(
        visit_id=visit.pk,
        resident=visit.resident,
        posyandu=visit.posyandu,
        day=visit.date,
        user=user,
        measures={"development_complete": result},
        session=visit.session,
        reason=reason,
        step=step_of(row.form),
    )
    visit.refresh_from_db(fields=["revision", "steps"])


def _note_save(
    visit: Visit,
    seen: int,
    row: Screening,
    *,
    user: User | None,
    said: str,
    before: Mapping[str, Any] | None,
    reason: str,
) -> None:
    """One more save of the visit, with what it overwrote; the card's own save of a checklist is the same one."""
    if before is not None:
        common = {"life_stage": visit.life_stage, "date": visit.date, "rules_version": visit.rules_version}
        why = reason or f"{row.get_form_display()} diisi ulang."
        kept, _ = VisitRevision.objects.get_or_create(
            visit=visit,
            revision=seen,
            defaults={
                "change": VisitRevision.Change.CORRECTED,
                "values": common,
                "reason": why[:200],
                "changed_by": user,
            },
        )
        kept.values = {**kept.values, **before}
        kept.save(update_fields=["values"])
    if visit.revision == seen:
        visit.revision += 1
    step = step_of(row.form)
    if said == "done":
        # Whoever is asked was registered first.
        visit.steps = "".join(sorted({*visit.steps, "1", str(step)}))
    visit.save(update_fields=["revision", "steps"])
    save, _ = VisitSave.objects.get_or_create(
        visit=visit, revision=visit.revision, defaults={"step": step, "saved_by": user}
    )
    save.fields = {**save.fields, f"screening:{row.form}": said}
    save.save(update_fields=["fields"])
