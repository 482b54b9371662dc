"""Finding rows of the register that may be one person: while registering, after a change, and in the whole register.

What makes two rows alike is a rule (registry.rules.duplicates); here is where to look for them.
"""

from registry.duplicates.nearby import Lookalike, has_namesake_nearby, lookalikes
from registry.duplicates.scan import find_pairs
from registry.duplicates.store import Stored, refresh_for, scan_places, store_pairs

__all__ = [
    "Lookalike",
    "Stored",
    "find_pairs",
    "has_namesake_nearby",
    "lookalikes",
    "refresh_for",
    "scan_places",
    "store_pairs",
]
