"""Two people act on one move in the same moment: one of them is first, and nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, connections

from registry import services
from registry.models import Membership, MoveRequest, OrgUnit, Posyandu, Resident, User
from registry.permissions import Role
from tests.conftest import make_resident

DAY = date(2026, 10, 20)
State = MoveRequest.State
pytestmark = pytest.mark.django_db(transaction=True)


def side(code: str) -> tuple[Posyandu, User]:
    desa = OrgUnit.objects.create(kind="desa", code=f"33.20.08.{code}", name=code)
    unit = OrgUnit.objects.create(kind="posyandu", code=code, name=code, parent=desa)
    kader = User.objects.create(username=code)
    Membership.objects.create(user=kader, unit=unit, role=Role.KADER, valid_from=date(2026, 1, 1))
    return Posyandu.objects.create(unit=unit), kader


def together(first: Callable[[], object], second: Callable[[], object]) -> list[str]:
    """What two people get who act at once; SQLite lets one write at a time, so there they take turns."""
    at_once = connection.vendor == "postgresql"
    start = Barrier(2 if at_once else 1)

    def act(action: Callable[[], object]) -> str:
        try:
            start.wait(timeout=10)
            action()
        except services.AnsweredMeanwhile as answered:
            return str(answered.move.state)
        except services.ResidencyRefused:
            return "refused"
        finally:
            if at_once:
                connections.close_all()
        return "done"

    if not at_once:
        return [act(first), act(second)]
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(act, (first, second)))


def test_accepted_and_taken_back_at_once_it_is_one_of_the_two() -> None:
    (melati, kader), (mawar, neighbour) = side("melati"), side("mawar")
    girl = make_resident(melati)
    move = services.ask_move(residents=[girl], to=mawar, on=DAY, user=kader)[0]
    got = together(
        lambda: services.answer_move(move=move, state=State.ACCEPTED, user=neighbour),
        lambda: services.answer_move(move=move, state=State.WITHDRAWN, user=kader),
    )

    move.refresh_from_db()
    home = Resident.objects.unscoped("test").get().posyandu
    assert sorted(got) == sorted(["done", move.state])
    assert (home == mawar) is (move.state == State.ACCEPTED)
    assert girl.residencies.count() == (2 if home == mawar else 1)


def test_accepted_twice_at_once_it_is_one_move() -> None:
    (melati, kader), (mawar, neighbour) = side("melati"), side("mawar")
    girl = make_resident(melati)
    move = services.ask_move(residents=[girl], to=mawar, on=DAY, user=kader)[0]
    got = together(*[lambda: services.answer_move(move=move, state=State.ACCEPTED, user=neighbour)] * 2)

    assert got == ["done", "done"]
    assert list(girl.residencies.values_list("posyandu", flat=True)) == [melati.pk, mawar.pk]


def test_a_death_and_a_move_at_once_leave_one_end() -> None:
    (melati, kader), (mawar, neighbour) = side("melati"), side("mawar")
    girl = make_resident(melati)
    move = services.ask_move(residents=[girl], to=mawar, on=DAY, user=kader)[0]
    got = together(
        lambda: services.record_death(resident=girl, on=date(2026, 10, 10)),
        lambda: services.answer_move(move=move, state=State.ACCEPTED, user=neighbour),
    )

    assert sorted(got) in (["dibatalkan", "done"], ["done", "refused"])
    assert girl.residencies.filter(valid_until__isnull=True).count() == (1 if "refused" in got else 0)
