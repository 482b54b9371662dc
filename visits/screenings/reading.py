"""What a screening says, and to whom. Private answers are for few; of a result they name, the others learn one word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.models import OrgUnit, User
from registry.permissions import Action
from visits.models import AdultCheck, ChildCheck, SchoolAgeCheck, Screening, Visit
from visits.rules.advice import Finding, Level
from visits.rules.book import Rules
from visits.rules.danger_signs import Urgency
from visits.rules.development import ChecklistResult
from visits.rules.questionnaire import YES
from visits.rules.referral import Destination, Elderly, Proposal, Reason
from visits.screenings.declared import KNOWN_OF_PERSON, declaration, split

Form = Screening.Form
# The same words whatever the reason: other words for a thought of dying would tell it (SRQ-01, REMAJA-01).
_SEND_ON = (
    "Temani, ajak duduk di tempat tenang, dan minta petugas kesehatan berbicara dengannya sebelum pulang. "
    "Jawabannya rahasia."
)
# What the page calls out to those who may know of an alarm.
ALARM = "Panggil petugas kesehatan sekarang"
_UNFINISHED = "Belum semua pertanyaan dijawab. Lanjutkan bila orangnya bersedia."
# Reasons of a private form; one of each pair is private itself, and the other without it would tell it.
_PRIVATE_REASONS: Mapping[str, tuple[str, str]] = {
    Form.SRQ20: (Reason.SRQ, Reason.SRQ_SUICIDE),
    Form.HEEADSSS: (Reason.HEEADSSS, Reason.HEEADSSS_SUICIDE),
}
_RULES = {Form.SRQ20: "SRQ-01", Form.HEEADSSS: "REMAJA-01"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result for a page: level of its colour, the word beside it, the figure, and what to do."""

    level: str
    word: str
    figure: str
    text: str
    is_alarm: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """One question with the answer in words; `judged` is the interviewer's own judgement where there is one."""

    number: int
    text: str
    answer: str
    judged: str = ""


def may_read(screening: Screening, user: User, home: OrgUnit) -> bool:
    """Whether the user may read the answers; `home` is the unit of the person's own Posyandu (SRQ-01, REMAJA-01).

    Private ones: who may see private things there, and whoever asked, unless the person was left alone with the form.
    """
    if not screening.is_private:
        return True
    asked = not screening.by_self and screening.asked_by_id is not None and screening.asked_by_id == user.pk
    return asked or user.may(Action.SEE_PRIVATE, home)


def outcome_of(screening: Screening, rules: Rules, *, in_full: bool) -> Outcome:
    """The result in words; not `in_full`, a private one says no more than whether to send on."""
    if screening.is_postponed:
        return Outcome("kosong", "Ditunda", "", f"Alasan: {screening.postponed_because}")
    if screening.refers is None:
        return Outcome("perhatian", "Belum lengkap", "", _UNFINISHED)
    if screening.is_private and not in_full:
        word = "Perlu dirujuk" if screening.refers else "Normal"
        return Outcome("rujuk" if screening.refers else "baik", word, "", _neutral_text(screening, rules))
    level = "rujuk" if screening.refers else "baik"
    word = "Perlu dirujuk" if screening.refers else "Normal" if screening.is_private else "Baik"
    text = _advice(screening, rules) + ("" if screening.complete else f" {_UNFINISHED}")
    return Outcome(level, word, _figure(screening, rules), text, is_alarm=screening.alarm)


def answers_told(screening: Screening, visit: Visit, rules: Rules) -> list[Answered]:
    """Each question with its answer in words, in the order of the form. The caller has asked `may_read`."""
    answers, judged = split(screening.answers)
    questionnaire = declaration(screening.form, visit.resident.birth_date, visit.date, rules, answers)
    told = []
    for item in questionnaire.items if questionnaire else ():
        if item.code in KNOWN_OF_PERSON:
            continue
        answer = answers.get(item.code)
        option = item.option(answer) if answer is not None else None
        words = option.label if option else "Ditunda" if answer else "–"
        own = judged.get(item.code)
        note = "" if own is None else "Ada masalah" if own == YES else "Tidak ada masalah"
        told.append(Answered(item.number, item.text, words, note))
    return told


def screening_inputs(visit: Visit, rules: Rules) -> dict[str, Any]:
    """What the screenings add to the proposals of the visit's card, as arguments of propose_child, propose_school_age
    or propose_adult (visits.rules.referral). Reads `visit.screenings.all()`: prefetch it for several visits.
    """
    found = {row.form: row for row in visit.screenings.all() if not row.is_postponed}
    card = visit.card
    if isinstance(card, ChildCheck):
        return {"development_complete": card.development_complete}
    srq = found.get(Form.SRQ20)
    values: dict[str, Any] = {
        "srq_score": srq.score if srq else None,
        "srq_suicide": srq.alarm if srq else None,
    }
    if isinstance(card, SchoolAgeCheck) or (card is None and visit.card_name == "school_age_check"):
        teen = found.get(Form.HEEADSSS)
        return values | {
            "heeadsss_problems": teen.score if teen else None,
            "heeadsss_suicide": teen.alarm if teen else None,
        }
    if isinstance(card, AdultCheck) or visit.card_name == "adult_check":
        puma = found.get(Form.PUMA)
        return values | {"puma_score": puma.score if puma else None, "elderly": _elderly(found, rules)}
    sheet = found.get(Form.DEVELOPMENT)
    return {"development_complete": None if sheet is None or sheet.refers is None else not sheet.refers}


