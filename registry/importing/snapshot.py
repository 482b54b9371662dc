"""What a person looked like after an import, so that a later change is noticed."""

from __future__ import annotations

import json

from django.core.serializers.json import DjangoJSONEncoder

from registry.importing.columns import PERSON_FIELDS
from registry.models import Resident
from registry.models.fields import keyed_hash

_KEPT = (*(name for name in PERSON_FIELDS if name != "phone"), "nik_hash", "posyandu_id", "household_id")


def fingerprint(resident: Resident) -> str:
    """A keyed hash of everything an import writes about a person."""
    values = {name: getattr(resident, name) for name in _KEPT} | {"phone": resident.phone_hash}
    for name in ("birth_weight_kg", "birth_length_cm"):
        # A database gives a number back with all the decimals of its column.
        values[name] = float(values[name]) if values[name] is not None else None
    return keyed_hash(json.dumps(values, cls=DjangoJSONEncoder, sort_keys=True))
