"""What was measured, asked, given and decided on one day."""

from visits.models.adult import AdultCheck
from visits.models.body import MethodChoice
from visits.models.child import ChildCheck, PositionChoice
from visits.models.device import Device, SyncItem
from visits.models.guests import Guest
from visits.models.import_batch import ImportBatch
from visits.models.mother import MotherCheck
from visits.models.referral import DeclinedProposal, Referral
from visits.models.rule_override import Reassessment, RuleOverride
from visits.models.schedule import Duty, EquipmentCheck, Schedule, ScheduleChange
from visits.models.school_age import SchoolAgeCheck
from visits.models.screening import Screening
from visits.models.services_given import Immunisation, ServiceGiven
from visits.models.session import Session
from visits.models.stock import StockMovement
from visits.models.tuberculosis import SIGNS
from visits.models.visit import (
    CARD_OF_STAGE,
    CARDS,
    FORM_VERSION,
    MotherState,
    Setting,
    Visit,
    VisitRevision,
    VisitSave,
)

__all__ = [
    "CARDS",
    "CARD_OF_STAGE",
    "FORM_VERSION",
    "SIGNS",
    "AdultCheck",
    "ChildCheck",
    "DeclinedProposal",
    "Device",
    "Duty",
    "EquipmentCheck",
    "Guest",
    "Immunisation",
    "ImportBatch",
    "MethodChoice",
    "MotherCheck",
    "MotherState",
    "PositionChoice",
    "Reassessment",
    "Referral",
    "RuleOverride",
    "Schedule",
    "ScheduleChange",
    "SchoolAgeCheck",
    "Screening",
    "ServiceGiven",
    "Session",
    "Setting",
    "StockMovement",
    "SyncItem",
    "Visit",
    "VisitRevision",
    "VisitSave",
]
