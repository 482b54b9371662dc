"""Phones that keep visits until they are sent: made known, taken away by the Puskesmas, emptied."""

from __future__ import annotations

from uuid import UUID

from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from registry.models import User
from visits.models import Device
from visits.models.device import DeviceQuerySet

NEEDS_REASON = "Tulis alasannya, supaya pemilik HP dan Puskesmas tahu."


class ForeignDevice(Exception):
    """The id belongs to somebody else: another user of the same phone is another device."""


class DeviceRevoked(Exception):
    """The phone was taken away from its user and is to forget everything it keeps."""

    def __init__(self, device: Device) -> None:
        super().__init__()
        self.device = device


class WrongPassword(Exception):
    """Whoever asks is not the one who is logged in."""


class NoRecovery(Exception):
    """The phone never told what opens it without its PIN."""


def refuse_revoked(device_id: UUID, user: User) -> None:
    """Raise DeviceRevoked for a phone of this user that is to be emptied; any other id is not asked about."""
    device = Device.objects.of(user).filter(pk=device_id, revoked_at__isnull=False).first()
    if device is not None:
        raise DeviceRevoked(device)


@transaction.atomic
def register(
    *, device_id: UUID, user: User, name: str = "", app: str = "", recovery: str = ""
) -> tuple[Device, bool]:
    """The phone as the server knows it from now on, and whether it is new. Safe to repeat.

    The id was made on the phone. Raises ForeignDevice and DeviceRevoked. A phone that its user emptied is in use again.
    `recovery` opens the phone when its PIN is forgotten; without one the earlier one stays.
    """
    told = {"name": " ".join(name.split()), "app_version": app, "recovery": recovery}
    device, is_new = _rows().get_or_create(pk=device_id, defaults={"user": user, **told})
    if device.user_id != user.pk:
        raise ForeignDevice
    if device.is_revoked:
        raise DeviceRevoked(device)
    if is_new:
        return device, True
    if device.wiped_at is not None:
        device.wiped_at, device.unsent = None, 0
    device.name, device.app_version = told["name"] or device.name, told["app_version"]
    device.recovery = recovery or device.recovery
    device.seen_at = timezone.now()
    device.save(update_fields=["name", "app_version", "recovery", "seen_at", "unsent", "wiped_at"])
    return device, False


def recovery_of(*, device: Device, user: User, password: str) -> str:
    """What opens the user's own phone when its PIN is forgotten; a login alone is not enough to get it.

    The audit log keeps that it was handed out, or asked for in vain. Raises DeviceRevoked, WrongPassword, and
    NoRecovery where the phone never sent one.
    """
    if device.is_revoked:
        raise DeviceRevoked(device)
    is_right = user.check_password(password)
    became = "diberikan" if is_right and device.recovery else "tidak diberikan"
    LogEntry.objects.log_create(
        device, action=LogEntry.Action.ACCESS, actor=user, changes={"recovery": ["", became]}
    )
    if not is_right:
        raise WrongPassword
    if not device.recovery:
        raise NoRecovery
    return device.recovery


@transaction.atomic
def revoke(*, device: Device, by: User, reason: str) -> Device:
    """Let the phone forget everything at its next contact; what it had not sent is lost with it. Safe to repeat.

    The first reason stays, and the audit log keeps how many visits the phone had last told it still held. Raises
    ValidationError without a reason.
    """
    device = _rows().get(pk=device.pk)
    if device.is_revoked:
        return device
    if not (reason := reason.strip()):
        raise ValidationError(NEEDS_REASON)
    now = timezone.now()
    # Past the log that every saved change makes: it would know neither who, when no page asked, nor what is lost.
    Device.objects.filter(pk=device.pk).update(revoked_at=now, revoked_by=by, revoke_reason=reason)
    changes = {
        "revoked_at": ["", now.isoformat()],
        "revoke_reason": ["", reason],
        "unsent": [device.unsent, device.unsent],
    }
    LogEntry.objects.log_create(device, action=LogEntry.Action.UPDATE, actor=by, changes=changes)
    return _rows().get(pk=device.pk)


@transaction.atomic
def confirm_wiped(*, device_id: UUID, user: User | None) -> Device:
    """Note that the phone kept nothing back, be it revoked or emptied by its user. Safe to repeat.

    The id of a revoked phone is proof enough: nobody may be logged in there any more. Raises Device.DoesNotExist for an
    unknown phone, and for one in use that is not the user's.
    """
    device = _rows().get(pk=device_id)
    if not device.is_revoked and (user is None or device.user_id != user.pk):
        raise Device.DoesNotExist
    if device.wiped_at is not None:
        return device
    now = timezone.now()
    Device.objects.filter(pk=device.pk).update(wiped_at=now, seen_at=now)
    changes = {"wiped_at": ["", now.isoformat()]}
    LogEntry.objects.log_create(device, action=LogEntry.Action.UPDATE, actor=user, changes=changes)
    return _rows().get(pk=device.pk)


def _rows() -> DeviceQuerySet:
    return Device.objects.select_for_update(of=("self",)).select_related("user")
