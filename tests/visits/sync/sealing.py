"""A phone's queue as a file, sealed as the browser seals it (static/js/offline/seal.js)."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from visits.models import Device
from visits.sync import Item


def text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def sealed(key: bytes, place: str, raw: bytes) -> dict[str, str]:
    iv = os.urandom(12)
    return {"iv": text(iv), "data": text(AESGCM(key).encrypt(iv, raw, place.encode()))}


@dataclass
class Vault:
    """The keys of one phone; the server has its recovery key unless `is_known` is false."""

    device: Device
    is_known: bool = True
    secret: bytes = field(default_factory=lambda: os.urandom(32))
    recovery: bytes = field(default_factory=lambda: os.urandom(32))

    def __post_init__(self) -> None:
        if self.is_known:
            self.device.recovery = text(self.recovery)
            self.device.save()

    @property
    def key(self) -> bytes:
        return HKDF(SHA256(), length=32, salt=bytes(32), info=b"posyandu seal").derive(self.secret)

    def record(self, item: Item, **changed: Any) -> dict[str, Any]:
        """An item as it lies on the phone."""
        content = {
            "kind": item.kind,
            "person": str(item.person),
            "body": dict(item.body),
            "entered_at": round(item.entered_at.timestamp() * 1000),
            "offset": 0,
        } | changed
        return {
            "id": str(item.id),
            "state": "menunggu",
            "after": str(item.after) if item.after else None,
            "replaces": str(item.replaces) if item.replaces else None,
            **sealed(self.key, f"item {item.id}", json.dumps(content).encode()),
        }

    def told(self, *items: Item) -> dict[str, Any]:
        """The file with these items, before it is written."""
        user = self.device.user_id
        return {
            "posyandu_antrean": 1,
            "protocol": 1,
            "app": "1",
            "device": str(self.device.pk),
            "user": str(user),
            "made_at": "2026-10-12T05:00:00Z",
            "ahead_ms": 0,
            "spare": sealed(self.recovery, f"recovery {user}", self.secret),
            "items": [self.record(each) for each in items],
        }

    def file(self, *items: Item) -> bytes:
        return json.dumps(self.told(*items)).encode()
