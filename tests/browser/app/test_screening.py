"""Questionnaires on the phone: answered without a signal, judged at once, and of private ones nothing shown again."""

from __future__ import annotations

import random
from datetime import date
from typing import Any, cast

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from registry.models import Resident
from tests.browser.app.asking import all_stored, drafts, no_signal, show, tap
from tests.browser.app.conftest import OpenApp
from tests.browser.conftest import Troubles, months_ago, serious, sideways
from tests.conftest import Village, make_resident, make_session, make_visit
from visits.models import Screening, Session, Visit
from visits.rulebook import book_for
from visits.screenings import declaration, outcome_of
from visits.screenings.judging import judged

pytestmark = pytest.mark.browser

JUDGED = """async ([session, person, asked, isPrivate]) => {
  const path = document.querySelector('script[src*="js/app/main"]').src;
  const { openDay } = await import(new URL("./day.js", path).href);
  const { judged, outcomeOf } = await import(new URL("./screening/judging.js", path).href);
  const day = await openDay(session);
  const who = day.person(person);
  return asked.map(([key, answers]) => {
    const found = judged({ key, answers, person: who, day: day.session.date }, day.rules(who));
    return [found, outcomeOf(key, found, day.rules(who), isPrivate)];
  });
}"""


@pytest.fixture
def session(village: Village) -> Session:
    return make_session(village.melati, timezone.localdate(), by=village.kader)


def someone(village: Village, years: int, name: str = "Sri Rahayu", **more: Any) -> Resident:
    """Somebody of this age today."""
    return make_resident(village.melati, name, born=months_ago(12 * years + 1), **more)


def in_words(person: Resident, session: Session, key: str, answers: dict[str, str]) -> list[Any]:
    """What the server stores of these answers, and says of them."""
    form = key.partition(":")[0]
    rules = book_for(person.posyandu_id).on(session.date)
    found = judged(form, answers, person, session.date, rules)
    names = ("complete", "score", "level", "parts", "refers", "alarm")
    values = {name: getattr(found, name) for name in names}
    outcome = outcome_of(Screening(form=form, version="", **values), rules, in_full=True)
    said = {name: getattr(outcome, name) for name in ("level", "word", "figure", "text")}
    return [values, said | {"isAlarm": outcome.is_alarm}]


def by_chance(person: Resident, session: Session, key: str, dice: random.Random) -> dict[str, str]:
    """Answers as they come; now and then one is left out, of the young also judged."""
    form = key.partition(":")[0]
    rules = book_for(person.posyandu_id).on(session.date)
    declared = declaration(form, person.birth_date, session.date, rules)
    assert declared is not None
    skips, lean = dice.choice([0, 0, 0.2]), dice.choice([0.05, 0.5, 0.95])
    found = {}
    for item in declared.items:
        if item.code in ("jenis_kelamin", "usia") or dice.random() < skips:
            continue
        options = sorted(item.options, key=lambda option: option.score)
        found[item.code] = (options[-1] if dice.random() < lean else dice.choice(options[:-1])).code
        if form == "heeadsss" and item.alert is None and dice.random() < 0.3:
            found[f"masalah:{item.code}"] = dice.choice(["ya", "tidak"])
    return found


@pytest.mark.parametrize(
    ("key", "years", "is_private"),
    [
        ("srq20", 30, True),
        ("puma", 50, False),
        ("heeadsss", 15, True),
        ("aks", 70, False),
        ("skilas", 70, False),
        ("development", 2, False),
    ],
)
def test_the_phone_says_of_any_answers_what_the_server_says(
    village: Village, session: Session, app: OpenApp, key: str, years: int, is_private: bool
) -> None:
    person = someone(village, years, sex="L" if key == "puma" else "P")
    page = app(village.kader, session)
    dice = random.Random(key)
    given = [by_chance(person, session, key, dice) for _ in range(60)]
    if key == "development":
        given = [answers for answers in given if answers]
        key = f"development:{next(iter(given[0])).rpartition('.')[0]}"
    asked = [[key, answers] for answers in given]
    found = page.evaluate(JUDGED, [str(session.pk), str(person.pk), asked, is_private])
    wanted = [in_words(person, session, key, answers) for answers in given]
    assert [each[0] for each in found] == [each[0] for each in wanted]
    assert [each[1] for each in found] == [each[1] for each in wanted]


