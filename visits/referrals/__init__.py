"""Referrals: the rules propose, a person decides, and a letter says so.

`reading` answers what a user may see of proposals and letters; `writing` confirms, declines and withdraws.
"""

from visits.referrals.reading import (
    Decision,
    DecisionState,
    Letter,
    changes_since,
    decisions_of,
    letter_for,
    letter_of,
    open_letter,
    readable,
)
from visits.referrals.writing import LetterChanged, decline, refer, withdraw

__all__ = [
    "Decision",
    "DecisionState",
    "Letter",
    "LetterChanged",
    "changes_since",
    "decisions_of",
    "decline",
    "letter_for",
    "letter_of",
    "open_letter",
    "readable",
    "refer",
    "withdraw",
]
