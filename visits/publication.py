"""The tables of the rules as phones get them: one packed file for each content, under an address that names it."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from visits.rulebook import shelf
from visits.rules import export
from visits.rules.book import Override


@dataclass(frozen=True, slots=True)
class Publication:
    """The bundle as it is sent, packed once for all phones."""

    version: str
    text: bytes
    packed: bytes

    @property
    def url(self) -> str:
        """Where the phone gets it."""
        return reverse("rules_bundle", args=[self.version])


def published_for(unit_id: int | None) -> Publication:
    """The tables as they stand now, with what the kabupaten of a unit decided; None = decided nowhere."""
    return _packed(shelf().overrides_for(unit_id))


@lru_cache(maxsize=8)
def _packed(overrides: tuple[Override, ...]) -> Publication:
    content = export.bundle(overrides)
    text = export.as_text(content).encode()
    return Publication(content["version"], text, gzip.compress(text, mtime=0))
