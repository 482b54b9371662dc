"""Who lives where, and who may see them."""

from registry.models.access import Membership, User
from registry.models.due import MonthDue
from registry.models.org import OrgUnit, Posyandu, Region
from registry.models.people import Household, NikStateChoice, Residency, Resident, SexChoice

__all__ = [
    "Household",
    "Membership",
    "MonthDue",
    "NikStateChoice",
    "OrgUnit",
    "Posyandu",
    "Region",
    "Residency",
    "Resident",
    "SexChoice",
    "User",
]
