"""One form for each card, and the entry that binds visit and card."""

from visits.forms.cards import CARD_FORMS, CardForm
from visits.forms.days import CancelForm, OpenSessionForm

__all__ = ["CARD_FORMS", "CancelForm", "CardForm", "OpenSessionForm"]