def screening_findings(visit: Visit, rules: Rules) -> list[Finding]:
    """A sentence for each form of the visit that has a result; a private one says no more than whether to send on."""
    found = []
    for row in visit.screenings.all():
        if row.is_postponed or row.refers is None:
            continue
        outcome = outcome_of(row, rules, in_full=False)
        head = f"{row.get_form_display()}: {outcome.figure or outcome.word}."
        found.append(Finding(row.form, Level(outcome.level), f"{head} {outcome.text}"))
    return found


def shown_to(
    proposals: Sequence[Proposal], visit: Visit, user: User, screenings: Iterable[Screening] | None = None
) -> list[Proposal]:
    """What the user may read of the proposals that private forms made: the reasons themselves, or one for all of them.

    Neither score nor urgency is told to the others: a form that sends on under its limit would tell why. All of them
    are to be seen today, which is soon enough for the one that cannot wait.
    """
    rows = {row.form: row for row in (visit.screenings.all() if screenings is None else screenings)}
    shown = list(proposals)
    for form, reasons in _PRIVATE_REASONS.items():
        row = rows.get(form)
        if row is None or may_read(row, user, visit.resident.posyandu.unit):
            continue
        kept = [proposal for proposal in shown if proposal.code not in reasons]
        if len(kept) < len(shown):
            text = f"{row.get_form_display()}: perlu berbicara dengan petugas kesehatan."
            kept.append(Proposal(reasons[0], text, Urgency.SOON, Destination.PUSKESMAS, _RULES[Form(form)]))
        shown = kept
    return shown


def lines_for_card(screening: Screening, rules: Rules) -> list[str]:
    """The result as it is printed on the card of the person; private answers and their points never are."""
    head = f"{screening.get_form_display()} ({screening.version})"
    outcome = outcome_of(screening, rules, in_full=False)
    if screening.is_postponed:
        return [f"{head}: ditunda, {screening.postponed_because}"]
    lines = [f"{head}: {outcome.figure or outcome.word}"]
    if screening.form == Form.SKILAS:
        labels = rules.rows("skilas")["group_labels"]
        words = {True: "Ya", False: "Tidak"}
        lines += [f"{labels[name]}: {words.get(screening.parts.get(name), '–')}" for name in labels]
    return lines


def _elderly(found: Mapping[str, Screening], rules: Rules) -> Elderly:
    # In the order of the form: PostgreSQL keeps the keys of a JSON field in an order of its own.
    domains = rules.rows("skilas")["group_labels"]
    aks, skilas = found.get(Form.AKS), found.get(Form.SKILAS)
    return Elderly(
        aks_score=aks.score if aks else None,
        aks_label=str(aks.parts.get("label", "")) if aks else "",
        skilas_problems=[name for name in domains if skilas.parts.get(name)] if skilas else (),
    )


def _neutral_text(screening: Screening, rules: Rules) -> str:
    if screening.refers:
        return _SEND_ON
    advice = rules.rows(screening.form)["advice"]
    return str(advice["Normal" if screening.form == Form.SRQ20 else "none"])


def _figure(screening: Screening, rules: Rules) -> str:
    """The points, or the class, in the words of the form."""
    match screening.form:
        case Form.SRQ20:
            return f"Skor {screening.score} dari 20"
        case Form.PUMA:
            return f"Skor {screening.score} dari 9"
        case Form.HEEADSSS:
            return f"{screening.score} masalah dari 8"
        case Form.AKS:
            label = str(screening.parts.get("label", "")).lower()
            category = screening.parts.get("category")
            return f"Skor {screening.score} dari 20, {label} ({screening.level}), kategori {category}"
        case Form.SKILAS:
            labels = rules.rows("skilas")["group_labels"]
            names = [str(labels[name]).lower() for name in labels if screening.parts.get(name)]
            return ", ".join(names).capitalize() if names else "Tidak ada masalah"
        case _:
            return screening.level


def _advice(screening: Screening, rules: Rules) -> str:
    form = screening.form
    if form == Form.AKS:
        levels = rules.rows("aks")["levels"]
        return next((str(row["advice"]) for row in levels if row["level"] == screening.level), "")
    advice = rules.rows(form)["advice"]
    if form == Form.DEVELOPMENT:
        return str(advice[ChecklistResult(screening.level)]["text"])
    if screening.alarm:
        return str(advice["urgent"])
    if form == Form.SRQ20:
        return str(advice[screening.level])
    kept = {Form.PUMA: "low"}.get(Form(form), "none")
    return str(advice["refer" if screening.refers else kept])
