"""Who lives where, and who may see them."""

from registry.models.access import Membership, User
from registry.models.deaths import Death
from registry.models.denominators import Denominator, DenominatorChoice, Source
from registry.models.due import MonthDue
from registry.models.duplicates import DuplicatePair, Merge
from registry.models.household import Household, HouseholdChange, PastKk
from registry.models.maternity import Delivery, Pregnancy
from registry.models.moves import MoveRequest
from registry.models.org import OrgUnit, Posyandu, Region
from registry.models.people import NikStateChoice, Resident, SexChoice
from registry.models.people_import import PeopleImport, PeopleImportRow, PeopleMapping
from registry.models.residency import Residency
from registry.models.work_area import WorkArea

__all__ = [
    "Death",
    "Delivery",
    "Denominator",
    "DenominatorChoice",
    "DuplicatePair",
    "Household",
    "HouseholdChange",
    "Membership",
    "Merge",
    "MonthDue",
    "MoveRequest",
    "NikStateChoice",
    "OrgUnit",
    "PastKk",
    "PeopleImport",
    "PeopleImportRow",
    "PeopleMapping",
    "Posyandu",
    "Pregnancy",
    "Region",
    "Residency",
    "Resident",
    "SexChoice",
    "Source",
    "User",
    "WorkArea",
]
