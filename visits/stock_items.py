"""What may be in the cupboard of a Posyandu: its unit, when it runs low, and which service takes it from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from visits.models import ServiceGiven

Kind = ServiceGiven.Kind


@dataclass(frozen=True, slots=True)
class Item:
    """Something in the cupboard. `minimum` is in `unit`: below it one orders; `pack` units are in one `pack_word`."""

    code: str
    label: str
    unit: str
    group: str
    minimum: int
    pack: int = 1
    pack_word: str = ""


_VACCINE, _SUPPLEMENT, _FOOD, _CONTRACEPTIVE, _OTHER = (
    "Vaksin",
    "Vitamin dan tablet",
    "Makanan tambahan",
    "Alat kontrasepsi",
    "Lainnya",
)
_ALL = (
    Item("vaksin_hb0", "Hepatitis B (HB0)", "dosis", _VACCINE, 2, 1, "uniject"),
    Item("vaksin_bcg", "BCG", "dosis", _VACCINE, 20, 20, "vial"),
    Item("vaksin_opv", "Polio tetes (OPV)", "dosis", _VACCINE, 10, 10, "vial"),
    Item("vaksin_ipv", "Polio suntik (IPV)", "dosis", _VACCINE, 5, 5, "vial"),
    Item("vaksin_dpt", "DPT-HB-Hib", "dosis", _VACCINE, 10, 5, "vial"),
    Item("vaksin_pcv", "PCV", "dosis", _VACCINE, 4, 4, "vial"),
    Item("vaksin_rv", "Rotavirus", "dosis", _VACCINE, 5, 5, "vial"),
    Item("vaksin_mr", "Campak-Rubela (MR)", "dosis", _VACCINE, 10, 10, "vial"),
    Item("vaksin_je", "Japanese Encephalitis (JE)", "dosis", _VACCINE, 5, 5, "vial"),
    Item("vaksin_td", "Tetanus (Td)", "dosis", _VACCINE, 10, 10, "vial"),
    Item("vitamin_a_biru", "Vitamin A biru", "kapsul", _SUPPLEMENT, 10),
    Item("vitamin_a_merah", "Vitamin A merah", "kapsul", _SUPPLEMENT, 20),
    Item("obat_cacing", "Obat cacing", "tablet", _SUPPLEMENT, 20),
    Item("ttd", "Tablet tambah darah", "tablet", _SUPPLEMENT, 90, 30, "bungkus"),
    Item("mt_bumil", "MT bumil KEK", "porsi", _FOOD, 7),
    Item("mt_lokal", "MT pangan lokal", "porsi", _FOOD, 7),
    Item("kb_pil", "KB pil", "strip", _CONTRACEPTIVE, 5),
    Item("kb_kondom", "KB kondom", "buah", _CONTRACEPTIVE, 12, 12, "kotak"),
    Item("buku_kia", "Buku KIA", "buku", _OTHER, 3),
)
ITEMS: Mapping[str, Item] = {item.code: item for item in _ALL}
# The item a service takes from the stock; by detail where a kind is of several, "" for whatever else it says.
_OF_SERVICE: Mapping[str, Mapping[str, str]] = {
    Kind.VITAMIN_A: {"biru": "vitamin_a_biru", "": "vitamin_a_merah"},
    Kind.VITAMIN_A_MOTHER: {"": "vitamin_a_merah"},
    # Half a tablet for the youngest is counted as one: what is left of it is rarely kept.
    Kind.DEWORMING: {"": "obat_cacing"},
    Kind.IRON: {"": "ttd"},
    Kind.PREGNANCY_FOOD: {"": "mt_bumil"},
    Kind.LOCAL_FOOD: {"": "mt_lokal"},
    # Whatever else is not in a kader's cupboard.
    Kind.CONTRACEPTION: {"pil": "kb_pil", "kondom": "kb_kondom"},
}
# Kinds whose detail says which item it was.
BY_DETAIL = [kind for kind, items in _OF_SERVICE.items() if set(items) != {""}]


def item_of(kind: str, detail: str = "") -> Item | None:
    """What a service, or the dose of a vaccine, takes from the cupboard; None for what was never in it."""
    if kind in _OF_SERVICE:
        items = _OF_SERVICE[kind]
        code = items.get(detail.partition(" ")[0].lower(), items.get("", ""))
        return ITEMS.get(code)
    antigen = "hb0" if kind == "HB0" else kind.rstrip("0123456789").lower()
    return ITEMS.get(f"vaksin_{antigen}")
