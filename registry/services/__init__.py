"""Every write of the register: atomic, safe to repeat, and every month it changes is marked as due."""

from registry.services.households import household_for
from registry.services.residency import end_residency, move_resident
from registry.services.residents import (
    NikTaken,
    check_nik_is_free,
    open_nik,
    register_resident,
    update_resident,
)

__all__ = [
    "NikTaken",
    "check_nik_is_free",
    "end_residency",
    "household_for",
    "move_resident",
    "open_nik",
    "register_resident",
    "update_resident",
]
