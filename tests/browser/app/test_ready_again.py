"""A package that is still the newest: what this phone sent long ago is not shown over what others changed since."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from tests.browser.app.conftest import OpenApp
from tests.browser.conftest import months_ago
from tests.conftest import Village, make_resident, make_session
from visits.models import Immunisation

pytestmark = pytest.mark.browser
WITH = """async (given) => {
  const path = document.querySelector('script[src*="js/app/main"]').src;
  const of = (name) => import(new URL(name, path).href);
  const [{ openDay }, { fetchDay }, { saveDoses }, queue, { write }] = await Promise.all(
    ["./day.js", "./ready.js", "./saving.js", "../offline/queue.js", "../offline/database.js"].map(of));
  const { user, session, person, on } = given;
  %s
}"""
SAVE = """
  const day = await openDay(session);
  await saveDoses(day, day.person(person), [{ code: "BCG", given_on: on }]);
  while ((await queue.counts(user)).unsent) await new Promise((done) => setTimeout(done, 50));
"""
FETCH = "return (await fetchDay(user, session)).isNew"
# As if the phone had sent everything two minutes earlier than it did.
AGE = """
  await write(user, ["items"], async (tx) => {
    const items = tx.objectStore("items");
    for (const each of await items.getAll()) await items.put({ ...each, sent_at: each.sent_at - 120_000 });
  });
"""
SHOWN = "return (await openDay(session)).person(person).doses.BCG"


def test_a_dose_that_the_midwife_set_right_is_shown_although_the_package_stays_the_same(
    app: OpenApp, village: Village, page: Page
) -> None:
    today = timezone.localdate()
    session = make_session(village.melati, today, by=village.kader)
    bagus = make_resident(village.melati, "Bagus", sex="L", born=months_ago(5))
    page.set_default_timeout(120_000)
    app(village.kader, session)
    told: dict[str, Any] = {
        "user": str(village.kader.pk),
        "session": str(session.pk),
        "person": str(bagus.pk),
    }
    told["on"] = (today - timedelta(days=100)).isoformat()
    page.evaluate(WITH % SAVE, told)
    right = today - timedelta(days=98)
    assert Immunisation.objects.unscoped("a test").update(given_on=right) == 1
    assert page.evaluate(WITH % FETCH, told) is True
    page.evaluate(WITH % AGE, told)
    assert page.evaluate(WITH % FETCH, told) is False
    assert page.evaluate(WITH % SHOWN, told) == right.isoformat()
