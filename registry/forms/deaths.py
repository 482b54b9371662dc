"""Recording a death: the day, and what the family tells."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from registry import services
from registry.forms.fields import day_field
from registry.forms.people import text_field
from registry.forms.residency import not_in_future
from registry.models import Death, Resident, User


class DeathForm(forms.Form):
    """When and where somebody died, and of what in the family's own words."""

    on = day_field("Tanggal meninggal")
    place = forms.ChoiceField(
        label="Meninggal di", required=False, choices=Death.Place.choices, widget=forms.RadioSelect
    )
    place_name = text_field("Nama tempat", 120, help_text="Misalnya: RSUD Kartini.")
    cause = text_field("Sebab menurut keluarga", 200)

    def __init__(self, data: Any = None, *, resident: Resident, user: User, day: date | None = None) -> None:
        death = services.death_of(resident)
        known = {name: getattr(death, name) for name in self.base_fields} if death else {}
        super().__init__(data, initial=known or {"on": day or timezone.localdate()})
        self.resident, self.user, self.death = resident, user, death

    def clean_on(self) -> date:
        return not_in_future(self.cleaned_data["on"])

    def saved(self) -> bool:
        """Whether it was stored; else the reason stands beside the day."""
        try:
            self.death = services.record_death(resident=self.resident, user=self.user, **self.cleaned_data)
        except services.ResidencyRefused as refused:
            self.add_error("on", str(refused))
        return not self.errors