def test_an_old_womans_sheet_is_judged_at_once_and_stored_when_the_signal_is_back(
    village: Village, session: Session, app: OpenApp, context: BrowserContext, troubles: Troubles
) -> None:
    mother = someone(village, 70)
    page = app(village.kader, session)
    with no_signal(page, context, troubles):
        show(page, session, mother, "skrining")
        page.get_by_role("link", name="Kemandirian (AKS)").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Kemandirian (AKS)")
        assert (sideways(page), serious(page)) == ([], [])
        for number in range(1, 11):
            expect(page.locator(".stepper-count")).to_have_text(f"{number} dari 10")
            page.locator(".question-option").last.click()
            page.wait_for_timeout(300)
        expect(page.locator(".stepper-end")).to_have_text("Semua pertanyaan sudah dijawab.")
        page.get_by_role("button", name="Simpan & lihat hasil").click()
        expect(page.locator(".outcome-figure")).to_contain_text("dari 20")
        shown = page.locator(".outcome").inner_text()
        assert (sideways(page), serious(page), drafts(page)) == ([], [], 0)
    assert all_stored(page)
    row = Screening.objects.get()
    rules = book_for(village.melati.pk).on(session.date)
    stored = outcome_of(row, rules, in_full=True)
    assert " ".join(shown.split()) == " ".join([stored.word, stored.figure, *stored.text.split()])
    assert (row.form, row.by_self, row.asked_by, row.visit.resident) == ("aks", False, village.kader, mother)


def test_a_half_filled_sheet_is_there_when_she_comes_back(
    village: Village, session: Session, app: OpenApp
) -> None:
    child = someone(village, 2, "Bagus", sex="L")
    page = app(village.kader, session)
    key = page.evaluate(
        "([session, person]) => import(new URL('./day.js', document.querySelector('script[src*=\"js/app/main\"]').src))"
        ".then(({openDay}) => openDay(session)).then((day) => Object.keys(day.person(person).forms)[0])",
        [str(session.pk), str(child.pk)],
    )
    show(page, session, child, f"skrining/{key}")
    tap(page, "Ya, sudah bisa")
    tap(page, "Belum")
    assert drafts(page) == 1
    show(page, session, child, "skrining")
    show(page, session, child, f"skrining/{key}")
    expect(page.get_by_text("Melanjutkan isian yang belum selesai.")).to_be_visible()
    expect(page.locator("input:checked")).to_have_value("ya")


def test_a_private_form_leaves_no_answer_on_the_phone(
    village: Village, session: Session, app: OpenApp, context: BrowserContext, troubles: Troubles
) -> None:
    person = someone(village, 36)
    make_visit(person, session.date, by=village.kader)
    page = app(village.kader, session)
    with no_signal(page, context, troubles):
        show(page, session, person, "skrining/srq20")
        for number in range(1, 21):
            expect(page.locator(".stepper-count")).to_have_text(f"{number} dari 20")
            page.locator(".question-option", has_text="Ya" if number == 17 else "Tidak").click()
            page.wait_for_timeout(250)
        assert drafts(page) == 0
        expect(page.get_by_text("Panggil petugas kesehatan sekarang")).to_be_visible()
        page.get_by_role("button", name="Simpan").click()
        expect(page.get_by_text("Baca dahulu pesan di atas")).to_be_visible()
        page.get_by_label("Sudah dibaca").check()
        page.get_by_role("button", name="Simpan").click()
        expect(page.locator(".outcome-word")).to_have_text("Sudah diisi")
        assert told_of_person(page, session, person) == [None, []]
        for text in ("Skor", "Panggil petugas", "Perlu dirujuk", "Normal"):
            assert text not in page.inner_text("body")
        assert (page.locator("input").count(), drafts(page), sideways(page)) == (0, 0, [])
        page.get_by_role("button", name="Tanyakan ulang").click()
        assert page.locator("input:checked").count() == 0
        tap(page, "Ya")
        show(page, session, person, "skrining")
        show(page, session, person, "skrining/srq20")
        expect(page.locator(".outcome-word")).to_have_text("Sudah diisi")
        assert drafts(page) == 0
    assert all_stored(page)
    row = Screening.objects.get()
    assert (row.score, row.alarm, row.by_self) == (1, True, False)
    assert told_of_person(page, session, person) == [None, []]


