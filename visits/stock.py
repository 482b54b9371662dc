"""What a Posyandu has in its cupboard: what came and went, less what people were given from it.

Nothing here stops a service: at nothing left it warns, and below nothing it asks to count again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, CharField, Count, F, Max, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from registry.models import Posyandu, User
from registry.rules.wording import long_date, whole
from visits.models import Immunisation, ServiceGiven, StockMovement
from visits.stock_items import BY_DETAIL, ITEMS, Item, item_of

_WHY = "of a Posyandu whose stock the caller may see"
Reason = StockMovement.Reason
# So long before its day a batch is told of, so that it is used or sent back in time.
EXPIRES_SOON_DAYS = 60
MOST = 10_000


class Status(StrEnum):
    """What an amount means, in the word that is shown."""

    ENOUGH = "Cukup"
    LOW = "Menipis"
    NONE = "Habis"
    EXPIRED = "Kedaluwarsa"
    BELOW = "Hitung ulang"
    UNKNOWN = "Belum dicatat"


_LEVELS = {
    Status.ENOUGH: "baik",
    Status.LOW: "perhatian",
    Status.NONE: "rujuk",
    Status.EXPIRED: "rujuk",
    Status.BELOW: "rujuk",
    Status.UNKNOWN: "kosong",
}


@dataclass(frozen=True, slots=True)
class Batch:
    """What is left of one batch, if those that expire first were used first."""

    number: str
    expires_on: date | None
    left: int

    def level_on(self, day: date) -> str:
        """How loud its expiry is on a day; empty where nothing is to be done."""
        if self.expires_on is None or self.expires_on > day + timedelta(days=EXPIRES_SOON_DAYS):
            return ""
        return "rujuk" if self.expires_on < day else "perhatian"

    def words_on(self, day: date) -> str:
        """What to do about it: "Kedaluwarsa 3 Mei 2026", "Pakai dulu, kedaluwarsa 3 Mei 2026"."""
        if self.expires_on is None:
            return "Tanggal kedaluwarsa tidak dicatat"
        until = long_date(self.expires_on)
        match self.level_on(day):
            case "rujuk":
                return f"Sudah kedaluwarsa {until}. Jangan dipakai, pisahkan."
            case "perhatian":
                return f"Pakai dulu: kedaluwarsa {until}"
        return f"Kedaluwarsa {until}"


@dataclass(frozen=True, slots=True)
class Balance:
    """What a Posyandu has of an item; `batches` with those to be used first at the top.

    `expired` of the amount must not be used any more. Unknown is what nobody there ever wrote down.
    """

    item: Item
    amount: int = 0
    batches: tuple[Batch, ...] = ()
    expired: int = 0
    is_known: bool = False

    @property
    def status(self) -> Status:
        """What the amount means."""
        if not self.is_known:
            return Status.UNKNOWN
        if self.amount <= 0:
            return Status.BELOW if self.amount < 0 else Status.NONE
        usable = self.amount - self.expired
        if usable <= 0:
            return Status.EXPIRED
        return Status.LOW if usable < self.item.minimum else Status.ENOUGH

    @property
    def level(self) -> str:
        return _LEVELS[self.status]

    @property
    def words(self) -> str:
        """The amount with its unit; a dash where nobody ever wrote one down."""
        return f"{whole(self.amount)} {self.item.unit}" if self.is_known else "–"

    def warned_batches(self, day: date) -> list[Batch]:
        """Batches that have expired, or will soon."""
        return [batch for batch in self.batches if batch.level_on(day)]


class ForeignMovement(Exception):
    """The id belongs to a movement of another Posyandu: to the asker it does not exist."""


def balance(posyandu: Posyandu) -> dict[str, Balance]:
    """What one Posyandu has, by item code, every item of ITEMS. Two queries."""
    return balances([posyandu.pk])[posyandu.pk]


def balances(posyandu_ids: Collection[int]) -> dict[int, dict[str, Balance]]:
    """What each Posyandu has. Two queries, however many there are."""
    batches: dict[tuple[int, str], dict[tuple[str, date | None], int]] = defaultdict(dict)
    expiry: dict[tuple[int, str, str], date] = {}
    rows = StockMovement.objects.unscoped(_WHY).filter(posyandu__in=posyandu_ids).order_by()
    grouped = rows.values_list("posyandu", "item", "batch", "expires_on").annotate(total=Sum("change"))
    for pk, code, number, expires, total in grouped:
        parts = batches[pk, code]
        parts[number, expires] = parts.get((number, expires), 0) + total
        if number and expires:
            expiry[pk, code, number] = max(expires, expiry.get((pk, code, number), expires))
    used = _used(posyandu_ids)
    found: dict[int, dict[str, Balance]] = {}
    for pk in posyandu_ids:
        found[pk] = {
            code: _balance(item, batches.get((pk, code)), used.get((pk, code)), expiry, pk)
            for code, item in ITEMS.items()
        }
    return found


def _used(posyandu_ids: Collection[int]) -> dict[tuple[int, str], int]:
    """How much of each item people got from each stock, in one query."""
    detail: Any = Case(
        When(kind__in=BY_DETAIL, then=F("detail")), default=Value(""), output_field=CharField()
    )
    services = ServiceGiven.objects.unscoped(_WHY).counting().filter(posyandu__in=posyandu_ids).order_by()
    given = services.annotate(part=detail).values_list("posyandu", "kind", "part")
    # Somebody merged keeps their own note of a dose, which the other one's stands for.
    doses = Immunisation.objects.unscoped(_WHY).filter(
        posyandu__in=posyandu_ids, resident__merged_into__isnull=True
    )
    part = Value("", output_field=CharField())
    injected = doses.order_by().annotate(part=part).values_list("posyandu", "dose", "part")
    both = given.annotate(total=Coalesce(Sum("quantity"), 0)).union(
        injected.annotate(total=Count("pk")), all=True
    )
    found: dict[tuple[int, str], int] = defaultdict(int)
    for pk, kind, which, total in both:
        if (item := item_of(kind, which)) is not None:
            found[pk, item.code] += total
    return found


def _balance(
    item: Item,
    parts: Mapping[tuple[str, date | None], int] | None,
    used: int | None,
    expiry: Mapping[tuple[int, str, str], date],
    pk: int,
) -> Balance:
    amount = sum((parts or {}).values()) - (used or 0)
    if parts is None:
        return Balance(item, amount)
    merged: dict[tuple[str, date | None], int] = defaultdict(int)
    for (number, expires), total in parts.items():
        # What was spoiled or sent back names the batch, and not always its day.
        merged[number, expiry.get((pk, item.code, number), expires)] += total
    batches, today = tuple(_left(merged, amount)), timezone.localdate()
    expired = sum(batch.left for batch in batches if batch.expires_on and batch.expires_on < today)
    return Balance(item, amount, batches, expired, is_known=True)


def _left(parts: Mapping[tuple[str, date | None], int], amount: int) -> Iterator[Batch]:
    """What is left of each batch: of those that expire last, as those that expire first are used first."""
    came = [(number, expires, total) for (number, expires), total in parts.items() if total > 0]
    named = [part for part in came if part[0] or part[1]]
    left, found = max(amount, 0), []
    for number, expires, total in sorted(named, key=lambda part: part[1] or date.min, reverse=True):
        if (rest := min(total, left)) > 0:
            found.append(Batch(number, expires, rest))
            left -= rest
    yield from reversed(found)


@dataclass(frozen=True, slots=True)
class Change:
    """A movement as somebody noted it. For COUNTED `amount` is what there is now; otherwise what came or went.

    `amount` is in the item's unit and never below 0.
    """

    item: str
    reason: str
    on: date
    amount: int
    batch: str = ""
    expires_on: date | None = None
    note: str = ""


@transaction.atomic
def record_change(
    *, movement_id: UUID, posyandu: Posyandu, given: Change, user: User | None
) -> StockMovement | None:
    """Note what came, went, or was counted; None where a count found just what was expected. Safe to repeat.

    Raises ForeignMovement, or ValidationError for an amount that no cupboard holds.
    """
    # The row of the Posyandu is the lock: two counts at once would both store their difference.
    Posyandu.objects.select_for_update(of=("self",)).get(pk=posyandu.pk)
    rows = StockMovement.objects.unscoped("an id from outside; ownership is checked here")
    if (stored := rows.filter(pk=movement_id).first()) is not None:
        if stored.posyandu_id != posyandu.pk or stored.item != given.item:
            raise ForeignMovement
        return stored
    change = _difference(posyandu, given)
    if change == 0 and given.reason == Reason.COUNTED:
        return None
    row = StockMovement(
        pk=movement_id,
        posyandu=posyandu,
        item=given.item,
        on=given.on,
        change=change,
        reason=given.reason,
        batch=given.batch,
        expires_on=given.expires_on,
        note=given.note,
        recorded_by=user,
    )
    if not 1 <= abs(change) <= MOST:
        raise ValidationError("Isi jumlah 1 sampai 10.000.")
    row.full_clean(exclude=["posyandu", "recorded_by"])
    row.save(force_insert=True)
    return row


@transaction.atomic
def remove_change(*, posyandu: Posyandu, movement_id: UUID) -> bool:
    """Take back a movement that was noted by mistake; False where it is gone, or another Posyandu's."""
    rows = StockMovement.objects.unscoped(_WHY).filter(pk=movement_id, posyandu=posyandu)
    deleted, _ = rows.delete()
    return deleted > 0


