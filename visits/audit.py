"""What the audit log keeps: who decided a rule, recorded or took back a dose or a service, sent whom on."""

from auditlog.registry import auditlog

from visits.models import Device, Immunisation, Referral, RuleOverride, ServiceGiven, StockMovement


def register() -> None:
    """Register the models whose changes are logged."""
    auditlog.register(Immunisation)
    auditlog.register(ServiceGiven)
    auditlog.register(StockMovement)
    auditlog.register(RuleOverride)
    # Why somebody was sent on is read through the letter alone, where private reasons are kept from most.
    auditlog.register(Referral, exclude_fields=["reasons", "findings", "note", "status_note"])
    # What a phone tells at every contact is no news. Its items are a ledger of their own; throwing one away is logged
    # where it happens.
    auditlog.register(
        Device, exclude_fields=["app_version", "seen_at", "unsent", "clock_ahead_s", "recovery"]
    )
