"""Jadwal: the days of all Posyandu of a month, the year of one Posyandu, and its monthly pattern."""

from __future__ import annotations

import re
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from registry.http import AuthedRequest
from registry.models import Posyandu
from registry.permissions import Action, requires
from registry.rules.life_stage import add_months, last_day_of
from visits import schedule as plans
from visits.forms.schedule import DayForm, PatternForm
from visits.schedule import DayRow, DayState
from visits.schedule_services import DayTaken

PER_PAGE = 100
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# What somebody should look at.
_LOUD = (DayState.MISSED, DayState.UNCLOSED, DayState.NO_PLAN)
TAKEN = "Posyandu ini sudah buka pada tanggal itu."


def posyandu_of(request: AuthedRequest, unit_id: int, action: Action = Action.SEE_PEOPLE) -> Posyandu:
    """The Posyandu of an address, 404 where the user may not `action` in it."""
    places = Posyandu.objects.visible_to(request.user, action).select_related("unit__parent")
    return get_object_or_404(places, pk=unit_id)


def day_in(text: str) -> date:
    """The day of an address, 404 for what is no day that anybody plans."""
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not plans.FIRST_DAY <= day <= plans.LAST_DAY:
        raise Http404
    return day


@requires(Action.SEE_PEOPLE)
def schedule(request: AuthedRequest) -> HttpResponse:
    """The month of all Posyandu the user may see; whoever has one Posyandu goes straight to hers."""
    places = list(Posyandu.objects.visible_to(request.user).select_related("unit__parent"))
    if len(places) == 1:
        return redirect("schedule_posyandu", unit_id=places[0].pk)
    month = _month(request.GET.get("bulan", ""))
    only = "perhatian" if request.GET.get("hanya") == "perhatian" else ""
    rows = plans.rows_of(places, month, last_day_of(month), timezone.localdate())
    shown = [row for row in rows if row.state in _LOUD] if only else rows
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "month": month,
        "page": page,
        "has_places": bool(places),
        "summary": plans.summary_words(rows),
        "chips": _chips(month, rows, only),
        "previous_url": _month_url(month, -1, only),
        "next_url": _month_url(month, 1, only),
    }
    return render(request, "visits/schedule/list.html", context)


def _chips(month: date, rows: list[DayRow], only: str) -> list[dict[str, object]]:
    loud = sum(row.state in _LOUD for row in rows)
    choices = (("", "Semua", len(rows)), ("perhatian", "Perlu dilihat", loud))
    return [
        {
            "url": f"?bulan={month:%Y-%m}" + (f"&hanya={value}" if value else ""),
            "label": label,
            "count": count,
            "active": value == only,
        }
        for value, label, count in choices
    ]


def _month(text: str) -> date:
    match = _MONTH.fullmatch(text)
    known = match and 1 <= int(match[2]) <= 12
    day = date(int(match[1]), int(match[2]), 1) if match and known and int(match[1]) else None
    if day is None or not plans.FIRST_DAY <= day <= plans.LAST_DAY:
        return timezone.localdate().replace(day=1)
    return day


def _month_url(month: date, months: int, only: str) -> str:
    there = add_months(month, months)
    if not plans.FIRST_DAY <= there <= plans.LAST_DAY:
        return ""
    return f"?bulan={there:%Y-%m}" + (f"&hanya={only}" if only else "")


@requires(Action.SEE_PEOPLE)
def schedule_posyandu(request: AuthedRequest, unit_id: int) -> HttpResponse:
    """The year of one Posyandu: planned days with what became of them, its pattern, and the next day."""
    posyandu, today = posyandu_of(request, unit_id), timezone.localdate()
    year = _year(request.GET.get("tahun", ""), today.year)
    rows = plans.rows_of([posyandu], date(year, 1, 1), date(year, 12, 31), today)
    upcoming = plans.next_days([posyandu], today, 1)
    pattern = plans.current_schedule(posyandu, today)
    context = {
        "posyandu": posyandu,
        "year": year,
        "previous_year": year - 1 if year > plans.FIRST_DAY.year else None,
        "next_year": year + 1 if year < plans.LAST_DAY.year else None,
        "rows": [row for row in rows if row.day],
        "upcoming": upcoming[0] if upcoming else None,
        "pattern": pattern,
        "pattern_words": plans.pattern_words(posyandu, pattern),
        "today": today,
        "has_others": Posyandu.objects.visible_to(request.user).exclude(pk=posyandu.pk).exists(),
    }
    return render(request, "visits/schedule/posyandu.html", context)


def _year(text: str, this_year: int) -> int:
    year = int(text) if re.fullmatch(r"\d{4}", text, re.ASCII) else this_year
    return year if plans.FIRST_DAY.year <= year <= plans.LAST_DAY.year else this_year


@requires(Action.OPEN_SESSION)
def schedule_pattern(request: AuthedRequest, unit_id: int) -> HttpResponse:
    """On which day of each month the Posyandu opens."""
    posyandu = posyandu_of(request, unit_id, Action.OPEN_SESSION)
    current = plans.current_schedule(posyandu, timezone.localdate())
    form = PatternForm(
        request.POST or None, posyandu=posyandu, initial=PatternForm.initial_of(posyandu, current)
    )
    if request.method == "POST" and form.is_valid():
        messages.success(request, f"Tersimpan: {posyandu} buka {form.save()}.")
        return redirect("schedule_posyandu", unit_id=posyandu.pk)
    return render(request, "visits/schedule/pattern.html", {"posyandu": posyandu, "form": form})


@requires(Action.OPEN_SESSION)
def schedule_add(request: AuthedRequest, unit_id: int) -> HttpResponse:
    """A day beside the pattern."""
    posyandu = posyandu_of(request, unit_id, Action.OPEN_SESSION)
    asked = request.GET.get("tanggal", "")
    initial = {"place": posyandu.place, "date": asked if _DAY.fullmatch(asked) else None}
    form = DayForm(request.POST or None, posyandu=posyandu, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("schedule_day", unit_id=posyandu.pk, day=form.save().isoformat())
        except DayTaken:
            form.add_error("date", TAKEN)
    context = {
        "posyandu": posyandu,
        "form": form,
        "heading": "Hari tambahan",
        "back_url": reverse("schedule_posyandu", args=[posyandu.pk]),
        "back_label": f"Jadwal {posyandu}",
        "button": "Tambah hari buka",
    }
    return render(request, "visits/schedule/day_form.html", context)
