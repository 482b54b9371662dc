"""Where a merged person lived: the periods of both, on one line without overlaps."""

from __future__ import annotations

from collections.abc import Sequence

from registry.models import Residency, Resident
from registry.rules.periods import ONE_DAY, Period, without

_WHY = "of people the caller may merge"
Reason = Residency.EndReason


def join_residencies(first: Resident, second: Resident, *, kept: Resident, absorbed: Resident) -> None:
    """Give `kept` the periods of both. Where two overlap, that of `first` holds; what is left over is `absorbed`'s.

    `first` and `second` are the two people in the order of precedence.
    """
    leading = _lived(first)
    remaining = _remaining(leading, _lived(second))
    left_over = [row for row, pieces in remaining if not pieces]
    _close_open(left_over, kept)
    # Those of the person who stays first: what they hold open must be settled before another one comes.
    rows = [*leading, *(row for row, pieces in remaining if pieces)]
    for row in sorted(rows, key=lambda row: row.resident_id != kept.pk):
        _store(row, kept, next((pieces for other, pieces in remaining if other is row), [_period(row)]))
    for row in left_over:
        row.resident = absorbed
        row.save()


def moving(kept: Resident, absorbed: Resident) -> int:
    """How many periods of `absorbed` would become those of `kept`, where the latter's own take precedence."""
    return sum(bool(pieces) for _, pieces in _remaining(_lived(kept), _lived(absorbed)))


def home_of(person: Resident) -> int:
    """The Posyandu somebody belongs to by their periods: where they live, else where they lived last."""
    rows = sorted(_lived(person), key=lambda row: (row.valid_until is None, row.valid_from))
    home: int = rows[-1].posyandu_id if rows else person.posyandu_id
    return home


def end_at_death(person: Resident) -> None:
    """Whoever died lives nowhere any more: of a merged pair only one record may know it."""
    death = getattr(person, "death", None)
    here = next((row for row in _lived(person) if row.valid_until is None), None)
    if death is not None and here is not None:
        here.valid_until, here.end_reason = max(death.on, here.valid_from), Reason.DIED
        here.save()


def _lived(person: Resident) -> list[Residency]:
    rows = Residency.objects.unscoped(_WHY).filter(resident=person).exclude(end_reason=Reason.ERROR)
    return list(rows.order_by("valid_from"))


def _remaining(
    leading: Sequence[Residency], following: Sequence[Residency]
) -> list[tuple[Residency, list[Period]]]:
    """What is left of each following period beside the leading ones, which are extended where they touch it."""
    taken = [_reach(row) for row in leading]
    return [
        (row, [piece for piece in without(_period(row), taken) if not _extended(leading, row, piece)])
        for row in following
    ]


def _period(row: Residency) -> Period:
    return Period(row.valid_from, row.valid_until)


def _reach(row: Residency) -> Period:
    """What a period leaves to no other one: after a death nobody lives anywhere."""
    return Period(row.valid_from, None if row.end_reason == Reason.DIED else row.valid_until)


def _extended(leading: Sequence[Residency], row: Residency, piece: Period) -> bool:
    """Whether a piece next to a period at the same Posyandu was added to that one, instead of standing beside it."""
    for other in leading:
        if other.posyandu_id != row.posyandu_id:
            continue
        if piece.last is not None and piece.last + ONE_DAY == other.valid_from:
            other.valid_from, other.came_from = piece.first, row.came_from
            return True
        if other.valid_until is not None and other.valid_until + ONE_DAY == piece.first:
            other.valid_until, other.end_reason, other.went_to = piece.last, row.end_reason, row.went_to
            return True
    return False


def _close_open(left_over: Sequence[Residency], kept: Resident) -> None:
    """Nobody has two open periods, not even for a moment: one that gives way ends as if it had never been."""
    for row in left_over:
        if row.valid_until is None and row.resident_id == kept.pk:
            row.valid_until, row.end_reason = row.valid_from, Reason.ERROR
            row.save()


def _store(row: Residency, kept: Resident, pieces: list[Period]) -> None:
    """Make a period one of `kept`, cut down to its pieces where others take precedence."""
    ended, reason, went_to = row.valid_until, row.end_reason, row.went_to
    first, *others = pieces
    row.resident, row.valid_from, row.valid_until = kept, first.first, first.last
    if first.last != ended:
        row.end_reason, row.went_to = Reason.MOVED, ""
    row.save()
    for piece in others:
        is_last = piece.last == ended
        Residency.objects.create(
            resident=kept,
            posyandu=row.posyandu,
            valid_from=piece.first,
            valid_until=piece.last,
            end_reason=reason if is_last else Reason.MOVED,
            went_to=went_to if is_last else "",
        )
