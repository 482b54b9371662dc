"""The cupboard of a Posyandu: what is there, what runs out or expires, what came and went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from registry.http import AuthedRequest
from registry.models import Posyandu
from registry.permissions import Action, requires
from registry.rules.wording import signed
from visits.forms.stock import StockForm
from visits.models import StockMovement
from visits.stock import Balance, Status, balance, balances, remove_change
from visits.stock_items import ITEMS

PER_PAGE = 50
_HISTORY = 50


@dataclass(frozen=True, slots=True)
class Overview:
    """One Posyandu of the list: what needs somebody there."""

    posyandu: Posyandu
    known: int
    short: list[Balance]
    expiring: list[Balance]

    @property
    def level(self) -> str:
        if any(line.level == "rujuk" for line in self.short):
            return "rujuk"
        if self.short or self.expiring:
            return "perhatian"
        return "baik" if self.known else "kosong"

    @property
    def word(self) -> str:
        """The state of the cupboard in a word."""
        words = {"rujuk": "Perlu diisi", "perhatian": "Periksa", "baik": "Cukup"}
        return words.get(self.level, Status.UNKNOWN.value)

    @property
    def text(self) -> str:
        """What is short and what expires, by name."""
        short = [f"{line.item.label} {line.status.lower()}" for line in self.short]
        expiring = [f"{line.item.label} kedaluwarsa" for line in self.expiring]
        return ", ".join([*short, *expiring])


@requires(Action.SEE_PEOPLE)
def stock_list(request: AuthedRequest) -> HttpResponse:
    """Every Posyandu with what is short there; who works at one goes straight to it."""
    places = Posyandu.objects.visible_to(request.user).select_related("unit__parent").order_by("unit__path")
    page = Paginator(places, PER_PAGE).get_page(request.GET.get("page"))
    if page.paginator.count == 1:
        return redirect("stock_detail", page.object_list[0].pk)
    today = timezone.localdate()
    found = balances([place.pk for place in page])
    rows = [_overview(place, found[place.pk], today) for place in page]
    return render(request, "visits/stock_list.html", {"page": page, "rows": rows})


@requires(Action.SEE_PEOPLE)
def stock_detail(request: AuthedRequest, unit_id: int) -> HttpResponse:
    """What a Posyandu has, by kind of thing; first what somebody must look at."""
    posyandu = _posyandu(request, unit_id)
    today = timezone.localdate()
    lines = list(balance(posyandu).values())
    warned = [(line, batch) for line in lines for batch in line.warned_batches(today)]
    context = {
        "posyandu": posyandu,
        "groups": [(name, list(same)) for name, same in groupby(lines, lambda line: line.item.group)],
        "batches": [(line, batch, batch.level_on(today), batch.words_on(today)) for line, batch in warned],
        "is_empty": not any(line.is_known for line in lines),
        "many": Posyandu.objects.visible_to(request.user).count() > 1,
    }
    return render(request, "visits/stock_detail.html", context)


@requires(Action.SEE_PEOPLE)
def stock_item(request: AuthedRequest, unit_id: int, item: str) -> HttpResponse:
    """One item: how much, which batches, what came and went; who records visits also writes here."""
    posyandu = _posyandu(request, unit_id)
    if item not in ITEMS:
        raise Http404
    may_change = request.user.may(Action.RECORD, posyandu.unit)
    line = balance(posyandu)[item]
    form = StockForm(request.POST or None, posyandu=posyandu, line=line)
    if request.method == "POST" and not may_change:
        raise Http404
    if request.method == "POST" and form.is_valid() and (stored := form.saved(request.user)) is not None:
        _say(request, stored[0], line)
        return redirect("stock_item", posyandu.pk, item)
    today = timezone.localdate()
    rows = StockMovement.objects.visible_to(request.user).filter(posyandu=posyandu, item=item)
    context = {
        "posyandu": posyandu,
        "line": line,
        "batches": [(batch, batch.level_on(today), batch.words_on(today)) for batch in line.batches],
        "form": form,
        "rows": rows.select_related("recorded_by")[:_HISTORY],
        "may_change": may_change,
    }
    return render(request, "visits/stock_item.html", context)


@require_POST
@requires(Action.RECORD)
def stock_remove(request: AuthedRequest, unit_id: int, item: str) -> HttpResponse:
    """Take back a movement that was noted by mistake."""
    posyandu = _posyandu(request, unit_id, Action.RECORD)
    if item not in ITEMS:
        raise Http404
    try:
        movement_id = UUID(request.POST.get("movement", ""))
    except ValueError:
        movement_id = None
    if movement_id is not None and remove_change(posyandu=posyandu, movement_id=movement_id):
        messages.success(request, "Catatan dihapus.")
    return redirect("stock_item", posyandu.pk, item)


def _posyandu(request: AuthedRequest, unit_id: int, action: Action = Action.SEE_PEOPLE) -> Posyandu:
    places = Posyandu.objects.visible_to(request.user, action)
    return get_object_or_404(places.select_related("unit__parent"), pk=unit_id)


def _overview(place: Posyandu, lines: dict[str, Balance], day: date) -> Overview:
    known = [line for line in lines.values() if line.is_known]
    return Overview(
        place,
        len(known),
        [line for line in known if _is_short(line)],
        [line for line in known if line.warned_batches(day)],
    )


def _is_short(line: Balance) -> bool:
    return line.is_known and line.status is not Status.ENOUGH


def _say(request: AuthedRequest, row: StockMovement | None, line: Balance) -> None:
    if row is None:
        messages.info(request, f"Cocok dengan catatan: {line.words}.")
    elif row.reason == StockMovement.Reason.COUNTED:
        messages.success(request, f"Tersimpan. Selisihnya {signed(row.change, 0)} {line.item.unit}.")
    else:
        messages.success(request, "Tersimpan.")
