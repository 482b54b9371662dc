"""What the audit log keeps of the visits' settings: who decided which rule, and when."""

from auditlog.registry import auditlog

from visits.models import RuleOverride


def register() -> None:
    """Register the models whose changes are logged."""
    auditlog.register(RuleOverride)
