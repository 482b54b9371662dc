"""Confirming, declining and withdrawing: atomic, safe to repeat, one letter for a visit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from registry import merging
from registry.models import OrgUnit, Posyandu, User
from visits.models import DeclinedProposal, Referral, Visit
from visits.proposals import shown_to
from visits.referrals.reading import open_letter, seen_reasons
from visits.referrals.reasons import (
    OWN_WORDS,
    Why,
    farthest,
    findings_of,
    loudest,
    reason_from,
    stored_reasons,
    to_store,
    version_of,
)
from visits.results import Result, result_of
from visits.rules.danger_signs import Urgency
from visits.rules.referral import Destination, Proposal

_WHY = "of a visit the caller may record"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
# Columns of a letter that are logged with their values; reasons, findings and the note say too much of somebody.
_LOGGED = ("destination", "destination_name", "urgency")
CANCELLED = "Kunjungan ini sudah dibatalkan, jadi tidak bisa dirujuk dari sini."
NOTHING = "Pilih paling sedikit satu alasan, atau tulis alasannya sendiri."
NOT_PROPOSED = "Usul ini tidak ada lagi: hasil ukurnya sudah diperbaiki. Lihat lagi yang sekarang."
OTHERS = "Surat ini hanya bisa dibatalkan bidan atau petugas Puskesmas."
ANSWERED = "Surat ini sudah dijawab, jadi tidak bisa diubah lagi."
NEEDS_REASON = "Tulis alasannya, supaya bidan tahu."


@dataclass
class LetterChanged(Exception):
    """Somebody else changed the letter after it was read; nothing was stored."""

    referral: Referral


@dataclass(frozen=True, slots=True)
class _Given:
    """What one person decided about the letter as a whole."""

    destination: str
    destination_name: str
    urgency: str
    note: str


@dataclass(frozen=True, slots=True)
class _Told:
    """The same as it was said: None where nothing was."""

    destination: Destination | str | None
    destination_name: str | None
    urgency: Urgency | str | None
    note: str | None


@transaction.atomic
def refer(
    *,
    visit: Visit,
    user: User,
    codes: Collection[str] = (),
    own_reason: str = "",
    destination: Destination | str | None = None,
    destination_name: str | None = None,
    urgency: Urgency | str | None = None,
    note: str | None = None,
    seen: str | None = None,
    on: date | None = None,
) -> Referral:
    """Send somebody on for proposals of the visit (`codes`), for a reason in own words, or both. Safe to repeat.

    A visit has one letter: reasons that come later are added to it, and nothing that another put there is lost. What is
    not told stays as the letter has it; on a new one it is that of the loudest reason. `seen` is the mark of the letter
    as the user read it (reading.version_for): LetterChanged where it says another way or urgency since. ValidationError
    in words for a cancelled visit, a code that is not proposed, no reason at all, or a letter that was answered.
    """
    visit, result = _locked(visit)
    proposals = shown_to(result.proposals, user, visit)
    by, at = str(user), timezone.now().isoformat()
    reasons = [reason_from(each, by=by, at=at) for each in _chosen(proposals, codes)]
    letter = open_letter(visit)
    hidden = letter is not None and _is_hidden(letter, user)
    told = _Told(destination, destination_name, urgency, note)
    given = _given(visit, reasons, told, None if hidden else letter)
    if own_reason := own_reason.strip():
        reasons.append(Why(OWN_WORDS, own_reason, given.urgency, given.destination, by=by, at=at))
    if not reasons:
        raise ValidationError(NOTHING)
    DeclinedProposal.objects.unscoped(_WHY).filter(visit=visit, code__in=list(codes)).delete()
    findings = findings_of(visit, result)
    if letter is not None:
        return _add(letter, reasons, given, user=user, seen=seen, findings=findings)
    return _new_letter(visit, reasons, given, user=user, findings=findings, day=on or timezone.localdate())


def _new_letter(
    visit: Visit,
    reasons: Sequence[Why],
    given: _Given,
    *,
    user: User,
    findings: list[dict[str, str]],
    day: date,
) -> Referral:
    serial = _next_serial(visit.posyandu_id, day.year)
    letter = Referral(
        number=_number(serial, visit.posyandu.unit, day),
        serial=serial,
        year=day.year,
        resident=visit.resident,
        visit=visit,
        posyandu=visit.posyandu,
        date=day,
        destination=given.destination,
        destination_name=given.destination_name,
        urgency=given.urgency,
        reasons=to_store(reasons),
        note=given.note,
        findings=findings,
        sent_by=user,
    )
    letter.save(force_insert=True)
    return letter


@transaction.atomic
def decline(*, visit: Visit, code: str, reason: str, user: User) -> DeclinedProposal:
    """Decide against a proposal, with the reason; another reason replaces the earlier one. Safe to repeat.

    ValidationError in words without a reason, for a code that is not proposed, or one that stands on the letter.
    """
    visit, result = _locked(visit)
    if not (reason := reason.strip()):
        raise ValidationError(NEEDS_REASON)
    _chosen(shown_to(result.proposals, user, visit), [code])
    letter = open_letter(visit)
    if letter is not None and any(why.code == code for why in stored_reasons(letter)):
        raise ValidationError(f"Alasan ini sudah ada di surat {letter.number}. Batalkan dulu suratnya.")
    rows = DeclinedProposal.objects.unscoped(_WHY).filter(visit=visit, code=code)
    known = rows.first()
    if known is not None and known.reason == reason:
        return known
    row = known or DeclinedProposal(visit=visit, code=code)
    row.reason, row.declined_by, row.declined_at = reason, user, timezone.now()
    row.save()
    # Which proposal it was is not for the log.
    changes = {"referral_proposal": ["", "tidak dirujuk"]}
    LogEntry.objects.log_create(visit, action=LogEntry.Action.UPDATE, actor=user, changes=changes)
    return row


@transaction.atomic
def withdraw(*, referral: Referral, reason: str, user: User) -> Referral:
    """Take a letter back, with the reason; it stays readable as withdrawn. Withdrawing again changes nothing.

    ValidationError in words without a reason, for a letter that was answered, or one that says more than the user may
    read.
    """
    if not (reason := reason.strip()):
        raise ValidationError(NEEDS_REASON)
    merging.locked(referral.resident_id)
    rows = Referral.objects.unscoped(_WHY).select_related(
        "visit", "resident__posyandu__unit", "posyandu__unit"
    )
    letter = rows.select_for_update(of=("self",)).get(pk=referral.pk)
    if letter.status == Referral.Status.WITHDRAWN:
        return letter
    if letter.status != Referral.Status.SENT:
        raise ValidationError(ANSWERED)
    if _is_hidden(letter, user):
        raise ValidationError(OTHERS)
    rows.filter(pk=letter.pk).update(
        status=Referral.Status.WITHDRAWN, status_note=reason, status_at=timezone.now()
    )
    _log(letter, user, {"status": [letter.status, Referral.Status.WITHDRAWN.value]})
    letter.refresh_from_db()
    return letter


def withdrawn_by(referral: Referral) -> User | None:
    """Who took a letter back, as the audit log has it."""
    entries = LogEntry.objects.get_for_object(referral).filter(changes__has_key="status")
    entry = entries.select_related("actor").order_by("-timestamp").first()
    return entry.actor if entry else None


def _locked(visit: Visit) -> tuple[Visit, Result]:
    """The visit as it is now, and what it says, while nobody else writes to the person."""
    # The row of the person is the lock, as for whoever records, cancels or merges.
    merging.locked(visit.resident_id)
    rows = Visit.objects.unscoped(_WHY).with_cards().prefetch_related("screenings")
    visit = rows.select_related("resident__posyandu__unit", "posyandu__unit").get(pk=visit.pk)
    if visit.cancelled_at is not None:
        raise ValidationError(CANCELLED)
    return visit, result_of(visit)


def _chosen(proposals: Sequence[Proposal], codes: Collection[str]) -> list[Proposal]:
    known = {str(each.code): each for each in proposals}
    if any(code not in known for code in codes):
        raise ValidationError(NOT_PROPOSED)
    return [each for code, each in known.items() if code in codes]


def _given(visit: Visit, reasons: Sequence[Why], told: _Told, letter: Referral | None) -> _Given:
    loud = [why.urgency for why in reasons] + ([letter.urgency] if letter else [])
    usual = farthest(why.destination for why in reasons)
    to = Destination(told.destination or (letter.destination if letter else usual))
    name = told.destination_name
    if name is None and letter is not None and letter.destination == to:
        name = letter.destination_name
    name = (name or "").strip()
    if not name and to is Destination.PUSKESMAS:
        name = _puskesmas_of(visit.resident.posyandu)
    note = told.note if told.note is not None else (letter.note if letter else "")
    return _Given(to.value, name, Urgency(told.urgency or loudest(loud)).value, note.strip())


def _puskesmas_of(posyandu: Posyandu) -> str:
    path = posyandu.unit.path
    above = [path[: at + 1] for at, letter in enumerate(path) if letter == "/"]
    unit = OrgUnit.objects.filter(path__in=above, kind=OrgUnit.Kind.PUSKESMAS).first()
    return str(unit) if unit else ""


def _is_hidden(letter: Referral, user: User) -> bool:
    """Whether the letter has reasons that the user may not read."""
    return not seen_reasons(letter, user)[1]


def _add(
    letter: Referral,
    reasons: Sequence[Why],
    given: _Given,
    *,
    user: User,
    seen: str | None,
    findings: list[dict[str, str]],
) -> Referral:
    """Add reasons to a letter, and what was decided about it as a whole."""
    stored = stored_reasons(letter)
    new = [why for why in reasons if not any(why.is_same(known) for known in stored)]
    hidden = _is_hidden(letter, user)
    before = _Given(letter.destination, letter.destination_name, letter.urgency, letter.note)
    wanted = before
    if hidden:
        # The rest of the letter is none of theirs: it only gets louder, and their note stays with their reason.
        wanted = replace(before, urgency=loudest([letter.urgency, given.urgency]))
        if given.note:
            rows = new or stored
            rows[0] = replace(rows[0], note=given.note)
    elif given != before:
        if seen is not None and seen != version_of(letter):
            raise LetterChanged(letter)
        wanted = given
    if not new and wanted == before and to_store(stored) == letter.reasons:
        return letter
    if letter.status != Referral.Status.SENT:
        raise ValidationError(ANSWERED)
    values: dict[str, object] = {
        "destination": wanted.destination,
        "destination_name": wanted.destination_name,
        "urgency": wanted.urgency,
        "note": wanted.note,
    }
    log = {
        name: [getattr(letter, name), str(values[name])]
        for name in _LOGGED
        if getattr(letter, name) != values[name]
    }
    if new or to_store(stored) != letter.reasons:
        values |= {"reasons": to_store([*stored, *new]), "findings": findings}
        log["reasons"] = [str(len(stored)), str(len(stored) + len(new))]
    Referral.objects.unscoped(_WHY).filter(pk=letter.pk).update(**values)
    _log(letter, user, log)
    letter.refresh_from_db()
    return letter


def _next_serial(posyandu_id: int, year: int) -> int:
    # The row of the Posyandu is the lock of its numbers.
    Posyandu.objects.select_for_update(of=("self",)).get(pk=posyandu_id)
    rows = Referral.objects.unscoped("numbers of a Posyandu").filter(posyandu=posyandu_id, year=year)
    last: int | None = rows.aggregate(last=Max("serial"))["last"]
    return (last or 0) + 1


def _number(serial: int, unit: OrgUnit, day: date) -> str:
    """0001/RJ/MELATI-1/XI/2026."""
    return f"{serial:04}/RJ/{unit.code.upper()}/{_ROMAN[day.month - 1]}/{day.year}"


def _log(letter: Referral, user: User, changes: dict[str, list[str]]) -> None:
    LogEntry.objects.log_create(letter, action=LogEntry.Action.UPDATE, actor=user, changes=changes)
