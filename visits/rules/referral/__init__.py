"""Whom to send on, why, how soon and where to: one list for every card and every home visit.

A proposal is never a diagnosis: the midwife or the nurse decides. Sentences, urgency and destination are in the table
"referral"; the limits are those of the screenings' own tables.
"""

from visits.rules.danger_signs import Urgency
from visits.rules.referral.cards import (
    propose_adult,
    propose_at_home,
    propose_child,
    propose_mother,
    propose_school_age,
)
from visits.rules.referral.proposal import (
    Destination,
    Elderly,
    Proposal,
    Reason,
    Senses,
    Tuberculosis,
    shown_to,
)

__all__ = [
    "Destination",
    "Elderly",
    "Proposal",
    "Reason",
    "Senses",
    "Tuberculosis",
    "Urgency",
    "propose_adult",
    "propose_at_home",
    "propose_child",
    "propose_mother",
    "propose_school_age",
    "shown_to",
]
