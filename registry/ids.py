"""Ids that a phone without signal can make: UUID version 7, unique everywhere and rising with time."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A fresh UUID version 7."""
    return uuid7()
