"""The queue of a phone as a file: opened with the recovery key that the server keeps, and received like a batch.

The file holds the records as they lie on the phone, sealed (static/js/offline/seal.js and export.js, docs/offline.md).
"""

from __future__ import annotations

import base64
import binascii
import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextvars import copy_context
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any, NoReturn, TypeVar, cast
from uuid import UUID

from auditlog.context import set_actor
from auditlog.models import LogEntry
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import DatabaseError, transaction
from django.utils import timezone
from rest_framework import serializers

from registry.api import LARGEST_ID
from registry.models import User
from visits.models import Device, SyncItem
from visits.sync.batches import MOST_ITEMS, BatchRefused, read_batch
from visits.sync.codes import Code
from visits.sync.items import Answer, Item, Unreadable
from visits.sync.receiving import receive

log = logging.getLogger(__name__)
T = TypeVar("T")
FORMAT = 1
MOST_BYTES = 10 * 1024 * 1024
MOST_IN_FILE = 2_000
_MOST_SPARES = 4
NOT_A_FILE = (
    "Ini bukan berkas isian dari HP, atau isinya rusak. Simpan lagi dari HP, lalu unggah berkas yang baru."
)
TOO_LARGE = f"Berkas terlalu besar: paling banyak {MOST_BYTES // 1024**2} MB dan {MOST_IN_FILE} isian."
TOO_NEW = "Berkas ini dari aplikasi yang lebih baru daripada server. Hubungi pengelola aplikasi."
# The same for a phone that does not exist and for one elsewhere: nobody learns which.
NO_SUCH_PHONE = "HP asal berkas ini tidak terdaftar, atau bukan milik orang yang bertugas di wilayah Anda."
NO_KEY = "Berkas ini tidak bisa dibuka: kunci HP ini tidak ada di server, atau berkasnya rusak."
REVOKED = "HP ini sudah dicabut. Bila berkasnya memang dari pemilik HP, centang persetujuan di bawah, lalu unggah lagi."
BUSY = "Server sedang sibuk. Unggah lagi sebentar lagi; tidak ada yang tercatat dua kali."
_SETTLED = (SyncItem.State.STORED, SyncItem.State.DISCARDED)
_WHY = "the ledger of the phone whose file is brought"
_SALT = bytes(32)
_IV_BYTES = 12
_SECRET_BYTES = 32


class FileRefused(Exception):
    """Nothing of the file was stored, for this reason; `field` is where it is said, `status` that of HTTP."""

    def __init__(self, message: str, *, field: str = "file", status: int = 200) -> None:
        super().__init__(message)
        self.message, self.field, self.status = message, field, status


class SealedSerializer(serializers.Serializer[Any]):
    """Bytes sealed with AES-256-GCM, in base64."""

    iv = serializers.CharField(max_length=32)
    # A declared field is taken off the class, so it does not hide the attribute of the same name.
    data = serializers.CharField()  # type: ignore[assignment]


class RecordSerializer(SealedSerializer):
    """One item as it lies on the phone."""

    id = serializers.UUIDField()
    after = serializers.UUIDField(allow_null=True, default=None)
    replaces = serializers.UUIDField(allow_null=True, default=None)


