"""What is entered is on the phone's disk first of all, in its order, and only the server takes it away."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.browser.offline.conftest import HOME, FakeServer, OpenTab, opened

pytestmark = pytest.mark.browser
LIST = """const found = await o.queue.listOpen();
return found.map(({ body, state, after }) => [body.name, state, found.find(({ id }) => id === after)?.body.name]);"""
MADE_AT = "2026-11-20T01:00:00Z"
PACK = "const head = (id, made_at) => ({ id, made_at, keep_days: 3, etag: 'e', size: 9 });"
AT = "Date.now = () => Date.parse(given[0]);"


def test_items_keep_their_order_each_behind_the_last_one_of_the_same_person(open_tab: OpenTab) -> None:
    tab = open_tab()
    for name, person in [("Bagus 1", "a"), ("Citra 1", "b"), ("Bagus 2", "a"), ("Bagus 3", "a")]:
        tab.add(name, person)
    baby = {"kind": "newcomer", "person": "c", "follows": "b", "body": {"name": "Bayi Citra"}}
    tab.run("await o.queue.add(given[0])", baby)

    assert tab.run(LIST) == [
        ["Bagus 1", "menunggu", None],
        ["Citra 1", "menunggu", None],
        ["Bagus 2", "menunggu", "Bagus 1"],
        ["Bagus 3", "menunggu", "Bagus 2"],
        ["Bayi Citra", "menunggu", "Citra 1"],
    ]
    about = "return (await o.queue.listOf(given[0])).map(({ body }) => body.name)"
    assert tab.run(about, "a") == ["Bagus 1", "Bagus 2", "Bagus 3"]
    # A new tab after a restart finds the same.
    tab.page.close()
    assert len(open_tab().open_items()) == 5


def test_ids_are_uuids_of_version_7_that_rise_with_time(open_tab: OpenTab) -> None:
    made = open_tab(pin="").run("return [0, 1, 2].map((later) => o.ids.newId(1795000000000 + later))")
    assert made == sorted(made)
    pattern = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
    assert all(pattern.fullmatch(each) for each in made)
    assert int(made[0][:8] + made[0][9:13], 16) == 1795000000000


def test_a_form_that_is_saved_twice_is_one_item(open_tab: OpenTab) -> None:
    tab = open_tab()
    item = {"id": tab.run("return o.ids.newId()"), "kind": "visit", "person": "a", "body": {"name": "Bagus"}}
    tab.run("await Promise.all([o.queue.add(given[0]), o.queue.add(given[0])])", item)
    assert tab.run(LIST) == [["Bagus", "menunggu", None]]
    # Something else under the same id is not taken for the same, and not lost without a word.
    other = "return o.queue.add({ ...given[0], body: { name: 'Citra' } }).catch((error) => error.name)"
    assert tab.run(other, item) == "OtherContent"
    assert tab.run(LIST) == [["Bagus", "menunggu", None]]


def test_two_tabs_that_enter_at_once_give_each_item_its_own_place(open_tab: OpenTab) -> None:
    tabs = [open_tab(), open_tab()]
    start = """window.done = (async () => { for (let each = 0; each < 15; each += 1)
      await o.queue.add({ kind: "visit", person: "a", body: { name: given[0] + each } }); })();"""
    for tab, name in zip(tabs, "AB", strict=True):
        tab.run(start, name)
    for tab in tabs:
        tab.run("await done")
    found = tabs[0].run("return (await o.queue.listOpen()).map(({ id, after, seq }) => [id, after, seq])")
    assert [seq for _, _, seq in found] == list(range(1, 31))
    assert [after for _, after, _ in found] == [None, *(id_ for id_, _, _ in found[:-1])]
    # Each tab shows what the other one added.
    tabs[0].run("await o.until((now) => now.counts?.unsent === 30)")


def test_a_full_phone_says_so_and_keeps_what_it_had(browser: Browser, server: FakeServer) -> None:
    # A browser of its own: Chromium remembers for a while how much room an address has.
    context = browser.new_context()
    context.route("**/*", server.answer)
    page = context.new_page()
    page.goto(HOME)
    devtools = context.new_cdp_session(page)
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": HOME, "quotaSize": 200_000})
    tab = opened(page, server.user)
    tab.add("Bagus")
    add = """return o.queue.add({ kind: "visit", person: "b", body: { name: "x".repeat(400_000) } })
        .catch((error) => error.name)"""
    assert tab.run(add) == "StorageFull"
    assert tab.run("return (await o.store.capacity()).room") == "full"
    assert tab.open_items() == {"Bagus": "menunggu"}
    context.close()


def test_packs_expire_by_the_servers_clock_and_items_never_do(open_tab: OpenTab) -> None:
    tab = open_tab()
    tab.add("Bagus")
    keep = PACK + "await o.store.keepPack(head('s1', given[0]), { people: ['Bagus'] });"
    tab.run(keep, MADE_AT)
    held = "return (await o.store.packs()).map(({ id }) => id)"
    assert tab.run(AT + "return (await o.store.pack('s1')).content", "2026-11-23T00:59:00Z") == {
        "people": ["Bagus"]
    }
    # The phone's clock is a year late, as the server said before the phone was closed.
    tab.run(AT + "o.clock.heard(given[1], o.clock.asked())", "2025-11-20T02:00:00Z", "2026-11-20T02:00:00Z")
    tab.run("await o.store.noteClock(user)")
    tab.page.close()

    tab = open_tab(first="Date.now = () => Date.parse('2025-11-23T00:59:00Z')")
    assert tab.run(held) == ["s1"]
    assert tab.run(AT + held, "2025-11-23T01:01:00Z") == []
    assert tab.run(AT + "return o.store.pack('s1')", "2025-11-20T01:01:00Z") is None
    assert tab.run(AT + "return (await o.queue.listOpen()).length", "2029-11-20T01:01:00Z") == 1


def test_a_half_filled_form_is_there_after_a_restart(open_tab: OpenTab) -> None:
    tab = open_tab()
    tab.run("await o.store.keepDraft('bagus langkah 2', { weight_kg: '9,4' })")
    tab.page.close()
    tab = open_tab()
    assert tab.run("return o.store.draft('bagus langkah 2')") == {"weight_kg": "9,4"}
    tab.run("await o.store.dropDraft('bagus langkah 2')")
    assert tab.run("return o.store.draft('bagus langkah 2')") is None


def test_what_was_refused_is_mended_by_another_item_or_given_up_with_a_reason(
    open_tab: OpenTab, server: FakeServer
) -> None:
    tab = open_tab()
    for name, answer in [("Bagus", "ditolak"), ("Citra", "bentrok"), ("Dewi", "ditolak")]:
        tab.add(name, answer=answer)
    tab.run("o.sender.start(user); await o.until((now) => now.counts?.['perlu diperbaiki'] === 2)")
    assert tab.open_items() == {"Bagus": "perlu diperbaiki", "Citra": "bentrok", "Dewi": "perlu diperbaiki"}
    found = tab.run("return o.queue.listOpen()")
    assert [item["answer"]["errors"][0]["message"] for item in found] == ["Periksa lagi."] * 3
    bagus, citra, dewi = (item["id"] for item in found)

    tab.run(
        "await o.queue.mend(given[0], { name: 'Bagus 2' }); await o.queue.discard(given[1], 'kembar')",
        bagus,
        citra,
    )
    twice = "return o.queue.mend(given[0], {}).catch((error) => error.name)"
    assert tab.run(twice, bagus) == "NotOpen"
    tab.run("await o.until((now) => now.counts?.unsent === 1)")
    mended, given_up = server.stored
    assert (mended["replaces"], mended["after"], mended["person"]) == (bagus, bagus, "Bagus")
    assert (given_up["kind"], given_up["replaces"], given_up["person"]) == ("discard", citra, "Citra")
    assert given_up["body"] | {"entered_at": ""} == {
        "item": citra,
        "reason": "kembar",
        "kind": "visit",
        "replaces": None,
        "content": {"name": "Citra", "answer": "bentrok"},
        "entered_at": "",
    }
    # What stood in the way is gone: the same item passes now.
    server.accepts_all = True
    server.ledger.pop(dewi)
    tab.run("await o.queue.again(given[0]); await o.until((now) => now.counts?.unsent === 0)", dewi)
    assert server.stored[-1]["id"] == dewi
    assert tab.open_items() == {}


def test_what_cannot_be_given_up_is_there_again_with_the_reason(
    open_tab: OpenTab, server: FakeServer
) -> None:
    tab = open_tab()
    tab.add("Bagus", answer="bentrok")
    tab.run("o.sender.start(user); await o.until((now) => now.counts?.bentrok === 1)")
    item = tab.run("return (await o.queue.listOpen())[0].id")
    tab.run("o.sender.stop()")
    discard = tab.run("return o.queue.discard(given[0], 'kembar')", item)
    refused = [{"code": 210, "field": "", "message": "Peran Anda tidak boleh."}]
    answer = {"id": discard, "code": 210, "state": "ditolak", "errors": refused, "result": {}}
    told = {"protocol": 1, "server_time": server.now.isoformat(), "answers": [answer]}
    server.faults = [(200, told)]
    tab.run("o.sender.start(user); await o.until((now) => now.counts?.bentrok === 1)")
    (there,) = tab.run("return o.queue.listOpen()")
    assert (there["id"], there["state"], there["note"]["errors"]) == (item, "bentrok", refused)
    assert there["answer"]["state"] == "bentrok"


def test_what_was_sent_is_shown_until_a_pack_shows_it(open_tab: OpenTab, server: FakeServer) -> None:
    tab = open_tab()
    tab.add("Bagus", session="s1")
    tab.add("Citra", session="s2")
    tab.send_all()
    held = "return (await o.queue.listOf(given[0])).map(({ state }) => state)"
    prune = """const at = new Date(Date.now() + given[1] * 1000).toISOString();
        return o.queue.prune({ session: given[0], made_at: at });"""
    assert tab.run(prune, "s1", 30) == 0
    assert tab.run(held, "Bagus") == ["terkirim"]
    assert tab.run(prune, "s1", 90) == 1
    assert tab.run(held, "Bagus") == []
    assert tab.run(held, "Citra") == ["terkirim"]
