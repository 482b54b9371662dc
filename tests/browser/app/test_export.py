"""The last resort: what a phone cannot send is saved to a file without a signal, and stored by an officer."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Download, Page, expect

from registry.ids import new_id
from registry.models import Resident
from tests.browser.app.conftest import PIN, OpenApp
from tests.browser.app.queueing import add, look, run, visit
from tests.browser.conftest import Enter, Troubles, months_ago, serious, sideways
from tests.conftest import Village, make_resident, make_session
from visits.models import Device, Session, Visit

pytestmark = pytest.mark.browser
# A phone whose PIN was chosen in the same breath, so that the server is told its recovery key.
CHOSEN = """async ([user, pin]) => {
  const path = document.querySelector('script[src*="js/app/main"]').src;
  const vault = await import(new URL("../offline/vault.js", path).href);
  const found = await vault.setPin(user, pin);
  return found.recovery;
}"""


@pytest.fixture
def session(village: Village) -> Session:
    return make_session(village.melati, timezone.localdate(), by=village.kader)


@pytest.fixture
def bagus(village: Village) -> Resident:
    return make_resident(village.melati, "Bagus", sex="L", born=months_ago(15))


def ready(enter: Enter, app: OpenApp, village: Village, session: Session) -> tuple[Page, str]:
    """The kader's phone, known to the server with its recovery key."""
    page = enter(village.kader, "/hp/")
    recovery = page.evaluate(CHOSEN, [str(village.kader.pk), PIN])
    page = app(village.kader, session)
    run(page, "settled")
    Device.objects.filter(user=village.kader).update(recovery=recovery)
    return page, recovery


def text_of(download: Download) -> str:
    return Path(download.path()).read_text("utf-8")


def weights() -> list[Decimal | None]:
    visits = Visit.objects.unscoped("a test").with_cards().order_by("resident__name")
    return [each.child_check.weight_kg for each in visits]


def test_what_was_entered_without_a_signal_reaches_the_server_as_a_file_and_once(
    enter: Enter,
    app: OpenApp,
    village: Village,
    session: Session,
    bagus: Resident,
    context: BrowserContext,
    troubles: Troubles,
    tmp_path: Path,
) -> None:
    # Whoever uses the browser next is logged in as somebody else, before the page is gone.
    troubles.expected |= {401, 403}
    page, _ = ready(enter, app, village, session)
    context.set_offline(True)
    rani = str(new_id())
    about = {"session": str(session.pk), "name": "Rani", "sex": "P", "birth_date": months_ago(20).isoformat()}
    for item in (
        visit(bagus, session, weight_kg="9.4"),
        {"kind": "newcomer", "person": rani, "body": about},
        visit(rani, session, weight_kg="10.1"),
    ):
        add(page, item, until_settled=False)
    look(page, "#/kiriman", "Belum terkirim")
    with page.expect_download() as started:
        page.get_by_role("button", name="Simpan ke berkas").click()
    expect(page.get_by_text("Berkas berisi 3 isian disimpan di unduhan HP.")).to_be_visible()
    text = text_of(started.value)
    assert started.value.suggested_filename.startswith("isian-posyandu-")
    assert [name for name in ("Bagus", "Rani", "weight_kg", "newcomer", "9.4") if name in text] == []
    told = json.loads(text)
    assert (told["user"], told["counts"]) == (
        str(village.kader.pk),
        {"menunggu": 3, "perlu diperbaiki": 0, "bentrok": 0},
    )
    # What the PIN wraps is not in it, so that nobody can try PINs on the file.
    assert sorted(told["spare"]) == ["data", "iv"]
    assert "salt" not in text
    run(page, "stop")

    context.set_offline(False)
    path = tmp_path / "isian.json"
    path.write_text(text, "utf-8")
    desk = enter(village.officer, "/perangkat/impor/")
    assert (sideways(desk), serious(desk)) == ([], [])
    desk.get_by_label("Berkas dari HP").set_input_files(path)
    desk.get_by_role("button", name="Unggah dan simpan").click()
    expect(desk.get_by_text("3 dari 3 isian tersimpan")).to_be_visible()
    assert (sideways(desk), serious(desk)) == ([], [])
    assert weights() == [Decimal("9.4"), Decimal("10.1")]

    # The phone is mended after all, and sends the same.
    again = app(village.kader, session)
    run(again, "settled")
    assert (run(again, "open"), len(weights())) == ([], 2)
    troubles.found[:] = [each for each in troubles.found if "ERR_INTERNET_DISCONNECTED" not in each]


def test_a_phone_whose_pin_is_forgotten_gives_the_same_file(
    enter: Enter, app: OpenApp, village: Village, session: Session, bagus: Resident
) -> None:
    page, _ = ready(enter, app, village, session)
    run(page, "stop")
    first = add(page, visit(bagus, session, weight_kg="9.4"), until_settled=False)
    second = add(page, visit(bagus, session, height_cm="79"), until_settled=False)
    user = str(village.kader.pk)
    opened = run(page, "file", user)
    run(page, "lock")
    locked = run(page, "file", user)
    told, same = (json.loads(each["text"]) for each in (opened, locked))
    assert (told["items"], told["spare"], told["device"]) == (same["items"], same["spare"], same["device"])
    assert [(each["id"], each["after"]) for each in told["items"]] == [(first, None), (second, first)]
    assert run(page, "file", "999999") is None
