"""One planned day: where and when, who serves at which step, what is ready, whom to invite."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST

from registry.http import AuthedRequest
from registry.models import Posyandu
from registry.permissions import Action, requires
from registry.rules.target_groups import TargetGroup
from registry.rules.wording import long_date
from visits import invitations
from visits import schedule as plans
from visits import schedule_services as services
from visits.columns.column import STEPS
from visits.forms.schedule import CancelDayForm, DayForm, DutyForm, EquipmentForm
from visits.invitations import By
from visits.models import EquipmentCheck
from visits.rulebook import book_for
from visits.rules import equipment
from visits.rules.book import Rules
from visits.schedule import DayRow
from visits.views.schedule import TAKEN, day_in, posyandu_of

_OPENED = "Hari buka ini sudah dibuka, jadi jadwalnya tidak berubah lagi."
_NOT_PLANNED = "Tanggal ini bukan hari buka menurut jadwal."


def _row(request: AuthedRequest, unit_id: int, day: str, action: Action = Action.OPEN_SESSION) -> DayRow:
    """The day of an address; 404 for a Posyandu of others or no day."""
    on = day_in(day)
    return plans.day_of(posyandu_of(request, unit_id, action), on, timezone.localdate())


def _page(posyandu: Posyandu, day: date | None) -> HttpResponse:
    assert day is not None
    return redirect("schedule_day", unit_id=posyandu.pk, day=day.isoformat())


def _frozen(request: AuthedRequest, row: DayRow) -> HttpResponse:
    """Back to the day, with the reason why its plan cannot be changed."""
    messages.info(request, _OPENED if row.session else _NOT_PLANNED)
    return _page(row.posyandu, row.day)


@requires(Action.SEE_PEOPLE)
def schedule_day(request: AuthedRequest, unit_id: int, day: str) -> HttpResponse:
    """Everything about one day on one page; a day on which the Posyandu does not open says so."""
    row = _row(request, unit_id, day, Action.SEE_PEOPLE)
    context: dict[str, object] = {"row": row, "posyandu": row.posyandu}
    if row.is_open_day:
        context |= _prepared(row)
    return render(request, "visits/schedule/day.html", context)


def _prepared(row: DayRow) -> dict[str, object]:
    """Who serves, what is ready, and how many are expected."""
    assert row.day is not None
    duties = plans.duties_on(row.posyandu, row.day)
    check, rules = _check_of(row), _rules(row)
    found = check.items if check else {}
    counts = invitations.counts_of(invitations.everybody_on(row.posyandu, row.day))
    return {
        "duties": [(step, name, duties[step]) for step, name in STEPS.items()],
        "has_duties": any(duties.values()),
        "check": check,
        "not_ready": equipment.not_ready(found, rules=rules),
        "unlooked": equipment.unlooked(found, rules=rules),
        "counts": counts,
        "expected": sum(one.expected for one in counts),
        "with_due": sum(one.due for one in counts),
        "is_today": row.day == timezone.localdate(),
    }


def _check_of(row: DayRow) -> EquipmentCheck | None:
    assert row.day is not None
    rows = EquipmentCheck.objects.unscoped("of a day in its caller's scope").filter(posyandu=row.posyandu)
    return rows.filter(date=row.day).select_related("checked_by").first()


def _rules(row: DayRow) -> Rules:
    assert row.day is not None
    return book_for(row.posyandu.pk).on(row.day)


@requires(Action.OPEN_SESSION)
def schedule_change(request: AuthedRequest, unit_id: int, day: str) -> HttpResponse:
    """Another day, time or place for a planned day."""
    row = _row(request, unit_id, day)
    if not row.can_change:
        return _frozen(request, row)
    form = DayForm(request.POST or None, posyandu=row.posyandu, user=request.user, plan=row.plan)
    if request.method == "POST" and form.is_valid():
        try:
            now = form.save()
        except services.DayTaken:
            form.add_error("date", TAKEN)
        except (services.AlreadyOpened, services.NotPlanned):
            return _frozen(request, row)
        else:
            messages.success(request, f"Tersimpan. Hari buka sekarang {long_date(now)}.")
            return _page(row.posyandu, now)
    context = {
        "posyandu": row.posyandu,
        "form": form,
        "heading": "Ubah hari buka",
        "lead": f"{row.posyandu}, {long_date(row.day)}",
        "back_url": reverse("schedule_day", args=[row.posyandu.pk, day]),
        "back_label": long_date(row.day),
        "button": "Simpan perubahan",
    }
    return render(request, "visits/schedule/day_form.html", context)


@requires(Action.OPEN_SESSION)
def schedule_cancel(request: AuthedRequest, unit_id: int, day: str) -> HttpResponse:
    """A planned day that does not take place; an extra day disappears."""
    row = _row(request, unit_id, day)
    if not row.can_change:
        return _frozen(request, row)
    form = CancelDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        assert row.day is not None
        try:
            services.cancel_day(
                posyandu=row.posyandu, day=row.day, reason=form.cleaned_data["reason"], user=request.user
            )
        except (services.AlreadyOpened, services.NotPlanned):
            return _frozen(request, row)
        messages.success(request, f"Hari buka {long_date(row.day)} dibatalkan.")
        return redirect("schedule_posyandu", unit_id=row.posyandu.pk)
    return render(request, "visits/schedule/cancel.html", {"row": row, "form": form})


@require_POST
@requires(Action.OPEN_SESSION)
def schedule_restore(request: AuthedRequest, unit_id: int, day: str) -> HttpResponse:
    """A changed or cancelled day is again as the pattern says."""
    row = _row(request, unit_id, day)
    assert row.day is not None
    try:
        planned = services.restore_day(posyandu=row.posyandu, day=row.day)
    except services.AlreadyOpened:
        return _frozen(request, row)
    except services.DayTaken as taken:
        messages.error(request, f"Belum kembali: {long_date(taken.row.day)} sudah menjadi hari buka lain.")
        return _page(row.posyandu, row.day)
    messages.success(request, f"Hari buka kembali seperti jadwal: {long_date(planned)}.")
    return _page(row.posyandu, planned)


@requires(Action.OPEN_SESSION)
def schedule_duty(request: AuthedRequest, unit_id: int, day: str) -> HttpResponse:
    """Who serves at which step; a day without anybody starts from the last one."""
    row = _row(request, unit_id, day)
    if not row.is_open_day:
        return _frozen(request, row)
    assert row.day is not None
    staff = plans.staff_at(row.posyandu, row.day)
    named, taken_from = plans.duties_on(row.posyandu, row.day), None
    if not any(named.values()):
        taken_from, named = plans.last_duties(row.posyandu, row.day)
    initial = {f"step_{step}": [str(user.pk) for user in users] for step, users in named.items()}
    form = DutyForm(
        request.POST if request.method == "POST" else None,
        posyandu=row.posyandu,
        day=row.day,
        staff=staff,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Pembagian tugas tersimpan.")
        return _page(row.posyandu, row.day)
    context = {"row": row, "form": form, "staff": staff, "taken_from": taken_from}
    return render(request, "visits/schedule/duty.html", context)


@requires(Action.OPEN_SESSION)
def schedule_equipment(request: AuthedRequest, unit_id: int, day: str) -> HttpResponse:
    """What is ready, broken or missing."""
    row = _row(request, unit_id, day)
    if not row.is_open_day:
        return _frozen(request, row)
    assert row.day is not None
    check = _check_of(row)
    initial = {f"item_{code}": state for code, state in check.items.items()} if check else {}
    form = EquipmentForm(
        request.POST if request.method == "POST" else None,
        posyandu=row.posyandu,
        day=row.day,
        user=request.user,
        rules=_rules(row),
        initial=initial | {"note": check.note if check else ""},
    )
    if request.method == "POST" and form.is_valid():
        form.save(rest_is_ready="rest" in request.POST)
        messages.success(request, "Pemeriksaan alat tersimpan.")
        return _page(row.posyandu, row.day)
    return render(request, "visits/schedule/equipment.html", {"row": row, "form": form})


@requires(Action.SEE_PEOPLE)
@gzip_page
def invitation(request: AuthedRequest, unit_id: int, day: str) -> HttpResponse:
    """Whom to call and for what, by RT or by kader; with texts to copy."""
    row = _row(request, unit_id, day, Action.SEE_PEOPLE)
    if not row.is_open_day:
        return _frozen(request, row)
    assert row.day is not None
    asked = invitations.Asked.read(request.GET)
    people = invitations.everybody_on(row.posyandu, row.day)
    chosen = [one for one in people if asked.fits(one)]
    sections = invitations.sections_of(row.posyandu, chosen, row.day, asked.by)
    counts = invitations.counts_of(people)
    context = {
        "row": row,
        "sections": sections,
        "chosen": len(chosen),
        "by_kader": asked.by is By.KADER,
        "groups": _group_chips(asked, counts),
        "divisions": _chips(
            asked, "menurut", ((By.PLACE, "Menurut RT"), (By.KADER, "Menurut kader")), asked.by
        ),
        "extents": _chips(
            asked, "siapa", (("", "Yang ada jatuh tempo"), ("semua", "Semua sasaran")), asked.who
        ),
        "print_query": asked.query(),
        "general_text": invitations.general_text(row),
        "names_text": invitations.names_text(row, sections),
    }
    return render(request, "visits/schedule/invitation.html", context)


def _chips(
    asked: invitations.Asked, name: str, choices: tuple[tuple[str, str], ...], current: str
) -> list[dict[str, object]]:
    return [
        {"url": asked.query(**{name: value}), "label": label, "active": value == current}
        for value, label in choices
    ]


def _group_chips(asked: invitations.Asked, counts: list[invitations.GroupCount]) -> list[dict[str, object]]:
    everybody = asked.who == "semua"
    groups: list[tuple[TargetGroup | None, str, int]] = [
        (one.group, one.group.label, one.expected if everybody else one.due) for one in counts
    ]
    total = sum(count for _, _, count in groups)
    return [
        {
            "url": asked.query(kelompok=group.value if group else ""),
            "label": label,
            "count": count,
            "active": group is asked.group,
        }
        for group, label, count in [(None, "Semua kelompok", total), *groups]
    ]