def told_of_person(page: Page, session: Session, person: Resident) -> list[Any]:
    """What the phone shows of her answers to SRQ-20, and of whom to send on."""
    script = """async ([session, person]) => {
      const path = document.querySelector('script[src*="js/app/main"]').src;
      const { openDay } = await import(new URL("./day.js", path).href);
      const who = (await openDay(session)).person(person);
      return [who.answers.srq20 ?? null, who.visit.proposals];
    }"""
    return cast(list[Any], page.evaluate(script, [str(session.pk), str(person.pk)]))


def test_a_person_answers_alone_and_the_kader_sees_only_that_it_is_done(
    village: Village, session: Session, app: OpenApp, context: BrowserContext, troubles: Troubles
) -> None:
    person = someone(village, 36)
    page = app(village.kader, session)
    with no_signal(page, context, troubles):
        show(page, session, person, "skrining/srq20")
        page.get_by_role("button", name="Dijawab sendiri di HP ini").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Berikan HP ini kepada Sri Rahayu")
        assert (page.locator("a:visible").count(), sideways(page), serious(page)) == (0, [], [])
        page.get_by_role("button", name="Tulisan besar").click()
        assert sideways(page) == []
        page.get_by_role("button", name="Mulai").click()
        for number in range(1, 21):
            expect(page.locator(".stepper-count")).to_have_text(f"{number} dari 20")
            answer = page.locator(".question-option", has_text="Ya" if number > 10 else "Tidak")
            box = answer.bounding_box()
            assert box is not None
            assert (box["height"] >= 48, sideways(page)) == (True, [])
            answer.click()
            page.wait_for_timeout(250)
        assert page.locator("a:visible").count() == 0
        page.get_by_role("button", name="Kirim jawaban").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Terima kasih")
        assert (page.locator("input").count(), drafts(page)) == (0, 0)
        page.get_by_role("button", name="Untuk kader: lanjutkan").click()
        expect(page.locator(".outcome-word")).to_have_text("Sudah diisi")
        assert "Skor" not in page.inner_text("body")
    assert all_stored(page)
    row = Screening.objects.get()
    assert (row.by_self, row.score, row.refers) == (True, 10, True)
    # The visit began with it.
    assert Visit.objects.unscoped("a test").get().steps_done == (1, 4)


def test_whoever_does_not_want_to_answer_alone_says_so_herself(
    village: Village, session: Session, app: OpenApp
) -> None:
    person = someone(village, 36)
    page = app(village.kader, session)
    show(page, session, person, "skrining/srq20")
    page.get_by_role("button", name="Dijawab sendiri di HP ini").click()
    page.get_by_role("button", name="Saya tidak mau menjawab").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Terima kasih")
    page.get_by_role("button", name="Untuk kader: lanjutkan").click()
    expect(page.locator(".outcome-word")).to_have_text("Ditunda")
    page.wait_for_timeout(1500)
    assert all_stored(page)
    row = Screening.objects.get()
    assert (row.postponed_because, row.by_self) == ("Tidak bersedia menjawab sendiri", True)


def test_a_sheet_is_put_off_with_a_reason(village: Village, session: Session, app: OpenApp) -> None:
    person = someone(village, 70)
    page = app(village.kader, session)
    show(page, session, person, "skrining/skilas")
    page.get_by_text("Tunda lembar ini").click()
    page.get_by_role("button", name="Tunda", exact=True).click()
    expect(page.get_by_text("Pilih atau tulis alasannya.")).to_be_visible()
    page.get_by_text("Sedang sakit atau nyeri").click()
    page.get_by_role("button", name="Tunda", exact=True).click()
    expect(page.locator(".outcome-word")).to_have_text("Ditunda")
    page.wait_for_timeout(1500)
    assert all_stored(page)
    assert Screening.objects.get().postponed_because == "Sedang sakit atau nyeri"


def test_a_question_that_hangs_on_another_is_asked_only_when_needed(
    village: Village, session: Session, app: OpenApp
) -> None:
    person = someone(village, 76)
    page = app(village.kader, session)
    show(page, session, person, "skrining/skilas")
    for number in range(1, 7):
        expect(page.locator(".question-number")).to_have_text(f"{number}.")
        page.locator(".question-option").nth(1).click()
        page.wait_for_timeout(250)
    expect(page.locator(".question-number")).to_have_text("7.")
    tap(page, "Ya")
    expect(page.locator(".stepper-count")).to_have_text("9 dari 12")
    page.get_by_role("button", name="Tidak dapat dilakukan").click()
    expect(page.locator(".question-number")).to_have_text("10.")
    assert (sideways(page), serious(page)) == ([], [])


