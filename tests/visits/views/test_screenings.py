"""The pages of the questionnaires: filled and found again, put off, and left to the person alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.test import Client
from django.utils import timezone

from tests.conftest import Village, make_session
from tests.visits.screenings.people import filled, healthy, reloaded, srq, visit_of
from visits import services
from visits.models import Screening, Visit

Browser = Callable[..., Client]
# Words that only the answers or the reasons of private forms have.
TELLTALES = ("mengakhiri hidup", "Skor 1 dari 20", "nomor 17", "Panggil petugas")


def page(visit: Visit, form: str = "", tail: str = "") -> str:
    address = f"/kunjungan/{visit.pk}/skrining/"
    return f"{address}{form}/{tail}" if form else address


def sent(answers: Mapping[str, str | None], **more: str) -> dict[str, str]:
    return {code: value for code, value in answers.items() if value is not None} | more


@pytest.mark.parametrize(
    ("who", "form", "shown"),
    [
        ("toddler", "development", "Lengkap"),
        ("baby", "development", "Lengkap"),
        ("teen", "heeadsss", "Normal"),
        ("adult", "srq20", "Normal"),
        ("smoker", "puma", "Skor 1 dari 9"),
        ("elder", "aks", "Skor 20 dari 20, mandiri (M), kategori A"),
        ("elder", "skilas", "Tidak ada masalah"),
    ],
)
def test_each_form_is_filled_and_found_again(
    village: Village, client_of: Browser, who: str, form: str, shown: str
) -> None:
    visit = visit_of(village, who)
    browser = client_of(village.kader)
    empty = browser.get(page(visit, form))
    answer = browser.post(page(visit, form), sent(healthy(form, visit), revision="0"))

    assert (empty.status_code, answer.status_code, answer["Location"]) == (200, 302, page(visit, form))
    assert "no-store" in empty["Cache-Control"]
    result = browser.get(page(visit, form)).content.decode()
    assert shown in result
    assert Screening.objects.get().complete is True
    assert (Screening.objects.get().asked_by, Screening.objects.get().by_self) == (village.kader, False)


def test_the_list_says_what_is_due_done_and_put_off(village: Village, client_of: Browser) -> None:
    visit = visit_of(village, "elder")
    filled(visit, "aks", healthy("aks", visit, mandi="0"), village.kader)
    browser = client_of(village.kader)
    browser.post(page(visit, "skilas", "tunda/"), {"because": "Sedang sakit atau nyeri"})

    text = browser.get(page(visit)).content.decode()
    assert text.count("Perlu ditanyakan") == 2
    assert [word in text for word in ("Perlu dirujuk", "Ditunda", "Sedang sakit atau nyeri")] == [True] * 3


def test_a_child_of_eight_has_no_form(village: Village, client_of: Browser) -> None:
    visit = visit_of(village, "teen")
    visit.resident.birth_date = visit.date.replace(year=2018)
    visit.resident.save()
    text = client_of(village.kader).get(page(visit)).content.decode()
    assert "Tidak ada lembar skrining" in text


def test_a_form_is_put_off_with_a_reason_of_ones_own(village: Village, client_of: Browser) -> None:
    visit = visit_of(village, "adult")
    browser = client_of(village.kader)
    refused = browser.post(page(visit, "srq20", "tunda/"), {"because": ""}, follow=True)
    assert "Pilih atau tulis alasannya." in refused.content.decode()
    assert Screening.objects.count() == 0
    browser.post(page(visit, "srq20", "tunda/"), {"other": "Menunggu suami"})
    assert Screening.objects.get().postponed_because == "Menunggu suami"
    assert "Menunggu suami" in browser.get(page(visit, "srq20")).content.decode()


@pytest.mark.parametrize("value", ["mungkin", "1", "ditunda", "ya' OR 1=1", "\x00", "9" * 5000])
def test_nonsense_is_answered_beside_the_question(village: Village, client_of: Browser, value: str) -> None:
    visit = visit_of(village, "smoker")
    answer = client_of(village.kader).post(page(visit, "puma"), {"batuk": value, "dahak": "ya"})
    assert answer.status_code == 200
    assert "Pilih salah satu jawaban yang ada." in answer.content.decode()
    assert Screening.objects.count() == 0


@pytest.mark.parametrize(
    "data", [{}, {"revision": "abc"}, {"revision": "9" * 400, "batuk": "ya"}, {"tahun_merokok": "dua"}]
)
def test_other_nonsense_is_no_error_of_the_server(
    village: Village, client_of: Browser, data: dict[str, str]
) -> None:
    answer = client_of(village.kader).post(page(visit_of(village, "smoker"), "puma"), data)
    assert answer.status_code == 200
    assert Screening.objects.count() == 0


def test_a_form_that_is_not_there_or_not_for_this_age_is_not_found(
    village: Village, client_of: Browser
) -> None:
    visit, browser = visit_of(village, "adult"), client_of(village.kader)
    for form in ("aks", "development", "tidak-ada", "SRQ20"):
        found = [
            browser.get(page(visit, form)).status_code,
            browser.post(page(visit, form), {"bab": "2"}).status_code,
            browser.post(page(visit, form, "tunda/"), {"because": "Tidak bersedia"}).status_code,
        ]
        assert (form, found) == (form, [404] * 3)


def test_the_neighbour_finds_nothing_and_the_dinas_may_not(village: Village, client_of: Browser) -> None:
    visit = visit_of(village, "adult")
    filled(visit, "srq20", srq(17), village.kader)
    gets = [page(visit), page(visit, "srq20"), page(visit, "srq20", "sendiri/")]
    posts = [page(visit, "srq20"), page(visit, "srq20", "tunda/"), page(visit, "srq20", "jawaban/")]
    for user, code in ((village.neighbour, 404), (village.dinkes, 403)):
        browser = client_of(user)
        found = [browser.get(each).status_code for each in gets]
        found += [browser.post(each, {}).status_code for each in posts]
        assert (user.username, found) == (user.username, [code] * 6)


def test_the_register_knows_sex_and_age_and_years_become_an_answer(
    village: Village, client_of: Browser
) -> None:
    visit = visit_of(village, "smoker", sex="L")
    browser = client_of(village.kader)
    shown = browser.get(page(visit, "puma")).content.decode()
    assert 'name="jenis_kelamin"' not in shown
    answers = healthy("puma", visit, napas_pendek="ya", batuk="ya")
    data = sent(answers | {"merokok": None}, tahun_merokok="20", batang_per_hari="20", jenis_kelamin="P")
    browser.post(page(visit, "puma"), data)
    row = Screening.objects.get()
    assert (row.answers["merokok"], row.score, row.refers) == ("20-30", 5, False)
    assert "jenis_kelamin" not in row.answers


def test_todays_arm_answers_the_question_about_it(village: Village, client_of: Browser) -> None:
    visit = visit_of(village, "elder", muac_cm="20.5")
    shown = client_of(village.kader).get(page(visit, "skilas")).content.decode()
    assert "Dari pengukuran hari ini: LiLA 20,5 cm." in shown
    assert (
        'name="malnutrisi_3" value="ya" autocomplete="off" id="id_malnutrisi_3_0" checked'
        in shown.replace(" required", "")
    )


def test_both_are_shown_when_two_filled_the_same_form(village: Village, client_of: Browser) -> None:
    visit = visit_of(village, "elder")
    browser = client_of(village.kader)
    filled(visit, "aks", healthy("aks", visit, mandi="0"), village.bidan)
    mine = sent(healthy("aks", visit))

    met = browser.post(page(visit, "aks"), mine | {"revision": "0"}).content.decode()
    assert ["Baru saja diisi oleh Ratna Dewi" in met, "Skor 19 dari 20" in met] == [True, True]
    assert Screening.objects.get().score == 19
    browser.post(page(visit, "aks"), mine | {"revision": "1"})
    assert Screening.objects.get().score == 20


def test_in_a_meeting_of_two_private_forms_no_answer_is_shown(village: Village, client_of: Browser) -> None:
    visit = visit_of(village, "adult")
    filled(visit, "srq20", srq(17), village.bidan)
    met = client_of(village.kader).post(page(visit, "srq20"), sent(srq(1), revision="0")).content.decode()
    assert "Baru saja diisi oleh Ratna Dewi" in met
    assert 'class="told"' not in met


def test_private_answers_never_stand_in_the_form_again(village: Village, client_of: Browser) -> None:
    visit = visit_of(village, "adult")
    filled(visit, "srq20", srq(*range(1, 21)), village.kader)
    shown = client_of(village.kader).get(page(visit, "srq20") + "?isi=1").content.decode()
    assert "checked" not in shown
    other = visit_of(village, "elder")
    filled(other, "aks", healthy("aks", other), village.kader)
    assert "checked" in client_of(village.kader).get(page(other, "aks") + "?isi=1").content.decode()


# Alone with the phone.


def alone(village: Village, browser: Client, *numbers: int) -> Visit:
    """Somebody answered SRQ-20 alone on the kader's phone."""
    visit = visit_of(village, "adult")
    answer = browser.post(page(visit, "srq20", "sendiri/"), sent(srq(*numbers)))
    assert answer["Location"] == page(visit, "srq20", "sendiri/selesai/")
    return visit


