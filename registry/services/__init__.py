"""Every write of the register: atomic, safe to repeat, and every month it changes is marked as due."""

from registry.services.deaths import death_of, record_death, regroup_death, undo_death
from registry.services.denominators import (
    AlreadyChosen,
    NoFigures,
    choose_source,
    newest_denominators,
    record_denominators,
)
from registry.services.households import household_for
from registry.services.moves import (
    AnsweredMeanwhile,
    MayNotAnswer,
    answer_move,
    ask_move,
    ask_move_by_nik,
    may_withdraw,
)
from registry.services.residency import (
    ResidencyRefused,
    end_residency,
    last_residency,
    move_resident,
    open_residency,
    return_resident,
    undo_end,
)
from registry.services.residents import (
    NikTaken,
    check_nik_is_free,
    open_nik,
    open_phone,
    register_resident,
    update_resident,
)

__all__ = [
    "AlreadyChosen",
    "AnsweredMeanwhile",
    "MayNotAnswer",
    "NikTaken",
    "NoFigures",
    "ResidencyRefused",
    "answer_move",
    "ask_move",
    "ask_move_by_nik",
    "check_nik_is_free",
    "choose_source",
    "death_of",
    "end_residency",
    "household_for",
    "last_residency",
    "may_withdraw",
    "move_resident",
    "newest_denominators",
    "open_nik",
    "open_phone",
    "open_residency",
    "record_death",
    "record_denominators",
    "register_resident",
    "regroup_death",
    "return_resident",
    "undo_death",
    "undo_end",
    "update_resident",
]
