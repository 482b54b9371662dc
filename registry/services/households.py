"""Families: found by their KK number, filled with what is known."""

from __future__ import annotations

from registry.models import Household, Posyandu
from registry.models.fields import keyed_hash

HOUSEHOLD_FIELDS = ("address", "dusun", "rw", "rt")


def household_for(
    posyandu: Posyandu, home: dict[str, str], current: Household | None = None
) -> Household | None:
    """The household with this KK number, or the current one, or a new one, filled with what is given.

    A household of another Posyandu is joined but not changed; an empty KK number keeps the one that is stored.
    """
    kk = home.get("kk", "")
    known = _household_of(kk) if kk else None
    if known is not None and known != current:
        return (
            _filled(known, {name: text for name, text in home.items() if text})
            if known.posyandu == posyandu
            else known
        )
    if current is None and not any(home.values()):
        return None
    household = current or Household(posyandu=posyandu)
    if kk:
        household.set_kk(kk)
    return _filled(household, home)


def _household_of(kk: str) -> Household | None:
    return (
        Household.objects.unscoped("a KK number is unique everywhere").filter(kk_hash=keyed_hash(kk)).first()
    )


def _filled(household: Household, home: dict[str, str]) -> Household:
    for name in HOUSEHOLD_FIELDS:
        if name in home:
            setattr(household, name, home[name])
    household.save()
    return household