def test_the_keyboard_alone_is_enough(village: Village, session: Session, app: OpenApp) -> None:
    person = someone(village, 36)
    page = app(village.kader, session)
    show(page, session, person, "skrining/srq20")
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".stepper-count")).to_have_text("1 dari 20")
    page.keyboard.press("Enter")
    expect(page.locator(".stepper-count")).to_have_text("2 dari 20")
    page.get_by_role("button", name="Kembali").press("Enter")
    expect(page.get_by_label("Tidak").first).to_be_checked()


def test_taps_decide_what_eyes_and_ears_are(
    village: Village, session: Session, app: OpenApp, context: BrowserContext, troubles: Troubles
) -> None:
    person = someone(village, 50)
    page = app(village.kader, session)
    with no_signal(page, context, troubles):
        show(page, session, person, "skrining/indera")
        assert (sideways(page), serious(page)) == ([], [])
        tried(page, "Mata kanan", "Benar", "Salah", "Benar", "Benar")
        expect(page.get_by_role("group", name="Mata kanan").locator(".sense-tries")).not_to_contain_text(
            "Normal"
        )
        tried(page, "Mata kanan", "Benar")
        tried(page, "Mata kiri", "Salah", "Salah", "Ulangi", "Benar", "Salah", "Benar", "Salah")
        tried(page, "Telinga kanan", "Benar", "Salah", "Benar", "Benar", "Benar")
        expect(page.get_by_text("Penglihatan terganggu.")).to_be_visible()
        page.get_by_role("button", name="Simpan hasil tes").click()
        page.wait_for_function("() => location.hash.endsWith('/langkah/4')")
    assert all_stored(page)
    card = Visit.objects.unscoped("a test").with_cards().get().adult_check
    found = (card.eye_right, card.eye_left, card.ear_right, card.ear_left)
    assert found == ("Normal", "Gangguan", "Normal", "")


def tried(page: Page, title: str, *answers: str) -> None:
    for answer in answers:
        page.get_by_role("group", name=title).get_by_role("button", name=answer).click()


def test_a_closed_day_says_so_before_anybody_answers(
    village: Village, session: Session, app: OpenApp
) -> None:
    person = someone(village, 36)
    session.closed_at, session.closed_by = timezone.now(), village.kader
    session.save()
    page = app(village.kader, session)
    show(page, session, person, "skrining/srq20")
    expect(
        page.get_by_text("Hari ini sudah ditutup. Bidan atau Puskesmas dapat memperbaiki.")
    ).to_be_visible()
    assert page.locator("[data-question]").count() == 0


def test_a_sheet_of_another_age_is_not_asked(village: Village, session: Session, app: OpenApp) -> None:
    child = make_resident(village.melati, "Bagus", sex="L", born=date(2025, 7, 1))
    page = app(village.kader, session)
    show(page, session, child, "skrining/aks")
    expect(page.get_by_text("Lembar ini bukan untuk umur orang ini.")).to_be_visible()


def test_a_midwife_fills_in_a_sheet_of_a_closed_day_with_her_reason(
    village: Village, session: Session, app: OpenApp, context: BrowserContext, troubles: Troubles
) -> None:
    person = someone(village, 50, sex="L")
    session.closed_at, session.closed_by = timezone.now(), village.kader
    session.save()
    page = app(village.bidan, session)
    with no_signal(page, context, troubles):
        show(page, session, person, "skrining/puma")
        page.get_by_label("Lama merokok").fill("20")
        page.get_by_label("Rata-rata sehari").fill("30,5")
        expect(page.locator("input:checked")).to_have_value(">30")
        page.get_by_role("button", name="Lanjut").click()
        for number in range(4, 8):
            expect(page.locator(".question-number")).to_have_text(f"{number}.")
            page.locator(".question-option").first.click()
            page.wait_for_timeout(250)
        page.get_by_role("button", name="Simpan & lihat hasil").click()
        expect(page.get_by_text("Hari ini sudah ditutup; tulis alasan memperbaiki.")).to_be_visible()
        page.get_by_label("Alasan memperbaiki").fill("Lembar kertas baru ditemukan")
        page.get_by_role("button", name="Simpan & lihat hasil").click()
        expect(page.locator(".outcome-figure")).to_contain_text("dari 9")
    assert all_stored(page)
    row = Screening.objects.get()
    assert (row.form, row.answers["merokok"], row.asked_by) == ("puma", ">30", village.bidan)
