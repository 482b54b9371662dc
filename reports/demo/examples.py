"""A few things that are shown once: letters of the last session, and somebody who was registered twice.

Only where a kader logs in, so that what the services cost stays the same at every scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from registry.demo.ids import seeded_id
from registry.demo.store import Registered
from registry.duplicates import refresh_for
from registry.models import Posyandu, Residency, Resident, User
from visits.models import AdultCheck, Referral, Visit
from visits.proposals import shown_to
from visits.referrals import writing
from visits.results import result_of
from visits.rules.card_code import CardCode

LETTERS = 3
GROWN_YEARS = range(25, 50)
# How a hurried hand writes a name again.
MISHEARD = (("u", "oe"), ("i", "y"), ("a", "ah"))


def store_letters(posyandu: Posyandu, days: Sequence[date], user: User) -> int:
    """Send the first people of the last session with a high blood pressure to the Puskesmas; how many there were."""
    if not days:
        return 0
    day = days[-1]
    high = AdultCheck.objects.unscoped("of the demonstration").filter(
        visit__posyandu=posyandu, visit__date=day, blood_pressure=CardCode.HIGH
    )
    visits = Visit.objects.unscoped("of the demonstration").filter(adult_check__in=high).order_by("pk")
    sent = 0
    for visit in visits.with_cards().prefetch_related("screenings")[:LETTERS]:
        codes = [str(each.code) for each in shown_to(result_of(visit).proposals, user, visit)]
        if codes:
            letter = writing.refer(visit=visit, user=user, codes=codes[:1], on=day)
            Referral.objects.unscoped("of the demonstration").filter(pk=letter.pk).update(
                sent_at=visit.recorded_at, status_at=visit.recorded_at
            )
            sent += 1
    return sent


def store_twin_row(people: Sequence[Registered], since: date, random: Random) -> Resident | None:
    """Register a woman a second time as somebody would in a hurry: no NIK, her name misheard. None where none fits."""
    known = next((one.resident for one in people if _fits(one, since)), None)
    if known is None:
        return None
    old, new = next((pair for pair in MISHEARD if pair[0] in known.name), ("", ""))
    again = Resident(
        pk=seeded_id(random, since),
        posyandu=known.posyandu,
        name=known.name.replace(old, new, 1) if old else known.name,
        sex=known.sex,
        birth_date=known.birth_date,
        spouse_name=known.spouse_name,
        phone=known.phone,
    )
    again.derive_keys()
    Resident.objects.bulk_create([again])
    Residency.objects.bulk_create(
        [Residency(pk=seeded_id(random, since), resident=again, posyandu=known.posyandu, valid_from=since)]
    )
    refresh_for(again)
    return again


def _fits(one: Registered, day: date) -> bool:
    person = one.resident
    is_wife = person.sex == "P" and person.spouse_id is not None and bool(person.phone)
    return is_wife and one.residency.valid_until is None and person.age_on(day).years in GROWN_YEARS
