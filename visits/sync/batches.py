"""A batch of a phone's queue as it comes over the line: what it holds, read leniently item by item.

Whatever is wrong with one item is answered for that item. Only what leaves nothing to answer for refuses the batch.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from rest_framework import serializers

from registry.api import LARGEST_ID
from visits.sync.codes import Code
from visits.sync.items import Item, Problem, Unreadable
from visits.sync.reading import texts

MOST_ITEMS = 200
MOST_BYTES = 1024 * 1024
# What this server still understands. The date comes with the next number: the first day on which the older one may be
# taken out, 90 days or more after the newer one came, because phones keep visits that long.
PROTOCOLS: dict[int, date | None] = {1: None}
NEWEST = max(PROTOCOLS)
NO_LETTER = "Ada huruf yang tidak dapat disimpan."
# A NUL in JSON, behind an even number of backslashes; PostgreSQL keeps none.
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


class BatchRefused(Exception):
    """Nothing of the batch was looked at, for this reason."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


class ItemSerializer(serializers.Serializer[Any]):
    """Satu isian seperti disimpan di HP. Isinya tidak pernah berubah; perbaikan adalah kiriman baru."""

    id = serializers.UUIDField(help_text="Dibuat di HP; kiriman yang sama selalu memakai id yang sama.")
    kind = serializers.SlugField(max_length=16, help_text="visit, newcomer, screening, … (docs/sync.md).")
    person = serializers.UUIDField(help_text="Orangnya, dengan id yang dikenal HP.")
    entered_at = serializers.DateTimeField(help_text="Waktu diisi menurut jam HP.")
    after = serializers.UUIDField(
        required=False,
        allow_null=True,
        default=None,
        help_text="Kiriman sebelumnya untuk orang yang sama; dijawab 401 sampai server mengenalnya.",
    )
    replaces = serializers.UUIDField(
        required=False,
        allow_null=True,
        default=None,
        help_text="Kiriman ditolak atau bentrok yang diperbaiki oleh kiriman ini.",
    )
    body = serializers.DictField(help_text="Isi menurut jenisnya.")


class HeadSerializer(serializers.Serializer[Any]):
    """Yang dikatakan HP tentang dirinya pada setiap kiriman."""

    protocol = serializers.IntegerField(help_text="1.")
    device = serializers.UUIDField()
    sent_at = serializers.DateTimeField(help_text="Jam HP saat mengirim.")
    app = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=20, help_text="Versi aplikasi di HP."
    )
    unsent = serializers.IntegerField(
        min_value=0,
        max_value=LARGEST_ID,
        required=False,
        default=0,
        help_text="Semua yang belum terkirim di HP, termasuk kiriman ini.",
    )


class BatchSerializer(HeadSerializer):
    """Sampai 200 kiriman, paling besar 1 MiB."""

    items = serializers.ListField(child=ItemSerializer(), max_length=MOST_ITEMS)


@dataclass(frozen=True, slots=True)
class Batch:
    """What a phone sent, with its clock set right. `clock_ahead_s` is negative when the phone's clock is late."""

    protocol: int
    device: UUID
    app: str
    unsent: int
    clock_ahead_s: int
    items: list[Item | Unreadable]


def read_batch(data: Any, now: datetime) -> Batch:
    """The batch; `now` is the server's time when it came. Raises BatchRefused with PROTOCOL, TOO_LARGE, MALFORMED."""
    if not isinstance(data, Mapping):
        raise BatchRefused(Code.MALFORMED)
    # First of all: another protocol may look altogether different.
    if isinstance(number := data.get("protocol"), int) and number not in PROTOCOLS:
        raise BatchRefused(Code.PROTOCOL)
    head, sent = HeadSerializer(data=data), data.get("items")
    if not head.is_valid() or not isinstance(sent, list):
        raise BatchRefused(Code.MALFORMED)
    if len(sent) > MOST_ITEMS:
        raise BatchRefused(Code.TOO_LARGE)
    told = head.validated_data
    ahead = told["sent_at"] - now
    reader = ItemSerializer()
    return Batch(
        protocol=told["protocol"],
        device=told["device"],
        app=told["app"],
        unsent=told["unsent"],
        clock_ahead_s=_whole_seconds(ahead),
        items=[_read_item(reader, each, ahead, now) for each in sent],
    )


def _whole_seconds(ahead: timedelta) -> int:
    """As the column holds it: some 68 years at most."""
    return max(-LARGEST_ID, min(LARGEST_ID, round(ahead.total_seconds())))


def _read_item(reader: ItemSerializer, sent: Any, ahead: timedelta, now: datetime) -> Item | Unreadable:
    item_id = _uuid(sent.get("id")) if isinstance(sent, Mapping) else None
    if item_id is None:
        raise BatchRefused(Code.MALFORMED)
    if not _is_legible(sent):
        problems = (Problem(Code.INVALID, NO_LETTER),)
        return _unreadable(item_id, sent, problems, now)
    try:
        read = reader.run_validation(sent)
    except serializers.ValidationError as error:
        found = tuple(Problem(Code.INVALID, text, name) for name, text in texts(error.detail))
        return _unreadable(item_id, sent, found, now)
    return Item(**read | {"entered_at": _corrected(read["entered_at"], ahead, now)})


def _is_legible(sent: Mapping[str, Any]) -> bool:
    """Whether every database can keep the texts: no NUL, no half of a surrogate pair."""
    try:
        text = json.dumps(sent, ensure_ascii=False)
        text.encode()
    except UnicodeEncodeError:
        return False
    return not _NUL.search(text)


def _corrected(entered_at: datetime, ahead: timedelta, now: datetime) -> datetime:
    """The phone's time set right by the server's, never in the future."""
    try:
        return min(entered_at - ahead, now)
    except OverflowError:
        return now


def _unreadable(
    item_id: UUID, sent: Mapping[str, Any], problems: tuple[Problem, ...], now: datetime
) -> Unreadable:
    kind = sent.get("kind")
    return Unreadable(
        id=item_id,
        sent=sent,
        problems=problems,
        entered_at=now,
        kind=kind if isinstance(kind, str) and re.fullmatch(r"[a-z_]{1,16}", kind) else "",
        person=_uuid(sent.get("person")),
        after=_uuid(sent.get("after")),
        replaces=_uuid(sent.get("replaces")),
    )


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
