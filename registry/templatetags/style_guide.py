"""Samples for the page that shows every part of the design system in every state."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django import forms, template
from django.core.paginator import Paginator

register = template.Library()

LONG_NAME = "Muhammad Rizky Alfiansyah Putra Kusuma Wardhana"
LONG_POSYANDU = "Posyandu Mawar Merah 12 Dukuh Karanganyar Lor"


class SampleForm(forms.Form):
    """One field of each kind that the pages use."""

    name = forms.CharField(label="Nama lengkap", help_text="Seperti di KK atau buku KIA.")
    birth_date = forms.DateField(label="Tanggal lahir", widget=forms.DateInput)
    weight_kg = forms.DecimalField(label="Berat badan", decimal_places=2)
    height_cm = forms.DecimalField(label="Panjang badan", decimal_places=1)
    sex = forms.ChoiceField(
        label="Jenis kelamin",
        choices=[("L", "Laki-laki"), ("P", "Perempuan")],
        widget=forms.RadioSelect,
    )
    measured = forms.ChoiceField(
        label="Cara ukur",
        choices=[("L", "Terlentang"), ("H", "Berdiri")],
        widget=forms.RadioSelect,
    )
    services = forms.MultipleChoiceField(
        label="Yang diberikan hari ini",
        choices=[("vit_a", "Vitamin A"), ("mr", "Imunisasi MR"), ("pmt", "PMT")],
        widget=forms.CheckboxSelectMultiple,
    )
    posyandu = forms.ChoiceField(label="Posyandu", choices=[("1", "Melati 1"), ("2", LONG_POSYANDU)])
    note = forms.CharField(label="Catatan", widget=forms.Textarea(attrs={"rows": 3}))
    twin = forms.BooleanField(label="Anak kembar")
    file = forms.FileField(label="Berkas e-PPGBM")
    password = forms.CharField(label="Kata sandi", widget=forms.PasswordInput)


def _filled_form() -> SampleForm:
    return SampleForm(
        initial={"name": LONG_NAME, "weight_kg": "9.4", "sex": "P", "measured": "L", "services": ["vit_a"]},
        auto_id="isi-%s",
    )


def _refused_form() -> SampleForm:
    form = SampleForm({"weight_kg": "94", "name": "Aisyah Putri"}, auto_id="salah-%s")
    form.errors.clear()
    form.add_error("weight_kg", "Berat 94 kg tidak mungkin untuk anak 1 tahun. Maksud Ibu 9,4?")
    form.add_error("sex", "Pilih laki-laki atau perempuan.")
    form.add_error("file", "Berkas ini bukan Excel atau CSV.")
    return form


def _link(label: str, *, active: bool = False, count: str | None = None) -> SimpleNamespace:
    return SimpleNamespace(url="#", label=label, active=active, count=count)


def _samples() -> dict[str, Any]:
    return {
        "day": date(2026, 10, 12),
        "birth": date(2025, 7, 12),
        "long_name": LONG_NAME,
        "long_posyandu": LONG_POSYANDU,
        "empty": SampleForm(auto_id="kosong-%s"),
        "filled": _filled_form(),
        "refused": _refused_form(),
        "stages": ["bayi", "balita", "apras", "usia_sekolah", "remaja", "dewasa", "lansia", "bumil", "nifas"],
        "steps": ["done", "done", "live", "todo", "skip"],
        "all_done": ["done"] * 5,
        "none_done": ["todo"] * 5,
        "notes": ["vitamin A", "imunisasi MR"],
        "elderly_notes": ["AKS tahunan"],
        "chips": [
            _link("Semua", active=True, count="61"),
            _link("Balita", count="14/31"),
            _link("Bumil", count="2/3"),
            _link("Lansia", count="5/18"),
            _link("Belum datang", count="38"),
        ],
        "tabs": [_link("Ringkasan", active=True), _link("Unit di bawah"), _link("Arti angka")],
        "crumbs": [
            _link("Kab. Jepara"),
            _link("Puskesmas Bangsri"),
            _link("Desa Jerukwangi"),
            _link("Melati 1"),
        ],
        "page": Paginator(range(500), 25).page(7),
        "definitions": [
            {
                "term": "D/S",
                "text": "Balita yang ditimbang dibagi semua balita di wilayah ini.",
                "source": "Permenkes 2/2020",
            },
            {"term": "N/D", "text": "Balita yang berat badannya naik dibagi balita yang ditimbang."},
        ],
    }


@register.simple_tag
def style_guide_samples() -> dict[str, Any]:
    """Everything that the style guide shows, with the longest names that must fit."""
    return _samples()
