"""The entry page judges what is typed on the phone itself: at once, without the server, and as the server does."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, Route, expect

from registry.models import Resident
from tests.browser.conftest import Enter, Troubles, entry, last_month, months_ago
from tests.conftest import Village, make_resident, make_session, make_visit
from visits.models import RuleOverride, Session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FINDINGS = "#hasil .finding > div"


@pytest.fixture
def today(village: Village) -> Session:
    return make_session(village.melati, months_ago(0))


def toddler(village: Village, session: Session) -> Resident:
    child = make_resident(village.melati, "Bunga", born=months_ago(15), since=months_ago(15))
    make_visit(child, last_month(), weight_kg="9.4", height_cm="76")
    return child


def without_server(page: Page) -> list[str]:
    """The server's preview is gone; who still asks for it is noted."""
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route("**/hasil/**", refuse)
    return asked


def words(page: Page) -> list[str]:
    """Of every finding and every cell, the closed table's too."""
    found = page.locator(f"{FINDINGS}, #hasil td, #hasil th[scope=row]").all_text_contents()
    return [" ".join(text.split()) for text in found]


def ready(page: Page) -> None:
    expect(page.locator("form[data-judged=phone]")).to_be_attached()


def test_a_loss_of_weight_is_told_without_asking_the_server(
    village: Village, today: Session, enter: Enter
) -> None:
    page = enter(village.kader, entry(today, toddler(village, today)))
    asked = without_server(page)
    ready(page)

    page.get_by_label("Berat badan").fill("9,2")

    expect(page.locator(FINDINGS).first).to_contain_text("Berat turun 200 g dari bulan lalu.")
    page.locator("#hasil summary").click()
    expect(page.locator("#hasil table")).to_contain_text("BB/U")
    assert asked == []


def test_a_slip_is_asked_about_at_once(village: Village, today: Session, enter: Enter) -> None:
    page = enter(village.kader, entry(today, toddler(village, today)))
    ready(page)

    page.get_by_label("Berat badan").fill("94")

    expect(page.locator(FINDINGS).first).to_have_text(
        "Apakah benar? Berat 94 kg tidak mungkin untuk anak 1 tahun. Maksud Ibu 9,4?"
    )


def test_a_fraction_of_another_unit_is_explained_at_once(
    village: Village, today: Session, enter: Enter
) -> None:
    person = make_resident(village.melati, "Sri Rahayu", born=date(1980, 3, 1))
    page = enter(village.kader, entry(today, person))
    ready(page)

    page.locator("[name=systolic]").fill("12,5")
    page.locator("[name=diastolic]").fill("8,2")
    page.locator("[name=glucose_mg_dl]").fill("5,6")

    expect(page.locator("#hasil")).to_contain_text("Tampaknya dalam cmHg: maksud Ibu 125 mmHg?")
    expect(page.locator("#hasil")).to_contain_text("Tampaknya dalam mmol/L: maksud Ibu 100,8 mg/dL?")


def test_the_phone_says_what_the_server_says(village: Village, today: Session, enter: Enter) -> None:
    child = toddler(village, today)
    page = enter(village.kader, entry(today, child))
    ready(page)
    typed = {"weight_kg": "7,3", "height_cm": "70,1", "head_cm": "41,5", "muac_cm": "11,9"}
    for name, text in typed.items():
        page.locator(f"[name={name}]").fill(text)
    expect(page.locator("#hasil")).to_contain_text("LiLA kuning")
    on_phone = words(page)
    assert "Usul rujukan: Puskesmas" in " ".join(on_phone)

    answer = page.evaluate(
        """async () => {
            const form = document.querySelector("form[data-judge]");
            const reply = await fetch(form.getAttribute("hx-post"), { method: "POST", body: new FormData(form) });
            document.querySelector("#hasil").innerHTML = await reply.text();
            return reply.status;
        }"""
    )

    assert answer == 200
    assert on_phone == words(page)
    assert len(on_phone) > 18


def test_an_adult_is_judged_too(village: Village, today: Session, enter: Enter) -> None:
    page = enter(village.kader, entry(today, make_resident(village.melati, born=date(1980, 1, 1))))
    asked = without_server(page)
    ready(page)

    page.locator("[name=systolic]").fill("150")
    page.locator("[name=diastolic]").fill("95")

    expect(page.locator(FINDINGS).first).to_have_text("Tekanan darah 150/95: tinggi. Rujuk.")
    assert asked == []


def test_whom_to_send_on_is_proposed_while_it_is_typed(
    village: Village, today: Session, enter: Enter
) -> None:
    page = enter(village.kader, entry(today, make_resident(village.melati, born=date(1980, 1, 1))))
    ready(page)

    page.locator("[name=systolic]").fill("185")
    page.locator("[name=diastolic]").fill("112")

    expect(page.locator("#hasil .finding").last).to_contain_text("Usul rujukan: Puskesmas, segera")
    expect(page.locator("#hasil li")).to_have_text(["Tekanan darah 185/112: sangat tinggi."])


def test_what_the_kabupaten_decided_holds_on_the_phone(
    village: Village, today: Session, enter: Enter
) -> None:
    RuleOverride.objects.create(
        unit=village.kabupaten,
        setting="blood_pressure.high_systolic",
        value="135",
        valid_from=months_ago(0),
        reason="Surat Dinas 12/2026",
    )
    page = enter(village.kader, entry(today, make_resident(village.melati, born=date(1980, 1, 1))))
    ready(page)

    page.locator("[name=systolic]").fill("136")
    page.locator("[name=diastolic]").fill("80")

    expect(page.locator(FINDINGS).first).to_have_text("Tekanan darah 136/80: tinggi. Rujuk.")


def test_without_the_rules_the_server_answers(
    village: Village, today: Session, enter: Enter, page: Page, troubles: Troubles
) -> None:
    troubles.expected.add(503)
    page.route("**/aturan/**", lambda route: route.fulfill(status=503, body=""))
    enter(village.kader, entry(today, toddler(village, today)))

    page.get_by_label("Berat badan").fill("9,2")

    expect(page.locator(FINDINGS).first).to_contain_text("Berat turun 200 g dari bulan lalu.")
    assert page.locator("form[data-judged]").count() == 0
