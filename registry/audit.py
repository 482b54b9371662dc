"""What the audit log keeps: who changed or opened what. Encrypted columns never reach it."""

from auditlog.registry import auditlog

from registry.models import (
    Death,
    Delivery,
    Denominator,
    DenominatorChoice,
    DuplicatePair,
    Household,
    HouseholdChange,
    Membership,
    Merge,
    MoveRequest,
    OrgUnit,
    PastKk,
    PeopleMapping,
    Posyandu,
    Pregnancy,
    Residency,
    Resident,
    User,
    WorkArea,
)

SECRET = ("phone", "phone_hash")
# Logged whole: nothing in them is encrypted.
PLAIN = (
    Death,
    Delivery,
    Denominator,
    DenominatorChoice,
    DuplicatePair,
    HouseholdChange,
    Membership,
    MoveRequest,
    OrgUnit,
    PeopleMapping,
    Posyandu,
    Pregnancy,
    Residency,
    WorkArea,
)


def register() -> None:
    """Register the models whose changes are logged."""
    auditlog.register(
        Resident,
        exclude_fields=[*SECRET, "nik", "nik_hash", "nik_tail_hash", "name_key", "sound_key", "search_words"],
    )
    auditlog.register(Household, exclude_fields=[*SECRET, "kk", "kk_hash", "kk_tail_hash"])
    auditlog.register(User, exclude_fields=["password", "last_login"])
    auditlog.register(PastKk, exclude_fields=["kk", "kk_hash"])
    auditlog.register(Merge, exclude_fields=["before"])
    for model in PLAIN:
        auditlog.register(model)
