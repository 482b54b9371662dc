"""What a printed card is made of: columns with number, label and step, each knowing what fills it of one visit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from registry.models import Resident
from registry.rules.life_stage import Age
from registry.rules.wording import decimal
from visits.education import topic_label
from visits.models import Immunisation, Referral, Screening, Setting, Visit
from visits.rules.book import Rules
from visits.rules.questionnaire import NO, YES, Item, read_questionnaire
from visits.screenings.declared import split

# An answer that was given and may not be read by whoever prints.
SEALED = "•"
TICK = "✓"
_LETTERS = {True: "Y", False: "T"}
_ANSWERS = {YES: "Y", NO: "T"}


class Code(StrEnum):
    """Which paper, as its address names it."""

    PREGNANT = "ibu-hamil"
    AFTER_BIRTH = "ibu-nifas-menyusui"
    CHILD = "bayi-balita-apras"
    SCHOOL = "usia-sekolah-remaja"
    ADULT = "dewasa-lansia"
    SRQ20 = "srq-20"
    AKS = "aks"
    SKILAS = "skilas"


@dataclass(frozen=True)
class OnPaper:
    """One visit as it is printed: its fields, results, screenings, doses and referral.

    `open_forms` are the questionnaires whose answers whoever prints may read.
    """

    visit: Visit
    values: Mapping[str, Any]
    screenings: Mapping[str, Screening]
    open_forms: frozenset[str]
    doses: tuple[Immunisation, ...]
    referral: Referral | None
    rules: Rules
    _answers: dict[str, dict[str, str | None]] = field(default_factory=dict)

    @property
    def person(self) -> Resident:
        """Who came."""
        return self.visit.resident

    @property
    def age(self) -> Age:
        """Age on the day."""
        return self.person.age_on(self.visit.date)

    def answer(self, form: str, item: str) -> str | None:
        """The code of an answer, None where there is none; the caller has asked whether it may be read."""
        screening = self.screenings.get(form)
        if screening is None or screening.is_postponed:
            return None
        if form not in self._answers:
            self._answers[form] = split(screening.answers)[0]
        return self._answers[form].get(item)


Fill = Callable[[OnPaper], str]


@dataclass(frozen=True, slots=True)
class CardColumn:
    """One column of a card. `number` is that of the form; columns of later editions have none.

    `group` is the heading over neighbouring columns, `key` the small print that explains letters or limits, `width` its
    share of the page.
    """

    number: int | None
    label: str
    step: int
    fill: Fill
    group: str = ""
    key: str = ""
    width: float = 7
    turned: bool = True


@dataclass(frozen=True, slots=True)
class Paper:
    """One side of an official card. `form` is the questionnaire whose visits it lists, if it is one."""

    code: Code
    title: str
    side: str
    name: str
    columns: tuple[CardColumn, ...]
    form: str = ""
    footnotes: tuple[str, ...] = ()

    @property
    def has_sealed(self) -> bool:
        """Whether some of its answers are private."""
        return self.code in (Code.SCHOOL, Code.SRQ20)


def number_of(value: Any) -> str:
    """A figure with a comma and as many decimals as were taken: 9,4; empty for none."""
    if value is None:
        return ""
    words = decimal(value, 2)
    return words.rstrip("0").rstrip(",") if "," in words else words


def value(name: str) -> Fill:
    """A measured or counted field."""
    return lambda row: number_of(row.values[name])


def letter(name: str) -> Fill:
    """Ya or Tidak as Y or T."""
    return lambda row: _LETTERS.get(row.values[name], "")


def words(name: str, *, yes: str, no: str) -> Fill:
    """Ya or Tidak in the words of the form."""
    return lambda row: {True: yes, False: no}.get(row.values[name], "")


def derived(name: str, labels: Mapping[str, str] | None = None) -> Fill:
    """A conclusion that was stored with the card of the age."""

    def fill(row: OnPaper) -> str:
        found = getattr(row.visit.card, name, None)
        return (labels or {}).get(str(found), str(found)) if found not in (None, "") else ""

    return fill


def of_mother(name: str) -> Fill:
    """A conclusion that was stored with the mothers' card."""
    return lambda row: str(getattr(row.visit.mother_card, name, "") or "")


def day_of(row: OnPaper) -> str:
    """The day, and where it was not at the Posyandu."""
    day = f"{row.visit.date:%d/%m/%y}"
    return (
        day if row.visit.setting == Setting.POSYANDU else f"{day} {row.visit.get_setting_display().lower()}"
    )


def pressure(row: OnPaper) -> str:
    """Sistole/diastole in mmHg."""
    upper, lower = row.values["systolic"], row.values["diastolic"]
    return f"{upper or '…'}/{lower or '…'}" if upper or lower else ""


def education(row: OnPaper) -> str:
    """Topics and whatever else was told."""
    told = [topic_label(code) for code in row.values["education_topics"]]
    return "; ".join([*told, *([row.values["education_note"]] if row.values["education_note"] else [])])


def referred_to(row: OnPaper) -> str:
    """Where the person was sent on to; the reasons stay off the paper, which passes through many hands."""
    if row.referral is None:
        return ""
    return row.referral.destination_name or row.referral.destination


def given(quantity: str, detail: str = "", unit: str = "") -> Fill:
    """How many, and what it was: "30 porsi, telur dan hati ayam"; 0 says that nothing was given."""

    def fill(row: OnPaper) -> str:
        many = row.values[quantity]
        parts = ["" if many is None else f"{many} {unit}".strip(), row.values[detail] if detail else ""]
        return ", ".join(part for part in parts if part)

    return fill


TUBERCULOSIS = (
    ("tb_cough", "Batuk terus menerus"),
    ("tb_fever", "Demam ≥ 2 minggu"),
    ("tb_weight", "BB tidak naik atau turun dalam 2 bulan berturut-turut"),
    ("tb_contact", "Kontak erat dengan pasien TBC"),
)


def tuberculosis(first: int, step: int = 4) -> tuple[CardColumn, ...]:
    """The four questions and how many were answered Ya."""
    group = "Skrining Gejala TBC (Y/T)"
    asked = tuple(
        CardColumn(first + place, label, step, letter(name), group, width=7)
        for place, (name, label) in enumerate(TUBERCULOSIS)
    )
    count = CardColumn(None, "Jumlah Ya (2: rujuk)", step, derived("tb_count"), group, width=5.5)
    return (*asked, count)


def items_of(form: str) -> tuple[Item, ...]:
    """The questions of a questionnaire as it stands today."""
    return read_questionnaire(form).items


def item(form: str, code: str) -> Fill:
    """An answer of a questionnaire as Y or T, or sealed."""

    def fill(row: OnPaper) -> str:
        found = row.answer(form, code)
        if found is None:
            return ""
        return _ANSWERS.get(found, "tunda") if form in row.open_forms else SEALED

    return fill
