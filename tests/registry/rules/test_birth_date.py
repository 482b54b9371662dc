"""Birth dates as far as they are known, in words."""

from __future__ import annotations

from datetime import date

import pytest

from registry.rules.birth_date import born_words


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ("pasti", "1 Juli 1948"),
        ("perkiraan", "1 Juli 1948 (perkiraan)"),
        ("tahun", "1948 (hanya tahunnya)"),
    ],
)
def test_a_birth_date_is_said_as_far_as_it_is_known(known: str, words: str) -> None:
    assert born_words(date(1948, 7, 1), known) == words
