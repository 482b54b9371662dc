"""What was measured on one day."""

from visits.models.adult import AdultCheck
from visits.models.child import ChildCheck, PositionChoice
from visits.models.import_batch import ImportBatch
from visits.models.rule_override import Reassessment, RuleOverride
from visits.models.school_age import SchoolAgeCheck
from visits.models.services_given import Immunisation
from visits.models.session import Session
from visits.models.visit import CARD_OF_STAGE, CARDS, Visit, VisitRevision

__all__ = [
    "CARDS",
    "CARD_OF_STAGE",
    "AdultCheck",
    "ChildCheck",
    "Immunisation",
    "ImportBatch",
    "PositionChoice",
    "Reassessment",
    "RuleOverride",
    "SchoolAgeCheck",
    "Session",
    "Visit",
    "VisitRevision",
]
