"""Pairs that may be one person: the work list of a Puskesmas, and one pair side by side."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from registry.http import AuthedRequest
from registry.models import DuplicatePair, OrgUnit, Posyandu, Resident
from registry.models.duplicates import DuplicateQuerySet
from registry.permissions import Action, requires
from registry.rules.duplicates import SURE_FROM
from registry.scoping import under
from registry.services.duplicates import DecidedMeanwhile, decide_different, undo_decision
from registry.side_by_side import lines_of

PER_PAGE = 30
State = DuplicatePair.State
SHOWN = [
    f"{end}__{name}"
    for end in ("first", "second")
    for name in ("posyandu__unit", "household__head", "mother", "father")
]
PLACES = (OrgUnit.Kind.PUSKESMAS, OrgUnit.Kind.VILLAGE, OrgUnit.Kind.POSYANDU)


@requires(Action.DECIDE_DUPLICATES)
def duplicate_list(request: AuthedRequest) -> HttpResponse:
    """What there is to decide, the likeliest first, by place and state."""
    places = list(_places(request))
    place = _chosen(places, request.GET.get("wilayah", ""))
    state = _state(request)
    page = Paginator(_in(_pairs(request), state, place).for_list(), PER_PAGE).get_page(
        request.GET.get("page")
    )
    sees = _sees(request)
    context = {
        "page": page,
        "rows": [(pair, _sides(pair, sees)) for pair in page],
        "sure_from": SURE_FROM,
        "chips": _chips(request, state),
        "is_open": state == State.OPEN,
        "places": places if len(places) > 1 else [],
        "place": place,
        "state": state,
        "filters": _filters(state, place),
    }
    return render(request, "registry/duplicate_list.html", context)


@requires(Action.DECIDE_DUPLICATES)
def duplicate_pair(request: AuthedRequest, pair_id: UUID) -> HttpResponse:
    """Both people side by side; with POST, that they are two, or that this is taken back."""
    pairs = _pairs(request)
    pair = get_object_or_404(pairs.select_related("decided_by", *SHOWN), pk=pair_id)
    sees = _sees(request)
    may_decide = {pair.first.posyandu_id, pair.second.posyandu_id} <= sees
    place = _chosen(_places(request), request.GET.get("wilayah", ""))
    coming = _in(pairs, State.OPEN, place).after(pair).order_by("-score", "pk")
    following = coming.values_list("pk", flat=True).first()
    filters = _filters(State.OPEN, place)
    if request.method == "POST" and may_decide:
        return _decide(request, pair, following, filters)
    sides = _sides(pair, sees)
    context = {
        "pair": pair,
        "sides": sides,
        "lines": lines_of(*(person for person, _ in sides)),
        "may_decide": may_decide,
        "is_open": pair.state == State.OPEN,
        "is_different": pair.state == State.DIFFERENT,
        "next_url": _address(following, filters) if following else "",
        "list_url": _address(None, filters),
        "just_decided": _just_decided(request, pairs),
    }
    return render(request, "registry/duplicate_pair.html", context)


def _decide(
    request: AuthedRequest, pair: DuplicatePair, following: UUID | None, filters: str
) -> HttpResponse:
    try:
        if request.POST.get("keputusan") == "batal":
            undo_decision(pair=pair, user=request.user)
            messages.success(request, "Keputusan dibatalkan. Pasangan ini kembali ke daftar.")
            return redirect(pair)
        decide_different(pair=pair, user=request.user)
    except DecidedMeanwhile:
        messages.info(request, "Dua catatan ini baru saja digabung orang lain.")
        return redirect(pair)
    # On to the next one, where the last decision can still be taken back.
    decided = urlencode({"diputuskan": str(pair.pk)})
    onward = _address(following, filters) if following else pair.get_absolute_url()
    return redirect(f"{onward}{'&' if '?' in onward else '?'}{decided}" if following else onward)


def _pairs(request: AuthedRequest) -> DuplicateQuerySet:
    return DuplicatePair.objects.visible_to(request.user, Action.DECIDE_DUPLICATES)


def _sees(request: AuthedRequest) -> set[int]:
    places = Posyandu.objects.visible_to(request.user, Action.DECIDE_DUPLICATES)
    return set(places.values_list("pk", flat=True))


def _places(request: AuthedRequest) -> Iterable[OrgUnit]:
    """Puskesmas, desa and Posyandu to narrow by."""
    paths = request.user.paths_for(Action.DECIDE_DUPLICATES)
    return OrgUnit.objects.filter(under(paths, "path"), kind__in=PLACES).order_by("path")


def _chosen(places: Iterable[OrgUnit], text: str) -> OrgUnit | None:
    return next((place for place in places if str(place.pk) == text), None) if text else None


def _state(request: AuthedRequest) -> str:
    state = request.GET.get("keadaan", "")
    return state if state in State.values else State.OPEN.value


def _in(pairs: DuplicateQuerySet, state: str, place: OrgUnit | None) -> DuplicateQuerySet:
    found = pairs.in_state(state)
    return found.below(place.path) if place else found


def _sides(pair: DuplicatePair, sees: set[int]) -> list[tuple[Resident | None, Posyandu]]:
    """Both people with their Posyandu; None for somebody outside the user's units."""
    return [
        (person if person.posyandu_id in sees else None, person.posyandu)
        for person in (pair.first, pair.second)
    ]


def _filters(state: str, place: OrgUnit | None) -> str:
    chosen = {"keadaan": "" if state == State.OPEN else state, "wilayah": place.pk if place else ""}
    return urlencode({name: value for name, value in chosen.items() if value})


def _address(pair_id: UUID | None, filters: str) -> str:
    path = reverse("duplicate_pair", args=[pair_id]) if pair_id else reverse("duplicate_list")
    return f"{path}?{filters}" if filters else path


def _chips(request: AuthedRequest, current: str) -> list[dict[str, object]]:
    chips: list[dict[str, object]] = []
    for state in State:
        query = request.GET.copy()
        query.pop("page", None)
        query["keadaan"] = state.value
        chips.append({"url": f"?{query.urlencode()}", "label": state.label, "active": state.value == current})
    return chips


def _just_decided(request: AuthedRequest, pairs: DuplicateQuerySet) -> DuplicatePair | None:
    try:
        decided = UUID(request.GET.get("diputuskan", ""))
    except ValueError:
        return None
    return pairs.in_state(State.DIFFERENT).for_list().filter(pk=decided).first()
