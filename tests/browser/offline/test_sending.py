"""Whatever the line, the server, the login or the clock do: every item arrives once, in its order, or is still here."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.browser.offline.conftest import PIN, FakeServer, OpenTab, Tab

pytestmark = pytest.mark.browser
NO_LOCKS = "Object.defineProperty(navigator, 'locks', { value: undefined })"
HTML = "<!DOCTYPE html><title>502 Bad Gateway</title>"


def begin(tab: Tab, sending: str) -> None:
    """Start sending and stay until the first try has come to this."""
    tab.run("o.sender.start(user); await o.until((now) => now.triedAt && now.sending === given[0])", sending)


def unsent(tab: Tab) -> int:
    return int(tab.run("return (await o.queue.counts(user)).unsent"))


@pytest.mark.parametrize("first", ["0", NO_LOCKS], ids=["locks", "leases"])
def test_two_tabs_over_a_broken_line_store_each_item_once_and_in_order(
    open_tab: OpenTab, server: FakeServer, first: str
) -> None:
    tabs = [open_tab(first=first), open_tab(first=first)]
    names = [f"Warga {number:02}" for number in range(24)]
    for number, name in enumerate(names):
        tabs[number % 2].add(name, person=f"p{number % 5}")
    server.greetings = ["portal"]
    server.faults = [
        "cut",
        "lost",
        "portal",
        (502, HTML),
        (200, {"selamat": "datang"}),
        (200, {"answers": []}),
    ]
    for tab in tabs:
        tab.run("o.sender.start(user)")
    for _ in range(8):
        tabs[0].run("o.sender.wake(); await new Promise((done) => setTimeout(done, 120))")
    for tab in tabs:
        tab.run(
            "o.sender.wake(); await o.until((now) => now.counts?.unsent === 0 && now.sending === 'tenang')"
        )

    assert server.names == names
    assert len(server.ledger) == 24
    # The one whose answer was lost came again, and nobody sent at the same time as somebody else.
    assert len(server.batches) <= 4


def test_a_tab_that_is_killed_while_it_sends_leaves_everything_to_the_next_one(
    open_tab: OpenTab, server: FakeServer
) -> None:
    tab = open_tab()
    tab.add("Bagus")
    server.faults = ["hold"]
    with tab.page.expect_request(lambda asked: asked.method == "POST"):
        tab.run("o.sender.start(user)")
    tab.add("Citra")
    tab.page.close()

    tab = open_tab()
    assert tab.open_items() == {"Bagus": "menunggu", "Citra": "menunggu"}
    tab.send_all()
    assert server.names == ["Bagus", "Citra"]
    assert tab.run("return o.status.shown.counts.terkirim") == 2


def test_an_ended_login_keeps_the_queue_and_goes_on_after_the_next_one(
    open_tab: OpenTab, server: FakeServer
) -> None:
    tab = open_tab()
    tab.add("Bagus")
    server.faults = [(401, {"code": 1005, "message": "Masuk lagi."})]
    begin(tab, "login")
    assert tab.open_items() == {"Bagus": "menunggu"}
    # A hotspot's 401 is no word of the server.
    server.greetings = [(401, HTML)]
    tab.try_until("menunggu")
    tab.run("o.sender.wake(); await o.until((now) => now.sending === 'tenang')")
    assert server.names == ["Bagus"]


def test_a_revoked_phone_is_emptied_and_says_so(open_tab: OpenTab, server: FakeServer) -> None:
    tab, other = open_tab(), open_tab()
    tab.add("Bagus", answer="menunggu")
    begin(tab, "menunggu")
    tab.run("await caches.open(`posyandu-${user}-hari`); await caches.open(`posyandu-${user}9`)")
    revoked = {"code": 1006, "message": "Dicabut."}
    # Without the order to empty it nothing goes.
    server.faults = [(403, revoked), (403, revoked | {"wipe": True})]
    tab.run("o.sender.wake(); await new Promise((done) => setTimeout(done, 300))")
    assert unsent(tab) == 1
    assert len(server.faults) == 1
    tab.try_until("dicabut")

    tab.run("await new Promise((done) => setTimeout(done, 300))")
    assert server.wiped == list(server.devices)
    assert tab.run("return o.vault.condition(user)") == "absent"
    assert tab.run(
        "return [await caches.has(`posyandu-${user}-hari`), await caches.has(`posyandu-${user}9`)]"
    ) == [
        False,
        True,
    ]
    assert other.run("return o.queue.listOpen().catch((error) => error.name)") == "Locked"
    assert server.names == []


def test_a_locked_phone_hears_that_it_was_revoked(open_tab: OpenTab, server: FakeServer) -> None:
    tab = open_tab()
    tab.add("Bagus")
    tab.page.close()
    tab = open_tab(pin="")
    begin(tab, "terkunci")
    assert server.names == []
    server.greetings = [(403, {"code": 1006, "message": "Dicabut.", "wipe": True})]
    tab.try_until("dicabut")
    assert tab.run("return o.vault.condition(user)") == "absent"


@pytest.mark.parametrize(
    ("fault", "sending"),
    [
        ((403, {"code": 1010, "message": ""}), "tenang"),
        ((400, {"code": 1002, "message": ""}), "perbarui"),
        ((403, {"code": 210, "message": ""}), "izin"),
        ((403, {"code": 1007, "message": ""}), "login"),
        ((404, {"code": 1008, "message": ""}), "menunggu"),
        ((503, {"code": 1009, "message": ""}), "menunggu"),
        ((429, {"code": 1004, "message": ""}, {"Retry-After": "40"}), "menunggu"),
    ],
    ids=["token", "protocol", "role", "foreign", "unknown", "busy", "rate"],
)
def test_each_refusal_of_a_batch_leaves_the_queue_as_it_is(
    open_tab: OpenTab, server: FakeServer, fault: Any, sending: str
) -> None:
    tab = open_tab()
    tab.add("Bagus")
    server.faults = [fault]
    begin(tab, sending)
    assert unsent(tab) == (0 if sending == "tenang" else 1)
    if fault[0] == 429:
        # Asked to wait, it waits, whatever else happens.
        tab.run("o.sender.wake(); await new Promise((done) => setTimeout(done, 300))")
        assert unsent(tab) == 1
    elif sending != "tenang":
        tab.try_until("tenang")
    assert server.names == ([] if fault[0] == 429 else ["Bagus"])


def test_a_batch_that_is_too_large_is_halved_until_the_one_to_blame_stands_alone(
    open_tab: OpenTab, server: FakeServer
) -> None:
    tab = open_tab()
    for number in range(9):
        tab.add(f"Warga {number}", person="a", text="x" * (9_000 if number == 3 else 200))
    server.most_bytes = 2_500
    server.faults = [(500, {"code": 501, "message": ""})]
    tab.run("o.sender.start(user); await new Promise((done) => setTimeout(done, 300))")
    tab.run("o.sender.wake(); await o.until((now) => now.counts?.unsent === 1)")
    assert server.names == [f"Warga {number}" for number in range(9) if number != 3]
    assert tab.open_items() == {"Warga 3": "perlu diperbaiki"}
    # Who waited for it waits no more: the server will never hear of it.
    assert server.stored[3]["after"] == server.stored[2]["id"]


def test_an_item_that_cannot_be_stored_yet_holds_up_nobody_else(
    open_tab: OpenTab, server: FakeServer
) -> None:
    tab = open_tab()
    tab.add("Bagus", answer="menunggu")
    tab.add("Bagus lagi", person="Bagus")
    tab.add("Citra")
    begin(tab, "menunggu")
    assert tab.open_items() == {"Bagus": "menunggu", "Bagus lagi": "menunggu"}
    server.accepts_all = True
    tab.try_until("tenang")
    assert server.names == ["Citra", "Bagus", "Bagus lagi"]


def test_visits_of_a_newcomer_follow_by_themselves_once_she_is_mended(
    open_tab: OpenTab, server: FakeServer
) -> None:
    tab = open_tab()
    newcomer = {"kind": "newcomer", "person": "p", "body": {"name": "Rani", "answer": "ditolak"}}
    tab.run("await o.queue.add(given[0])", newcomer)
    tab.add("Kunjungan Rani", person="p", answer="ditolak")
    tab.run("o.sender.start(user); await o.until((now) => now.counts?.['perlu diperbaiki'] === 2)")
    server.accepts_all = True
    server.ledger = {key: {} for key in server.ledger}
    first = tab.run("return (await o.queue.listOpen())[0].id")
    tab.run(
        "await o.queue.mend(given[0], { name: 'Rani' }); await o.until((now) => now.counts?.unsent === 0)",
        first,
    )
    assert server.names == ["Rani", "Kunjungan Rani"]


def test_items_are_sent_in_batches_of_two_hundred(open_tab: OpenTab, server: FakeServer) -> None:
    tab = open_tab()
    many = """await Promise.all(Array.from({ length: 230 }, (_, number) =>
        o.queue.add({ kind: "visit", person: `p${number % 7}`, body: { name: String(number) } })));"""
    tab.run(many)
    tab.send_all()
    assert [len(batch["items"]) for batch in server.batches] == [200, 30]
    assert [batch["unsent"] for batch in server.batches] == [230, 30]
    assert len(server.stored) == 230


def test_a_wrong_clock_is_told_and_entries_keep_their_true_time(
    open_tab: OpenTab, server: FakeServer
) -> None:
    """The phone is a year late, is set right after the first entry was sent, and enters once more without a signal."""
    year = timedelta(days=365)
    late = open_tab(
        first=f"{{ const clock = Date.now; Date.now = () => clock() - {year.total_seconds() * 1000}; }}"
    )
    late.add("Bagus")
    late.send_all()
    off = late.run("return o.status.shown.clockOffMs")
    assert abs(off - year.total_seconds() * 1000) < 5_000
    late.add("Citra")
    late.run("await o.until((now) => now.counts?.unsent === 0)")
    for batch, item in zip(server.batches, server.stored, strict=True):
        assert abs(true_time(batch, item) - timezone.now()) < timedelta(seconds=30)

    late.run("o.sender.stop()")
    late.add("Dewi")
    late.run("Date.now = () => performance.timeOrigin + performance.now()")
    late.send_all()
    assert late.run("return o.status.shown.clockOffMs") is None
    assert abs(true_time(server.batches[-1], server.stored[-1]) - timezone.now()) < timedelta(seconds=30)


def true_time(batch: dict[str, Any], item: dict[str, Any]) -> datetime:
    """As the server understands the time of an entry: by how far the phone's clock is off when it sends."""
    wrong = timezone.now() - datetime.fromisoformat(batch["sent_at"])
    return datetime.fromisoformat(item["entered_at"]) + wrong


def test_a_phone_without_pin_sends_as_soon_as_it_is_opened(open_tab: OpenTab, server: FakeServer) -> None:
    tab = open_tab()
    tab.add("Bagus")
    tab.page.close()
    tab = open_tab(pin="")
    begin(tab, "terkunci")
    tab.run("await o.vault.unlock(user, given[0]); await o.until((now) => now.counts?.unsent === 0)", PIN)
    assert server.names == ["Bagus"]
