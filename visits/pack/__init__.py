"""The day's package: everything that a phone keeps of a session. It holds no number of a person and no address."""

from visits.pack.package import KEEP_DAYS, PROTOCOL, etag_of, pack_of

__all__ = ["KEEP_DAYS", "PROTOCOL", "etag_of", "pack_of"]
