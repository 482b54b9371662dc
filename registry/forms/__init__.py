"""Forms of the register."""

from registry.forms.fields import DayInput, birth_measure, day_field
from registry.forms.residents import (
    NOT_YOURS,
    EditResidentForm,
    EndResidencyForm,
    NewResidentForm,
    ResidentForm,
)

__all__ = [
    "NOT_YOURS",
    "DayInput",
    "EditResidentForm",
    "EndResidencyForm",
    "NewResidentForm",
    "ResidentForm",
    "birth_measure",
    "day_field",
]
