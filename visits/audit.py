"""What the audit log keeps: who decided which rule, and who recorded or took back which dose."""

from auditlog.registry import auditlog

from visits.models import Immunisation, RuleOverride


def register() -> None:
    """Register the models whose changes are logged."""
    auditlog.register(Immunisation)
    auditlog.register(RuleOverride)
