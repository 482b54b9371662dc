"""Services outside the visit: what a person of this age may get, where, and how much."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from registry.models import Resident
from tests.browser.app.asking import all_stored, drafts, no_signal, show
from tests.browser.app.conftest import OpenApp, unsent
from tests.browser.conftest import Troubles, months_ago, serious, sideways, texts
from tests.conftest import Village, make_resident, make_session
from visits.models import ServiceGiven, Session
from visits.services_given import kinds_for

pytestmark = pytest.mark.browser


@pytest.fixture
def session(village: Village) -> Session:
    return make_session(village.melati, timezone.localdate(), by=village.kader)


def woman(village: Village, years: int = 30) -> Resident:
    return make_resident(village.melati, "Sri Rahayu", born=months_ago(12 * years + 1))


def choose(page: Page, label: str) -> None:
    page.get_by_role("button", name=label).click()
    expect(page.get_by_role("heading", level=2, name=label)).to_be_visible()


@pytest.mark.parametrize(("sex", "years"), [("L", 0), ("P", 3), ("P", 12), ("L", 17), ("P", 30), ("L", 70)])
def test_the_kinds_are_those_of_the_page_of_the_server(
    village: Village, session: Session, app: OpenApp, sex: str, years: int
) -> None:
    person = make_resident(village.melati, "Warga", sex=sex, born=months_ago(12 * years + 8))
    page = app(village.kader, session)
    show(page, session, person, "pelayanan")
    wanted = [str(ServiceGiven.Kind(kind).label) for kind in kinds_for(person, session.date)]
    assert texts(page.locator(".service-kinds button")) == wanted


def test_tablets_given_at_home_are_stored_when_the_signal_is_back(
    village: Village, session: Session, app: OpenApp, context: BrowserContext, troubles: Troubles
) -> None:
    person = woman(village)
    page = app(village.kader, session)
    with no_signal(page, context, troubles):
        show(page, session, person, "pelayanan")
        choose(page, "Tablet tambah darah")
        assert (sideways(page), serious(page)) == ([], [])
        expect(page.get_by_label("Jumlah")).to_have_value("30")
        page.get_by_label("Jumlah").fill("60")
        assert drafts(page) == 1
        page.get_by_role("button", name="Simpan").click()
        expect(page.get_by_text("Pilih tempatnya, atau tulis namanya.")).to_be_visible()
        page.get_by_label("Di mana").select_option(label="Di rumah")
        page.get_by_role("button", name="Simpan").click()
        expect(page.get_by_role("status").get_by_text("60 tablet tersimpan di HP ini.")).to_be_visible()
        expect(page.locator(".service-what")).to_have_text("Tablet tambah darah, 60 tablet")
        assert (drafts(page), sideways(page), serious(page)) == (0, [], [])
    assert all_stored(page)
    row = ServiceGiven.objects.unscoped("a test").get()
    found = (row.kind, row.given_on, row.quantity, row.place, row.place_name, row.posyandu_id, row.visit_id)
    assert found == ("ttd", session.date, 60, "lain", "Di rumah", None, None)


def test_contraception_from_the_stock_of_the_posyandu_says_its_method(
    village: Village, session: Session, app: OpenApp, context: BrowserContext, troubles: Troubles
) -> None:
    person = woman(village)
    page = app(village.kader, session)
    with no_signal(page, context, troubles):
        show(page, session, person, "pelayanan")
        choose(page, "Alat kontrasepsi")
        page.get_by_label("Alat atau cara").select_option(label="Implan/susuk")
        page.get_by_label("Diambil dari persediaan").check()
        page.get_by_role("button", name="Simpan").click()
        expect(page.get_by_text("Metode ini diberikan oleh bidan")).to_be_visible()
        assert unsent(page) == 0
        page.get_by_label("Alat atau cara").select_option(label="Pil")
        page.get_by_role("button", name="Simpan").click()
        expect(page.locator(".service-what")).to_contain_text("pil")
    assert all_stored(page)
    row = ServiceGiven.objects.unscoped("a test").get()
    assert (row.kind, row.detail.lower(), row.quantity, row.posyandu) == ("kb", "pil", 1, village.melati)


def test_a_capsule_out_of_its_months_is_asked_about_and_its_colour_follows_from_the_age(
    village: Village, session: Session, app: OpenApp, context: BrowserContext, troubles: Troubles
) -> None:
    child = make_resident(village.melati, "Bagus", sex="L", born=months_ago(30))
    page = app(village.kader, session)
    with no_signal(page, context, troubles):
        show(page, session, child, "pelayanan")
        choose(page, "Vitamin A balita")
        march = date(session.date.year, 3, 5) if session.date.month > 3 else date(session.date.year - 1, 3, 5)
        page.get_by_label("Tanggal diberikan").fill(march.isoformat())
        page.get_by_label("Di mana").select_option(label="Sekolah atau PAUD")
        page.get_by_label("Nama tempat").fill("PAUD Mekar")
        page.get_by_role("button", name="Simpan").click()
        expect(
            page.get_by_text("Vitamin A diberikan bulan Februari dan Agustus. Periksa tanggalnya.")
        ).to_be_visible()
        page.get_by_label("Benar, catat saja").check()
        page.get_by_role("button", name="Simpan").click()
        expect(page.locator(".service-what")).to_have_text("Vitamin A balita")
    assert all_stored(page)
    row = ServiceGiven.objects.unscoped("a test").get()
    found = (row.kind, row.detail, row.given_on, row.place, row.place_name)
    assert found == ("vitamin_a", "merah", march, "sekolah", "PAUD Mekar")


def test_what_cannot_be_is_said_beside_its_field(village: Village, session: Session, app: OpenApp) -> None:
    person = woman(village)
    page = app(village.kader, session)
    show(page, session, person, "pelayanan")
    choose(page, "Tablet tambah darah")
    page.get_by_label("Jumlah").fill("200")
    page.get_by_label("Tanggal diberikan").fill("1990-01-01")
    page.get_by_role("button", name="Simpan").press("Enter")
    expect(page.get_by_text("Jumlahnya 1 sampai 180.")).to_be_visible()
    expect(page.get_by_text("Tanggalnya sebelum lahir.")).to_be_visible()
    assert (unsent(page), serious(page)) == (0, [])


def test_large_text_fits_a_small_phone(village: Village, session: Session, app: OpenApp) -> None:
    person = woman(village)
    page = app(village.kader, session)
    page.evaluate("() => { document.documentElement.dataset.text = 'besar'; }")
    for rest in ("pelayanan", "imunisasi", "skrining", "skrining/srq20", "skrining/indera", "rujuk"):
        show(page, session, person, rest)
        assert (rest, sideways(page)) == (rest, [])
