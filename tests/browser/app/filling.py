"""Somebody of every kind of card, and what a kader writes on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page

from registry.ids import new_id
from registry.models import Resident
from registry.services.deliveries import Baby, record_delivery
from registry.services.maternity import open_pregnancy
from tests.browser.conftest import months_ago
from tests.conftest import Village, make_resident
from visits.columns import Column, Kind, Who, columns_for, topic_choices
from visits.entry import person_on

Typed = dict[str, Any]
Make = Callable[[Village, str], Resident]


def person(months: int, sex: str = "P") -> Make:
    return lambda village, name: make_resident(village.melati, name, sex=sex, born=months_ago(months))


def pregnant(village: Village, name: str) -> Resident:
    woman = make_resident(village.melati, name, born=months_ago(12 * 27))
    today = timezone.localdate()
    details = {"last_period": today - timedelta(days=140)}
    open_pregnancy(resident=woman, known_from=today - timedelta(days=60), details=details)
    return woman


def after_birth(days: int) -> Make:
    def make(village: Village, name: str) -> Resident:
        woman = make_resident(village.melati, name, born=months_ago(12 * 29))
        baby = Baby(id=new_id(), sex="L", name=f"Anak {name}")
        on = timezone.localdate() - timedelta(days=days)
        record_delivery(resident=woman, delivery_id=new_id(), on=on, babies=[baby], details={})
        return woman

    return make


# One of each set of columns that a card can have.
EVERYBODY: dict[str, Make] = {
    "bayi": person(4),
    "baduta": person(15, "L"),
    "balita": person(40),
    "pupil": person(12 * 8, "L"),
    "girl": person(12 * 13),
    "youth": person(12 * 16),
    "man": person(12 * 33, "L"),
    "woman": person(12 * 34),
    "lansia": person(12 * 71),
    "pregnant": pregnant,
    "nifas": after_birth(20),
    "menyusui": after_birth(120),
}
_NUMBERS = {
    "systolic": "118",
    "diastolic": "76",
    "glucose_mg_dl": "104",
    "cholesterol_mg_dl": "178",
    "haemoglobin_g_dl": "12,4",
    "waist_cm": "71,5",
    "gestation_weeks": "21",
}
_SIZES = {
    4: ("6,4", "61,5", "41", "13,6"),
    15: ("9,95", "78,5", "46,5", "14.8"),
    40: ("14,2", "97,5", "48.9", "15,5"),
    12 * 8: ("25,1", "127,5", "", ""),
    12 * 13: ("44,6", "155", "", ""),
}
_GROWN = ("55.25", "158,5", "", "25,5")


def typed(column: Column, who: Who) -> Any:
    """What stands in the field of a column in the end; text of numbers as somebody types it, with comma or point."""
    sizes = _SIZES.get(who.age.months, _GROWN)
    measures = dict(zip(("weight_kg", "height_cm", "head_cm", "muac_cm"), sizes, strict=True))
    match column.kind:
        case Kind.ANSWER:
            return "ya" if len(column.name) % 2 or column.name in ("sick", "contraception") else "tidak"
        case Kind.TICK:
            return True
        case Kind.CHOICE:
            # Who cannot stand yet is measured lying.
            return column.choices[0 if who.age.months < 24 else -1][0]
        case Kind.TOPICS:
            return [code for code, _ in topic_choices(who)][1:3]
        case Kind.TEXT:
            return f"Catatan {column.name}"
        case _:
            return {**_NUMBERS, **measures}.get(column.name) or "2"


def card_of(resident: Resident) -> dict[Column, Any]:
    """Every column of the person's card with what is written in it."""
    who = person_on(resident, timezone.localdate(), None)
    return {column: typed(column, who) for column in columns_for(who)}


def posted(card: dict[Column, Any]) -> Typed:
    """The same card as the page of the server sends it."""
    data: Typed = {}
    for column, value in card.items():
        data[column.name] = "on" if column.kind is Kind.TICK else value
    return data


def fill(page: Page, card: dict[Column, Any]) -> None:
    """Write the whole card by hand; the folded columns are opened first."""
    page.evaluate(
        "document.querySelectorAll('#ukur details.definitions').forEach((each) => { each.open = true; })"
    )
    for column, value in card.items():
        field = page.locator(f"#ukur [name={column.name}]")
        match column.kind:
            case Kind.TICK:
                field.check()
            case Kind.TOPICS:
                for code in value:
                    page.locator(f"#ukur [name={column.name}][value={code}]").check()
            case Kind.ANSWER | Kind.CHOICE if field.count() > 1:
                page.locator(f"#ukur [name={column.name}][value='{value}']").check()
            case Kind.CHOICE:
                field.select_option(value)
            case _:
                field.fill(value)
