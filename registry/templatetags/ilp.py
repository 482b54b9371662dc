"""Template words and marks: Indonesian dates and figures, icons, form controls, paper styles."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, widgets
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from registry.rules import wording

register = template.Library()

register.filter("long_date", wording.long_date)
register.filter("short_date", wording.short_date)
register.filter("weekday_date", wording.weekday_date)
register.filter("month_name", wording.month_name)
register.filter("short_month", wording.short_month)
register.filter("decimal", wording.decimal)
register.filter("whole", wording.whole)
register.filter("signed", wording.signed)
register.filter("measured", wording.measured)
register.filter("weight", wording.weight)
register.filter("percent", wording.percent)

PAPER_FONT = "vendor/plus-jakarta-sans/files/plus-jakarta-sans-latin-wght-normal.woff2"
STAGE_ICONS = {
    "bayi": "emoji-smile",
    "balita": "balloon",
    "apras": "puzzle",
    "usia_sekolah": "backpack",
    "remaja": "mortarboard",
    "dewasa": "person",
    "lansia": "eyeglasses",
    "bumil": "heart",
    "nifas": "house-heart",
    "ibu_hamil": "heart",
    "ibu_nifas": "house-heart",
    "ibu_menyusui": "house-heart",
}
LEVEL_ICONS = {
    "baik": "check-circle-fill",
    "perhatian": "exclamation-triangle-fill",
    "rujuk": "exclamation-octagon-fill",
    "info": "info-circle-fill",
    "kosong": "dash-circle",
}
CONTROL_CLASSES: tuple[tuple[type[widgets.Widget], str], ...] = (
    (widgets.CheckboxInput, "form-check-input"),
    (widgets.Select, "form-select"),
    (widgets.Input, "form-control"),
    (widgets.Textarea, "form-control"),
)


@register.filter
def age(birth: date | None, day: date | None = None) -> str:
    """Age in words on a day; today where no day is given."""
    return wording.age(birth, day or timezone.localdate())


@register.filter
def date_of(moment: datetime) -> date:
    """The day of a moment in the village's time zone."""
    return timezone.localtime(moment).date()


@register.filter
def date_and_time(moment: datetime) -> str:
    """12 Oktober 2026 pukul 09.30, in the village's time zone."""
    local = timezone.localtime(moment)
    return f"{wording.long_date(local.date())} pukul {local:%H.%M}"


@register.filter
def dash(value: object) -> object:
    """The value, or an en dash where there is none; 0 stays 0."""
    return wording.DASH if value is None or value == "" else value


@register.simple_tag
def today() -> date:
    """The day in the village's time zone."""
    return timezone.localdate()


@register.simple_tag
def icon(name: str, extra_class: str = "") -> SafeString:
    """A decorative icon of the sprite; the word beside it carries the meaning."""
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>',
        f"icon {extra_class}".strip(),
        icon_url(name),
    )


@register.simple_tag
def icon_url(name: str) -> str:
    """Address of one icon in the sprite."""
    return f"{static('img/icons.svg')}#{name}"


@register.filter
def level_icon(level: str) -> str:
    """Icon name for a status level: baik, perhatian, rujuk, info, kosong."""
    return LEVEL_ICONS.get(level, LEVEL_ICONS["info"])


@register.filter
def stage_icon(stage: object) -> str:
    """Icon name for a life stage; pregnancy and the weeks after birth have their own."""
    return STAGE_ICONS.get(str(stage), "person")


@register.filter
def widget_kind(field: BoundField) -> str:
    """How a form field is drawn: checkbox, choice (radio or many boxes), file, password or input."""
    match field.field.widget:
        case widgets.CheckboxInput():
            return "checkbox"
        case widgets.RadioSelect() | widgets.CheckboxSelectMultiple():
            return "choice"
        case widgets.FileInput():
            return "file"
        case widgets.PasswordInput():
            return "password"
        case _:
            return "input"


@register.simple_tag
def control(field: BoundField, ghost: bool = False) -> SafeString:
    """The form control of a field with its class, keyboard and description for screen readers."""
    widget = field.field.widget
    attrs: dict[str, str | bool] = {"class": _control_class(widget)}
    if isinstance(widget, widgets.NumberInput):
        attrs |= _number_attrs(widget, whole=not hasattr(field.field, "decimal_places"))
    if isinstance(widget, widgets.DateInput) and not isinstance(widget, widgets.DateTimeInput):
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    described = _described_by(field, ghost=ghost)
    if described:
        attrs["aria-describedby"] = described
    return field.as_widget(attrs=attrs)


def _control_class(widget: widgets.Widget) -> str:
    own = str(widget.attrs.get("class", ""))
    added = next((name for kind, name in CONTROL_CLASSES if isinstance(widget, kind)), "")
    return f"{added} {own}".strip()


def _number_attrs(widget: widgets.NumberInput, *, whole: bool) -> dict[str, str | bool]:
    # A browser's own number box refuses a comma; text with a digit keyboard takes both.
    widget.input_type = "text"
    widget.attrs = {name: value for name, value in widget.attrs.items() if name not in {"min", "max", "step"}}
    return {
        "inputmode": "numeric" if whole else "decimal",
        "autocomplete": "off",
        "data-number": "whole" if whole else "decimal",
    }


def _described_by(field: BoundField, *, ghost: bool) -> str:
    parts = (
        (ghost, "ghost"),
        (bool(field.help_text), "help"),
        (bool(field.errors), "error"),
    )
    return " ".join(f"{field.auto_id}-{name}" for present, name in parts if present)


@register.filter
def error_codes(form: BaseForm) -> list[str]:
    """Codes of a form's errors that belong to no field."""
    errors = form.errors.as_data().get(NON_FIELD_ERRORS, [])
    return [str(error.code) for error in errors]


@register.filter
def step_count(steps: Iterable[str]) -> int:
    """How many of the five steps are done."""
    return sum(1 for step in steps if step == "done")


@register.filter
def page_numbers(page: Page[Any]) -> list[int | None]:
    """Page numbers worth a link around the current one; None stands for a gap."""
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in elided]


@register.inclusion_tag("pdf/styles.html")
def paper_styles() -> dict[str, str]:
    """The style sheet of printed papers with its font, ready for a renderer that opens no network."""
    sheet, font = finders.find("css/paper.css"), finders.find(PAPER_FONT)
    return {
        "css": Path(sheet).read_text(encoding="utf-8") if sheet else "",
        "font": Path(font).as_uri() if font else "",
    }
