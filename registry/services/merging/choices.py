"""What is known of two people, side by side: which of the two values stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db import models

from registry.models import Household, NikStateChoice, Resident
from registry.models.people import DERIVED_KEYS
from registry.rules.background import BirthDateKnown, Disability, Illness, Labelled, RiskBehaviour
from registry.rules.wording import long_date

Side = Literal["kept", "absorbed"]
KEPT: Side = "kept"
ABSORBED: Side = "absorbed"
HOME = "posyandu"

# Columns that make sense only together; the first one names the question.
TOGETHER: dict[str, tuple[str, ...]] = {
    "birth_date": ("birth_date", "birth_date_known"),
    "nik": ("nik", "nik_state", "nik_hash", "nik_tail_hash"),
    "household": ("household", "relation"),
    "mother": ("mother", "mother_name"),
    "father": ("father", "father_name"),
    "spouse": ("spouse", "spouse_name"),
}
# Not chosen: the row's own, or derived. The home follows from where the person lives.
OWN = ("id", HOME, "merged_into", "registered_at", *DERIVED_KEYS)
SECRET = ("nik", "phone")
# Asked in this order; the rest follows in the order of the model.
FIRST = ("name", "sex", "birth_date", "nik", HOME, "household")
_PEOPLE = ("mother", "father", "spouse")
_CODES: dict[str, type[Labelled]] = {
    "family_history": Illness,
    "own_history": Illness,
    "risk_behaviour": RiskBehaviour,
    "disabilities": Disability,
}
_FOLLOWERS = {name for names in TOGETHER.values() for name in names[1:]}


@dataclass(frozen=True)
class Question:
    """One thing known of a person: its columns, what each side says in words, and which side is proposed."""

    name: str
    label: str
    names: tuple[str, ...]
    kept: str
    absorbed: str
    proposed: Side
    # Two numbers whose visible digits are the same.
    hidden_difference: bool = False

    @property
    def is_open(self) -> bool:
        """Whether both sides say something, and not the same."""
        return bool(self.kept and self.absorbed) and (self.kept != self.absorbed or self.hidden_difference)


def questions(kept: Resident, absorbed: Resident) -> list[Question]:
    """Everything that is known of either person, what matters most first."""
    found = [_home(kept, absorbed)]
    for key in Resident._meta.concrete_fields:
        if key.name in OWN or key.name in _FOLLOWERS:
            continue
        show = _SHOW.get(key.name, _shown(key))
        values = (show(kept), show(absorbed))
        if any(values):
            names = TOGETHER.get(key.name, (key.name,))
            label = str(key.verbose_name)
            side = _proposed(key.name, kept, absorbed, values)
            hidden = key.name in SECRET and getattr(kept, key.name) != getattr(absorbed, key.name)
            found.append(Question(key.name, f"{label[:1].upper()}{label[1:]}", names, *values, side, hidden))
    return sorted(found, key=_place)


def _place(question: Question) -> int:
    return FIRST.index(question.name) if question.name in FIRST else len(FIRST)


def decided(kept: Resident, absorbed: Resident, choices: Mapping[str, str]) -> dict[str, Side]:
    """For each question which side stays: as chosen where both sides say something, else the side that does."""
    return {
        question.name: ABSORBED
        if (choices.get(question.name, question.proposed) if question.is_open else question.proposed)
        == ABSORBED
        else KEPT
        for question in questions(kept, absorbed)
    }


def _proposed(name: str, kept: Resident, absorbed: Resident, values: tuple[str, str]) -> Side:
    if not values[0] and values[1]:
        return ABSORBED
    if name == "nik" and values[1]:
        # A number that cannot be one gives way to one that can.
        states = (kept.nik_state, absorbed.nik_state)
        return ABSORBED if states == (NikStateChoice.INVALID, NikStateChoice.PRESENT) else KEPT
    if name == "birth_date" and kept.birth_date_known != BirthDateKnown.EXACT.value:
        return ABSORBED if absorbed.birth_date_known == BirthDateKnown.EXACT.value else KEPT
    if name in _PEOPLE and values[0] == values[1]:
        # Who is known as a person says more than a written name.
        known = (getattr(kept, name) is None, getattr(absorbed, name) is not None)
        return ABSORBED if all(known) else KEPT
    return KEPT


def _home(kept: Resident, absorbed: Resident) -> Question:
    here = [
        str(person.posyandu) if person.residencies.filter(valid_until__isnull=True).exists() else ""
        for person in (kept, absorbed)
    ]
    if not any(here):
        here = [str(kept.posyandu), str(absorbed.posyandu)]
    # Where only one of them lives anywhere, there is nothing to choose: the periods show it.
    return Question(HOME, "Tinggal di", (), here[0], here[1], KEPT)


def _shown(key: models.Field[Any, Any]) -> Callable[[Resident], str]:
    def words(person: Resident) -> str:
        value = getattr(person, key.name)
        if isinstance(value, list):
            labels = dict(_CODES[key.name].choices()) if key.name in _CODES else {}
            return ", ".join(labels.get(code) or str(code) for code in value)
        if key.choices:
            return str(getattr(person, f"get_{key.name}_display")()) if value else ""
        return "" if value is None else str(value).replace(".", ",")

    return words


def _household(person: Resident) -> str:
    home: Household | None = person.household
    if home is None:
        return ""
    parts = (home.title, home.place, home.masked_kk)
    return " · ".join(dict.fromkeys(part for part in parts if part))


def _nik(person: Resident) -> str:
    return person.masked_nik if person.nik_state != NikStateChoice.NONE else ""


_SHOW: dict[str, Callable[[Resident], str]] = {
    "name": lambda person: person.name,
    "birth_date": lambda person: person.born_words,
    "nik": _nik,
    "household": _household,
    "mother": lambda person: person.known_mother,
    "father": lambda person: person.father.name if person.father else person.father_name,
    "spouse": lambda person: person.spouse.name if person.spouse else person.spouse_name,
    "phone": lambda person: person.masked_phone,
    "born_at": lambda person: long_date(person.born_at.on) if person.born_at else "",
}
