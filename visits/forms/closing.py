"""Closing a day and opening it again."""

from __future__ import annotations

from django import forms

from visits.models import Session


class CloseForm(forms.Form):
    """What there is to say about the day."""

    note = forms.CharField(
        label="Catatan hari ini",
        required=False,
        max_length=Session._meta.get_field("note").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Misalnya vaksin habis, atau hujan deras. Nama warga tidak perlu ditulis.",
    )


class ReopenForm(forms.Form):
    """Why a closed day is opened again."""

    reason = forms.CharField(
        label="Alasan membuka lagi",
        max_length=200,
        help_text="Misalnya kertas dari satu meja belum diketik.",
        error_messages={"required": "Tulis alasannya, supaya kader dan Puskesmas tahu."},
    )
