"""Taking a phone away."""

from __future__ import annotations

from django import forms

from visits.devices import NEEDS_REASON
from visits.models import Device


class RevokeForm(forms.Form):
    """Why a phone is to be emptied."""

    reason = forms.CharField(
        label="Alasan mencabut",
        max_length=Device._meta.get_field("revoke_reason").max_length,
        help_text="Misalnya HP hilang, dijual, atau kadernya tidak bertugas lagi. Pemilik HP membacanya juga.",
        error_messages={"required": NEEDS_REASON},
    )
