"""What the logs may say: never a NIK, a KK or a telephone number, not even out of a traceback."""

from __future__ import annotations

import logging
import re
from collections.abc import ItemsView
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

# Eight digits and more, alone or with the separators people type; part of a hexadecimal id is none.
_NUMBER = re.compile(r"(?<![0-9A-Za-z-])\+?\d(?:[ .-]?\d){7,}(?![0-9A-Za-z])")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}")
HIDDEN = "[nomor]"


def without_numbers(text: str) -> str:
    """The text with every long number hidden; dates with a time stay."""
    return _NUMBER.sub(lambda found: found[0] if _DATE.match(found[0]) else HIDDEN, text)


class MaskingFormatter(logging.Formatter):
    """Formats a record with its traceback, then hides long numbers in all of it."""

    def format(self, record: logging.LogRecord) -> str:
        return without_numbers(super().format(record))


class NoRequestData(SafeExceptionReporterFilter):
    """Error reports carry no form data and no variables: both hold people's data."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return {}

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: Any
    ) -> ItemsView[str, Any]:
        return dict[str, Any]().items()
