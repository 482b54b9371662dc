"""Recording a death, taking it back, and the deaths that are reported on."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.db.models.functions import ExtractYear
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from registry import services
from registry.forms import DeathForm
from registry.http import AuthedRequest
from registry.models import Death
from registry.permissions import Action, requires
from registry.rules.deaths import DeathGroup
from registry.views.residency import person_to_change

REPORTED = [group.value for group in DeathGroup if group is not DeathGroup.OTHER]


@requires(Action.REGISTER)
def resident_death(request: AuthedRequest, resident_id: UUID) -> HttpResponse:
    """Somebody died: asks the day and the place; what was recorded can be corrected or taken back."""
    resident = person_to_change(request, resident_id)
    if request.method == "POST" and "undo" in request.POST:
        services.undo_death(resident=resident)
        messages.success(request, f"Catatan meninggal {resident.name} dibatalkan.")
        return redirect(resident)
    day = _day(request.GET.get("tanggal", ""))
    form = DeathForm(request.POST or None, resident=resident, user=request.user, day=day)
    if form.death is None and services.open_residency(resident) is None:
        messages.info(request, f"{resident.name} tercatat sudah pindah. Catat dulu bahwa sudah kembali.")
        return redirect("resident_return", resident.pk)
    if request.method == "POST" and form.is_valid() and form.saved():
        messages.success(request, f"{resident.name} tercatat meninggal. Turut berdukacita.")
        return redirect("resident_death", resident.pk)
    context = {"form": form, "resident": resident, "death": form.death}
    return render(request, "registry/resident_death.html", context)


def _day(text: str) -> date | None:
    """The day that another page proposes, such as that of a birth; None where it is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@requires(Action.SEE_PEOPLE)
def death_list(request: AuthedRequest) -> HttpResponse:
    """Deaths of mothers, newborns, babies and under-fives of a year, month by month; others on request."""
    deaths = Death.objects.visible_to(request.user).filter(resident__merged_into__isnull=True)
    years = sorted(set(deaths.order_by().values_list(ExtractYear("on"), flat=True).distinct()), reverse=True)
    year = _year(request.GET.get("tahun", ""))
    everybody = request.GET.get("semua") == "1"
    shown = deaths.filter(on__year=year).select_related("resident__posyandu__unit").order_by("-on", "pk")
    shown = shown.defer("resident__nik", "resident__phone")
    if not everybody:
        shown = shown.filter(group__in=REPORTED)
    rows = list(shown)
    context = {
        "months": [
            (month, list(group)) for month, group in groupby(rows, lambda death: death.on.replace(day=1))
        ],
        "counts": [
            (group.label, sum(death.group == group for death in rows))
            for group in DeathGroup
            if everybody or group in REPORTED
        ],
        "total": len(rows),
        "year": year,
        "everybody": everybody,
        "years": [
            {"url": f"?tahun={one}", "label": one, "active": one == year}
            for one in sorted({*years, year}, reverse=True)
        ],
    }
    return render(request, "registry/death_list.html", context)


def _year(text: str) -> int:
    asked = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    return asked if 1900 <= asked <= 9000 else timezone.localdate().year
