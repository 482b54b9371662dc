"""Moves between two Posyandu: one side asks, the other one accepts; who answers for both moves people at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from registry.ids import new_id
from registry.models import MoveRequest, Posyandu, Resident, User
from registry.models.fields import keyed_hash
from registry.permissions import Action
from registry.services.moved_families import settle_families
from registry.services.residency import ResidencyRefused, lock_people, move_resident, open_residency

State = MoveRequest.State


class AnsweredMeanwhile(Exception):
    """Somebody else answered otherwise; `move` holds their answer."""

    def __init__(self, move: MoveRequest) -> None:
        super().__init__("Permintaan ini sudah dijawab.")
        self.move = move


class MayNotAnswer(Exception):
    """The request is not theirs to answer."""


@transaction.atomic
def ask_move(
    *,
    residents: Iterable[Resident],
    to: Posyandu,
    on: date,
    user: User,
    note: str = "",
    home: dict[str, str] | None = None,
) -> list[MoveRequest]:
    """Ask for people to be moved together, or move them at once where the user works for both sides.

    `home` is the new address by the field names of Household, as far as it is known. Asking again gives the request
    that waits. Raises ResidencyRefused in words, and then nothing is asked.
    """
    people = lock_people(person.pk for person in residents)
    group = new_id()
    new = MoveRequest(group=group, to_posyandu=to, on=on, note=note, asked_by=user, **(home or {}))
    asked = [_ask(person, new) for person in people.values()]
    at_once = [move for move in asked if move.is_waiting and _works_for_both(user, move)]
    _accept(at_once, user)
    return asked


@transaction.atomic
def ask_move_by_nik(
    *, nik: str, to: Posyandu, on: date, user: User, note: str = "", home: dict[str, str] | None = None
) -> tuple[bool, MoveRequest | None]:
    """The new side asks for the holder of a NIK: whether anybody has it, and the request where the user may know of it.

    Raises ResidencyRefused only about people the user may see; whoever may not is not told why nothing happened.
    """
    holder = (
        Resident.objects.unscoped("a NIK is unique everywhere; nothing of its holder is told")
        .select_related("posyandu__unit")
        .filter(nik_hash=keyed_hash(nik))
        .first()
    )
    if holder is None:
        return False, None
    sees = user.may(Action.SEE_PEOPLE, holder.posyandu.unit)
    try:
        move = ask_move(residents=[holder], to=to, on=on, user=user, note=note, home=home)[0]
    except ResidencyRefused:
        if sees:
            raise
        return True, None
    return True, move if sees else None


@transaction.atomic
def answer_move(
    *,
    move: MoveRequest,
    state: str,
    user: User,
    on: date | None = None,
    note: str = "",
    home: dict[str, str] | None = None,
) -> list[MoveRequest]:
    """Accept, refuse or withdraw a request and those of the same family asked for with it. Repeatable.

    `on` corrects the day of the move, `home` the new address. Raises MayNotAnswer, AnsweredMeanwhile, or
    ResidencyRefused where the person has meanwhile died or the dates forbid it.
    """
    moves = _locked_group(move)
    this = next(row for row in moves if row.pk == move.pk)
    if this.state != State.ASKED:
        if this.state == state:
            return moves
        raise AnsweredMeanwhile(this)
    waiting = [row for row in moves if row.is_waiting]
    if not all(_may_answer(user, row, state) for row in waiting):
        raise MayNotAnswer
    for row in waiting:
        row.on = on or row.on
        row.note = note or row.note
        row.set_address(home)
    if state == State.ACCEPTED:
        _accept(waiting, user)
    else:
        for row in waiting:
            _close(row, state, user)
    return waiting


def may_withdraw(user: User, move: MoveRequest) -> bool:
    """Those of the side that asked may take the request back."""
    side = move.to_posyandu if move.asked_by_new_side else move.from_posyandu
    return user.pk == move.asked_by_id or user.may(Action.REGISTER, side.unit)


def _locked_group(move: MoveRequest) -> list[MoveRequest]:
    """All requests of the group: the people first, then the requests, as everybody who writes them does."""
    rows = MoveRequest.objects.unscoped("requests made together with one the caller may see")
    group = rows.filter(group=move.group)
    lock_people(group.values_list("resident", flat=True))
    locked = group.select_for_update(of=("self",)).order_by("pk")
    return list(locked.select_related("resident", "from_posyandu__unit", "to_posyandu__unit", "answered_by"))


def _may_answer(user: User, move: MoveRequest, state: str) -> bool:
    if state == State.WITHDRAWN:
        return may_withdraw(user, move)
    return MoveRequest.objects.unscoped("asks about one row").answerable_by(user).filter(pk=move.pk).exists()


def _works_for_both(user: User, move: MoveRequest) -> bool:
    return all(user.may(Action.REGISTER, side.unit) for side in (move.from_posyandu, move.to_posyandu))


def _ask(person: Resident, asked: MoveRequest) -> MoveRequest:
    """The request for one person, as `asked` for all of them, or the one that waits already."""
    to = asked.to_posyandu
    if person.posyandu_id == to.pk:
        lives = open_residency(person) is not None
        raise ResidencyRefused(
            f"{person.name} sudah terdaftar di {to.with_village}."
            if lives
            else f"{person.name} dulu tinggal di {to.with_village}: catat kembali."
        )
    waiting = MoveRequest.objects.unscoped("one request for each person").waiting().filter(resident=person)
    known = waiting.select_related("to_posyandu__unit", "from_posyandu__unit", "resident").first()
    if known is not None and known.to_posyandu_id == to.pk:
        return known
    if known is not None:
        raise ResidencyRefused("Sudah ada permintaan pindah lain untuk orang ini. Tunggu jawabannya dulu.")
    if getattr(person, "death", None) is not None:
        raise ResidencyRefused("Orang ini tercatat meninggal.")
    assert asked.asked_by is not None
    return MoveRequest.objects.create(
        group=asked.group, resident=person, from_posyandu=person.posyandu, to_posyandu=to, on=asked.on,
        note=asked.note, asked_by=asked.asked_by, **asked.address_given,
        asked_by_new_side=not asked.asked_by.may(Action.REGISTER, person.posyandu.unit),
    )  # fmt: skip


def _accept(moves: Sequence[MoveRequest], user: User) -> None:
    for move in moves:
        if move.resident.posyandu_id != move.from_posyandu_id:
            raise ResidencyRefused(f"{move.resident.name} sudah tidak terdaftar di {move.from_posyandu}.")
        # First, because moving withdraws whatever still waits.
        _close(move, State.ACCEPTED, user)
        move_resident(resident=move.resident, to=move.to_posyandu, on=move.on)
    if moves:
        settle_families(moves, user)


def _close(move: MoveRequest, state: str, user: User) -> None:
    move.state, move.answered_by, move.answered_at = state, user, timezone.now()
    move.save()
