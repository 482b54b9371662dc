"""What a phone offers besides the columns: kinds of services, places, ways and words, as on the pages of the server."""

from __future__ import annotations

from functools import cache
from typing import Any

from visits.forms.referrals import USUAL_REASONS
from visits.forms.screenings import PostponeForm
from visits.forms.services_given import COLOURS, FOOD, HOME, HOME_NAME, PLACES, USUAL_IRON
from visits.models import Immunisation, MethodChoice, ServiceGiven
from visits.referrals.reading import DESTINATION_WORDS, URGENCY_WORDS
from visits.services_given.history import AGES
from visits.services_given.recording import MOST
from visits.services_given.wording import unit_of
from visits.stock_items import item_of

Kind = ServiceGiven.Kind
Values = dict[str, Any]


@cache
def choices() -> Values:
    """The words of every choice, by the value that is sent; `most` is the largest quantity of a service."""
    return {
        "services": {kind.value: _service(kind) for kind in AGES},
        "most": MOST,
        "service_places": [_place(value, words) for value, words in PLACES if value],
        "dose_places": [list(choice) for choice in Immunisation.Place.choices],
        "dose_sites": [list(choice) for choice in Immunisation.Site.choices],
        "destinations": [[place.value, words] for place, words in DESTINATION_WORDS.items()],
        "urgencies": [[urgency.value, words] for urgency, words in URGENCY_WORDS.items()],
        "declined": list(USUAL_REASONS),
        "postponed": list(PostponeForm.REASONS),
    }


def _service(kind: Kind) -> Values:
    """A kind of service: completed years, for women alone, its unit, what is usual, and what else is asked."""
    ages = AGES[kind]
    found = {
        "label": str(kind.label),
        "years": [ages.first, ages.last],
        "women": ages.women,
        "unit": unit_of(kind),
        "usual": USUAL_IRON if kind is Kind.IRON else 1,
        "stock": item_of(kind) is not None or kind is Kind.CONTRACEPTION,
        "detail": _detail(kind),
    }
    if kind is Kind.CONTRACEPTION:
        found["units"] = {value: unit for value, _ in MethodChoice.choices if (unit := unit_of(kind, value))}
    return {name: value for name, value in found.items() if value}


def _detail(kind: Kind) -> Values:
    if kind is Kind.VITAMIN_A:
        return {"label": "Warna kapsul", "choices": [list(choice) for choice in COLOURS]}
    if kind is Kind.CONTRACEPTION:
        return {"label": "Alat atau cara", "choices": [list(choice) for choice in MethodChoice.choices]}
    return {"label": "Isi makanan"} if kind in FOOD else {}


def _place(value: str, words: str) -> list[str]:
    """A kind of place, its words, and the name that is sent where the kind alone does not say it."""
    return [Immunisation.Place.OTHER.value, words, HOME_NAME] if value == HOME else [value, words]
