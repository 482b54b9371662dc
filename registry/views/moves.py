"""Moves between two Posyandu of the kabupaten: asked for by one side, answered by the other."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from registry import services
from registry.forms import AnswerForm, AskMoveForm, MoveForm
from registry.http import AuthedRequest
from registry.models import MoveRequest, Posyandu, Resident
from registry.permissions import Action, requires
from registry.views.residency import person_to_change

State = MoveRequest.State
ANSWERS = {"terima": State.ACCEPTED, "tolak": State.REFUSED, "batalkan": State.WITHDRAWN}
ANSWERED_SHOWN = 30
SENT = "Permintaan dikirim ke Posyandu asal. Jawabannya muncul di halaman ini."


@requires(Action.REGISTER)
def resident_move(request: AuthedRequest, resident_id: UUID) -> HttpResponse:
    """The old side: somebody, alone or with the family, moves to another Posyandu of the kabupaten."""
    resident = person_to_change(request, resident_id)
    if services.open_residency(resident) is None:
        return redirect("resident_return", resident.pk)
    waiting = MoveRequest.objects.visible_to(request.user).waiting().filter(resident=resident).first()
    if waiting is not None:
        return redirect(waiting)
    family = _family(request, resident)
    form = MoveForm(request.POST or None, resident=resident, family=family, user=request.user)
    if request.method == "POST" and form.is_valid() and form.saved():
        first, many = form.asked[0], len(form.asked)
        if first.is_waiting:
            messages.success(
                request, f"Permintaan pindah {many} orang dikirim ke {first.to_posyandu.with_village}."
            )
        else:
            messages.success(request, f"{many} orang sudah pindah ke {first.to_posyandu.with_village}.")
        return redirect(first)
    return render(
        request, "registry/resident_move.html", {"form": form, "resident": resident, "family": family}
    )


@requires(Action.REGISTER)
def move_list(request: AuthedRequest) -> HttpResponse:
    """Requests that wait for this user, those that wait for somebody else, and the last answers."""
    visible = MoveRequest.objects.visible_to(request.user, Action.REGISTER).for_list()
    mine = visible.answerable_by(request.user)
    waiting = visible.waiting().exclude(pk__in=mine.values("pk"))
    answered = visible.exclude(state=State.ASKED).order_by("-answered_at", "pk")[:ANSWERED_SHOWN]
    sees = set(Posyandu.objects.visible_to(request.user).values_list("pk", flat=True))
    context = {
        name: [(move, move.is_known_to(sees)) for move in moves]
        for name, moves in (("mine", mine), ("waiting", waiting), ("answered", answered))
    }
    return render(request, "registry/move_list.html", context)


@requires(Action.REGISTER)
def move_answer(request: AuthedRequest, move_id: UUID) -> HttpResponse:
    """One request with the others of its family: accept, refuse or take it back."""
    moves = MoveRequest.objects.visible_to(request.user, Action.REGISTER).for_list()
    move = get_object_or_404(moves, pk=move_id)
    form = AnswerForm(request.POST or None, initial={"on": move.on} | move.address_given)
    state = ANSWERS.get(request.POST.get("answer", ""))
    if request.method == "POST" and state is not None and form.is_valid():
        if _answered(request, form, move, state):
            return redirect("move_list")
        move = get_object_or_404(moves, pk=move_id)
    together = list(moves.filter(group=move.group).order_by(F("resident__birth_date").asc()))
    sees = set(Posyandu.objects.visible_to(request.user).values_list("pk", flat=True))
    can_answer = MoveRequest.objects.unscoped("asks about one row").answerable_by(request.user)
    context = {
        "move": move,
        "form": form,
        "together": together,
        "knows": move.is_known_to(sees),
        "opens": move.resident.posyandu_id in sees,
        "may_answer": can_answer.filter(pk=move.pk).exists(),
        "may_withdraw": move.is_waiting and services.may_withdraw(request.user, move),
    }
    return render(request, "registry/move_answer.html", context)


def _answered(request: AuthedRequest, form: AnswerForm, move: MoveRequest, state: str) -> bool:
    data = form.cleaned_data
    try:
        done = services.answer_move(
            move=move,
            state=state,
            user=request.user,
            on=data["on"],
            note=data["note"],
            home=form.home(),
        )
    except services.AnsweredMeanwhile as answered:
        words = answered.move.get_state_display().lower()
        messages.info(request, f"Permintaan ini sudah dijawab: {words}.")
        return True
    except services.MayNotAnswer:
        form.add_error(None, "Permintaan ini dijawab oleh Posyandu yang lain.")
        return False
    except services.ResidencyRefused as refused:
        form.add_error("on", str(refused))
        return False
    messages.success(request, f"{State(state).label}: permintaan pindah {len(done)} orang.")
    return True


@requires(Action.REGISTER)
def move_ask(request: AuthedRequest) -> HttpResponse:
    """The new side asks by NIK for somebody who came to live here; whoever that is stays untold."""
    places = Posyandu.objects.visible_to(request.user, Action.REGISTER)
    sent = request.method == "POST" and "ask" in request.POST
    # The form of a newcomer sends what was typed there along, never in an address.
    initial = {"to": request.POST.get("posyandu") or places.first(), "nik": request.POST.get("nik", "")}
    form = AskMoveForm(request.POST if sent else None, user=request.user, initial=initial)
    if sent and form.is_valid() and form.saved() and form.known:
        if form.move is not None and not form.move.is_waiting:
            messages.success(
                request, f"{form.move.resident.name} sudah pindah ke {form.move.to_posyandu.with_village}."
            )
            return redirect(form.move.resident)
        messages.success(request, SENT)
        return redirect("move_list")
    context = {"form": form, "one_place": len(places[:2]) == 1}
    return render(request, "registry/move_ask.html", context)


def _family(request: AuthedRequest, resident: Resident) -> list[Resident]:
    """Whoever lives in the same household and Posyandu and may be moved along, the person first."""
    people = Resident.objects.visible_to(request.user, Action.REGISTER).present()
    if resident.household_id is None:
        return [resident]
    kin = people.filter(household=resident.household_id, posyandu=resident.posyandu).order_by(
        "birth_date", "pk"
    )
    return sorted(kin, key=lambda member: member.pk != resident.pk)
