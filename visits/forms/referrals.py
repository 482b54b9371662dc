"""Deciding about the proposals of a visit, sending somebody on, and taking a letter back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BoundField
from django.utils.text import slugify

from registry.models import User
from visits.models import Referral, Visit
from visits.referrals import Decision, Letter, LetterChanged, decline, refer
from visits.referrals.reading import DESTINATION_WORDS, URGENCY_WORDS, letter_for, version_for
from visits.referrals.reasons import farthest, version_of
from visits.referrals.writing import NEEDS_REASON, NOTHING
from visits.rules.danger_signs import Urgency
from visits.rules.referral import Destination

REFER, DECLINE = "rujuk", "tidak"
# The name of the button that says Rujuk for whatever was not chosen.
REFER_ALL = "semua"
# Why a proposal is not followed, as it is said at the table; other words may stand beside or instead.
USUAL_REASONS = (
    "Sudah dalam pengobatan",
    "Sudah dirujuk bulan ini",
    "Salah ukur, sudah diulang",
    "Sudah diperiksa bidan di Posyandu",
    "Keluarga menolak",
)
_DECIDE = "Pilih Rujuk atau Tidak dirujuk, paling sedikit untuk satu usul."


@dataclass(frozen=True)
class Row:
    """One proposal with the fields that decide about it."""

    decision: Decision
    choice: BoundField
    reason: BoundField
    words: BoundField


class ReferForm(forms.Form):
    """Rujuk or Tidak dirujuk for each proposal, then where to, how soon, and what else the letter says."""

    own_reason = forms.CharField(
        label="Alasan lain",
        required=False,
        max_length=200,
        help_text="Alasan Ibu sendiri, bila tidak ada di usul. Misalnya ibu tampak sangat pucat.",
    )
    destination = forms.ChoiceField(
        label="Dirujuk ke",
        choices=[(place.value, words) for place, words in DESTINATION_WORDS.items()],
        widget=forms.RadioSelect,
    )
    destination_name = forms.CharField(label="Nama tempatnya", required=False, max_length=120)
    urgency = forms.ChoiceField(
        label="Seberapa cepat",
        choices=[(urgency.value, words) for urgency, words in URGENCY_WORDS.items()],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="Keterangan",
        required=False,
        max_length=300,
        help_text="Tercetak di surat, jadi jangan tulis hal yang rahasia.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        visit: Visit,
        decisions: Sequence[Decision],
        letter: Letter | None,
        user: User,
    ) -> None:
        self.visit, self.user, self.letter = visit, user, letter
        self.decisions = [each for each in decisions if each.is_open or each.is_declined]
        super().__init__(data, initial=self._usual())
        self.referral: Referral | None = None
        for each in self.decisions:
            self._add_fields(each)

    def rows(self) -> list[Row]:
        """The proposals that can be decided, with their fields."""
        return [
            Row(each, self[f"choice_{key}"], self[f"reason_{key}"], self[f"words_{key}"])
            for key, each in self._keyed()
        ]

    @property
    def usual_words(self) -> str:
        """Where to and how soon, unless told otherwise: "Puskesmas, segera"."""
        place, urgency = self.initial["destination"], self.initial["urgency"]
        words = self.initial.get("destination_name") or DESTINATION_WORDS[Destination(place)]
        return words if urgency == Urgency.ORDINARY else f"{words}, {urgency}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for key, _ in self._keyed():
            if REFER_ALL in self.data and cleaned.get(f"choice_{key}") == "":
                cleaned[f"choice_{key}"] = REFER
            if cleaned.get(f"choice_{key}") == DECLINE and not self._reason(key):
                self.add_error(f"reason_{key}", NEEDS_REASON)
        if not (self._codes(REFER) or self._codes(DECLINE) or (cleaned.get("own_reason") or "").strip()):
            raise ValidationError(_DECIDE if self.decisions else NOTHING)
        return cleaned

    def saved(self) -> bool:
        """Whether the decisions were stored; else the reason stands on the form. `referral` is the letter, if any."""
        try:
            with transaction.atomic():
                self._save()
        except LetterChanged as changed:
            self._compare_with(changed.referral)
        except ValidationError as error:
            self.add_error(None, error.messages[0])
        return not self.errors

    def _save(self) -> None:
        data = self.cleaned_data
        for key, each in self._keyed():
            if data.get(f"choice_{key}") == DECLINE:
                code = str(each.proposal.code)
                decline(visit=self.visit, code=code, reason=self._reason(key), user=self.user)
        codes = self._codes(REFER)
        if codes or data["own_reason"]:
            self.referral = refer(
                visit=self.visit,
                user=self.user,
                codes=codes,
                own_reason=data["own_reason"],
                destination=data["destination"],
                destination_name=data["destination_name"],
                urgency=data["urgency"],
                note=data["note"],
                seen=data["seen"],
            )

    def _compare_with(self, referral: Referral) -> None:
        """Say what somebody else decided meanwhile; saving once more puts this person's word over it."""
        now = letter_for(referral, self.user)
        assert now is not None
        self.data = {**dict(self.data.items()), self.add_prefix("seen"): version_of(referral)}
        self.add_error(
            None,
            f"Surat {referral.number} baru saja diubah: ke {now.to}, {now.urgency}"
            f"{f', keterangan “{referral.note}”' if referral.note else ''}. "
            "Periksa pilihan di bawah, lalu simpan sekali lagi.",
        )

    def _usual(self) -> dict[str, str]:
        """What the letter says already, else what the loudest proposal says."""
        if self.letter is not None:
            own = self.letter.referral.note if self.letter.reads_all else ""
            return {
                "destination": self.letter.destination.value,
                "destination_name": self.letter.place,
                "urgency": self.letter.urgency.value,
                "note": own,
                "seen": version_for(self.letter),
            }
        proposals = [each.proposal for each in self.decisions]
        loud = proposals[0] if proposals else None
        return {
            "destination": farthest(each.destination for each in proposals).value,
            "urgency": (loud.urgency if loud else Urgency.ORDINARY).value,
        }

    def _add_fields(self, decision: Decision) -> None:
        key, title = _key(decision), decision.proposal.reason
        known = decision.reason in USUAL_REASONS
        self.fields[f"choice_{key}"] = forms.ChoiceField(
            label=title,
            required=False,
            choices=[(REFER, "Rujuk"), (DECLINE, "Tidak dirujuk")],
            widget=forms.RadioSelect,
            initial=DECLINE if decision.is_declined else "",
        )
        self.fields[f"reason_{key}"] = forms.ChoiceField(
            label="Mengapa tidak dirujuk",
            required=False,
            choices=[("", "Pilih alasannya"), *((words, words) for words in USUAL_REASONS)],
            initial=decision.reason if known else "",
        )
        self.fields[f"words_{key}"] = forms.CharField(
            label="Atau dengan kata sendiri",
            required=False,
            max_length=160,
            initial="" if known else decision.reason,
        )

    def _keyed(self) -> Iterator[tuple[str, Decision]]:
        return ((_key(each), each) for each in self.decisions)

    def _codes(self, choice: str) -> list[str]:
        chosen = self.cleaned_data
        return [
            str(each.proposal.code) for key, each in self._keyed() if chosen.get(f"choice_{key}") == choice
        ]

    def _reason(self, key: str) -> str:
        usual, words = (self.cleaned_data.get(f"{name}_{key}", "").strip() for name in ("reason", "words"))
        return ": ".join(part for part in (usual, words) if part)


class WithdrawForm(forms.Form):
    """Why a letter is taken back."""

    reason = forms.CharField(
        label="Alasan membatalkan",
        max_length=300,
        help_text="Misalnya salah orang, atau sudah diperiksa dokter.",
        error_messages={"required": NEEDS_REASON},
    )


def _key(decision: Decision) -> str:
    """A proposal's code as part of a field's name."""
    return slugify(str(decision.proposal.code))
