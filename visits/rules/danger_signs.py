"""Danger signs of mothers and children: one is enough for a referral (HML-08).

Sources: Buku KIA 2024 (lists of the book); checklists of the kaders' home visits (lists named kunjungan). How urgent a
sign is, is this application's proposal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from visits.rules.book import CURRENT, Rules

_TABLE = "danger_signs"


class SignList(StrEnum):
    """The lists as book and home visit print them."""

    PREGNANT_1 = "hamil_1"
    PREGNANT_2 = "hamil_2"
    PREGNANT_3 = "hamil_3"
    POSTPARTUM = "nifas"
    NEWBORN = "bayi_28_hari"
    CHILD = "anak"
    VISIT_PREGNANT = "kunjungan_hamil"
    VISIT_POSTPARTUM = "kunjungan_nifas"
    VISIT_INFANT = "kunjungan_bayi"
    VISIT_CHILD = "kunjungan_balita"


class Urgency(StrEnum):
    """How soon the person must be seen, least first: by appointment, today, now."""

    ORDINARY = "biasa"
    SOON = "segera"
    EMERGENCY = "gawat"


@dataclass(frozen=True, slots=True)
class DangerSign:
    """One line of a list; `code` is unique in its list."""

    code: str
    text: str
    urgency: Urgency


def signs_of(name: SignList, *, rules: Rules = CURRENT) -> tuple[DangerSign, ...]:
    """All signs of a list, in the order in which they are asked (HML-08)."""
    rows = rules.rows(_TABLE)["lists"][name]["signs"]
    return tuple(DangerSign(row["code"], row["text"], Urgency(row["urgency"])) for row in rows)


def title_of(name: SignList, *, rules: Rules = CURRENT) -> str:
    """Heading of a list for the screen (HML-08)."""
    title: str = rules.rows(_TABLE)["lists"][name]["title"]
    return title


def list_for_trimester(trimester: int | None, *, rules: Rules = CURRENT) -> SignList | None:
    """The book's list for a trimester, 1 to 3 (HML-08); None otherwise."""
    found: str | None = rules.rows(_TABLE)["by_trimester"].get(str(trimester))
    return None if found is None else SignList(found)


def list_for_child(
    age_days: int | None, age_months: int | None, *, rules: Rules = CURRENT
) -> SignList | None:
    """The book's list for a child: 0 to 28 days, then under 60 completed months (HML-08); None beyond."""
    if age_days is None or age_months is None:
        return None
    rows = rules.rows(_TABLE)
    if age_days <= rows["newborn_last_day"]:
        return SignList.NEWBORN
    return SignList.CHILD if age_months < rows["child_below_months"] else None


def noted_signs(
    name: SignList | None, codes: Iterable[str], *, rules: Rules = CURRENT
) -> tuple[DangerSign, ...]:
    """The signs noted, in the order of the list; unknown words follow as they were written (HML-08).

    Nothing that somebody noted is dropped: an unknown sign counts like any other.
    """
    codes = tuple(dict.fromkeys(codes))
    signs = () if name is None else signs_of(name, rules=rules)
    known = {sign.code for sign in signs}
    urgency = Urgency(rules.rows(_TABLE)["unknown_urgency"])
    others = tuple(DangerSign(code, code, urgency) for code in codes if code not in known)
    return tuple(sign for sign in signs if sign.code in codes) + others


def worst_urgency(signs: Sequence[DangerSign]) -> Urgency | None:
    """The loudest urgency; None without a sign, otherwise the person is referred (HML-08)."""
    return max((sign.urgency for sign in signs), key=tuple(Urgency).index, default=None)


def danger_advice(signs: Sequence[DangerSign], *, rules: Rules = CURRENT) -> str | None:
    """One sentence for the kader, with the signs in it (HML-08); None without a sign."""
    urgency = worst_urgency(signs)
    if urgency is None:
        return None
    sentence: str = rules.rows(_TABLE)["advice"][urgency]
    return sentence.format(signs="; ".join(sign.text for sign in signs))
