"""What people were given: immunisations, and services in and outside visits. Atomic, safe to repeat."""

from visits.services_given.doses import (
    DAY_CLOSED,
    DoseGiven,
    closed_to,
    doses_of,
    record_immunisations,
    refusal,
    remove_immunisation,
)
from visits.services_given.history import GivenLine, history_of, kinds_for, services_of
from visits.services_given.merge import join_services, join_visits, settle_merge
from visits.services_given.recording import (
    AlreadyGiven,
    ForeignService,
    OfAVisit,
    ServiceNoted,
    record_service,
    remove_service,
)
from visits.services_given.warnings import detail_for, warnings_for
from visits.services_given.wording import service_words, unit_of

__all__ = [
    "DAY_CLOSED",
    "AlreadyGiven",
    "DoseGiven",
    "ForeignService",
    "GivenLine",
    "OfAVisit",
    "ServiceNoted",
    "closed_to",
    "detail_for",
    "doses_of",
    "history_of",
    "join_services",
    "join_visits",
    "kinds_for",
    "record_immunisations",
    "record_service",
    "refusal",
    "remove_immunisation",
    "remove_service",
    "service_words",
    "services_of",
    "settle_merge",
    "unit_of",
    "warnings_for",
]
