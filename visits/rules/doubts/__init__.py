"""The question "Apakah benar?": a card is looked at as a whole, beside the person's own history, before it is saved.

A doubt asks once and takes the same answer again ("diukur ulang"); a refusal does not take the value at all. Limits and
sentences are in the table "plausibility".
"""

from visits.rules.doubts.body import BodyMeasures, doubt_body
from visits.rules.doubts.card import Doubt, Severity, doubt_birth_date
from visits.rules.doubts.child import ChildMeasures, doubt_child

__all__ = [
    "BodyMeasures",
    "ChildMeasures",
    "Doubt",
    "Severity",
    "doubt_birth_date",
    "doubt_body",
    "doubt_child",
]
