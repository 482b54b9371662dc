"""Kader and their families: each RT with who looks after it, and plainly those that nobody looks after."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from registry import work_areas as areas
from registry.forms.work_areas import AssignForm, wider_places
from registry.http import AuthedRequest
from registry.models import Household, Posyandu, User, WorkArea
from registry.permissions import Action, requires
from registry.services.work_areas import end_assignment


@requires(Action.REGISTER)
def work_areas(request: AuthedRequest) -> HttpResponse:
    """The RT of one Posyandu: families, people, kader in charge; give them to a kader."""
    places = list(Posyandu.objects.visible_to(request.user, Action.REGISTER).select_related("unit"))
    wanted = request.POST.get("posyandu") or request.GET.get("posyandu", "")
    posyandu = next((one for one in places if str(one.pk) == wanted), places[0] if places else None)
    if posyandu is None:
        return render(request, "registry/work_areas.html", {"places": []})
    kader = areas.kader_at(posyandu, timezone.localdate())
    form = AssignForm(request.POST or None, user=request.user, posyandu=posyandu, kader=kader)
    if request.method == "POST" and form.is_valid():
        area = form.save()
        messages.success(request, f"{area.kader} sekarang membina {area.household or area.place}.")
        return redirect(_page_of(posyandu))
    context = {"places": places, "posyandu": posyandu, "form": form}
    return render(request, "registry/work_areas.html", context | _content(request, posyandu, kader))


def _page_of(posyandu: Posyandu) -> str:
    return f"{reverse('work_areas')}?posyandu={posyandu.pk}"


def _content(request: AuthedRequest, posyandu: Posyandu, kader: list[User]) -> dict[str, object]:
    today = timezone.localdate()
    rows = areas.place_rows(posyandu, today)
    return {
        "kader": kader,
        "rows": rows,
        "families": sum(row.households for row in rows),
        "unassigned": sum(row.unassigned for row in rows),
        "own": areas.own_areas(posyandu, today),
        "wide": areas.wide_areas(posyandu, today),
        "wider_places": wider_places(row.place for row in rows),
        "household": _household(request, posyandu),
        "today": today,
    }


def _household(request: AuthedRequest, posyandu: Posyandu) -> Household | None:
    """The one family that an assignment was asked for, by `?keluarga=`."""
    try:
        wanted = UUID(request.GET.get("keluarga", ""))
    except ValueError:
        return None
    rows = Household.objects.visible_to(request.user, Action.REGISTER).filter(posyandu=posyandu)
    return rows.for_list().filter(pk=wanted).first()


@require_POST
@requires(Action.REGISTER)
def work_area_end(request: AuthedRequest, area_id: UUID) -> HttpResponse:
    """From today on the kader is in charge of this no more."""
    rows = WorkArea.objects.visible_to(request.user, Action.REGISTER).select_related(
        "kader", "household__head"
    )
    area = get_object_or_404(rows, pk=area_id)
    words = str(area.household or area.place)
    end_assignment(area=area, on=timezone.localdate())
    messages.success(request, f"{area.kader} tidak lagi membina {words}. Keliru? Tugaskan lagi di bawah.")
    return redirect(_page_of(area.posyandu))
