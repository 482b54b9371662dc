"""What to tell the family about one result, from the advice that stands in the result's own table."""

from __future__ import annotations

from visits.rules.advice import Finding, Level
from visits.rules.book import CURRENT, Rules


def sentence_for(
    table: str, label: str | None, field: str, *, part: str = "advice", rules: Rules = CURRENT
) -> Finding | None:
    """The sentence and its level for a class, shown at `field`; None for no class or one without a sentence.

    `part` names the place in the table; laboratory has one for each test. No unit; LookupError for an unknown table.
    Source: the table's own rule.
    """
    advice = rules.rows(table)[part].get(label)
    return None if advice is None else Finding(field, Level(advice["level"]), advice["text"])
