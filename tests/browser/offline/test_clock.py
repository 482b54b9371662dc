"""Somebody sets the phone's clock while it talks to the server: what was entered keeps its true time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.browser.offline.conftest import FakeServer, OpenTab
from tests.browser.offline.test_sending import true_time

pytestmark = pytest.mark.browser
# Puts the clock a day ahead as soon as a question of the given kind is on its way, once.
SET_DURING = """{
  const real = { now: Date.now.bind(Date), fetch: window.fetch.bind(window) };
  window.fetch = (path, how) => {
    const answer = real.fetch(path, how);
    if (path.startsWith("/api/v1/sync/") && how.method === "%s" && path.includes("%s")) {
      Date.now = () => real.now() + 86_400_000;
      window.fetch = real.fetch;
    }
    return answer;
  };
}
0"""


def test_a_clock_that_is_set_between_two_batches_moves_no_entry(
    open_tab: OpenTab, server: FakeServer
) -> None:
    tab = open_tab(first=SET_DURING % ("POST", ""))
    tab.run("o.sender.start(user); await o.until((now) => now.sending === 'tenang'); o.sender.stop()")
    tab.run(
        "for (let n = 0; n < 201; n++) await o.queue.add({ kind: 'visit', person: `${n}`, body: { name: `${n}` } })"
    )
    tab.send_all()
    assert [len(batch["items"]) for batch in server.batches] == [200, 1]
    for batch in server.batches:
        assert abs(true_time(batch, batch["items"][0]) - timezone.now()) < timedelta(seconds=60)


def test_a_clock_that_is_set_during_a_greeting_is_not_taken_for_a_slow_line(
    open_tab: OpenTab, server: FakeServer
) -> None:
    tab = open_tab(first=SET_DURING % ("GET", "device="))
    tab.run("o.sender.start(user); await o.until((now) => now.sending === 'tenang'); o.sender.stop()")
    tab.add("Bagus")
    tab.send_all()
    assert abs(true_time(server.batches[0], server.stored[0]) - timezone.now()) < timedelta(seconds=30)
