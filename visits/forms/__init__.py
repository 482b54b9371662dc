"""One form for each card, and the entry that binds visit and card."""

from visits.forms.cards import CardForm
from visits.forms.days import CancelForm, OpenSessionForm
from visits.forms.kinds import CARD_FORMS

__all__ = ["CARD_FORMS", "CancelForm", "CardForm", "OpenSessionForm"]
