"""One adapter for each rule: it turns a vector's input into the code's arguments, and the answer back into its words.

Each module here covers one area and names its rules in ADAPTERS; a rule belongs to one module only.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from tests.visits.rules.vectors.values import Adapter


def _collect() -> dict[str, Adapter]:
    found: dict[str, Adapter] = {}
    for module in iter_modules(__path__):
        area: dict[str, Adapter] = getattr(import_module(f"{__name__}.{module.name}"), "ADAPTERS", {})
        twice = found.keys() & area.keys()
        assert not twice, f"{module.name} covers {twice} once more"
        found |= area
    return found


ADAPTERS = _collect()