class FileSerializer(serializers.Serializer[Any]):
    """What a phone writes into the file."""

    posyandu_antrean = serializers.IntegerField()
    protocol = serializers.IntegerField()
    app = serializers.CharField(max_length=20, allow_blank=True, default="")
    device = serializers.UUIDField()
    user = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    # How far the server's clock was ahead, as the phone knew it last.
    ahead_ms = serializers.IntegerField(allow_null=True, default=None)
    spare = SealedSerializer()
    # Of recovery secrets that the server may have instead, as the newest did not reach it.
    earlier = SealedSerializer(many=True, default=list)
    items = RecordSerializer(many=True)


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a file: the answers in the order of entry, and how many items did not open."""

    device: Device
    items: list[Item | Unreadable]
    answers: list[Answer]
    already: set[UUID]
    unreadable: int

    def count(self, state: str) -> int:
        return sum(answer.state == state for answer in self.answers)


def read_file(raw: bytes) -> dict[str, Any]:
    """The parts of the file, still sealed. Raises FileRefused."""
    if len(raw) > MOST_BYTES:
        raise FileRefused(TOO_LARGE)
    try:
        told = json.loads(raw.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise FileRefused(NOT_A_FILE) from error
    if not isinstance(told, dict) or not isinstance(told.get("posyandu_antrean"), int):
        raise FileRefused(NOT_A_FILE)
    if told["posyandu_antrean"] > FORMAT:
        raise FileRefused(TOO_NEW)
    if isinstance(told.get("items"), list) and len(told["items"]) > MOST_IN_FILE:
        raise FileRefused(TOO_LARGE)
    file = FileSerializer(data=told)
    if not file.is_valid():
        raise FileRefused(NOT_A_FILE)
    return cast("dict[str, Any]", file.validated_data)


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def bring(*, raw: bytes, officer: User, even_revoked: bool = False) -> Brought:
    """Store what the file holds, as its phone would have sent it, in the name of the phone's user.

    Safe to repeat, also after the phone has sent the same items. The audit log of the phone names who brought it.
    Raises FileRefused where nothing was stored.
    """
    file = read_file(raw)
    devices = Device.objects.manageable_by(officer).select_related("user")
    device = devices.filter(pk=file["device"], user=file["user"]).first()
    if device is None:
        raise FileRefused(NO_SUCH_PHONE, status=404)
    opened = _open(file, device)
    if device.is_revoked and not even_revoked:
        raise FileRefused(REVOKED, field="even_revoked")
    now = timezone.now()
    sent, unreadable = _unsealed(file, opened)
    try:
        with transaction.atomic():
            brought = _receive(device, sent, file, now, even_revoked=even_revoked)
            result = Brought(device, *brought, unreadable)
            _note(result, officer)
    except BatchRefused as error:
        raise FileRefused(TOO_NEW if error.code is Code.PROTOCOL else NOT_A_FILE) from error
    except DatabaseError as error:
        # Nothing of the file is stored then; the next try may go well.
        log.exception("A file of a phone's queue could not be stored")
        raise FileRefused(BUSY) from error
    return result


def _open(file: Mapping[str, Any], device: Device) -> AESGCM:
    """The key that sealed the items. Raises FileRefused.

    A browser that lost its storage while the app was open goes on under another device id with the same key, so the
    keys of the user's other phones are tried too.
    """
    others = Device.objects.of(device.user).exclude(pk=device.pk).exclude(recovery="")
    place = f"recovery {device.user_id}"
    for each, spare in product((device, *others), (file["spare"], *file["earlier"][:_MOST_SPARES])):
        try:
            secret = _unseal(AESGCM(_bytes(each.recovery)), place, spare)
        except (InvalidTag, ValueError):
            continue
        if len(secret) == _SECRET_BYTES:
            key = HKDF(SHA256(), length=_SECRET_BYTES, salt=_SALT, info=b"posyandu seal").derive(secret)
            return AESGCM(key)
    raise FileRefused(NO_KEY)


def _unseal(key: AESGCM, place: str, sealed: Mapping[str, Any]) -> bytes:
    """Raises InvalidTag for another key, place or content, and ValueError for what was never sealed."""
    iv = _bytes(sealed["iv"])
    if len(iv) != _IV_BYTES:
        raise ValueError(iv)
    return key.decrypt(iv, _bytes(sealed["data"]), place.encode())


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(text) from error


def _unsealed(file: Mapping[str, Any], key: AESGCM) -> tuple[list[dict[str, Any]], int]:
    """The items as the phone sends them, and how many could not be opened."""
    sent, unreadable = [], 0
    for record in file["items"]:
        try:
            content = json.loads(_unseal(key, f"item {record['id']}", record), parse_constant=_no_number)
            about = {name: content[name] for name in ("kind", "person", "body")}
            at = _moment(content["entered_at"], content.get("offset"), file["ahead_ms"])
        except (InvalidTag, ValueError, RecursionError, TypeError, KeyError, AttributeError):
            unreadable += 1
            continue
        order = {name: str(record[name]) if record[name] else None for name in ("after", "replaces")}
        sent.append({"id": str(record["id"]), "entered_at": at, **about, **order})
    return sent, unreadable


def _moment(at: Any, offset: Any, ahead: int | None) -> str:
    """The moment of entry by the server's clock, as well as the phone knew it; milliseconds since 1970 become ISO."""
    known = offset if offset is not None else ahead or 0
    try:
        return (datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=at + known)).isoformat()
    except OverflowError:
        return timezone.now().isoformat()


def _receive(
    device: Device,
    sent: list[dict[str, Any]],
    file: Mapping[str, Any],
    now: datetime,
    *,
    even_revoked: bool,
) -> tuple[list[Item | Unreadable], list[Answer], set[UUID]]:
    items = [item for part in _parts(sent) for item in _read(part, device, file, now)]
    rows = SyncItem.objects.unscoped(_WHY).filter(pk__in=[item.id for item in items])
    already = set(rows.filter(device=device, state__in=_SETTLED).values_list("pk", flat=True))
    answers: list[Answer] = []
    for part in _parts(items):
        # Apart from the context of the officer's request, which the log would take for whoever saved.
        answers += copy_context().run(_as_sent, device, part, even_revoked=even_revoked)
    return items, answers, already


def _as_sent(device: Device, items: Sequence[Item | Unreadable], *, even_revoked: bool) -> list[Answer]:
    """Received as from the phone itself, for the audit log too."""
    with set_actor(device.user):
        return receive(device=device, user=device.user, items=items, even_revoked=even_revoked)


def _parts(whole: list[T]) -> Iterator[list[T]]:
    for start in range(0, len(whole), MOST_ITEMS):
        yield whole[start : start + MOST_ITEMS]


def _read(
    part: list[dict[str, Any]], device: Device, file: Mapping[str, Any], now: datetime
) -> list[Item | Unreadable]:
    """Read as a batch is. Raises BatchRefused."""
    head = {"device": str(device.pk), "sent_at": now.isoformat(), "app": file["app"]}
    return read_batch({"protocol": file["protocol"], **head, "items": part}, now).items


def _note(brought: Brought, officer: User) -> None:
    """Who brought the file, and that what is settled now no longer waits on the phone."""
    device = brought.device
    settled = sum(answer.state in _SETTLED and answer.id not in brought.already for answer in brought.answers)
    Device.objects.filter(pk=device.pk).update(unsent=max(0, device.unsent - settled))
    states = {answer.state for answer in brought.answers}
    told = ", ".join(f"{brought.count(state)} {state}" for state in sorted(states))
    text = f"{len(brought.answers) + brought.unreadable} isian" + (f": {told}" if told else "")
    if device.is_revoked:
        text += "; HP ini sudah dicabut"
    LogEntry.objects.log_create(
        device, action=LogEntry.Action.UPDATE, actor=officer, changes={"berkas isian": ["", text]}
    )
