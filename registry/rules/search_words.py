"""The words under which a person is found, and the words of what somebody typed.

A person's words are stored as one line of upper-case words. Each word of a name stands there as it is written and as
it sounds; parents and place are words like any other, so that "siti krajan" finds Sitti of Dukuh Krajan.

Source: arithmetic of this project; the spellings are those of registry.rules.names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2s

from registry.rules.names import search_key, sound_of_word

# Words of fewer letters are found only as they are written: their sound would match half the village.
SOUND_FROM = 2
# Before 1972 j was written for y: Sumijati. Which of the two was meant only the reader knows, so both are tried.
_BETWEEN_J = re.compile(r"(?<=[AIUEO])J(?=[AIUEO])")
_BETWEEN_Y = re.compile(r"(?<=[AIUEO])Y(?=[AIUEO])")
_AREA = re.compile(r"\b(R[TW]) ?(\d{1,4})\b")
# The units whose people may be searched lie this deep: provinsi 1, kabupaten 2, Puskesmas 3, desa 4, Posyandu 5.
NARROWING_DEPTH = 3


def spoken(text: str) -> list[str]:
    """The words of a text, each followed by its sound where that differs: ["SITTI", "SITI"].

    Source: the sounds of registry.rules.names.
    """
    found: list[str] = []
    for position, word in enumerate(search_key(text).split()):
        found.append(word)
        sound = sound_of_word(word, is_first=position == 0)
        if sound != word:
            found.append(sound)
    return found


def line_of(names: list[str], place: list[str], unit_path: str) -> str:
    """A person's words in one line, each once. Source: this project's own choice.

    The Posyandu, its desa and its Puskesmas (of `unit_path`) are words too, so that an index can narrow by them.
    """
    words = dict.fromkeys(word for name in names for word in spoken(name))
    words |= dict.fromkeys(word for part in place for word in _area_joined(search_key(part)).split())
    return " ".join([*words, *_unit_words(unit_path)])


def narrowing_words(paths: Iterable[str]) -> list[str]:
    """One word for each unit path, at or below which people are to be found. Source: this project's own choice.

    Empty when one of the units is too wide to be a word, so that nothing may be left out.
    """
    words = [_unit_words(path)[-1:] for path in paths]
    return [word for found in words for word in found] if all(words) else []


def _area_joined(key: str) -> str:
    """RT and RW with their number as one word: by itself "RT" would be a word of everybody."""
    return _AREA.sub(lambda found: f"{found[1]}{int(found[2]):02}", key)


def _unit_words(path: str) -> list[str]:
    """From the Puskesmas down, a word for each unit on the way; nobody types one by accident."""
    parts = path.strip("/").split("/")
    return [
        f"ZQ{blake2s('/'.join(parts[:depth]).encode(), digest_size=5).hexdigest().upper()}"
        for depth in range(NARROWING_DEPTH, len(parts) + 1)
    ]


def alternatives(text: str) -> list[tuple[str, ...]]:
    """For each typed word the beginnings that count as a hit: as written, and as it sounds.

    Source: the sounds of registry.rules.names.
    """
    found = []
    for word in _area_joined(search_key(text)).split():
        spellings = dict.fromkeys([word, _BETWEEN_J.sub("Y", word), _BETWEEN_Y.sub("J", word)])
        sounds = {sound_of_word(one, is_first=first) for one in spellings for first in (False, True)}
        all_of_it = tuple(dict.fromkeys([*spellings, *sorted(sounds)]))
        found.append(all_of_it if len(word) >= SOUND_FROM else (word,))
    return found