def _difference(posyandu: Posyandu, given: Change) -> int:
    if given.reason == Reason.COUNTED:
        return given.amount - balance(posyandu)[given.item].amount
    return given.amount if given.reason == Reason.RECEIVED else -given.amount


def expiry_of(posyandu: Posyandu, item: str, batch: str) -> date | None:
    """The day that was noted when the batch came; None where none was."""
    rows = StockMovement.objects.unscoped(_WHY).filter(posyandu=posyandu, item=item, batch=batch)
    found: date | None = rows.aggregate(day=Max("expires_on"))["day"]
    return found


def shortages(posyandu: Posyandu, items: Iterable[Item | None]) -> list[str]:
    """After something was given from a stock: what is running out, in sentences. None where nobody keeps count."""
    wanted = {item.code for item in items if item is not None}
    found = balance(posyandu) if wanted else {}
    return [_shortage(found[code], posyandu) for code in sorted(wanted) if _is_short(found[code])]


def _is_short(line: Balance) -> bool:
    return line.status not in (Status.ENOUGH, Status.UNKNOWN)


def _shortage(line: Balance, posyandu: Posyandu) -> str:
    match line.status:
        case Status.LOW:
            return f"{line.item.label} di {posyandu} tinggal {line.words}."
        case Status.NONE:
            return f"{line.item.label} di {posyandu} habis. Minta ke Pustu."
        case Status.EXPIRED:
            return f"{line.item.label} di {posyandu} sudah kedaluwarsa. Minta ke Pustu."
    return f"{line.item.label} di {posyandu} kurang dari nol menurut catatan. Hitung ulang."
