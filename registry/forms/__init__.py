"""Forms of the register."""

from registry.forms.deaths import DeathForm
from registry.forms.fields import DayInput, birth_measure, day_field
from registry.forms.moves import AnswerForm, AskMoveForm, MoveForm
from registry.forms.residency import EndResidencyForm, ReturnForm
from registry.forms.residents import NOT_YOURS, EditResidentForm, NewResidentForm, ResidentForm

__all__ = [
    "NOT_YOURS",
    "AnswerForm",
    "AskMoveForm",
    "DayInput",
    "DeathForm",
    "EditResidentForm",
    "EndResidencyForm",
    "MoveForm",
    "NewResidentForm",
    "ResidentForm",
    "ReturnForm",
    "birth_measure",
    "day_field",
]
