"""The PIN: what it opens, what it never opens, and that no number of wrong ones loses a visit."""

from __future__ import annotations

import pytest

from tests.browser.offline.conftest import ITERATIONS, PIN, RAW, ROOT, FakeServer, OpenTab

pytestmark = pytest.mark.browser
LATER = "const clock = Date.now; Date.now = () => clock() + given[0];"
UNLOCK = "return o.vault.unlock(user, given[0])"


def test_five_wrong_pins_are_told_and_then_waited_for_and_delete_nothing(open_tab: OpenTab) -> None:
    tab = open_tab()
    tab.add("Bagus")
    tab.run("o.vault.lock()")

    tries = [tab.run(UNLOCK, f"99999{digit}") for digit in range(5)]
    assert [each["triesLeft"] for each in tries] == [4, 3, 2, 1, 0]
    assert [each["waitMs"] for each in tries] == [0, 0, 0, 0, 30_000]

    # Another tab waits too, and does not even look at the right one.
    other = open_tab(pin="")
    early = other.run(UNLOCK, PIN)
    assert early["open"] is False
    assert 25_000 < early["waitMs"] <= 30_000
    # A clock that is put back neither shortens the wait nor makes it endless.
    assert other.run(LATER + UNLOCK.replace("given[0]", "given[1]"), -86_400_000, PIN)["waitMs"] == 30_000
    assert other.run(LATER + UNLOCK.replace("given[0]", "given[1]"), 31_000, PIN)["open"] is True
    assert other.open_items() == {"Bagus": "menunggu"}


def test_a_changed_pin_opens_what_was_sealed_before_and_the_old_one_opens_nothing(open_tab: OpenTab) -> None:
    tab = open_tab()
    tab.add("Bagus")
    assert tab.run("return o.vault.changePin(user, '000001', '739154')")["open"] is False
    assert tab.run("return o.vault.changePin(user, given[0], '739154')", PIN)["open"] is True
    tab.run("o.vault.lock()")

    assert tab.run(UNLOCK, PIN) == {"open": False, "triesLeft": 4, "waitMs": 0}
    assert tab.run(UNLOCK, "739154")["open"] is True
    assert tab.open_items() == {"Bagus": "menunggu"}


def test_a_forgotten_pin_is_replaced_with_what_the_server_keeps(open_tab: OpenTab) -> None:
    tab = open_tab(pin="")
    recovery = tab.run("return (await o.vault.setPin(user, given[0])).recovery", PIN)
    tab.add("Bagus")
    tab.run("o.vault.lock()")
    other = open_tab(user="9001", pin="")
    foreign = other.run("return (await o.vault.setPin(user, given[0])).recovery", PIN)

    assert tab.run("return o.vault.resetPin(user, given[0], '739154')", foreign) is False
    assert tab.run("return o.vault.resetPin(user, given[0], '739154')", recovery) is True
    assert tab.open_items() == {"Bagus": "menunggu"}
    assert recovery not in tab.page.evaluate(RAW)


def test_a_key_is_never_written_over(open_tab: OpenTab) -> None:
    tab = open_tab()
    tab.add("Bagus")
    again = "return o.vault.setPin(user, '739154').catch((error) => error.name)"
    assert tab.run(again) == "AlreadyPrepared"
    assert tab.open_items() == {"Bagus": "menunggu"}


def test_a_pin_is_slow_to_try() -> None:
    assert f"PIN_ITERATIONS = {ITERATIONS};" in (ROOT / "static/js/offline/seal.js").read_text("utf-8")
    assert int(ITERATIONS) >= 600_000


def test_pins_that_anybody_guesses_are_refused(open_tab: OpenTab) -> None:
    tab = open_tab(pin="")
    pins = ["12345", "111111", "123456", "987654", "284916"]
    assert tab.run("return given[0].map(o.vault.pinProblem)", pins) == [
        "pendek",
        "mudah",
        "mudah",
        "mudah",
        "",
    ]


