"""The QR of a card opens its person; cards are printed for one, for a family, or for a group of the Posyandu."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from registry.http import AuthedRequest
from registry.models import Household, Posyandu, Resident
from registry.models.people import ResidentQuerySet
from registry.permissions import Action, requires
from registry.rules.target_groups import TargetGroup
from registry.sasaran import groups_on, sasaran_on
from visits.person_cards import cards_of, draw_cards, session_for

# Some seconds of work; more people than this come in several files.
MOST_IN_A_FILE = 200
NOBODY = "Belum ada orang untuk dicetak kartunya."


@dataclass(frozen=True, slots=True)
class CardFile:
    """A file to print: whose cards, which of them, where."""

    label: str
    words: str
    url: str


@require_safe
@requires(Action.SEE_PEOPLE)
def person_card_open(request: AuthedRequest, resident_id: UUID) -> HttpResponse:
    """From a card straight to the entry of today's session, or to the person's page where none is open."""
    people = Resident.objects.unscoped(
        "a card in hand; nothing is told to whoever may not see or serve the person"
    )
    resident = people.filter(pk=resident_id).first()
    if resident is not None and (session := session_for(request.user, resident)) is not None:
        return redirect("visit_entry", session.pk, resident.pk)
    return redirect(get_object_or_404(Resident.objects.visible_to(request.user), pk=resident_id))


@require_safe
@requires(Action.SEE_PEOPLE)
def person_card_pdf(request: AuthedRequest, resident_id: UUID) -> HttpResponse:
    """One person's card."""
    resident = get_object_or_404(_people(request), pk=resident_id)
    return _pdf(request, [resident], resident.name)


@require_safe
@requires(Action.SEE_PEOPLE)
def household_cards_pdf(request: AuthedRequest, household_id: UUID) -> HttpResponse:
    """The cards of those in a family whom the user may see."""
    families = Household.objects.visible_to(request.user).without_secrets()
    household = get_object_or_404(families, pk=household_id)
    people = list(_people(request).present().filter(household=household).order_by("birth_date", "pk"))
    return _pdf(request, people, "keluarga") if people else _nobody(request, household.get_absolute_url())


@require_safe
@requires(Action.SEE_PEOPLE)
def posyandu_cards(request: AuthedRequest, unit_id: int) -> HttpResponse:
    """Choose the group of a Posyandu whose cards are printed."""
    posyandu = _posyandu(request, unit_id)
    today = timezone.localdate()
    people = Resident.objects.visible_to(request.user).living_at(posyandu, today).only("sex", "birth_date")
    counts = Counter(groups_on(people, today).values())
    files = [file for group in TargetGroup for file in _files(posyandu, group, counts[group])]
    return render(request, "visits/person_cards.html", {"posyandu": posyandu, "files": files})


@require_safe
@requires(Action.SEE_PEOPLE)
def posyandu_cards_pdf(request: AuthedRequest, unit_id: int) -> HttpResponse:
    """The cards of a Posyandu's people of today by name, all or those of `?kelompok=`; `?bagian=` of 200 each."""
    posyandu = _posyandu(request, unit_id)
    wanted = request.GET.get("kelompok", "")
    group = TargetGroup(wanted) if wanted in list(TargetGroup) else None
    everybody = sasaran_on([posyandu.pk], timezone.localdate(), group=group)
    people = [
        one.resident for one in Paginator(everybody, MOST_IN_A_FILE).get_page(request.GET.get("bagian"))
    ]
    for person in people:
        # Loaded once for all of them.
        person.posyandu = posyandu
    name = f"{posyandu.unit.name} {group.label if group else ''}"
    return _pdf(request, people, name) if people else _nobody(request, _choice(posyandu))


def _files(posyandu: Posyandu, group: TargetGroup, count: int) -> Iterator[CardFile]:
    """What is printed of a group: one file, or several where one would keep the user waiting."""
    address = reverse("posyandu_cards_pdf", args=[posyandu.pk])
    parts = range(0, count, MOST_IN_A_FILE)
    for number, first in enumerate(parts, start=1):
        last = min(first + MOST_IN_A_FILE, count)
        words = f"{first + 1}–{last}" if len(parts) > 1 else str(count)
        yield CardFile(group.label, words, f"{address}?kelompok={group.value}&bagian={number}")


def _people(request: AuthedRequest) -> ResidentQuerySet:
    people: ResidentQuerySet = Resident.objects.visible_to(request.user).without_secrets()
    return people.select_related("posyandu__unit__parent")


def _posyandu(request: AuthedRequest, unit_id: int) -> Posyandu:
    places = Posyandu.objects.visible_to(request.user).select_related("unit__parent")
    return get_object_or_404(places, pk=unit_id)


def _choice(posyandu: Posyandu) -> str:
    return reverse("posyandu_cards", args=[posyandu.pk])


def _nobody(request: AuthedRequest, back: str) -> HttpResponse:
    messages.info(request, NOBODY)
    return redirect(back)


def _pdf(request: AuthedRequest, people: Iterable[Resident], name: str) -> HttpResponse:
    def address(resident_id: UUID) -> str:
        return request.build_absolute_uri(reverse("person_card_open", args=[resident_id]))

    content = draw_cards(cards_of(people, address), f"Kartu Posyandu {name}")
    headers = {
        "Content-Disposition": f'inline; filename="kartu-{slugify(name)}.pdf"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)
