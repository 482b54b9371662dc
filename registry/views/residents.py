"""Finding, registering and changing residents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from registry import services
from registry.forms import EditResidentForm, NewResidentForm
from registry.http import AuthedRequest
from registry.models import MoveRequest, Posyandu, Resident
from registry.models.searching import MOST_HITS, digits_of, is_cut
from registry.number_search import number_search, searched
from registry.paging import people_page
from registry.permissions import Action, requires
from registry.rules.life_stage import LifeStage, Sex, add_months, birth_bounds
from registry.rules.search_words import alternatives
from registry.sasaran import episode_marks
from registry.views.prefill import household_asked_for, newborns_mother, of_household, of_mother, partners

PICKED = 8
LEAST_LETTERS = 3
YOUNGEST_PARENT = 10
SEX_OF_ROLE = {"mother": Sex.FEMALE, "father": Sex.MALE}


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
@number_search
def resident_list(request: AuthedRequest) -> HttpResponse:
    """The people of the user's Posyandu: by name, NIK, group and place."""
    stage, unit = (request.GET.get(key, "").strip() for key in ("kelompok", "posyandu"))
    text = searched(request)
    people = Resident.objects.visible_to(request.user).present()
    places = Posyandu.objects.visible_to(request.user).select_related("unit")
    chosen = next((place for place in places if str(place.pk) == unit), None)
    within = [chosen.unit.path] if chosen else request.user.paths_for(Action.SEE_PEOPLE)
    if text:
        people = people.search(text, within=within)
    if chosen is not None:
        people = people.filter(posyandu=chosen)
    if stage in list(LifeStage):
        earliest, latest = birth_bounds(LifeStage(stage), timezone.localdate())
        people = people.filter(birth_date__lte=latest or timezone.localdate())
        people = people.filter(birth_date__gte=earliest) if earliest else people
    page = people_page(people, request.GET.get("page"), searched=bool(text))
    today = timezone.localdate()
    marks = episode_marks(page, today)
    rows = [(person, person.life_stage_on(today), marks.get(person.pk, "")) for person in page]
    return render(
        request,
        "registry/resident_list.html",
        {
            "page": page,
            "rows": rows,
            "query": text,
            "is_cut": bool(text) and _is_cut(page.paginator.count, stage, text, within),
            "named": "" if digits_of(text) else text,
            "stage": stage,
            "chips": _stage_chips(request, stage),
            "places": places if len(places) > 1 else [],
            "chosen": chosen,
            "moves_waiting": MoveRequest.objects.visible_to(request.user).answerable_by(request.user).count(),
        },
    )


def _is_cut(shown: int, stage: str, text: str, within: Sequence[str]) -> bool:
    """Whether the search found more than the list can hold; a filter by age may hide that."""
    if digits_of(text) or not (stage or shown >= MOST_HITS):
        return False
    return is_cut(Resident.objects.unscoped("whether an index holds more, not whom"), text, within)


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
    """Register a newcomer; from a session, go straight on to the visit, from a family, back to it."""
    places = Posyandu.objects.visible_to(request.user, Action.REGISTER)
    mother, household = newborns_mother(request), household_asked_for(request)
    household = household or (mother.household if mother else None)
    initial = {"posyandu": request.GET.get("posyandu") or places.first(), "name": request.GET.get("nama", "")}
    initial |= of_mother(mother) | of_household(request, household)
    form = NewResidentForm(request.POST or None, user=request.user, initial=initial)
    resident = form.saved() if request.method == "POST" and form.is_valid() else None
    if resident is not None:
        messages.success(request, f"{resident.name} sudah terdaftar di {resident.posyandu}.")
        for warning in form.warnings():
            messages.warning(request, warning)
        return redirect(_next_page(request, resident))
    context = {"form": form, "next": request.GET.get("lanjut", ""), "one_place": len(places[:2]) == 1}
    context |= {"mother": mother, "household": household, "partners": partners(request, household)}
    return render(request, "registry/resident_form.html", context)


def _next_page(request: HttpRequest, resident: Resident) -> str:
    onward = request.GET.get("lanjut", "")
    if onward and url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        return f"{onward}warga/{resident.pk}/"
    if "keluarga" in request.GET and resident.household is not None:
        return resident.household.get_absolute_url()
    return resident.get_absolute_url()


@requires(Action.REGISTER)
def resident_edit(request: AuthedRequest, resident_id: UUID) -> HttpResponse:
    """Complete or correct what is known of a resident."""
    people = Resident.objects.visible_to(request.user, Action.REGISTER)
    people = people.select_related("posyandu__unit", "household", "mother", "father", "spouse")
    resident = get_object_or_404(people, pk=resident_id)
    form = EditResidentForm(request.POST or None, user=request.user, instance=resident)
    visited = resident.visits.filter(cancelled_at__isnull=True)
    anew = request.method == "POST" and form.is_valid() and form.counts_anew() and visited.exists()
    if request.method == "POST" and form.is_valid() and form.saved():
        messages.success(request, "Perubahan tersimpan.")
        if anew:
            messages.info(request, "Hasil pertumbuhan semua kunjungannya sudah dihitung ulang.")
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


@require_POST
@requires(Action.OPEN_NIK)
def resident_phone(request: AuthedRequest, resident_id: UUID) -> HttpResponse:
    """Show a telephone number in full, once, and log who asked."""
    resident = get_object_or_404(Resident.objects.visible_to(request.user, Action.OPEN_NIK), pk=resident_id)
    number = services.open_phone(resident=resident, user=request.user)
    messages.info(request, f"Nomor HP {resident.name}: {number or 'belum ada'}")
    return redirect(resident)


@requires(Action.REGISTER)
def resident_pick(request: AuthedRequest) -> HttpResponse:
    """People to choose from as mother, father or spouse, by the beginning of their names; part of a page."""
    text, role = request.GET.get("q", "").strip(), request.GET.get("untuk", "")
    people = Resident.objects.visible_to(request.user)
    # Numbers do not belong into an address, and a name has none.
    if len(text) < LEAST_LETTERS or any(character.isdigit() for character in text):
        found = people.none()
    else:
        found = people.search(text, within=request.user.paths_for(Action.SEE_PEOPLE))
    sex = SEX_OF_ROLE.get(role)
    found = found.filter(sex=sex) if sex else found
    oldest_child = add_months(timezone.localdate(), -12 * YOUNGEST_PARENT)
    found = found.filter(_own_name(text), birth_date__lte=oldest_child)
    return render(
        request, "registry/resident_pick.html", {"people": found.for_list()[:PICKED], "query": text}
    )


def _own_name(text: str) -> Q:
    """Every typed word begins one of the person's own name, as written or as it sounds."""
    condition = Q()
    for words in alternatives(text):
        one = Q()
        for word in words:
            for key in ("name_key", "sound_key"):
                one |= Q(**{f"{key}__startswith": word}) | Q(**{f"{key}__contains": f" {word}"})
        condition &= one
    return condition
