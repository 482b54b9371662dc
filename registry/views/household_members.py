"""Who belongs to a family: joining, leaving, leading; one family becomes two, two become one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from registry.family_cards import Family, additions, family_of
from registry.forms.households import (
    MergeForm,
    RelationsForm,
    SplitForm,
    relation_choices,
    taken_message,
)
from registry.http import AuthedRequest
from registry.models import Household, HouseholdChange, Resident
from registry.number_search import number_search, searched
from registry.permissions import Action, requires
from registry.rules.relations import likely_head
from registry.services import households
from registry.services.family import HouseholdRefused, as_member
from registry.services.household_splits import relations_after_merge
from registry.views.households import household_or_404

MOST_FOUND = 10
RELATIONS = dict(relation_choices())


@requires(Action.REGISTER)
@number_search
def household_member(request: AuthedRequest, household_id: UUID) -> HttpResponse:
    """Add somebody new, or somebody who is registered already; or let a member go."""
    household = household_or_404(request, household_id, Action.REGISTER)
    if request.method == "POST":
        return _join_or_leave(request, household)
    family = family_of(household, request.user, timezone.localdate())
    text = searched(request)
    people = Resident.objects.visible_to(request.user, Action.REGISTER).present()
    found = people.search(text).exclude(household=household).for_list()[:MOST_FOUND] if text else []
    main, others = additions(household, family.present)
    context = {
        "household": household,
        "family": family,
        "query": text,
        "found": found,
        "relations": RELATIONS.items(),
        "additions": [main, *others],
        "former": _former_members(request, household),
    }
    return render(request, "registry/household_member.html", context)


def _join_or_leave(request: AuthedRequest, household: Household) -> HttpResponse:
    here = reverse("household_member", args=[household.pk])
    everybody = Resident.objects.visible_to(request.user, Action.REGISTER)
    wanted = request.POST.get("warga", "")
    person = next((one for one in everybody.filter(pk=wanted)), None) if _is_id(wanted) else None
    if person is None:
        messages.error(request, "Pilih dulu orangnya.")
        return redirect(here)
    if request.POST.get("keluar"):
        if person.household_id == household.pk:
            households.leave(resident=person, by=request.user)
        messages.success(
            request, f"{person} bukan lagi anggota keluarga ini. Keliru? Masukkan lagi di bawah."
        )
        return redirect(here)
    try:
        households.join(household=household, resident=person, relation=_relation(request), by=request.user)
    except HouseholdRefused as refused:
        messages.error(request, str(refused))
        return redirect(here)
    messages.success(request, f"{person} sekarang anggota keluarga ini.")
    return redirect(household)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _relation(request: AuthedRequest) -> str:
    chosen = request.POST.get("hubungan", "")
    return chosen if chosen in RELATIONS else ""


def _former_members(request: AuthedRequest, household: Household) -> list[Resident]:
    """Who left this family and still lives here, newest first."""
    left = HouseholdChange.objects.visible_to(request.user).filter(from_household=household)
    everybody = Resident.objects.visible_to(request.user, Action.REGISTER).present()
    return list(everybody.filter(pk__in=left.values("resident")).exclude(household=household).for_list())


@requires(Action.REGISTER)
def household_head(request: AuthedRequest, household_id: UUID) -> HttpResponse:
    """Who leads the family, and what each one is to that person."""
    household = household_or_404(request, household_id, Action.REGISTER)
    members = family_of(household, request.user, timezone.localdate()).present
    form = RelationsForm(request.POST or None, members=members, head_id=household.head_id)
    if request.method == "POST" and request.POST.get("kepala"):
        return _new_head(request, household, members)
    if request.method == "POST" and form.is_valid():
        try:
            form.save(household)
        except HouseholdRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "Hubungan keluarga tersimpan.")
            return redirect(household)
    context = {"household": household, "members": members, "form": form}
    return render(request, "registry/household_head.html", context)


def _new_head(request: AuthedRequest, household: Household, members: list[Resident]) -> HttpResponse:
    head = next((one for one in members if str(one.pk) == request.POST["kepala"]), None)
    if head is None:
        messages.error(request, "Kepala keluarga harus salah satu anggotanya.")
    else:
        households.set_head(household=household, head=head)
        messages.success(request, f"{head} sekarang kepala keluarga. Periksa hubungan anggota lain di bawah.")
    return redirect("household_head", household_id=household.pk)


@requires(Action.REGISTER)
def household_split(request: AuthedRequest, household_id: UUID) -> HttpResponse:
    """Choose who goes, see both families, then one press."""
    household = household_or_404(request, household_id, Action.REGISTER)
    family = family_of(household, request.user, timezone.localdate())
    chosen = set(request.POST.getlist("anggota") or request.GET.getlist("anggota"))
    going = [one for one in family.present if str(one.pk) in chosen]
    form = SplitForm(request.POST or None, user=request.user, household=household, going=going)
    if request.method == "POST" and going and form.is_valid():
        try:
            new = form.save()
        except HouseholdRefused as refused:
            form.add_error(None, str(refused))
        except households.KkTaken as taken:
            form.add_error("kk", taken_message(taken.household, request.user))
        else:
            messages.success(
                request, f"{new} sekarang keluarga sendiri. Keliru? Gabungkan lagi lewat Gabung KK."
            )
            return redirect(new)
    context = {"household": household, "form": form} | _split_preview(household, family, going)
    return render(request, "registry/household_split.html", context)


def _split_preview(household: Household, family: Family, going: list[Resident]) -> dict[str, object]:
    leaving = {one.pk for one in going}
    staying = [one for one in family.present if one.pk not in leaving]
    follower = None
    if household.head_id in leaving:
        former = as_member(next(one for one in going if one.pk == household.head_id))
        likely = likely_head([as_member(one) for one in staying], former)
        follower = next((one for one in staying if likely and one.pk == likely.id), None)
    return {"family": family, "going": going, "staying": staying, "follower": follower}


@requires(Action.REGISTER)
@number_search
def household_merge(request: AuthedRequest, household_id: UUID) -> HttpResponse:
    """Find the other family, see the result, then one press."""
    household = household_or_404(request, household_id, Action.REGISTER)
    text = searched(request)
    others = Household.objects.visible_to(request.user, Action.REGISTER).in_use().exclude(pk=household.pk)
    others = others.filter(posyandu=household.posyandu)
    wanted = request.POST.get("dengan") or request.GET.get("dengan", "")
    other = others.for_list().filter(pk=wanted).first() if _is_id(wanted) else None
    form = MergeForm(request.POST or None, user=request.user, kept=household, other=other)
    if request.method == "POST" and other is not None and form.is_valid():
        try:
            form.save()
        except HouseholdRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Kedua keluarga sudah digabung. Keliru? Pisahkan lagi lewat Pecah KK.")
            return redirect(household)
    context: dict[str, object] = {
        "household": household,
        "other": other,
        "form": form,
        "query": text,
        "found": others.search(text, request.user).for_list()[:MOST_FOUND] if text else [],
    }
    if other is not None:
        context |= _merge_preview(request, household, other)
    return render(request, "registry/household_merge.html", context)


def _merge_preview(request: AuthedRequest, household: Household, other: Household) -> dict[str, object]:
    today = timezone.localdate()
    coming = family_of(other, request.user, today).present
    relations = relations_after_merge(household, other, coming)
    return {
        "staying": family_of(household, request.user, today).present,
        "coming": [(one, relations[one.pk]) for one in coming],
    }
