"""Finding, registering and changing residents."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from registry import services
from registry.forms import EditResidentForm, EndResidencyForm, NewResidentForm
from registry.http import AuthedRequest
from registry.models import Posyandu, Resident
from registry.permissions import Action, requires
from registry.rules.life_stage import LifeStage, birth_bounds

PER_PAGE = 50


def home(request: HttpRequest) -> HttpResponse:
    """Where each role starts its day."""
    user = cast(AuthedRequest, request).user
    if user.may(Action.RECORD):
        return redirect("today")
    if user.may(Action.SEE_REPORTS):
        return redirect("dashboard")
    if user.may(Action.MANAGE):
        return redirect("admin:index")
    return render(request, "registry/no_role.html", status=403)


@requires(Action.SEE_PEOPLE)
def resident_list(request: AuthedRequest) -> HttpResponse:
    """The people of the user's Posyandu: by name, NIK, group and place."""
    text, stage, unit = (request.GET.get(key, "").strip() for key in ("q", "kelompok", "posyandu"))
    people = Resident.objects.visible_to(request.user).filter(residencies__valid_until__isnull=True)
    places = Posyandu.objects.visible_to(request.user).select_related("unit")
    if text:
        people = people.search(text)
    chosen = next((place for place in places if str(place.pk) == unit), None)
    if chosen is not None:
        people = people.filter(posyandu=chosen)
    if stage in list(LifeStage):
        earliest, latest = birth_bounds(LifeStage(stage), timezone.localdate())
        people = people.filter(birth_date__lte=latest or timezone.localdate())
        people = people.filter(birth_date__gte=earliest) if earliest else people
    page = Paginator(people.for_list(), PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    rows = [(person, person.life_stage_on(today)) for person in page]
    return render(
        request,
        "registry/resident_list.html",
        {
            "page": page,
            "rows": rows,
            "query": text,
            "stage": stage,
            "chips": _stage_chips(request, stage),
            "places": places if len(places) > 1 else [],
            "chosen": chosen,
        },
    )


def _stage_chips(request: HttpRequest, current: str) -> list[dict[str, object]]:
    chips = []
    for value, label in [("", "Semua"), *((stage.value, stage.label) for stage in LifeStage)]:
        query = request.GET.copy()
        query.pop("page", None)
        query["kelompok"] = value
        chips.append({"url": f"?{query.urlencode()}", "label": label, "active": value == current})
    return chips


@requires(Action.REGISTER)
def resident_new(request: AuthedRequest) -> HttpResponse:
    """Register a newcomer; from a session, go straight on to the visit."""
    places = Posyandu.objects.visible_to(request.user, Action.REGISTER)
    initial = {"posyandu": request.GET.get("posyandu") or places.first(), "name": request.GET.get("nama", "")}
    form = NewResidentForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        resident = form.save()
        messages.success(request, f"{resident.name} sudah terdaftar di {resident.posyandu}.")
        for warning in form.warnings():
            messages.warning(request, warning)
        return redirect(_next_page(request, resident))
    context = {"form": form, "next": request.GET.get("lanjut", ""), "one_place": len(places[:2]) == 1}
    return render(request, "registry/resident_form.html", context)


def _next_page(request: HttpRequest, resident: Resident) -> str:
    onward = request.GET.get("lanjut", "")
    if onward and url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        return f"{onward}warga/{resident.pk}/"
    return resident.get_absolute_url()


@requires(Action.REGISTER)
def resident_edit(request: AuthedRequest, resident_id: UUID) -> HttpResponse:
    """Complete or correct what is known of a resident."""
    resident = get_object_or_404(Resident.objects.visible_to(request.user, Action.REGISTER), pk=resident_id)
    form = EditResidentForm(request.POST or None, user=request.user, instance=resident)
    if request.method == "POST" and form.is_valid() and form.saved():
        messages.success(request, "Perubahan tersimpan.")
        for warning in form.warnings():
            messages.warning(request, warning)
        return redirect(resident)
    return render(request, "registry/resident_form.html", {"form": form, "resident": resident})


@require_POST
@requires(Action.OPEN_NIK)
def resident_nik(request: AuthedRequest, resident_id: UUID) -> HttpResponse:
    """Show a NIK in full, once, and log who asked."""
    resident = get_object_or_404(Resident.objects.visible_to(request.user, Action.OPEN_NIK), pk=resident_id)
    messages.info(request, f"NIK {resident.name}: {services.open_nik(resident=resident, user=request.user)}")
    return redirect(resident)


@requires(Action.REGISTER)
def resident_end(request: AuthedRequest, resident_id: UUID) -> HttpResponse:
    """Somebody moved away or died: from next month on they are no sasaran here."""
    resident = get_object_or_404(Resident.objects.visible_to(request.user, Action.REGISTER), pk=resident_id)
    residency = resident.residencies.filter(valid_until__isnull=True).first()
    if residency is None:
        messages.info(request, f"{resident.name} memang sudah tidak menjadi sasaran di sini.")
        return redirect(resident)
    form = EndResidencyForm(request.POST or None, residency=residency, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        services.end_residency(
            resident=resident, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"]
        )
        messages.success(request, f"{resident.name} tidak lagi menjadi sasaran di {resident.posyandu}.")
        return redirect(reverse("resident_list"))
    return render(request, "registry/resident_end.html", {"form": form, "resident": resident})
