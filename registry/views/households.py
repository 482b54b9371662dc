"""Families: found by name and place, shown as a tree, founded, described, numbered."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from registry import work_areas
from registry.family_cards import additions, family_of
from registry.forms.households import EditHouseholdForm, KkForm, NewHouseholdForm, taken_message
from registry.http import AuthedRequest
from registry.models import Household, HouseholdChange, PastKk, Posyandu, Resident
from registry.models.household import PLACE_LEVELS, HouseholdQuerySet
from registry.models.searching import digits_of
from registry.number_search import number_search, searched
from registry.permissions import Action, requires
from registry.services import households

PER_PAGE = 50
MOST_CHANGES = 20
# What the chips above the list narrow it to.
NARROWED = {"": "Semua", "belum-kader": "Belum ada kader", "belum-didata": "Belum didata"}


def household_or_404(request: AuthedRequest, household_id: UUID, action: Action | None = None) -> Household:
    """The family, if the user may see it (or do `action` with it)."""
    rows = Household.objects.visible_to(request.user, action).select_related("posyandu__unit", "head")
    return get_object_or_404(rows.defer("head__nik", "head__phone"), pk=household_id)


@requires(Action.SEE_PEOPLE)
@number_search
def household_list(request: AuthedRequest) -> HttpResponse:
    """The families of the user's Posyandu: by name, number, place, and those without a kader."""
    text = searched(request)
    places = list(Posyandu.objects.visible_to(request.user).select_related("unit"))
    wanted = request.GET.get("posyandu", "")
    chosen = next((place for place in places if str(place.pk) == wanted), None)
    rows = Household.objects.visible_to(request.user).in_use()
    if chosen is not None:
        rows = rows.filter(posyandu=chosen)
    within = rows if chosen is not None or len(places) == 1 else None
    rows = _narrowed(request, rows.search(text, request.user) if text else rows)
    page = Paginator(rows.for_list(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _with_members(page),
        "query": text,
        "named": "" if digits_of(text) else text,
        "narrowed": request.GET.get("saring", ""),
        "chips": _chips(request),
        "levels": [] if within is None else _levels(request, within),
        "places": places if len(places) > 1 else [],
        "chosen": chosen,
        "may_change": request.user.may(Action.REGISTER),
    }
    return render(request, "registry/household_list.html", context)


def _narrowed(request: AuthedRequest, rows: HouseholdQuerySet) -> HouseholdQuerySet:
    for level in PLACE_LEVELS:
        if value := request.GET.get(level, ""):
            rows = rows.filter(**{level: value})
    match request.GET.get("saring", ""):
        case "belum-kader":
            return rows.without_kader(timezone.localdate())
        case "belum-didata":
            return rows.filter(surveyed_on__isnull=True)
        case _:
            return rows


def _with_members(page: Page[Household]) -> list[tuple[Household, int, bool]]:
    """Each family with its number of members and whether a kader looks after it."""
    people = Resident.objects.unscoped("counted for families in scope").present()
    counted = people.filter(household__in=[one.pk for one in page]).order_by().values("household")
    counts = dict(counted.annotate(n=Count("pk")).values_list("household", "n"))
    shown = Household.objects.unscoped("families in scope").filter(pk__in=[one.pk for one in page])
    alone = set(shown.without_kader(timezone.localdate()).values_list("pk", flat=True))
    return [(one, counts.get(one.pk, 0), one.pk not in alone) for one in page]


def _chips(request: AuthedRequest) -> list[dict[str, object]]:
    found = []
    for value, label in NARROWED.items():
        query = request.GET.copy()
        query.pop("page", None)
        query["saring"] = value
        active = value == request.GET.get("saring", "")
        found.append({"url": f"?{query.urlencode()}", "label": label, "active": active})
    return found


def _levels(request: AuthedRequest, rows: HouseholdQuerySet) -> list[dict[str, object]]:
    """For each level of a place the values that occur, for a choice."""
    known = sorted(set(rows.order_by().values_list(*PLACE_LEVELS)))
    labels = ("Dusun", "RW", "RT")
    return [
        {
            "name": level,
            "label": labels[position],
            "chosen": request.GET.get(level, ""),
            "values": sorted({place[position] for place in known if place[position]}),
        }
        for position, level in enumerate(PLACE_LEVELS)
    ]


@requires(Action.SEE_PEOPLE)
def household_detail(request: AuthedRequest, household_id: UUID) -> HttpResponse:
    """A family as a tree of cards, what its house has, who looks after it, and how it changed."""
    household = household_or_404(request, household_id)
    today = timezone.localdate()
    family = family_of(household, request.user, today)
    main, others = additions(household, family.present)
    present = {one.pk for one in family.present}
    context = {
        "household": household,
        "family": family,
        "addition": main,
        "other_additions": others,
        "head_is_gone": bool(family.present) and household.head_id not in present and not family.elsewhere,
        "kader": work_areas.kader_of(household, today),
        "past_kks": PastKk.objects.visible_to(request.user).filter(household=household),
        "changes": _history(request, household),
        "answers": household.answers(),
        "may_change": request.user.may(Action.REGISTER, household.posyandu.unit)
        and household.merged_into_id is None,
        "may_open": request.user.may(Action.OPEN_NIK, household.posyandu.unit),
    }
    return render(request, "registry/household_detail.html", context)


def _history(request: AuthedRequest, household: Household) -> list[tuple[HouseholdChange, bool]]:
    """Who came and who left, and whether the user may see them: whoever lives elsewhere now is not named."""
    rows = HouseholdChange.objects.unscoped("of a family the caller may see").of_household(household)
    changes = list(rows.for_history()[:MOST_CHANGES])
    people = Resident.objects.visible_to(request.user).filter(pk__in=[one.resident_id for one in changes])
    seen = set(people.values_list("pk", flat=True))
    return [(change, change.resident_id in seen) for change in changes]


@requires(Action.REGISTER)
def household_new(request: AuthedRequest) -> HttpResponse:
    """Found a family: where it lives; its members follow one by one."""
    places = Posyandu.objects.visible_to(request.user, Action.REGISTER)
    initial = {"posyandu": request.GET.get("posyandu") or places.first()}
    form = NewHouseholdForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            household = form.save()
        except households.KkTaken as taken:
            form.add_error("kk", taken_message(taken.household, request.user))
        else:
            messages.success(request, "Keluarga baru tersimpan. Sekarang tambahkan kepala keluarganya.")
            return redirect(household)
    context = {"form": form, "one_place": len(places[:2]) == 1}
    return render(request, "registry/household_form.html", context)


@requires(Action.REGISTER)
def household_edit(request: AuthedRequest, household_id: UUID) -> HttpResponse:
    """Address, telephone number and Data Keluarga."""
    household = household_or_404(request, household_id, Action.REGISTER)
    form = EditHouseholdForm(request.POST or None, household=household)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Data keluarga tersimpan.")
        return redirect(household)
    return render(request, "registry/household_form.html", {"form": form, "household": household})


@requires(Action.REGISTER)
def household_number(request: AuthedRequest, household_id: UUID) -> HttpResponse:
    """Another KK number; the old one stays in the family's history."""
    household = household_or_404(request, household_id, Action.REGISTER)
    form = KkForm(request.POST or None, user=request.user, household=household)
    if request.method == "POST" and form.is_valid():
        try:
            form.save()
        except households.KkTaken as taken:
            form.add_error("kk", taken_message(taken.household, request.user))
        else:
            messages.success(request, "Nomor KK tersimpan. Nomor lama tetap ada di riwayat.")
            return redirect(household)
    return render(request, "registry/household_number.html", {"form": form, "household": household})


@require_POST
@requires(Action.OPEN_NIK)
def household_kk(request: AuthedRequest, household_id: UUID) -> HttpResponse:
    """Show a KK number in full, once, and log who asked."""
    household = household_or_404(request, household_id, Action.OPEN_NIK)
    messages.info(request, f"Nomor KK: {households.open_kk(household=household, user=request.user)}")
    return redirect(household)


@require_POST
@requires(Action.OPEN_NIK)
def household_phone(request: AuthedRequest, household_id: UUID) -> HttpResponse:
    """Show a family's telephone number in full, once, and log who asked."""
    household = household_or_404(request, household_id, Action.OPEN_NIK)
    messages.info(request, f"Nomor HP: {households.open_phone(household=household, user=request.user)}")
    return redirect(household)
