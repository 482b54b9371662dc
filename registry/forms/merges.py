"""Which of two values stays, where two records of one person say different things."""

from __future__ import annotations

from typing import Any

from django import forms

from registry.models import Resident
from registry.services.merging import ABSORBED, KEPT, Question, questions

OTHER_NUMBER = "nomor lain"
# A wrong one of these makes every result wrong, or takes a number from the person it belongs to.
TO_BE_CHOSEN = frozenset({"birth_date", "sex", "nik"})


class MergeForm(forms.Form):
    """One choice for each thing that both records say differently; what only one of them knows stays anyway."""

    tetap = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, kept: Resident, absorbed: Resident) -> None:
        super().__init__(data, initial={"tetap": kept.pk})
        self.asked = questions(kept, absorbed)
        for question in self.asked:
            if question.is_open:
                self.fields[question.name] = _choice(question)

    def choices(self) -> dict[str, str]:
        """The chosen side of each question."""
        return {name: side for name, side in self.cleaned_data.items() if name != "tetap"}

    @property
    def open_questions(self) -> list[forms.BoundField]:
        """What has to be chosen."""
        return [self[question.name] for question in self.asked if question.is_open]

    @property
    def settled(self) -> list[Question]:
        """What both say, or only one of them knows."""
        return [question for question in self.asked if not question.is_open]


def _choice(question: Question) -> forms.ChoiceField:
    looks_same = question.kept == question.absorbed
    other = f"{question.absorbed} ({OTHER_NUMBER})" if looks_same else question.absorbed
    return forms.ChoiceField(
        label=question.label,
        choices=[(KEPT, question.kept), (ABSORBED, other)],
        initial=None if question.name in TO_BE_CHOSEN else question.proposed,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih yang benar."},
    )
