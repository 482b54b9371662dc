"""The words by which people are found, and what somebody types."""

from __future__ import annotations

import pytest

from registry.rules.search_words import alternatives, line_of, narrowing_words, spoken

MELATI = "/33/33.20/P3320080201/33.20.08.2005/melati-1/"


def finds(typed: str, line: str) -> bool:
    """What the database does with the words, in slow motion."""
    words = line.split()
    return all(any(word.startswith(one) for one in ones for word in words) for ones in alternatives(typed))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("siti aminah", "Sitti Aminah"),
        ("aminah siti", "Siti Aminah"),
        ("muhamad", "Moh. Rizky"),
        ("mohammad rizki", "Muhammad Rizqi"),
        ("sukarno", "Soekarno"),
        ("soekarno", "Sukarno"),
        ("djoko", "Joko"),
        ("tjahyo", "Cahyo"),
        ("fir", "Virman"),
        ("sum", "Sumiati"),
        ("achmad", "Ahmad"),
        ("sumijati", "Sumiyati"),
        ("sumiyati", "Sumijati"),
        ("widjaja", "Wijaya"),
    ],
)
def test_a_name_is_found_in_any_order_and_spelling(typed: str, name: str) -> None:
    assert finds(typed, line_of([name], [], MELATI))


def test_another_name_is_not_found() -> None:
    line = line_of(["Siti Aminah"], [], MELATI)
    assert [finds(typed, line) for typed in ("siti rahma", "budi", "minah")] == [False, False, False]


def test_mother_and_place_are_words_too() -> None:
    line = line_of(["Budi", "Sri Wahyuni"], ["Krajan", "RT 02", "RW 01"], MELATI)
    assert all(
        finds(typed, line) for typed in ("budi wahyuni", "budi krajan", "budi rt 02", "rt2 budi", "RW.1")
    )
    assert not finds("budi rt 03", line)


def test_each_word_stands_once() -> None:
    words = line_of(["Sri Rahayu", "Sri Wahyuni"], ["Dukuh Rahayu"], MELATI).split()
    assert len(words) == len(set(words))


def test_a_word_is_followed_by_its_sound_where_that_differs() -> None:
    assert spoken("Sitti Amin") == ["SITTI", "SITI", "AMIN"]


def test_the_units_on_the_way_are_words_that_narrow() -> None:
    words = line_of(["Budi"], [], MELATI).split()
    for path in (MELATI, "/33/33.20/P3320080201/33.20.08.2005/", "/33/33.20/P3320080201/"):
        assert set(narrowing_words([path])) <= set(words)
    assert not set(narrowing_words(["/33/33.20/P3320080202/"])) & set(words)


def test_a_wide_unit_narrows_nothing() -> None:
    assert narrowing_words(["/33/33.20/"]) == []
    assert narrowing_words(["/33/33.20/", MELATI]) == []
    assert narrowing_words([]) == []


def test_nothing_typed_is_nothing_asked() -> None:
    assert [alternatives(text) for text in ("", "  ", "!?")] == [[], [], []]
