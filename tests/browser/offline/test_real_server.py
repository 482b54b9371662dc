"""The queue and the real server, on a real page with its policy: entered without a signal, stored after it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext

from registry.ids import new_id
from registry.models import Resident
from tests.browser import conftest as browser
from tests.browser.conftest import Enter, Troubles, months_ago
from tests.browser.offline.conftest import MODULES, OPEN, PIN, Tab
from tests.conftest import Village, make_resident, make_session, make_visit
from visits.models import Device, Session, SyncItem, Visit

pytestmark = pytest.mark.browser
# With a database and an eye on every complaint of the page, unlike the tests beside this one.
quiet_server, troubles = browser.quiet_server, browser.troubles


def visit_of(person: str, session: Session, **measures: Any) -> dict[str, Any]:
    """An item as an entry page makes it."""
    body = {"visit": str(new_id()), "date": session.date.isoformat(), "session": str(session.pk), "step": 2}
    return {"kind": "visit", "person": person, "body": body | {"measures": measures, "seen": {}}}


def prepared(enter: Enter, village: Village) -> Tab:
    """A cadre's page with the queue, opened with a new PIN."""
    tab = Tab(enter(village.kader, "/"), str(village.kader.pk))
    tab.page.evaluate(OPEN, {"modules": MODULES, "user": tab.user, "pin": PIN})
    return tab


def test_a_newcomer_and_his_visits_entered_without_a_signal_are_stored_once_it_is_back(
    enter: Enter, context: BrowserContext, village: Village, troubles: Troubles
) -> None:
    session = make_session(village.melati, timezone.localdate(), by=village.kader)
    bagus = make_resident(village.melati, "Bagus", sex="L", born=months_ago(15))
    tab = prepared(enter, village)
    context.set_offline(True)
    tab.run("o.sender.start(user)")
    rani = str(new_id())
    about = {"session": str(session.pk), "name": "Rani", "sex": "P", "birth_date": months_ago(20).isoformat()}
    weighed = visit_of(rani, session, weight_kg="10,1")
    measured = weighed | {"body": weighed["body"] | {"measures": {"height_cm": "79"}, "step": 3}}
    for item in [
        {"kind": "newcomer", "person": rani, "body": about},
        weighed,
        visit_of(str(bagus.pk), session, weight_kg="9,4"),
        measured,
    ]:
        tab.run("await o.queue.add(given[0])", item)
    assert tab.run("return o.status.shown.counts.unsent") == 4

    context.set_offline(False)
    tab.run("await o.until((now) => now.counts?.unsent === 0 && now.sending === 'tenang', 15_000)")
    newcomer = Resident.objects.unscoped("a test").get(name="Rani")
    assert str(newcomer.pk) == rani
    stored = Visit.objects.unscoped("a test").with_cards().order_by("resident__name")
    assert [(visit.resident.name, visit.child_check.weight_kg) for visit in stored] == [
        ("Bagus", Decimal("9.4")),
        ("Rani", Decimal("10.1")),
    ]
    assert stored[1].child_check.height_cm == 79
    items = SyncItem.objects.unscoped("a test").order_by("received_at", "id")
    assert {item.state for item in items} == {SyncItem.State.STORED}
    assert [item.attempts for item in items] == [1] * 4
    assert all(abs(item.entered_at - timezone.now()) < timedelta(minutes=1) for item in items)
    device = Device.objects.get()
    assert (device.user, device.unsent) == (village.kader, 0)
    # A line that is down may complain, and nothing else.
    troubles.found[:] = [each for each in troubles.found if "ERR_INTERNET_DISCONNECTED" not in each]


def test_both_values_of_a_conflict_come_back_and_mine_wins_when_a_person_says_so(
    enter: Enter, village: Village
) -> None:
    session = make_session(village.melati, timezone.localdate(), by=village.kader)
    bagus = make_resident(village.melati, "Bagus", sex="L", born=months_ago(15))
    item = visit_of(str(bagus.pk), session, weight_kg="9,4")
    make_visit(bagus, session.date, by=village.bidan, weight_kg="9.6")
    tab = prepared(enter, village)
    seen_nothing = item | {"body": item["body"] | {"seen": {"weight_kg": None}}}
    tab.run("await o.queue.add(given[0]); o.sender.start(user)", seen_nothing)
    tab.run("await o.until((now) => now.counts?.bentrok === 1)")
    (there,) = tab.run("return o.queue.listOpen()")
    (error,) = there["answer"]["errors"]
    assert there["body"]["measures"] == {"weight_kg": "9,4"}
    assert (error["field"], Decimal(error["stored"])) == ("weight_kg", Decimal("9.6"))
    mine = there["body"] | {"seen": {"weight_kg": error["stored"]}}
    tab.run("await o.queue.mend(given[0], given[1])", there["id"], mine)
    tab.run("await o.until((now) => now.counts?.unsent === 0)")
    (visit,) = Visit.objects.unscoped("a test").with_cards()
    assert visit.child_check.weight_kg == Decimal("9.4")
