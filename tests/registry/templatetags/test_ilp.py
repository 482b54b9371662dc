import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.template import Context, Template

from registry.templatetags import ilp

SPRITE = Path(settings.BASE_DIR) / "static" / "img" / "icons.svg"
OPENING_DAY = date(2026, 10, 12)


class CheckForm(forms.Form):
    weight_kg = forms.DecimalField(label="Berat badan", help_text="Tanpa sepatu.")
    systolic = forms.IntegerField(label="Sistole", min_value=40)
    birth_date = forms.DateField(label="Tanggal lahir", initial=OPENING_DAY)
    sex = forms.ChoiceField(label="Jenis kelamin", choices=[("L", "Laki-laki")], widget=forms.RadioSelect)
    file = forms.FileField(label="Berkas")
    twin = forms.BooleanField(label="Kembar")
    secret = forms.CharField(label="Kata sandi", widget=forms.PasswordInput)


def render(source: str, **context: object) -> str:
    return Template("{% load ilp %}" + source).render(Context(context))


def test_a_weight_is_typed_on_the_digit_keyboard_with_comma_or_point() -> None:
    drawn = render("{% control field %}", field=CheckForm()["weight_kg"])

    assert 'type="text"' in drawn
    assert 'inputmode="decimal"' in drawn
    assert 'data-number="decimal"' in drawn
    assert "step=" not in drawn


def test_a_blood_pressure_is_typed_on_the_digit_keyboard_without_comma() -> None:
    drawn = render("{% control field %}", field=CheckForm()["systolic"])

    assert 'inputmode="numeric"' in drawn
    assert "min=" not in drawn


def test_a_date_is_picked_with_the_calendar_of_the_phone() -> None:
    drawn = render("{% control field %}", field=CheckForm()["birth_date"])

    assert 'type="date"' in drawn
    assert 'value="2026-10-12"' in drawn


def test_a_field_tells_the_screen_reader_its_ghost_help_and_error() -> None:
    form = CheckForm({"weight_kg": "sembilan"})
    drawn = render("{% control field ghost=True %}", field=form["weight_kg"])

    assert 'aria-describedby="id_weight_kg-ghost id_weight_kg-help id_weight_kg-error"' in drawn
    assert 'aria-invalid="true"' in drawn


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("weight_kg", "input"),
        ("sex", "choice"),
        ("file", "file"),
        ("twin", "checkbox"),
        ("secret", "password"),
    ],
)
def test_each_kind_of_field_is_drawn_in_its_own_way(name: str, kind: str) -> None:
    assert ilp.widget_kind(CheckForm()[name]) == kind


def test_the_message_stands_beside_the_field_with_its_unit_and_last_value() -> None:
    form = CheckForm({"weight_kg": ""})
    drawn = render(
        '{% include "components/field.html" with field=field unit="kg" ghost="bulan lalu 9,1" only %}',
        field=form["weight_kg"],
    )

    assert '<label class="field-label" for="id_weight_kg">Berat badan</label>' in drawn
    assert '<span class="field-unit">kg</span>' in drawn
    assert '<span class="field-ghost" id="id_weight_kg-ghost">bulan lalu 9,1</span>' in drawn
    assert 'id="id_weight_kg-error"' in drawn


def test_a_status_is_an_icon_and_a_word_as_well_as_a_colour() -> None:
    drawn = render('{% include "components/status.html" with level="rujuk" word="Gizi buruk" only %}')

    assert 'class="status is-rujuk"' in drawn
    assert "#exclamation-octagon-fill" in drawn
    assert "Gizi buruk" in drawn


def test_an_age_is_told_on_the_day_that_is_asked_for() -> None:
    assert render("{{ birth|age:day }}", birth=date(2025, 7, 12), day=OPENING_DAY) == "1 tahun 3 bulan"


def test_moments_are_told_in_the_time_of_jepara() -> None:
    moment = datetime(2026, 10, 12, 18, 5, tzinfo=UTC)

    assert ilp.date_and_time(moment) == "13 Oktober 2026 pukul 01.05"
    assert ilp.date_of(moment) == date(2026, 10, 13)


def test_nothing_is_a_dash_and_zero_is_zero() -> None:
    assert ilp.dash(None) == "–"
    assert ilp.dash("") == "–"
    assert ilp.dash(0) == 0


def test_long_lists_of_pages_are_shortened() -> None:
    assert ilp.page_numbers(Paginator(range(500), 25).page(7)) == [1, None, 6, 7, 8, None, 20]


def test_a_refused_login_is_known_by_its_code() -> None:
    form = CheckForm({})
    form.add_error(None, ValidationError("terlalu sering", code="too_many_login_attempts"))

    assert ilp.error_codes(form) == ["too_many_login_attempts"]


def test_papers_carry_their_own_styles_and_font() -> None:
    drawn = render("{% paper_styles %}")

    assert "size: A4" in drawn
    assert 'src: url("file://' in drawn


def test_every_icon_that_a_page_names_is_in_the_sprite() -> None:
    known = set(re.findall(r'<symbol id="([a-z0-9-]+)"', SPRITE.read_text()))
    pages = [page.read_text() for page in (Path(settings.BASE_DIR) / "templates").rglob("*.html")]
    named = {name for page in pages for name in re.findall(r'(?:icon|icon_url|icon=) ?"([a-z0-9-]+)"', page)}
    named |= {*ilp.STAGE_ICONS.values(), *ilp.LEVEL_ICONS.values()}

    assert named - known == set()
