"""Two records of one person become one, with all that hangs on them, and two again where that was a mistake."""

from registry.services.merging.choices import ABSORBED, KEPT, Question, questions
from registry.services.merging.merge import (
    AlreadyMerged,
    CannotMerge,
    merge_of,
    merge_residents,
    pair_of,
    why_not,
)
from registry.services.merging.undo import CannotUndo, undo_merge, why_not_undo
from registry.services.merging.words import proposed, warnings, what_changed, what_moved, what_moves

__all__ = [
    "ABSORBED",
    "KEPT",
    "AlreadyMerged",
    "CannotMerge",
    "CannotUndo",
    "Question",
    "merge_of",
    "merge_residents",
    "pair_of",
    "proposed",
    "questions",
    "undo_merge",
    "warnings",
    "what_changed",
    "what_moved",
    "what_moves",
    "why_not",
    "why_not_undo",
]
