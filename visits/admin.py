"""Settings page of the rules: what a kabupaten decided, on the site that registry.admin opens for the role admin."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin
from django.forms import ModelChoiceField
from django.http import HttpRequest

from registry.admin import Managed, site
from registry.models import OrgUnit, User
from registry.permissions import Action
from visits.models import RuleOverride
from visits.rules import book

if TYPE_CHECKING:
    from django.db.models import ForeignKey, QuerySet


# A select as wide as a phone held sideways.
LABEL_WIDTH = 90


def setting_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every setting with its unit, its limits and what holds without a decision; then every sentence."""
    numbers = [(f"{each.table}.{each.name}", _described(each)) for each in book.settings()]
    texts = [(f"{each.table}.{each.name}", _shortened(each)) for each in book.sentences()]
    return [("Batas dan pilihan", numbers), ("Kalimat untuk keluarga", texts)]


def _shortened(setting: book.Setting) -> str:
    return f"{shorten(setting.sentence, LABEL_WIDTH, placeholder=' ...')} ({setting.table})"


def _described(setting: book.Setting) -> str:
    now = book.value_at(book.CURRENT.rows(setting.table), setting.path)
    allowed = " / ".join(setting.choices) if setting.choices else f"{setting.low}–{setting.high}"
    return f"{setting.label} ({allowed} {setting.unit}; biasanya {now})".replace(" ;", ";")


class RuleOverrideForm(forms.ModelForm[RuleOverride]):
    """The settings that the tables declare, by their names."""

    setting = forms.ChoiceField(label="Aturan", choices=setting_choices)

    class Meta:
        model = RuleOverride
        fields = ["unit", "setting", "value", "valid_from", "valid_until", "reason"]


@admin.register(RuleOverride, site=site)
class RuleOverrideAdmin(Managed[RuleOverride], admin.ModelAdmin[RuleOverride]):
    """Decisions are added and ended, never deleted: what was judged by them must stay explicable."""

    form = RuleOverrideForm
    list_display = ["setting_name", "value", "unit", "valid_from", "valid_until", "decided_by"]
    list_filter = ["unit"]
    list_select_related = ["unit__region", "decided_by"]
    search_fields = ["setting", "reason"]
    readonly_fields = ["decided_by", "decided_at"]
    fields = [
        "unit",
        "setting",
        "value",
        "valid_from",
        "valid_until",
        "reason",
        "decided_by",
        "decided_at",
    ]

    @admin.display(description="aturan", ordering="setting")
    def setting_name(self, row: RuleOverride) -> str:
        known = {name: label for _, group in setting_choices() for name, label in group}
        return known.get(row.setting, row.setting)

    def get_queryset(self, request: HttpRequest) -> QuerySet[RuleOverride]:
        return super().get_queryset(request).filter(unit__in=_units(request))

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name == "unit":
            field.queryset = _units(request).filter(kind=OrgUnit.Kind.DISTRICT)
        return field

    def save_model(self, request: HttpRequest, obj: RuleOverride, form: Any, change: bool) -> None:
        if not change:
            obj.decided_by = cast(User, request.user)
        super().save_model(request, obj, form, change)


def _units(request: HttpRequest) -> QuerySet[OrgUnit]:
    return OrgUnit.objects.visible_to(cast(User, request.user), Action.MANAGE)
