"""Two records of one person: side by side, merged, and separated again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from registry.forms.merges import MergeForm
from registry.http import AuthedRequest
from registry.models import DuplicatePair, Merge, Resident
from registry.models.people import ResidentQuerySet
from registry.permissions import Action, requires
from registry.services import merging

PER_PAGE = 50
FOUND = 20
LOOKED_AT = 300
LEAST_LETTERS = 3


@requires(Action.DECIDE_DUPLICATES)
def merge_new(request: AuthedRequest, pair_id: UUID) -> HttpResponse:
    """Field by field, which of the two values stays; what else moves; then one person."""
    pair = get_object_or_404(
        DuplicatePair.objects.visible_to(request.user, Action.DECIDE_DUPLICATES), pk=pair_id
    )
    people = {person.pk: person for person in _people(request).filter(pk__in=(pair.first_id, pair.second_id))}
    if len(people) < 2:
        return _merged_before(request, pair)
    kept, absorbed = _in_order(request, people)
    form = MergeForm(request.POST if request.method == "POST" else None, kept=kept, absorbed=absorbed)
    if request.method == "POST" and form.is_valid():
        done = _merge(request, form, kept, absorbed)
        if done is not None:
            return redirect(done)
    context = {
        "pair": pair,
        "form": form,
        "both": [(person, person.life_stage_on(timezone.localdate())) for person in (kept, absorbed)],
        "kept": kept,
        "absorbed": absorbed,
        "moves": merging.what_moves(kept, absorbed),
        "warnings": merging.warnings(kept, absorbed),
        "reason_against": merging.why_not(kept, absorbed),
    }
    return render(request, "registry/merge_new.html", context)


@requires(Action.DECIDE_DUPLICATES)
def merge_detail(request: AuthedRequest, merge_id: UUID) -> HttpResponse:
    """What a merge did, by whom and when; with POST it is taken back."""
    merges = Merge.objects.visible_to(request.user, Action.DECIDE_DUPLICATES)
    related = ("kept__posyandu__unit", "absorbed__posyandu__unit", "merged_by", "undone_by")
    merge = get_object_or_404(merges.select_related(*related), pk=merge_id)
    if request.method == "POST":
        return _undo(request, merge)
    reason = merging.why_not_undo(merge) if merge.undone_at is None else None
    context = {
        "merge": merge,
        "changed": merging.what_changed(merge),
        "moved": merging.what_moved(merge),
        "reason_against": reason,
    }
    return render(request, "registry/merge_detail.html", context)


@requires(Action.DECIDE_DUPLICATES)
def merge_list(request: AuthedRequest) -> HttpResponse:
    """The merges of the area, newest first."""
    merges = Merge.objects.visible_to(request.user, Action.DECIDE_DUPLICATES)
    rows = merges.select_related("kept__posyandu__unit", "absorbed", "merged_by").defer(
        "before", "kept__nik", "kept__phone", "absorbed__nik", "absorbed__phone"
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "registry/merge_list.html", {"page": page})


@requires(Action.DECIDE_DUPLICATES)
def merge_pick(request: AuthedRequest, resident_id: UUID) -> HttpResponse:
    """From a person's page: find the other record of the same person."""
    resident = get_object_or_404(_people(request), pk=resident_id)
    others = _people(request).exclude(pk=resident.pk)
    if request.method == "POST" and (chosen := _id(request.POST.get("dengan", ""))) is not None:
        other = get_object_or_404(others, pk=chosen)
        return redirect("merge_new", merging.pair_of(resident, other).pk)
    text = request.GET.get("q", "").strip()
    # Numbers do not belong into an address, and a name has none.
    can_search = len(text) >= LEAST_LETTERS and not any(character.isdigit() for character in text)
    places = request.user.paths_for(Action.DECIDE_DUPLICATES)
    found = list(others.search(text, within=places).for_list()[:LOOKED_AT]) if can_search else []
    # The search also finds mothers' names; whoever was born about then is the likelier one.
    found.sort(key=lambda person: abs((person.birth_date - resident.birth_date).days))
    context = {"resident": resident, "found": found[:FOUND], "query": text}
    return render(request, "registry/merge_pick.html", context)


def _people(request: AuthedRequest) -> ResidentQuerySet:
    related = ("posyandu__unit", "household__head", "mother", "father", "spouse", "born_at")
    return Resident.objects.visible_to(request.user, Action.DECIDE_DUPLICATES).select_related(*related)


def _in_order(request: AuthedRequest, people: dict[UUID, Resident]) -> tuple[Resident, Resident]:
    """Who stays: as asked for, else the record of which more is known."""
    asked = request.POST.get("tetap") or request.GET.get("tetap", "")
    first, second = people.values()
    if str(first.pk) == asked:
        return first, second
    if str(second.pk) == asked:
        return second, first
    return merging.proposed(first, second)


def _merge(request: AuthedRequest, form: MergeForm, kept: Resident, absorbed: Resident) -> Merge | None:
    """The merge, or None with the reason put on the form."""
    try:
        done = merging.merge_residents(
            kept=kept, absorbed=absorbed, choices=form.choices(), user=request.user
        )
    except merging.AlreadyMerged as error:
        messages.info(request, str(error))
        return error.merge
    except merging.CannotMerge as error:
        form.add_error(None, str(error))
        return None
    if done.merged_by_id != request.user.pk:
        messages.info(request, f"Sudah digabung oleh {done.merged_by or 'orang lain'}.")
        return done
    messages.success(request, f"{kept.name} sekarang satu orang dalam satu catatan.")
    return done


def _merged_before(request: AuthedRequest, pair: DuplicatePair) -> HttpResponse:
    """Somebody was faster, or one of the two lives outside the user's area."""
    both = (pair.first_id, pair.second_id)
    merges = Merge.objects.visible_to(request.user, Action.DECIDE_DUPLICATES)
    done = merges.filter(kept__in=both, absorbed__in=both, undone_at__isnull=True).first()
    if done is None:
        raise Http404
    messages.info(request, f"Sudah digabung oleh {done.merged_by or 'orang lain'}.")
    return redirect(done)


def _undo(request: AuthedRequest, merge: Merge) -> HttpResponse:
    try:
        undone = merging.undo_merge(merge=merge, user=request.user)
    except merging.CannotUndo as reason:
        messages.error(request, str(reason))
        return redirect(reason.first or merge)
    messages.success(request, f"{merge.kept} dan {merge.absorbed} menjadi dua orang lagi.")
    for line in undone.remarks:
        messages.warning(request, line)
    return redirect(merge)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
