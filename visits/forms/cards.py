"""One form for each card: reads what a tired hand types, refuses the impossible, asks about the unlikely.

A form holds the columns of one step, or of the whole card. It sends on only what was changed on the page it came from,
so that two people at two steps of one person never write over each other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from registry.ids import new_id
from registry.models import Resident
from registry.rules.life_stage import add_months
from registry.rules.wording import short_date
from visits import fields as stored_fields
from visits.columns import STEPS, Column, Home, Kind, Who, columns_for, who_is
from visits.fields import Check as Card
from visits.forms.answers import form_field
from visits.models import Visit
from visits.rulebook import book_for
from visits.rules.book import Rules
from visits.rules.doubts import Doubt, Severity
from visits.rules.plausibility import Range
from visits.services import Conflict

RELOAD = "Muat ulang halaman ini, lalu tulis sekali lagi."
MEASURING = 2


@dataclass(frozen=True, slots=True)
class Section:
    """The columns of one step as the page draws them; `folded` ones are asked of few and shown on demand."""

    step: int
    title: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    folded: list[dict[str, Any]] = field(default_factory=list)


class CardForm(forms.Form):
    """Base of the cards. `sure` carries the values a person has confirmed after being asked."""

    MODEL: ClassVar[type[Card]]
    RANGES: ClassVar[Mapping[str, Range]]

    # What is unlikely or impossible about the values as they were typed.
    doubted: Sequence[Doubt] = ()
    # Fields whose unlikely value the person kept after being asked.
    confirmed: Sequence[str] = ()
    # A preview shows its questions beside the result instead of holding values back.
    asks = True

    visit_id = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"invalid": RELOAD, "required": RELOAD}
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    sure = forms.CharField(widget=forms.HiddenInput, required=False)
    # What the page showed: only what differs from it was changed by the person who sends it.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    # Fields that somebody else had saved with another value, when the page came back with both.
    conflicts = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        resident: Resident,
        day: date,
        visit: Visit | None,
        previous: Card | None = None,
        who: Who | None = None,
        step: int | None = None,
        **kwargs: Any,
    ) -> None:
        self.stored = stored_fields.read(visit) if visit else {}
        if who is None:
            rules = book_for(resident.posyandu_id).on(day)
            who = who_is(resident, day, mother=visit.mother if visit else "", rules=rules)
        self.who = who
        self.step, self.visit = step, visit
        self.columns = {column.name: column for column in columns_for(self.who, step)}
        kwargs["initial"] = {
            **{name: self.stored[name] for name in self.columns if name in self.stored},
            "visit_id": visit.pk if visit else new_id(),
            "revision": visit.revision if visit else 0,
            "seen": self._seen_text(),
        }
        super().__init__(data, **kwargs)
        self.resident, self.day, self.previous = resident, day, previous
        self.age = resident.age_on(day)
        for name, column in self.columns.items():
            self.fields[name] = form_field(column, self.who)

    @property
    def measured_names(self) -> list[str]:
        """The measures on this form that have a range: what is doubted and compared with last time."""
        return [name for name in self.columns if name in self.RANGES]

    def sections(self) -> list[Section]:
        """The form as the page draws it, a section for each step that has columns."""
        found = []
        for step, title in STEPS.items():
            columns = [column for column in self.columns.values() if column.step == step]
            if not columns:
                continue
            asked = [column for column in columns if column.asked(self.who) or self._has_value(column)]
            rest = [column for column in columns if column not in asked]
            found.append(Section(step, title, self._rows(asked), self._rows(rest)))
        return found

    def _has_value(self, column: Column) -> bool:
        value = self[column.name].value()
        return value not in (None, "", [], False) or column.name in self.errors

    def _rows(self, columns: Iterable[Column]) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        for column in columns:
            before = getattr(self.previous, column.name, None) if column.name in self.RANGES else None
            ghost = f"{self._last_time()} {plain(before)}" if before is not None else ""
            starts = bool(column.group) and (not rows or rows[-1]["group"] != column.group)
            rows.append(
                {
                    "field": self[column.name],
                    "unit": column.unit,
                    "ghost": ghost,
                    "group": column.group,
                    "starts": starts,
                    "wide": column.kind in (Kind.TICK, Kind.TEXT, Kind.TOPICS),
                }
            )
        return rows

    def doubts(self, data: Mapping[str, Any], rules: Rules) -> list[Doubt]:
        """What is unlikely or impossible about the card beside the person's own history."""
        raise NotImplementedError

    def questions(self, data: Mapping[str, Any]) -> dict[str, str]:
        """What is unlikely, by field; asked once and kept when confirmed."""
        asked: dict[str, str] = {}
        for doubt in self._doubts(data):
            if doubt.severity is Severity.ASK:
                asked.setdefault(doubt.field, doubt.text)
        return asked

    def open_questions(self, data: Mapping[str, Any]) -> dict[str, str]:
        """What to ask before saving, by field, beside what is refused; under "" that nothing was measured at all."""
        kept = self.visit.remeasured if self.visit else []
        # What was measured again and kept is not asked about again while it stays as it is.
        settled = {name for name in kept if data.get(name, self.stored[name]) == self.stored[name]}
        asked = {
            name: text
            for name, text in self.questions(data).items()
            if name not in self.errors and name not in settled
        }
        measures = self.step in (None, MEASURING)
        if measures and not self.errors and not self._filled(data):
            asked[""] = "Belum ada yang diukur, jadi hanya hadir yang dicatat."
        return asked

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._complete(data)
        self.doubted = self._doubts(dict(data))
        self._refuse(data)
        if not self.asks:
            return data
        asked = self.open_questions(data)
        self.confirmed = sorted(name for name in asked if name)
        token = "|".join(f"{name}={plain(data.get(name))}" for name in sorted(asked))
        if asked and data.get("sure") != token:
            for name, text in asked.items():
                target = name if name in self.fields else None
                self.add_error(target, f"{text} Bila sudah benar, tekan Simpan sekali lagi.")
            self._remember("sure", token)
        return data

    def compare_with(self, stored: Visit, conflicts: Sequence[Conflict] = ()) -> None:
        """Put what somebody else stored meanwhile beside each field that differs; saving again keeps what is typed."""
        for each in conflicts:
            if each.name not in self.fields:
                continue
            at = f" pukul {_clock(each.saved_at)}" if each.saved_at else ""
            kept = self._words(each.name, each.stored)
            typed = self._words(each.name, self.cleaned_data.get(each.name))
            text = f"Tersimpan {kept} oleh {each.saved_by or 'orang lain'}{at}; Anda menulis {typed}."
            self.add_error(each.name, text)
        self.add_error(
            None, "Baru saja diubah orang lain. Bandingkan, lalu tekan Simpan untuk memakai isian Anda."
        )
        self._remember("revision", str(stored.revision))
        # The other one's visit may have begun under another id: from now on this page adds to it.
        self._remember("visit_id", str(stored.pk))
        self._remember("conflicts", " ".join(each.name for each in conflicts))

    def measures(self) -> dict[str, Any]:
        """What to store, by the names of the columns: what was changed on the page, and is not refused."""
        seen = self._seen()
        values = {name: self.cleaned_data[name] for name in self.columns if name in self.cleaned_data}
        normal = {name: stored_fields.normal(name, value) for name, value in values.items()}
        if "take_stored" in self.data:
            for name in str(self.cleaned_data.get("conflicts") or "").split():
                normal.pop(name, None)
        if seen is None:
            return normal
        return {
            name: value
            for name, value in normal.items()
            if _text(value) != seen.get(name, _text(stored_fields.empty_of(name)))
        }

    def card_values(self) -> dict[str, Any]:
        """All that would stand on the card and the mothers' card if this were saved, by field name."""
        values = {**self.stored, **self.measures()}
        return {name: values[name] for name in values if stored_fields.COLUMNS[name].home is not Home.SERVICE}

    @property
    def cleaned_visit_id(self) -> UUID:
        """The id of the visit, made by the page."""
        visit_id: UUID = self.cleaned_data["visit_id"]
        return visit_id

    def _complete(self, data: dict[str, Any]) -> None:
        """An answer to the second half of a question answers the first."""
        for name, column in self.columns.items():
            first = column.before
            if not first or first not in self.fields or data.get(name) in (None, ""):
                continue
            if data.get(first) is None:
                data[first] = True
            elif data[first] is False:
                label = self.columns[first].label_for(self.who)
                self.add_error(name, f"Kosongkan, atau pilih Ya pada “{label}”.")

    def _doubts(self, data: Mapping[str, Any]) -> list[Doubt]:
        """Doubts about the fields of this form, judged together with what is stored of the others."""
        if not self.measured_names:
            return []
        whole = {**{name: self.stored.get(name) for name in self.RANGES}, **data}
        others = set(self.RANGES) - set(self.columns)
        return [doubt for doubt in self.doubts(whole, self.who.rules) if doubt.field not in others]

    def _refuse(self, data: dict[str, Any]) -> None:
        """What nobody can have is not taken, with the unit or the digit that was probably meant."""
        for doubt in self.doubted:
            if doubt.severity is Severity.REFUSE and doubt.field not in self.errors:
                self.add_error(doubt.field if doubt.field in self.fields else None, doubt.text)
        for name in self.measured_names:
            value = data.get(name)
            if value is None:
                continue
            if not self.columns[name].places and not isinstance(value, int):
                self.add_error(name, "Tulis angka bulat, tanpa koma.")
            elif not self.RANGES[name].allows(value):
                self._refuse_outside(name, data)

    def _refuse_outside(self, name: str, data: dict[str, Any]) -> None:
        # Swapped with a value that is refused already, it is asked about there; it never just disappears.
        if self.errors:
            data.pop(name, None)
        else:
            self.add_error(name, self.RANGES[name].message)

    def _filled(self, data: Mapping[str, Any]) -> bool:
        """Whether anything is known of the person that day beside having come; how a child lay says nothing alone."""
        values = {**self.stored, **{name: data.get(name) for name in self.columns}}
        return any(
            not stored_fields.is_unfilled(name, stored_fields.normal(name, value))
            for name, value in values.items()
            if name != "position"
        )

    def _remember(self, name: str, value: str) -> None:
        """Have the page send `value` with the next attempt."""
        data: Any = copy(self.data)
        data[self.add_prefix(name)] = value
        self.data = data

    def _seen_text(self) -> str:
        shown = {name: _text(self.stored[name]) for name in self.columns if name in self.stored}
        return json.dumps(shown)

    def _seen(self) -> dict[str, str] | None:
        """What the page showed when it was made; None where the sender does not say."""
        try:
            seen = json.loads(self.cleaned_data.get("seen") or "null")
        except ValueError:
            return None
        return seen if isinstance(seen, dict) else None

    def _words(self, name: str, value: Any) -> str:
        column = self.columns[name]
        if isinstance(value, bool):
            return column.yes if value else column.no
        if isinstance(value, list):
            return f"{len(value)} materi" if value else "kosong"
        return dict(column.choices).get(value, "") or plain(value)

    def _last_time(self) -> str:
        assert self.previous is not None
        before = self.previous.visit.date
        return (
            "bulan lalu"
            if add_months(before.replace(day=1), 1) == self.day.replace(day=1)
            else short_date(before)
        )


def plain(value: Any) -> str:
    """A value as it is typed; "kosong" for none."""
    if value is None or value == "":
        return "kosong"
    return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else str(value)


def _text(value: Any) -> str:
    """A value so that equal ones look alike: 9.4 as 9.40."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return json.dumps(value, cls=DjangoJSONEncoder)


def _clock(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%H.%M")
