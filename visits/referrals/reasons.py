"""What a letter keeps of each reason and of what was measured, so that it reads the same whatever changes later."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from hashlib import sha256

from registry.rules.wording import signed
from visits.models import ChildCheck, Referral, Visit
from visits.models.visit import shown
from visits.results import Result
from visits.rules.advice import Level
from visits.rules.danger_signs import Urgency
from visits.rules.referral import Destination, Proposal, Reason

_GROWTH = frozenset({*ChildCheck.INDICES, "weight_kg", "head_cm", "muac_cm", "oedema"})
# Reasons that the private forms make: their sentences and points are for few.
OF_PRIVATE_FORMS = frozenset(
    each.value for each in (Reason.SRQ, Reason.SRQ_SUICIDE, Reason.HEEADSSS, Reason.HEEADSSS_SUICIDE)
)
_FOR_ALL = "perlu berbicara dengan petugas kesehatan."
# A reason in somebody's own words, which no rule proposed.
OWN_WORDS = "lain"


@dataclass(frozen=True, slots=True)
class Why:
    """One reason of a letter: the sentence as it was, the rule, who confirmed it and when (ISO).

    `note` is what was written beside it by somebody who could not read the rest of the letter.
    """

    code: str
    text: str
    urgency: str
    destination: str
    rule: str = ""
    private: bool = False
    by: str = ""
    at: str = ""
    note: str = ""

    @property
    def is_own_words(self) -> bool:
        return self.code == OWN_WORDS

    @property
    def was_measured(self) -> bool:
        """Whether it comes from the cards: neither somebody's own words nor a private form."""
        return not self.is_own_words and self.code not in OF_PRIVATE_FORMS

    @property
    def is_off_paper(self) -> bool:
        """Whether the sentence is for few, so that paper says it another way."""
        return self.code in OF_PRIVATE_FORMS and not self.text.endswith(_FOR_ALL)

    @property
    def on_paper(self) -> str:
        """What a paper that passes through many hands says."""
        return f"{self.code.split()[0]}: {_FOR_ALL}" if self.is_off_paper else self.sentence

    @property
    def proposal(self) -> Proposal:
        """The reason as the rules would propose it."""
        urgency, destination = Urgency(self.urgency), Destination(self.destination)
        return Proposal(self.code, self.text, urgency, destination, self.rule, self.private)

    @property
    def sentence(self) -> str:
        """The reason as it stands among others."""
        return self.text if self.text.endswith((".", "!", "?")) else f"{self.text}."

    def is_same(self, other: Why) -> bool:
        """Whether both are one reason: the same proposal, or the same words."""
        return self.code == other.code and (not self.is_own_words or self.text == other.text)


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of the findings: what was measured, its value with the unit, and what it means."""

    label: str
    value: str
    words: str = ""


_WHY_NAMES = frozenset(field.name for field in fields(Why))


def reason_from(proposal: Proposal, *, by: str, at: str) -> Why:
    """A proposal as a letter keeps it."""
    return Why(
        code=str(proposal.code),
        text=proposal.reason,
        urgency=str(proposal.urgency),
        destination=str(proposal.destination),
        rule=proposal.rule_id,
        private=proposal.private,
        by=by,
        at=at,
    )


def stored_reasons(referral: Referral) -> list[Why]:
    """The reasons of a letter, private ones too: only for those who may read them."""
    rows = [{name: row[name] for name in row if name in _WHY_NAMES} for row in referral.reasons]
    return [Why(**row) for row in rows]


def to_store(reasons: Iterable[Why]) -> list[dict[str, object]]:
    """Reasons as a letter stores them: those that everybody may read first.

    So the first one tells, in SQL too, whether a letter has anything for everybody.
    """
    return [asdict(why) for why in sorted(reasons, key=lambda why: why.private)]


def stored_findings(referral: Referral) -> list[Measured]:
    """What was measured, as it stands on the letter."""
    return [Measured(row["label"], row["value"], row.get("words", "")) for row in referral.findings]


def findings_of(visit: Visit, result: Result) -> list[dict[str, str]]:
    """Measures with their values, scores with their category, and what else was found in one sentence each."""
    rows = [Measured(label, value) for label, value in (shown(visit.card) if visit.card is not None else [])]
    rows += [Measured(score.label, f"z {signed(score.z, 2)}", score.category) for score in result.scores]
    # A child's growth stands beside the scores already.
    known = _GROWTH if isinstance(visit.card, ChildCheck) else frozenset[str]()
    told = [
        Measured("", "", _first_sentence(each.text))
        for each in result.findings
        if each.level is not Level.GOOD and each.field not in known
    ]
    return [asdict(row) for row in [*rows, *told]]


def loudest(urgencies: Sequence[str]) -> str:
    """The loudest of some urgencies; an ordinary one where there is none."""
    order = [each.value for each in Urgency]
    return max(urgencies, key=order.index, default=Urgency.ORDINARY.value)


def farthest(destinations: Iterable[str]) -> Destination:
    """One letter goes as far as its farthest reason asks; to the Puskesmas without any."""
    ladder = list(Destination)
    return max(map(Destination, destinations), key=ladder.index, default=Destination.PUSKESMAS)


def version_of(referral: Referral | None) -> str:
    """A short mark of what a letter says now; another one as soon as anything of it changed. Empty without a letter."""
    if referral is None:
        return ""
    said = [
        referral.destination,
        referral.destination_name,
        referral.urgency,
        referral.note,
        referral.reasons,
        referral.status,
    ]
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def _first_sentence(text: str) -> str:
    """What was found, without what the kader is told to do about it."""
    return f"{text.partition('. ')[0].removesuffix('.')}."
