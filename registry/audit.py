"""What the audit log keeps: who changed or opened what. Encrypted columns never reach it."""

from auditlog.registry import auditlog

from registry.models import Household, Membership, OrgUnit, Posyandu, Residency, Resident, User


def register() -> None:
    """Register the models whose changes are logged."""
    auditlog.register(Resident, exclude_fields=["nik", "nik_hash", "phone", "name_key"])
    auditlog.register(Household, exclude_fields=["kk", "kk_hash"])
    auditlog.register(User, exclude_fields=["password", "last_login"])
    for model in (Residency, Membership, OrgUnit, Posyandu):
        auditlog.register(model)
