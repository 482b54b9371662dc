"""Matching of Indonesian names: one key for searching, one for names that sound the same."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = re.compile(r"['’‘`ʼʻ]")
_NOT_WORD = re.compile(r"[^A-Z0-9]+")
_MUHAMMAD = re.compile(r"M(O|U)?[CK]?H(A|U)?M{0,2}(A|E)?D|MHMD|MHD|MOH|MOCH|MUH|MUCH|MH")
_SITI = re.compile(r"SITT?I|ST")
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
    "IBU",
    "NY",
    "NN",
    "TN",
}

# Order matters: the old spellings first, then sounds that are written in two ways, double letters last.
_SPELLINGS = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"OE", "U"),
        (r"DJ", "J"),
        (r"TJ", "C"),
        (r"SJ", "SY"),
        (r"NJ", "NY"),
        (r"KH", "H"),
        (r"(?<=[AIUEO])CH|^CH(?=[OU])", "H"),
        (r"^CH", "C"),
        (r"DH", "D"),
        (r"TH", "T"),
        (r"S[YH](?=[AIUEO])", "S"),
        (r"DZ|Z", "S"),
        (r"PH|V", "F"),
        (r"Q", "K"),
        (r"(?<=[^AIUEO])Y$", "I"),
        (r"(?<=[A-Z]{3}A)H$", ""),
        (r"(.)\1+", r"\1"),
    )
)


def search_key(name: str) -> str:
    """Upper case, accents folded, punctuation removed, single spaces: what search compares."""
    folded = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name)).upper()
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", plain).strip()


def same_sound_key(name: str) -> str:
    """One key for the spellings of one name: Soekarno and Sukarno, Moh. and Muhammad, Sitti and Siti.

    Titles in front (H., Hj., Ny.) are left out when a name follows them.
    """
    words = search_key(name).split()
    while len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    return " ".join(sound_of_word(word, is_first=position == 0) for position, word in enumerate(words))


def same_person_name(first: str, second: str) -> bool:
    """Whether two names may be written for one person: same sound, joined or split, or initials for later words."""
    left, right = same_sound_key(first), same_sound_key(second)
    if not left or not right:
        return False
    if left.replace(" ", "") == right.replace(" ", ""):
        return True
    pairs = list(zip(left.split(), right.split(), strict=False))
    return (
        len(left.split()) == len(right.split())
        and pairs[0][0] == pairs[0][1]
        and all(_same_or_initial(a, b) for a, b in pairs[1:])
    )


def sound_of_word(word: str, *, is_first: bool) -> str:
    """How one word of a `search_key` sounds; "M" in front is Muhammad. Source: spellings before and after 1972."""
    if _MUHAMMAD.fullmatch(word) or (is_first and word == "M"):
        return "MUHAMAD"
    if _SITI.fullmatch(word) and (is_first or word != "ST"):
        return "SITI"
    for pattern, plain in _SPELLINGS:
        word = pattern.sub(plain, word)
    return word


def _same_or_initial(first: str, second: str) -> bool:
    if first == second:
        return True
    return 1 in (len(first), len(second)) and first[0] == second[0]
