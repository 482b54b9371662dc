"""Indonesian names: one key for searching, one for names that sound the same, and how alike two names are."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import OSA

_APOSTROPHES = re.compile(r"['’‘`ʼʻ]")
_NOT_WORD = re.compile(r"[^A-Z0-9]+")
_MUHAMMAD = re.compile(r"M(O|U)?[CK]?H(A|U)?M{0,2}(A|E)?[DT]|MHMD|MHD|MOH|MOCH|MUH|MUCH|MH")
_SITI = re.compile(r"SIT{1,2}I|ST")
_TITLES = {
    "H",
    "HJ",
    "HAJI",
    "HAJJAH",
    "KH",
    "DRS",
    "DRA",
    "IR",
    "DR",
    "ALM",
    "ALMH",
    "BPK",
    "BAPAK",
    "PAK",
    "IBU",
    "BU",
    "MBAH",
    "NY",
    "NN",
    "TN",
    "SDR",
    "BY",
    "BAYI",
    "AN",
}
# What stands after a comma behind a name: schooling, not a name.
_DEGREES = re.compile(
    r"(S|SPD|PD|PDI|SE|SH|SKM|ST|SKEP|KEP|KEB|NS|AMD|AMDKEB|A|MD|MM|M|MPD|SI|SSI|SOS|SAG|AG|I|KOM)+"
)
MUHAMMAD, SITI = "MUHAMAD", "SITI"
# Words that so many names begin with that leaving them out says little.
COMMON_FIRST = frozenset({MUHAMMAD, SITI, "AHMAT", "NUR", "SRI", "ABDUL"})

# Order matters: the old spellings first, then sounds that are written in two ways, double letters last.
_SPELLINGS = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"OE|OO", "U"),
        (r"DJ", "J"),
        (r"TJ", "C"),
        (r"SJ", "SY"),
        (r"NJ", "NY"),
        (r"KH", "H"),
        (r"(?<=[AIUEO])CH|^CH(?=[OU])", "H"),
        (r"^CH", "C"),
        (r"DH", "D"),
        (r"TH", "T"),
        (r"GH", "G"),
        (r"TS", "S"),
        (r"S[YH](?=[AIUEO])", "S"),
        (r"NY(?=[AIUEO])", "N"),
        (r"DZ|Z", "S"),
        (r"PH|V", "F"),
        (r"Q", "K"),
        (r"X", "KS"),
        (r"AE|A[YI](?![AUEO])", "AI"),
        (r"(?<=[^AIUEOY])I?Y(?=[AUEO])", "I"),
        (r"(?<=[^AIUEO])(Y|IE)$", "I"),
        (r"(?<=[AIUEO])D$", "T"),
        (r"(.)\1+", r"\1"),
        (r"(?<=[A-Z]{3}A)H$", ""),
    )
)
SAME, ORDER, JOINED = 1.0, 0.97, 0.98
LIKE_AT_MOST = 0.96
# A slip of the hand: this many in a word of at least so many letters.
ONE_SLIP_FROM, TWO_SLIPS_FROM = 3, 7
# Letters that one name may have and the other not, and still be the same name with a slip or two.
LETTERS_APART = 2
# Dewa and Dewi, Sukarno and Sukarni: the last vowel tells man from woman, and brother from brother.
_VOWELS = "AIUEO"
OTHER_ENDING, OTHER_ENDING_FROM = 0.6, 5
_INITIAL, _LEFT_OUT, _LEFT_OUT_COMMON = 0.7, 0.25, 0.1


def search_key(name: str) -> str:
    """Upper case, accents folded, punctuation removed, single spaces: what search compares.

    Source: this project's own choice.
    """
    bare = _APOSTROPHES.sub("", name)
    if bare.isascii():
        return _NOT_WORD.sub(" ", bare.upper()).strip()
    folded = unicodedata.normalize("NFKD", bare).upper()
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", plain).strip()


def same_sound_key(name: str) -> str:
    """One key for the spellings of one name: Soekarno and Sukarno, Moh. and Muhammad, Sitti and Siti.

    Titles in front (H., Hj., Ny.) are left out when a name follows them, degrees behind a comma always.
    Source: spellings before and after 1972.
    """
    return " ".join(sounds_of(name))


@lru_cache(maxsize=1 << 17)
def sounds_of(name: str) -> tuple[str, ...]:
    """The words of a name as they sound, without titles and degrees; kept in memory, because names repeat.

    Source: spellings before and after 1972.
    """
    return tuple(
        sound_of_word(word, is_first=position == 0) for position, word in enumerate(words_of_name(name))
    )


@lru_cache(maxsize=1 << 17)
def words_of_name(name: str) -> tuple[str, ...]:
    """The words of a name as they are written, upper case, without titles and degrees.

    Source: this project's own choice.
    """
    front, _, behind = name.partition(",")
    if behind and _DEGREES.fullmatch(search_key(behind).replace(" ", "")):
        name = front
    words = search_key(name).split()
    while len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    return tuple(words)


@lru_cache(maxsize=1 << 17)
def letters_of(name: str) -> int:
    """Which letters a name has, as bits: names that share too few of them need no closer look.

    Source: this project's own choice.
    """
    return sum({1 << (ord(letter) - ord("A")) for letter in "".join(sounds_of(name)) if letter.isalpha()})


def may_be_alike(first: str, second: str) -> bool:
    """Whether all but two letters of one name are in the other: true of all alike names, of few others.

    Source: this project's own choice.
    """
    left, right = letters_of(first), letters_of(second)
    return min((left & ~right).bit_count(), (right & ~left).bit_count()) <= LETTERS_APART


def likeness(first: str, second: str) -> float:
    """How alike two names are, 0 to 1: as they sound, or, where a slip changed the sound, as they are written.

    Source: this project's own choice.
    """
    if not may_be_alike(first, second):
        return 0.0
    sounds = name_likeness(sounds_of(first), sounds_of(second))
    return (
        sounds if sounds >= ORDER else max(sounds, name_likeness(words_of_name(first), words_of_name(second)))
    )


def same_person_name(first: str, second: str) -> bool:
    """Whether two names may be written for one person: same sound, joined or split, or initials for later words.

    Source: this project's own choice.
    """
    left, right = sounds_of(first), sounds_of(second)
    if not left or not right:
        return False
    if "".join(left) == "".join(right):
        return True
    return (
        len(left) == len(right)
        and left[0] == right[0]
        and all(_same_or_initial(a, b) for a, b in zip(left[1:], right[1:], strict=True))
    )


@lru_cache(maxsize=1 << 14)
def sound_of_word(word: str, *, is_first: bool) -> str:
    """How one word of a `search_key` sounds; "M" in front is Muhammad. Source: spellings before and after 1972."""
    if _MUHAMMAD.fullmatch(word) or (is_first and word == "M"):
        return MUHAMMAD
    if _SITI.fullmatch(word) and (is_first or word != "ST"):
        return SITI
    if word == "ABD":
        return "ABDUL"
    for pattern, plain in _SPELLINGS:
        word = pattern.sub(plain, word)
    return word


def name_likeness(first: tuple[str, ...], second: tuple[str, ...]) -> float:
    """How alike two names sound, from 0 (other names) to 1 (the same), by the words of `sounds_of`.

    Joined words, another order, initials, words left out and slips of the hand bring it down a little; a word that is
    another word brings it to 0. Source: Damerau-Levenshtein distance, with shares of this project.
    """
    if not first or not second:
        return 0.0
    if first == second:
        return SAME
    if sorted(first) == sorted(second):
        return ORDER
    # The same number of words is never one word written in two.
    joined = 0.0 if len(first) == len(second) else JOINED * word_likeness("".join(first), "".join(second))
    return joined if joined >= JOINED else max(joined, _aligned(first, second))


@lru_cache(maxsize=1 << 16)
def word_likeness(first: str, second: str) -> float:
    """How alike two sounding words are, 0 to 1: one slip of the hand, or two in a long word, still make one word.

    Two words that differ in the last vowel are more likely two words.
    Source: Damerau-Levenshtein distance (optimal string alignment).
    """
    if first == second:
        return 1.0
    longest = max(len(first), len(second))
    allowed = (longest >= ONE_SLIP_FROM) + (longest >= TWO_SLIPS_FROM)
    if not allowed:
        return 0.0
    if _only_last_vowel_differs(first, second):
        return OTHER_ENDING if longest >= OTHER_ENDING_FROM else 0.0
    slips = OSA.distance(first, second, score_cutoff=allowed)
    return 0.0 if slips > allowed else 1 - slips / longest


def _only_last_vowel_differs(first: str, second: str) -> bool:
    return first[:-1] == second[:-1] and first[-1] in _VOWELS and second[-1] in _VOWELS


def _aligned(first: tuple[str, ...], second: tuple[str, ...]) -> float:
    """Each word of the shorter name with its best partner; 0 as soon as one has none."""
    # By the words too, so that it makes no difference whose name comes first.
    short, long = sorted((first, second), key=lambda name: (len(name), name))
    left = list(long)
    total = weight = 0.0
    # Whole words choose before initials do.
    for word in sorted(short, key=len, reverse=True):
        likeness, partner = max((_with_initial(word, other), other) for other in left)
        if likeness == 0:
            return 0.0
        left.remove(partner)
        letters = max(len(word), len(partner))
        total += likeness * letters
        weight += letters
        if not left:
            break
    # Nothing but initials is no name.
    if any(all(len(word) == 1 for word in name) for name in (first, second)):
        return 0.0
    missing = sum(len(w) * (_LEFT_OUT_COMMON if w in COMMON_FIRST else _LEFT_OUT) for w in left)
    # One slip in a long name is a slip all the same.
    return min(total / (weight + missing), LIKE_AT_MOST)


def _with_initial(word: str, other: str) -> float:
    if 1 in (len(word), len(other)):
        return _INITIAL if word[0] == other[0] else 0.0
    return word_likeness(word, other)


def _same_or_initial(first: str, second: str) -> bool:
    if first == second:
        return True
    return 1 in (len(first), len(second)) and first[0] == second[0]