def test_nothing_but_the_right_pin_at_the_right_place_opens_a_seal(open_tab: OpenTab) -> None:
    tab = open_tab(pin="")
    opened = tab.run(
        """const { newSalt, newSecret, keyOfPin, sealBytes, openBytes } = o.seal;
        const salt = newSalt(), secret = newSecret(), pin = "284916";
        const key = await keyOfPin(pin, salt, 10);
        const sealed = await sealBytes(key, "pin 7", secret);
        const opens = (key, place, sealed) => openBytes(key, place, sealed).then(() => true, () => false);
        const found = { right: await opens(await keyOfPin(pin, salt, 10), "pin 7", sealed), wrong: 0 };
        for (let round = 0; round < 200; round += 1) {
          const guess = String(Math.floor(Math.random() * 1e6)).padStart(6, "0");
          found.wrong += guess !== pin && await opens(await keyOfPin(guess, salt, 10), "pin 7", sealed);
          const data = sealed.data.slice();
          data[round % data.length] ^= 1 << (round % 8);
          found.wrong += await opens(key, "pin 7", { ...sealed, data });
        }
        found.wrong += await opens(key, "pin 8", sealed);
        return found;"""
    )
    assert opened == {"right": True, "wrong": 0}


def test_another_user_of_the_phone_sees_and_sends_nothing_of_the_first(
    open_tab: OpenTab, server: FakeServer
) -> None:
    first = open_tab()
    first.add("Bagus")
    first.run("o.vault.lock()")
    other = open_tab(user="9002")
    assert other.open_items() == {}
    locked = (
        "return Promise.all([o.queue.listOpen(), o.queue.add({})].map((p) => p.catch((error) => error.name)))"
    )
    assert first.run(locked) == ["Locked", "Locked"]
    # The number is readable without the PIN, what it counts is not.
    assert first.run("return (await o.queue.counts(user)).unsent") == 1

    server.user = "9002"
    other.add("Citra")
    other.send_all()
    assert server.names == ["Citra"]
    # Her own queue is not sent while somebody else is logged in.
    first.run("await o.vault.unlock(user, given[0]); o.sender.start(user)", PIN)
    first.run("await o.until((now) => now.sending === 'login')")
    assert server.names == ["Citra"]
    assert first.run("return (await o.queue.counts(user)).unsent") == 1


def test_a_browser_that_threw_everything_away_is_noticed(open_tab: OpenTab) -> None:
    tab = open_tab(pin="")
    assert tab.run("return o.vault.condition(user)") == "absent"
    tab.run("await o.vault.setPin(user, given[0])", PIN)
    assert tab.run("return o.vault.condition(user)") == "ready"
    tab.run("await new Promise((done) => (indexedDB.deleteDatabase(`posyandu-${user}`).onsuccess = done))")
    assert tab.run("return o.vault.condition(user)") == "evicted"
    # What is entered in the tab that was open is sealed with a key that is on the phone again.
    tab.add("Bagus")
    tab.page.close()
    assert open_tab().open_items() == {"Bagus": "menunggu"}


def test_a_thief_reads_no_name_no_person_and_no_form(open_tab: OpenTab, server: FakeServer) -> None:
    person, form = "0199a1b2-0000-7000-8000-00000000beef", "/sesi/melati/orang/form"
    tab = open_tab()
    tab.run(
        """const [person, form] = given;
        const head = { id: "s1", made_at: new Date().toISOString(), keep_days: 3, etag: "e", size: 9 };
        await o.store.keepPack(head, { people: [{ id: person, name: "Rahmawati Zulaikha" }] });
        await o.store.keepDraft(form, { name: "Rahmawati Zulaikha" });""",
        person,
        form,
    )
    tab.add("Rahmawati Zulaikha", person, answer="ditolak")
    tab.add("Zulaikha", person, answer="bentrok")
    tab.run("o.sender.start(user); await o.until((now) => now.counts?.bentrok === 1)")
    tab.run("o.sender.stop(); await o.queue.discard((await o.queue.listOpen())[0].id, 'kembar Rahmawati')")

    raw = tab.page.evaluate(RAW)
    # The dump sees what is there to be seen.
    assert f"posyandu-{server.user} items" in raw
    assert "bentrok" in raw
    assert "diganti" in raw
    for readable in ("Rahmawati", "Zulaikha", person, form, "weight_kg", "visit", PIN):
        assert readable not in raw, readable
        assert "\0".join(readable) not in raw, readable