def test_the_page_for_a_person_alone_leads_nowhere(village: Village, client_of: Browser) -> None:
    visit = visit_of(village, "adult")
    answer = client_of(village.kader).get(page(visit, "srq20", "sendiri/"))
    text = answer.content.decode()
    assert (text.count("<a "), text.count('type="radio"'), text.count("checked")) == (0, 40, 0)
    assert f"Berikan HP ini kepada {visit.resident.name}" in text
    assert "no-store" in answer["Cache-Control"]


def test_the_kader_sees_the_result_and_nothing_else(village: Village, client_of: Browser) -> None:
    browser = client_of(village.kader)
    visit = alone(village, browser, 17)
    row = Screening.objects.get()
    assert (row.by_self, row.alarm, row.asked_by) == (True, True, village.kader)

    seen = [
        browser.get(address).content.decode()
        for address in (
            page(visit, "srq20", "sendiri/selesai/"),
            page(visit, "srq20", "sendiri/"),
            page(visit),
            page(visit, "srq20"),
            page(visit, "srq20") + "?isi=1",
            f"/kunjungan/{visit.pk}/",
            f"/warga/{visit.resident_id}/",
        )
    ]
    assert "Perlu dirujuk" in seen[3]
    # The question itself stands on the empty forms.
    found = [[word for word in TELLTALES if word in text] for text in (seen[0], seen[2], seen[3], *seen[5:])]
    assert found == [[]] * 5
    assert ["checked" in text for text in seen[:5]] == [False] * 5
    assert browser.post(page(visit, "srq20", "jawaban/")).status_code == 404
    assert LogEntry.objects.filter(action=LogEntry.Action.ACCESS).count() == 0


