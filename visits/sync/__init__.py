"""What phones keep until it is sent: items received in order, each stored exactly once and each answered.

The protocol and its invariants are told in docs/sync.md.
"""

from visits.sync.codes import Code
from visits.sync.items import Answer, Item, Refused
from visits.sync.receiving import receive

__all__ = ["Answer", "Code", "Item", "Refused", "receive"]
