"""The words under which a person is found, and the words of what somebody typed.

A person's words are stored as one line of upper-case words. Each word of a name stands there as it is written and as
it sounds; the names of the parents and the place are words like any other, so that "siti jerukwangi" finds Sitti.
"""

from __future__ import annotations

from registry.rules.names import search_key, sound_of_word

# Words of fewer letters are found only as they are written: their sound would match half the village.
SOUND_FROM = 2


def spoken(text: str) -> list[str]:
    """The words of a text, each followed by its sound where that differs: ["SITTI", "SITI"]."""
    found: list[str] = []
    for position, word in enumerate(search_key(text).split()):
        found.append(word)
        sound = sound_of_word(word, is_first=position == 0)
        if sound != word:
            found.append(sound)
    return found


def line_of(names: list[str], place: list[str], posyandu_id: int | None) -> str:
    """A person's words in one line, each once; the Posyandu is a word too, so that an index can narrow by it."""
    words = dict.fromkeys(word for name in names for word in spoken(name))
    words |= dict.fromkeys(word for part in place for word in search_key(part).split())
    return " ".join([*words, place_word(posyandu_id)] if posyandu_id is not None else words)


def place_word(posyandu_id: int) -> str:
    """The word that stands for a Posyandu; nobody types it by accident."""
    return f"ZQP{posyandu_id}"


def alternatives(text: str) -> list[tuple[str, ...]]:
    """For each typed word the beginnings that count as a hit: as written, and as it sounds."""
    found = []
    for word in search_key(text).split():
        sounds = {sound_of_word(word, is_first=False), sound_of_word(word, is_first=True)}
        found.append(tuple(dict.fromkeys([word, *sorted(sounds)])) if len(word) >= SOUND_FROM else (word,))
    return found