def test_the_midwife_sees_the_alarm_opens_the_answers_and_is_noted(
    village: Village, client_of: Browser
) -> None:
    visit = alone(village, client_of(village.kader), 17)
    browser = client_of(village.bidan)
    result = browser.get(page(visit, "srq20")).content.decode()
    assert "Panggil petugas kesehatan sekarang" in result
    assert LogEntry.objects.filter(action=LogEntry.Action.ACCESS).count() == 0

    answer = browser.post(page(visit, "srq20", "jawaban/"))
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
    assert answer.content.decode().count("<strong>Ya</strong>") == 1
    entry = LogEntry.objects.get(action=LogEntry.Action.ACCESS)
    assert (entry.actor, entry.changes) == (village.bidan, {"answers": ["", "dibuka"]})
    assert entry.object_pk == str(Screening.objects.get().pk)


def test_nobody_is_noted_for_reading_what_is_not_private(village: Village, client_of: Browser) -> None:
    visit = visit_of(village, "elder")
    filled(visit, "aks", healthy("aks", visit, mandi="0"), village.kader)
    answer = client_of(village.kader).post(page(visit, "aks", "jawaban/"))
    assert "Tergantung orang lain" in answer.content.decode()
    assert LogEntry.objects.filter(action=LogEntry.Action.ACCESS).count() == 0


