"""Text that is encrypted at rest, and the keyed hash by which it can still be found."""

import hmac
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models

TAIL_DIGITS = 4


@cache
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def keyed_hash(digits: str) -> str:
    """HMAC-SHA256 of a NIK or KK number as 64 hex characters; without HASH_KEY 16 digits could be guessed."""
    return hmac.digest(settings.HASH_KEY.encode(), digits.encode(), "sha256").hex()


def tail_hash(digits: str) -> str:
    """Keyed hash (16 hex characters) of the last four digits, by which a number is found when only those are known.

    Empty for a number shorter than that.
    """
    return keyed_hash(f"tail:{digits[-TAIL_DIGITS:]}")[:16] if len(digits) >= TAIL_DIGITS else ""


def phone_hash(phone: str) -> str:
    """Keyed hash of a telephone number, however its country was written: 0812..., 62812... and +62812... are one."""
    digits = "".join(character for character in phone if character.isdigit())
    if not digits:
        return ""
    national = digits.removeprefix("62") if digits.startswith("62") else digits.removeprefix("0")
    return keyed_hash(f"phone:{national}")


class EncryptedTextField(models.TextField[str, str]):
    """Text stored as a Fernet token. An unreadable token raises: showing ciphertext would hide a lost key."""

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        # A bulk update hands over an expression whose values come through here one by one.
        text = value if hasattr(value, "as_sql") else self._encrypt(value)
        return super().get_db_prep_save(text, connection)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return _cipher(tuple(settings.FIELD_KEYS)).decrypt(value.encode()).decode() if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        # Two encryptions of one value differ, so a comparison would silently find nothing.
        if lookup_name not in ("isnull", "exact"):
            raise TypeError(f"{self.name} terenkripsi: cari lewat kolom hash.")
        return super().get_lookup(lookup_name)

    @staticmethod
    def _encrypt(value: Any) -> Any:
        return _cipher(tuple(settings.FIELD_KEYS)).encrypt(value.encode()).decode() if value else value
