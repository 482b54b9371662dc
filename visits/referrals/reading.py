"""What a user may read: the proposals of a visit with what was decided about each, and letters.

Of a private form (SRQ-20, HEEADSSS) others learn one neutral sentence, on the letter as among the proposals; urgency,
way and note of such a letter are shown to them as if it said nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.db.models import Q

from registry.models import Posyandu, User
from registry.permissions import Action
from visits.models import DeclinedProposal, Referral, Screening, Visit
from visits.models.referral import ReferralQuerySet
from visits.models.visit import shown
from visits.proposals import shown_to
from visits.referrals.reasons import (
    OF_PRIVATE_FORMS,
    Measured,
    Why,
    farthest,
    loudest,
    reason_from,
    stored_findings,
    stored_reasons,
    version_of,
)
from visits.results import Result, result_of
from visits.rules.danger_signs import Urgency
from visits.rules.referral import Destination, Proposal

_WHY = "of a visit the caller may see"
PREFETCHED = "visit__screenings"
RELATED = ("resident__posyandu__unit", "visit", "posyandu__unit", "sent_by")
SECRETS = ("resident__nik", "resident__phone")
DESTINATION_WORDS = {
    Destination.PUSTU: "Pustu",
    Destination.PUSKESMAS: "Puskesmas",
    Destination.HOSPITAL: "Rumah sakit",
}
# How soon, as it is told to the family and stands on the letter.
URGENCY_WORDS = {
    Urgency.ORDINARY: "Biasa: diperiksa pada hari layanan berikutnya",
    Urgency.SOON: "Segera: diperiksa hari ini",
    Urgency.EMERGENCY: "Gawat: diantar sekarang juga",
}
_URGENCY_LEVELS = {Urgency.ORDINARY: "info", Urgency.SOON: "perhatian", Urgency.EMERGENCY: "rujuk"}
_STATUS_LEVELS = {
    Referral.Status.SENT: "perhatian",
    Referral.Status.SEEN: "info",
    Referral.Status.MISSED: "rujuk",
    Referral.Status.RETURNED: "baik",
    Referral.Status.WITHDRAWN: "kosong",
}


class DecisionState(StrEnum):
    """What somebody decided about a proposal."""

    OPEN = "belum"
    REFERRED = "dirujuk"
    DECLINED = "tidak"


@dataclass(frozen=True, slots=True)
class Decision:
    """A proposal with what was decided about it, the reason not to follow it, who and when."""

    proposal: Proposal
    state: DecisionState = DecisionState.OPEN
    reason: str = ""
    by: str = ""
    at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state is DecisionState.OPEN

    @property
    def is_declined(self) -> bool:
        return self.state is DecisionState.DECLINED


@dataclass(frozen=True, slots=True)
class Letter:
    """A referral as one user may read it."""

    referral: Referral
    reasons: tuple[Why, ...]
    urgency: Urgency
    destination: Destination
    place: str
    notes: tuple[str, ...]
    reads_all: bool

    @property
    def to(self) -> str:
        """Where to: the name of the place where it is known, else its kind."""
        return self.place or DESTINATION_WORDS[self.destination]

    @property
    def urgency_words(self) -> str:
        return URGENCY_WORDS[self.urgency]

    @property
    def urgency_level(self) -> str:
        return _URGENCY_LEVELS[self.urgency]

    @property
    def status_level(self) -> str:
        return _STATUS_LEVELS[Referral.Status(self.referral.status)]

    @property
    def is_off_paper(self) -> bool:
        """Whether the paper leaves something out that the user may read here."""
        return any(why.is_off_paper for why in self.reasons)

    @property
    def findings(self) -> list[Measured]:
        """What was measured; sentences that stand among the reasons are not said twice."""
        said = {why.text for why in self.reasons}
        return [row for row in stored_findings(self.referral) if row.label or row.words not in said]

    @property
    def is_of_cancelled_visit(self) -> bool:
        visit = self.referral.visit
        return visit is not None and visit.cancelled_at is not None

    @property
    def may_change(self) -> bool:
        """Whether reasons can be added: nobody has answered it."""
        return self.referral.status == Referral.Status.SENT

    @property
    def may_withdraw(self) -> bool:
        """Whether it can be taken back: by those alone who may read all of it."""
        return self.may_change and self.reads_all


def readable(user: User, action: Action = Action.SEE_PEOPLE) -> ReferralQuerySet:
    """The letters of which the user may read at least one reason."""
    rows = Referral.objects.visible_to(user, action)
    private = Posyandu.objects.visible_to(user, Action.SEE_PRIVATE).values("pk")
    asked = Screening.objects.unscoped("narrows letters in scope").filter(form__in=Screening.PRIVATE)
    return rows.filter(
        Q(reasons__0__private=False)
        | Q(visit__in=asked.values("visit"))
        | Q(visit__recorded_by=user)
        | Q(visit__isnull=True, sent_by=user)
        | Q(resident__posyandu__in=private)
    )


def letter_for(referral: Referral, user: User) -> Letter | None:
    """The letter as the user may read it; None where nothing of it is theirs to read.

    The person's Posyandu and the visit are loaded.
    """
    reasons, reads_all = seen_reasons(referral, user)
    if not reasons:
        return None
    notes = (referral.note if reads_all else "", *(why.note for why in reasons))
    urgency, destination, place = referral.urgency, referral.destination, referral.destination_name
    if not reads_all:
        urgency = loudest([why.urgency for why in reasons])
        destination = farthest(why.destination for why in reasons)
        place = place if destination == referral.destination else ""
    return Letter(
        referral=referral,
        reasons=tuple(reasons),
        urgency=Urgency(urgency),
        destination=Destination(destination),
        place=place,
        notes=tuple(note for note in notes if note),
        reads_all=reads_all,
    )


def seen_reasons(referral: Referral, user: User) -> tuple[list[Why], bool]:
    """The reasons of a letter in the words that the user may read, and whether these are all there is.

    The same whatever a private form said: whoever may not read it never reads all.
    """
    stored = stored_reasons(referral)
    if not any(why.private or why.code in OF_PRIVATE_FORMS for why in stored):
        return stored, True
    visit = referral.visit
    if visit is None:
        return [why for why in stored if not why.private], not any(why.private for why in stored)
    visit.resident = referral.resident
    known = [(why.proposal, why) for why in stored]
    own = {id(proposal): why for proposal, why in known}
    shown = shown_to([proposal for proposal, _ in known], user, visit)
    seen = [own.get(id(each)) or _neutral(each, stored) for each in shown]
    return seen, len(seen) == len(stored) and all(id(each) in own for each in shown)


def _neutral(proposal: Proposal, stored: Iterable[Why]) -> Why:
    """What stands for reasons of a private form, with who confirmed them."""
    of_form = [why for why in stored if why.code.startswith(proposal.code)]
    own = next((why for why in of_form if why.code == proposal.code), None)
    first = own or of_form[0]
    neutral = reason_from(proposal, by=first.by, at=first.at)
    return replace(neutral, note=own.note if own else "")


def open_letter(visit: Visit) -> Referral | None:
    """The letter of a visit that was not withdrawn, whoever may read it."""
    rows = Referral.objects.unscoped(_WHY).filter(visit=visit)
    return rows.exclude(status=Referral.Status.WITHDRAWN).select_related(*RELATED).first()


def letter_of(visit: Visit, user: User) -> Letter | None:
    """The letter of a visit as the user may read it; None without one."""
    referral = open_letter(visit)
    return None if referral is None else letter_for(referral, user)


def version_for(letter: Letter | None) -> str:
    """A mark of what the user has read of a letter, to notice that somebody changed it; empty without a letter."""
    return "" if letter is None else version_of(letter.referral)


def decisions_of(visit: Visit, user: User) -> list[Decision]:
    """Each proposal of a visit that the user may read, with what was decided about it."""
    return decided(visit, user, result_of(visit), letter_of(visit, user))


def decided(visit: Visit, user: User, result: Result, letter: Letter | None) -> list[Decision]:
    """The same where the caller knows the result, and the letter as the user may read it."""
    proposals = [] if visit.cancelled_at is not None else shown_to(result.proposals, user, visit)
    if not proposals:
        return []
    confirmed = {why.code: why for why in letter.reasons} if letter else {}
    rows = DeclinedProposal.objects.unscoped(_WHY).filter(visit=visit).select_related("declined_by")
    declined = {row.code: row for row in rows}
    return [_decision(each, confirmed.get(each.code), declined.get(each.code)) for each in proposals]


def changes_since(letter: Letter, user: User) -> list[str]:
    """What is another value now than on the letter, in sentences that the user may read.

    Nothing for own words, private forms and cancelled visits.
    """
    visit = letter.referral.visit
    if visit is None or visit.cancelled_at is not None:
        return []
    rows = Visit.objects.unscoped(_WHY).with_cards().select_related("resident__posyandu__unit")
    now = rows.get(pk=visit.pk)
    current = {str(each.code): each.reason for each in shown_to(result_of(now).proposals, user, now)}
    said = [
        f"Alasan ini tidak ada lagi menurut hasil ukur sekarang: {why.text}"
        if why.code not in current
        else f"Sekarang: {current[why.code]}"
        for why in letter.reasons
        if not why.is_own_words and why.code not in OF_PRIVATE_FORMS and current.get(why.code) != why.text
    ]
    return [*_measures_since(letter.findings, now), *said]


def _measures_since(findings: Iterable[Measured], visit: Visit) -> list[str]:
    now = dict(shown(visit.card)) if visit.card is not None else {}
    then = {row.label: row.value for row in findings if row.value and not row.value.startswith("z ")}
    return [
        f"{label}: waktu dirujuk {value}, sekarang {now.get(label, 'tidak ada')}."
        for label, value in then.items()
        if now.get(label) != value
    ]


def _decision(proposal: Proposal, why: Why | None, declined: DeclinedProposal | None) -> Decision:
    if why is not None:
        at = datetime.fromisoformat(why.at) if why.at else None
        return Decision(proposal, DecisionState.REFERRED, by=why.by, at=at)
    if declined is not None:
        by = str(declined.declined_by or "")
        return Decision(proposal, DecisionState.DECLINED, declined.reason, by, declined.declined_at)
    return Decision(proposal)
