"""How one person comes to be written in two ways: slips of the hand, other spellings, other dates.

These are models of what people do at a table and in an office. They know nothing of the code that looks for such pairs.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from random import Random

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = {
    letter: [
        other
        for y, line in enumerate(_ROWS)
        for x, other in enumerate(line)
        if other != letter and abs(y - row) <= 1 and abs(x - column) <= 1
    ]
    for row, keys in enumerate(_ROWS)
    for column, letter in enumerate(keys)
}
# Whole words and parts of words that are written in several ways.
_VARIANTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\bMuhammad\b", ("Mohamad", "Muhamad", "Moh.", "M.", "Mochamad", "Mohammad", "Muh.", "Moch.")),
    (r"\bAhmad\b", ("Achmad", "Akhmad", "Ahmat", "Akhmat")),
    (r"\bSiti\b", ("Sitti", "St.", "Siiti")),
    (r"\bNur(?= [A-Z])", ("Noer", "Noor")),
    (r"\bAbdul\b", ("Abdoel", "Abd.")),
    (r"\bZaenal\b", ("Zainal", "Jaenal")),
    (r"\bRohm", ("Rahm", "Rochm")),
    (r"\bRiz(?=k)", ("Ris", "Rizz")),
    (r"k([iy])\b", ("q\\1", "k\\1\\1")),
    (r"i\b", ("y", "ie")),
    (r"(?<=[a-z])y\b", ("i",)),
    (r"tyo", ("tio", "tiyo")),
    (r"ti(?=[ao])", ("ty", "tiy")),
    (r"ia(?=h?\b)", ("iya",)),
    (r"ah\b", ("a", "ach")),
    (r"u", ("oe",)),
    (r"[jJ](?=[aou])", ("dj",)),
    (r"\bC", ("Tj",)),
    (r"\bKh|\bCh", ("H", "Kh", "Ch")),
    (r"sy", ("s", "sj", "sh")),
    (r"\bSy", ("S",)),
    (r"sh", ("s",)),
    (r"\bSh", ("S",)),
    (r"z", ("s", "dz")),
    (r"f", ("v", "ph", "p")),
    (r"v", ("f",)),
    (r"q", ("k",)),
    (r"dh|dl", ("d", "dl")),
    (r"th", ("t",)),
    (r"ae", ("ai",)),
    (r"ai", ("ae", "ay")),
    (r"o(?=[a-z])", ("u",)),
    (r"d\b", ("t",)),
    (r"([bdfklmnprst])\1", ("\\1",)),
    (r"(?<=[aiueo])([lmnrst])(?=[aiueo])", ("\\1\\1",)),
)
TITLES = ("H.", "Hj.", "Ny.", "Bpk.", "Ibu", "Alm.", "Tn.")


def mistyped(random: Random, name: str) -> str:
    """One slip in one word: a neighbouring key, a letter left out, doubled, swapped or added."""
    places = [place for place, letter in enumerate(name) if letter.isalpha()]
    place = random.choice(places)
    letter = name[place]
    slip = random.choice(("neighbour", "left out", "swapped", "doubled", "added"))
    beside = random.choice(_NEIGHBOURS.get(letter.lower(), ["a"]))
    if slip == "neighbour":
        return name[:place] + beside + name[place + 1 :]
    if slip == "left out":
        return name[:place] + name[place + 1 :]
    if slip == "swapped" and place + 1 < len(name) and name[place + 1].isalpha():
        return name[:place] + name[place + 1] + letter + name[place + 2 :]
    if slip == "doubled":
        return name[:place] + letter + name[place:]
    return name[:place] + beside + name[place:]


def respelled(random: Random, name: str, changes: int = 1) -> str:
    """Written as another hand would: Moh. for Muhammad, oe for u, y for i, a doubled or single letter."""
    for _ in range(changes):
        fitting = [(pattern, ways) for pattern, ways in _VARIANTS if re.search(pattern, name)]
        if not fitting:
            return mistyped(random, name)
        pattern, ways = random.choice(fitting)
        name = re.sub(pattern, random.choice(ways), name, count=1)
    return name


def rearranged(random: Random, name: str) -> str:
    """The same words otherwise: joined, in another order, a word left out or shortened, a title in front."""
    words = name.split()
    if len(words) == 1:
        return f"{random.choice(TITLES)} {name}"
    way = random.choice(("joined", "order", "first left out", "last left out", "initial", "title"))
    if way == "joined":
        return words[0] + "".join([words[1].lower(), *(f" {word}" for word in words[2:])])
    if way == "order":
        return " ".join([*words[1:], words[0]])
    if way == "first left out":
        return " ".join(words[1:])
    if way == "last left out":
        return " ".join(words[:-1])
    if way == "initial":
        return " ".join([*words[:-1], f"{words[-1][0]}."])
    return f"{random.choice(TITLES)} {name}"


def misread_date(random: Random, day: date, latest: date) -> date:
    """Another date: one digit wrong, a few days off, another month, or another year; no form takes a day to come."""
    found = _misread(random, day)
    while found > latest:
        found = _misread(random, day)
    return found


def _misread(random: Random, day: date) -> date:
    way = random.choice(("digit", "digit", "days", "month", "year", "year"))
    if way == "days":
        return day + timedelta(days=random.choice((-3, -2, -1, 1, 2, 3)))
    if way == "month":
        return _replaced(day, month=min(max(day.month + random.choice((-1, 1)), 1), 12))
    if way == "year":
        return _replaced(day, year=day.year + random.choice((-1, 1)))
    text = f"{day:%d%m%Y}"
    # The century is never wrong: whoever writes 1920 for 2020 sees it at once.
    for _ in range(50):
        place = random.choice((0, 1, 2, 3, 6, 7))
        changed = text[:place] + random.choice("0123456789") + text[place + 1 :]
        found = _date(int(changed[4:]), int(changed[2:4]), int(changed[:2]))
        if found is not None and found != day:
            return found
    return day + timedelta(days=1)


def swapped_date(day: date) -> date | None:
    """Day and month in each other's place; None where that is no other date."""
    return _date(day.year, day.day, day.month) if day.day <= 12 and day.day != day.month else None


def _replaced(day: date, **parts: int) -> date:
    moved = _date(parts.get("year", day.year), parts.get("month", day.month), day.day)
    return moved if moved is not None and moved != day else day + timedelta(days=1)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