def test_whoever_comes_to_the_answers_by_their_address_is_led_to_the_forms(
    village: Village, client_of: Browser
) -> None:
    visit = visit_of(village, "elder")
    answer = client_of(village.kader).get(page(visit, "aks", "jawaban/"))
    assert (answer.status_code, answer["Location"]) == (302, page(visit))


def test_whoever_does_not_want_to_answer_hands_the_phone_back(village: Village, client_of: Browser) -> None:
    visit = visit_of(village, "adult")
    answer = client_of(village.kader).post(page(visit, "srq20", "sendiri/"), {"tolak": "1"})
    row = Screening.objects.get()
    assert answer["Location"] == page(visit, "srq20", "sendiri/selesai/")
    assert (row.postponed_because, row.by_self) == ("Tidak bersedia menjawab sendiri", True)


def test_refusing_erases_nothing_that_was_answered(village: Village, client_of: Browser) -> None:
    visit = visit_of(village, "adult")
    filled(visit, "srq20", {"tidur": "ya"}, village.kader)
    client_of(village.kader).post(page(visit, "srq20", "sendiri/"), {"tolak": "1"})
    assert Screening.objects.get().answers == {"tidur": "ya"}


def test_a_form_without_secrets_is_not_answered_alone(village: Village, client_of: Browser) -> None:
    visit = visit_of(village, "elder")
    answer = client_of(village.kader).get(page(visit, "aks", "sendiri/"))
    assert (answer.status_code, answer["Location"]) == (302, page(visit, "aks"))


# Days that are over.


def test_a_cancelled_visit_takes_no_form(village: Village, client_of: Browser) -> None:
    visit = visit_of(village, "adult")
    services.cancel_visit(visit=visit, user=village.kader, reason="Salah orang")
    answer = client_of(village.kader).post(page(visit, "srq20"), sent(srq()), follow=True)
    assert "sudah dibatalkan" in answer.content.decode()
    assert Screening.objects.count() == 0


def test_a_closed_day_asks_the_midwife_why(village: Village, client_of: Browser) -> None:
    session = make_session(village.melati)
    visit = visit_of(village, "adult")
    Visit.objects.unscoped("in a test").filter(pk=visit.pk).update(session=session)
    session.closed_at = timezone.now()
    session.save()

    told = client_of(village.kader).post(page(visit, "srq20"), sent(srq()), follow=True).content.decode()
    assert "Hari ini sudah ditutup" in told
    browser = client_of(village.bidan)
    asked: Any = browser.post(page(visit, "srq20"), sent(srq())).content.decode()
    assert ("tulis alasan memperbaiki" in asked, Screening.objects.count()) == (True, 0)
    browser.post(page(visit, "srq20"), sent(srq(), reason="Lembar baru ditemukan"))
    assert Screening.objects.get().complete is True
    assert reloaded(visit).revision == visit.revision + 1


def test_the_page_asks_the_same_queries_for_one_form_and_for_four(
    village: Village, client_of: Browser, django_assert_num_queries: Any
) -> None:
    few, many = visit_of(village, "adult"), visit_of(village, "elder")
    for form in ("srq20", "puma", "aks", "skilas"):
        filled(many, form, healthy(form, many), village.kader)
    browser = client_of(village.kader)
    with django_assert_num_queries(7):
        browser.get(page(few))
    with django_assert_num_queries(7):
        browser.get(page(many))
