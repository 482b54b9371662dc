"""The kader of a demonstration Posyandu share its RT; one RT is left without a kader, as happens."""

from __future__ import annotations

from datetime import date
from random import Random

from registry.demo.names import person_name
from registry.models import Membership, Posyandu, User, WorkArea
from registry.permissions import Role
from registry.rules.life_stage import Sex

COLLEAGUES = 3
BORN = 1985


def share_work(posyandu: Posyandu, places: set[tuple[str, str, str]], since: date) -> None:
    """Give the RT of a Posyandu that has a kader who logs in to her and to colleagues without a login."""
    first = Membership.objects.filter(unit=posyandu.pk, role=Role.KADER).select_related("user").first()
    if first is None or not places:
        return
    kader = [first.user, *_colleagues(posyandu, since)]
    # The last RT stays without anybody.
    assigned = sorted(places)[:-1]
    WorkArea.objects.bulk_create(
        WorkArea(
            posyandu=posyandu,
            kader=kader[position % len(kader)],
            dusun=dusun,
            rw=rw,
            rt=rt,
            valid_from=since,
        )
        for position, (dusun, rw, rt) in enumerate(assigned)
    )


def _colleagues(posyandu: Posyandu, since: date) -> list[User]:
    random = Random(f"kader {posyandu.official_number}")
    users = [
        User(
            username=f"kader.{posyandu.official_number}.{position}",
            full_name=person_name(random, Sex.FEMALE, BORN),
        )
        for position in range(1, COLLEAGUES + 1)
    ]
    for user in users:
        user.set_unusable_password()
    stored = User.objects.bulk_create(users)
    Membership.objects.bulk_create(
        Membership(user=user, unit_id=posyandu.pk, role=Role.KADER, valid_from=since) for user in stored
    )
    return stored
