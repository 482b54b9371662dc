"""What the tests of the reports share."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone


@pytest.fixture
def in_october(monkeypatch: pytest.MonkeyPatch) -> date:
    """A day in October 2026, so that no report of that month lies in the future."""
    today = date(2026, 10, 20)
    monkeypatch.setattr(timezone, "localdate", lambda *_: today)
    return today
