"""For which Posyandu a row is: the chosen one, or what the row says about its own place."""

from __future__ import annotations

import re

from registry.importing.files import plain
from registry.models import OrgUnit, Posyandu

_POSYANDU = re.compile(r"^posyandu")
_DESA = re.compile(r"^(desa|kelurahan|kel)")


class PlaceError(ValueError):
    """No Posyandu, or more than one, fits what the row says; the message is for its reader."""


class PlaceFinder:
    """Knows the Posyandu of one unit by name, code, and by dusun, RT and RW."""

    def __init__(self, unit: OrgUnit, chosen: Posyandu | None) -> None:
        self.chosen = chosen
        own = Posyandu.objects.at_or_below(unit).filter(unit__is_active=True)
        self.places = [] if chosen else list(own.select_related("unit__parent"))
        self.by_name: dict[str, list[Posyandu]] = {}
        for place in self.places:
            names = (place.unit.name, place.unit.code, place.official_number or "")
            for name in {_POSYANDU.sub("", plain(name)) for name in names} - {""}:
                self.by_name.setdefault(name, []).append(place)

    def find(self, *, posyandu: str, desa: str, dusun: str, rt: str, rw: str) -> Posyandu:
        """The Posyandu of a row. Raises PlaceError."""
        if self.chosen is not None:
            return self.chosen
        if posyandu:
            return self._only(
                self._in_desa(self.by_name.get(_POSYANDU.sub("", plain(posyandu)), []), desa), posyandu
            )
        if not (dusun or rt or rw):
            raise PlaceError("Kolom Posyandu kosong, dan tidak ada dusun, RT, atau RW untuk mencarinya.")
        places = [place for place in self._in_desa(self.places, desa) if _covers(place, dusun, rt, rw)]
        where = " ".join(part for part in (dusun, f"RT {rt}" if rt else "", f"RW {rw}" if rw else "") if part)
        return self._only(places, where)

    @staticmethod
    def _in_desa(places: list[Posyandu], desa: str) -> list[Posyandu]:
        wanted = _DESA.sub("", plain(desa))
        if not wanted:
            return places
        return [p for p in places if p.unit.parent is None or plain(p.unit.parent.name) == wanted]

    @staticmethod
    def _only(places: list[Posyandu], said: str) -> Posyandu:
        if len(places) == 1:
            return places[0]
        if not places:
            raise PlaceError(f"Tidak ada Posyandu untuk “{said}” di wilayah Puskesmas ini.")
        raise PlaceError(
            f"“{said}” cocok dengan {len(places)} Posyandu. Isi nama Posyandu dan desanya di berkas."
        )


def _covers(place: Posyandu, dusun: str, rt: str, rw: str) -> bool:
    """Whether everything the Posyandu is known by agrees with the row, and something is known."""
    known = [
        (place.dusun, plain(dusun) == plain(place.dusun)),
        (place.rw, _number(rw) in _numbers(place.rw)),
        (place.rt, _number(rt) in _numbers(place.rt)),
    ]
    told = [fits for own, fits in known if own]
    return bool(told) and all(told)


def _numbers(text: str) -> set[str]:
    """RT as a Posyandu lists them: "01, 02, 05" or "1-3"."""
    found = set()
    for first, last in re.findall(r"(\d+)\s*(?:-|s\.?d\.?|sampai)?\s*(\d+)?", text):
        found |= {str(number) for number in range(int(first), min(int(last or first), int(first) + 99) + 1)}
    return found


def _number(text: str) -> str:
    return text.lstrip("0")
