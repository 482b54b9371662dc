"""What the phone needs to decide finger counting and whispering by itself."""

from __future__ import annotations

from typing import Any

from visits.rules.book import Rules


def senses_for_phone(rules: Rules) -> dict[str, Any]:
    """The limits of both tests as plain values, for json_script (MATA-01, TELINGA-01)."""
    rows = rules.rows("senses")
    return {
        "normal": rows["normal"],
        "disturbed": rows["disturbed"],
        "fingers": dict(rows["fingers"]),
        "whisper": dict(rows["whisper"]),
    }
