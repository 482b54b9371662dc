"""Doses on the phone: what is due, what the Buku KIA says, what was given today, and what is asked about first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page, expect

from registry.models import Resident
from registry.rules.wording import long_date
from tests.browser.app.asking import all_stored, drafts, no_signal, refused, show
from tests.browser.app.conftest import OpenApp, unsent
from tests.browser.conftest import Troubles, months_ago, serious, sideways, texts
from tests.conftest import Village, make_resident, make_session
from visits.forms.immunisations import groups_of
from visits.immunisations import catch_up, status_on
from visits.models import Immunisation, Session, Visit
from visits.rulebook import book_for
from visits.services_given import DoseGiven, doses_of, record_immunisations

pytestmark = pytest.mark.browser


@pytest.fixture
def session(village: Village) -> Session:
    return make_session(village.melati, timezone.localdate(), by=village.kader)


def child_of(village: Village, months: int = 3, **given: date | None) -> Resident:
    """A child of so many months with these doses in its book."""
    child = make_resident(village.melati, "Bagus", sex="L", born=months_ago(months))
    doses = [DoseGiven(code, on) for code, on in given.items()]
    record_immunisations(resident=child, given=doses, user=village.bidan)
    return child


def dose(page: Page, label: str) -> Locator:
    return page.locator(".dose").filter(has=page.locator(".dose-name", has_text=label)).first


def fields_of(page: Page, label: str) -> Locator:
    """The fields of a dose, unfolded."""
    found = dose(page, label)
    page.locator(".dose-group").filter(has=found).evaluate("(group) => { group.open = true; }")
    found.locator(".dose-fields").evaluate("(fields) => { fields.open = true; }")
    return found


def shown_groups(page: Page) -> list[Any]:
    """Every dose as it stands on the screen, by age."""
    page.locator("details").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
    return [
        (
            group.locator("summary .panel-title").inner_text(),
            " ".join(group.locator("summary .status").inner_text().split()),
            [
                (
                    row.locator(".dose-name").inner_text(),
                    row.locator(".dose-words .quiet").inner_text(),
                    " ".join(row.locator("> .status").inner_text().split()),
                )
                for row in group.locator(".dose").all()
            ],
        )
        for group in page.locator(".dose-group").all()
    ]


@pytest.mark.parametrize(
    ("months", "given"),
    [
        (0, {}),
        (3, {"HB0": 3, "BCG": 2}),
        (10, {"HB0": 10, "BCG": 9, "OPV1": 9, "DPT1": 8, "DPT2": 7}),
        (20, {"HB0": None, "BCG": 19, "DPT1": 18, "DPT2": 17, "DPT3": 16, "MR1": 11, "PCV1": None}),
    ],
)
def test_the_list_says_what_the_page_of_the_server_says(
    village: Village, session: Session, app: OpenApp, months: int, given: dict[str, int | None]
) -> None:
    days = {code: None if ago is None else months_ago(ago) for code, ago in given.items()}
    child = child_of(village, months, **days)
    page = app(village.kader, session)
    show(page, session, child, "imunisasi")
    rules, today = book_for(village.melati.pk).on(session.date), session.date
    stored = list(Immunisation.objects.unscoped("a test").filter(resident=child))
    groups = groups_of(child, stored, today, rules)
    wanted = [
        (group.title, group.words, [(row.label, row.when, row.word) for row in group.rows])
        for group in groups
    ]
    assert shown_groups(page) == wanted
    status = status_on(child.birth_date, today, doses_of(child), rules=rules)
    finding = " ".join(page.locator(".finding").first.inner_text().split())
    assert finding == f"{status.title} {status.text}"
    plan = (
        catch_up(child.birth_date, today, doses_of(child), rules=rules)
        if page.locator(".plan").count()
        else []
    )
    assert [line.split(" ", 1)[-1] for line in texts(page.locator(".plan li"))] == [
        (f"{', '.join(one.labels)}" if not place else f"{long_date(one.on)} {', '.join(one.labels)}")
        for place, one in enumerate(plan)
    ]


def test_doses_given_today_and_doses_of_the_book_are_stored_together(
    village: Village, session: Session, app: OpenApp, context: BrowserContext, troubles: Troubles
) -> None:
    child = child_of(village, 3, HB0=months_ago(3))
    page = app(village.kader, session)
    with no_signal(page, context, troubles):
        show(page, session, child, "imunisasi")
        assert (sideways(page), serious(page)) == ([], [])
        bcg = fields_of(page, "BCG")
        bcg.get_by_label("Tanggal diberikan").fill(months_ago(2).isoformat())
        opv = fields_of(page, "Polio tetes 1")
        opv.get_by_label("Sudah, tanggal tidak tahu").check()
        dpt = fields_of(page, "DPT-HB-Hib 1")
        dpt.get_by_label("Diberikan di sini hari ini").check()
        dpt.get_by_text("Batch, tempat, dan pemberi").click()
        dpt.get_by_label("Nomor batch").fill("VX-11")
        dpt.get_by_label("Tempat suntikan").select_option(label="Paha kiri")
        assert (drafts(page), sideways(page)) == (1, [])
        page.get_by_role("button", name="Simpan imunisasi").click()
        expect(page.get_by_text("3 imunisasi tersimpan di HP ini.")).to_be_visible()
        assert drafts(page) == 0
        expect(dose(page, "DPT-HB-Hib 1").locator("> .status")).to_have_text("Sudah")
    assert all_stored(page)
    rows = Immunisation.objects.unscoped("a test").filter(resident=child).order_by("dose")
    found = [(row.dose, row.given_on, row.place, row.batch, row.site, row.posyandu_id) for row in rows]
    today = session.date
    assert found == [
        ("BCG", months_ago(2), "", "", "", None),
        ("DPT1", today, "posyandu", "VX-11", "paha_ki", village.melati.pk),
        ("HB0", months_ago(3), "", "", "", None),
        ("OPV1", None, "", "", "", None),
    ]
    assert Visit.objects.unscoped("a test").get().steps_done == (1, 4)


def test_a_dose_that_is_too_early_is_asked_about_first(
    village: Village, session: Session, app: OpenApp, context: BrowserContext, troubles: Troubles
) -> None:
    child = child_of(village, 4, DPT1=session.date - timedelta(days=10))
    page = app(village.kader, session)
    with no_signal(page, context, troubles):
        show(page, session, child, "imunisasi")
        fields = fields_of(page, "DPT-HB-Hib 2")
        fields.get_by_label("Tanggal diberikan").fill((session.date - timedelta(days=1)).isoformat())
        page.get_by_role("button", name="Simpan imunisasi").click()
        expect(page.get_by_text("Belum tersimpan. Periksa yang ditandai")).to_be_visible()
        expect(fields.get_by_text("Dosis ini baru dihitung bila diberikan mulai")).to_be_visible()
        assert unsent(page) == 0
        # Another day is another question.
        fields.get_by_label("Benar, catat saja").check()
        fields.get_by_label("Tanggal diberikan").fill((session.date - timedelta(days=2)).isoformat())
        page.get_by_role("button", name="Simpan imunisasi").click()
        expect(fields.get_by_label("Benar, catat saja")).to_be_visible()
        assert (unsent(page), sideways(page), serious(page)) == (0, [], [])
        fields.get_by_label("Benar, catat saja").check()
        page.get_by_role("button", name="Simpan imunisasi").click()
        expect(page.get_by_text("Imunisasi tersimpan di HP ini.")).to_be_visible()
    assert all_stored(page)
    row = Immunisation.objects.unscoped("a test").get(dose="DPT2")
    assert row.given_on == session.date - timedelta(days=2)


def test_what_cannot_be_is_said_beside_its_dose(village: Village, session: Session, app: OpenApp) -> None:
    child = child_of(village)
    page = app(village.kader, session)
    show(page, session, child, "imunisasi")
    page.get_by_role("button", name="Simpan imunisasi").click()
    expect(page.get_by_text("Belum ada yang diisi.")).to_be_visible()
    fields = fields_of(page, "BCG")
    fields.get_by_label("Tanggal diberikan").fill((child.birth_date - timedelta(days=1)).isoformat())
    page.get_by_role("button", name="Simpan imunisasi").click()
    expect(fields.get_by_text("BCG: tanggalnya sebelum anak lahir.")).to_be_visible()
    fields.get_by_label("Tanggal diberikan").fill((session.date + timedelta(days=1)).isoformat())
    page.get_by_role("button", name="Simpan imunisasi").click()
    expect(fields.get_by_text("BCG: tanggalnya belum tiba.")).to_be_visible()
    assert unsent(page) == 0


def test_one_place_holds_for_all_that_are_filled_in_now(
    village: Village, session: Session, app: OpenApp, context: BrowserContext, troubles: Troubles
) -> None:
    child = child_of(village, 3)
    page = app(village.kader, session)
    with no_signal(page, context, troubles):
        show(page, session, child, "imunisasi")
        page.get_by_text("Tempat dan pemberi untuk yang diisi sekarang").click()
        page.get_by_label("Diberikan di", exact=False).first.select_option(label="Bidan praktik mandiri")
        page.get_by_label("Nama tempat", exact=False).first.fill("Bidan Ratna")
        for label in ("HB0", "BCG"):
            fields = fields_of(page, "Hepatitis B" if label == "HB0" else label)
            fields.get_by_label("Tanggal diberikan").fill(child.birth_date.isoformat())
        page.get_by_role("button", name="Simpan imunisasi").click()
        expect(page.get_by_text("2 imunisasi tersimpan di HP ini.")).to_be_visible()
    assert all_stored(page)
    rows = Immunisation.objects.unscoped("a test").filter(resident=child)
    assert {(row.place, row.place_name) for row in rows} == {("bidan", "Bidan Ratna")}


def test_on_a_closed_day_nothing_is_given_here_and_the_book_may_still_be_copied(
    village: Village, session: Session, app: OpenApp
) -> None:
    child = child_of(village, 3)
    session.closed_at, session.closed_by = timezone.now(), village.kader
    session.save()
    page = app(village.kader, session)
    show(page, session, child, "imunisasi")
    expect(page.get_by_text("Hari buka ini sudah ditutup.")).to_be_visible()
    assert page.get_by_label("Diberikan di sini hari ini").count() == 0
    fields_of(page, "BCG").get_by_label("Tanggal diberikan").fill(months_ago(2).isoformat())
    page.get_by_role("button", name="Simpan imunisasi").click()
    expect(page.get_by_text("Imunisasi tersimpan di HP ini.")).to_be_visible()
    page.wait_for_timeout(1500)
    assert refused(page) == []
    assert Immunisation.objects.unscoped("a test").get().dose == "BCG"


def test_a_woman_has_her_tetanus_doses(
    village: Village, session: Session, app: OpenApp, context: BrowserContext, troubles: Troubles
) -> None:
    woman = make_resident(village.melati, "Sri Rahayu", born=months_ago(300))
    page = app(village.kader, session, size={"width": 1366, "height": 768})
    with no_signal(page, context, troubles):
        show(page, session, woman, "imunisasi")
        expect(page.get_by_text("Status tetanus T0")).to_be_visible()
        fields_of(page, "Td 1").get_by_label("Diberikan di sini hari ini").check()
        page.get_by_role("button", name="Simpan imunisasi").click()
        expect(page.get_by_text("Status tetanus T1")).to_be_visible()
        assert (sideways(page), serious(page)) == ([], [])
    assert all_stored(page)
    assert Immunisation.objects.unscoped("a test").get().dose == "Td1"
