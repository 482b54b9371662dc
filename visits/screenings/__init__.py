"""The questionnaires of a visit: which are due, what they say, who reads their answers.

Everything here reads or works in memory; `visits.screenings.storing` writes.
"""

from visits.screenings.declared import (
    checked,
    declaration,
    forms_of,
    step_of,
    title_of,
    version_on,
)
from visits.screenings.judging import judge
from visits.screenings.reading import (
    ALARM,
    Answered,
    Outcome,
    answers_told,
    lines_for_card,
    may_read,
    outcome_of,
    screening_findings,
    screening_inputs,
    shown_to,
)
from visits.screenings.states import FormState, State, forms_for, open_forms

__all__ = [
    "ALARM",
    "Answered",
    "FormState",
    "Outcome",
    "State",
    "answers_told",
    "checked",
    "declaration",
    "forms_for",
    "forms_of",
    "judge",
    "lines_for_card",
    "may_read",
    "open_forms",
    "outcome_of",
    "screening_findings",
    "screening_inputs",
    "shown_to",
    "step_of",
    "title_of",
    "version_on",
]
