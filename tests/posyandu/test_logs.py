"""No number of a person's papers reaches a log."""

from __future__ import annotations

import logging
import sys
from typing import Any

import pytest
from django.conf import settings
from django.test import RequestFactory

from posyandu.logs import HIDDEN, MaskingFormatter, NoRequestData, without_numbers

NIK = "3320084107259901"


@pytest.mark.parametrize(
    "number", [NIK, "33.2008.410725.9901", "3320 0841 0725 9901", "081234567890", "+62 812-3456-7890"]
)
def test_a_long_number_is_hidden_however_it_is_written(number: str) -> None:
    assert without_numbers(f"Cari {number} gagal") == f"Cari {HIDDEN} gagal"


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21 23:23:18,512 ERROR",
        "/warga/01955de0-7f3a-7000-8000-123456789012/",
        "revisi 1234567",
    ],
)
def test_times_ids_and_short_numbers_stay(text: str) -> None:
    assert without_numbers(text) == text


def test_a_traceback_hides_it_too() -> None:
    try:
        raise ValueError(f"bukan NIK: {NIK}")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "gagal %s", (NIK,), sys.exc_info())
    line = MaskingFormatter("%(message)s").format(record)
    assert NIK not in line
    assert line.count(HIDDEN) >= 2


def test_every_handler_of_the_settings_hides_them() -> None:
    logging_settings: dict[str, Any] = settings.LOGGING
    used = {handler["formatter"] for handler in logging_settings["handlers"].values()}
    assert {logging_settings["formatters"][name]["()"] for name in used} == {"posyandu.logs.MaskingFormatter"}


def test_an_error_report_carries_no_form_data() -> None:
    request = RequestFactory().post("/warga/baru/", {"nik": NIK})
    assert NoRequestData().get_post_parameters(request) == {}
    assert list(NoRequestData().get_traceback_frame_variables(request, sys._getframe())) == []
    assert settings.DEFAULT_EXCEPTION_REPORTER_FILTER == "posyandu.logs.NoRequestData"
