"""Questionnaires through the API: stored like on the page, private answers read by few."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.test import Client

from tests.conftest import Village
from tests.visits.screenings.people import filled, healthy, srq, visit_of
from visits import services
from visits.api_screenings import ScreeningSerializer
from visits.models import Screening, Visit

Browser = Callable[..., Client]


def address(visit: Visit, form: str) -> str:
    return f"/api/v1/visits/{visit.pk}/screenings/{form}/"


def put(browser: Client, visit: Visit, form: str, **content: Any) -> Any:
    return browser.put(address(visit, form), content, content_type="application/json")


def test_a_form_is_stored_and_read_again(village: Village, client_of: Browser) -> None:
    visit = visit_of(village, "elder")
    browser = client_of(village.kader)
    stored = put(browser, visit, "aks", answers=healthy("aks", visit, mandi="0"), revision=0)
    assert stored.status_code == 200
    found = browser.get(address(visit, "aks")).json()
    assert {name: found[name] for name in ("form", "version", "revision", "score", "refers", "result")} == {
        "form": "aks", "version": "2023", "revision": 1, "score": 19, "refers": True, "result": "Perlu dirujuk",
    }  # fmt: skip
    assert found["answers"]["mandi"] == "0"


def test_private_answers_are_read_by_the_midwife_who_is_noted(village: Village, client_of: Browser) -> None:
    visit = visit_of(village, "adult")
    stored = put(client_of(village.kader), visit, "srq20", answers=srq(17), by_self=True).json()
    kader = client_of(village.kader).get(address(visit, "srq20")).json()
    assert LogEntry.objects.filter(action=LogEntry.Action.ACCESS).count() == 0
    bidan = client_of(village.bidan).get(address(visit, "srq20")).json()

    for seen in (stored, kader):
        assert (seen["result"], seen["answers"], seen["score"], seen["alarm"]) == (
            "Perlu dirujuk", None, None, None,
        )  # fmt: skip
    assert (bidan["answers"]["mengakhiri_hidup"], bidan["score"], bidan["alarm"]) == ("ya", 1, True)
    assert LogEntry.objects.get(action=LogEntry.Action.ACCESS).actor == village.bidan


def test_in_a_list_nobody_reads_private_answers(village: Village) -> None:
    visit = visit_of(village, "elder")
    rows = [
        filled(visit, "srq20", srq(17), village.kader),
        filled(visit, "aks", healthy("aks", visit), village.kader),
    ]
    shown = [ScreeningSerializer(row).data for row in rows]
    assert [(each["form"], each["score"]) for each in shown] == [("srq20", None), ("aks", 20)]
    assert (shown[0]["answers"], shown[1]["answers"]["bab"]) == (None, "2")
    assert "alarm" not in shown[0]


def test_a_form_is_put_off(village: Village, client_of: Browser) -> None:
    visit = visit_of(village, "adult")
    answer = put(client_of(village.kader), visit, "srq20", postponed_because="Sedang nyeri").json()
    assert (answer["result"], answer["postponed_because"]) == ("Ditunda", "Sedang nyeri")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ({"answers": {"tidur": "mungkin"}}, 'butir 3: jawaban "mungkin" tidak dikenal'),
        ({"answers": {"terbang": "ya"}}, "butir terbang tidak ada di lembar SRQ-20"),
        (
            {"answers": {"masalah:tidur": "ya", "tidur": "ya"}},
            "butir masalah:tidur tidak ada di lembar SRQ-20",
        ),
        ({"answers": {}}, "Belum ada yang dijawab."),
        ({}, "Belum ada yang dijawab."),
    ],
)
def test_what_the_form_does_not_know_is_refused_in_words(
    village: Village, client_of: Browser, content: dict[str, Any], problem: str
) -> None:
    answer = put(client_of(village.kader), visit_of(village, "adult"), "srq20", **content)
    assert (answer.status_code, answer.json()["problems"]) == (400, [problem])
    assert Screening.objects.count() == 0


@pytest.mark.parametrize(
    "content",
    [{"answers": "ya"}, {"answers": {"tidur": ["ya"]}}, {"answers": {"tidur": {"a": 1}}}, {"revision": "x"}],
)
def test_nonsense_is_refused(village: Village, client_of: Browser, content: dict[str, Any]) -> None:
    answer = put(client_of(village.kader), visit_of(village, "adult"), "srq20", **content)
    assert answer.status_code == 400


def test_whoever_saw_an_older_form_is_told_which_is_stored(village: Village, client_of: Browser) -> None:
    visit = visit_of(village, "adult")
    filled(visit, "srq20", srq(1), village.bidan)
    answer = put(client_of(village.kader), visit, "srq20", answers=srq(2), revision=0)
    assert (answer.status_code, answer.json()["revision"]) == (409, 1)
    again = put(client_of(village.kader), visit, "srq20", answers=srq(2), revision=1)
    assert (again.status_code, again.json()["revision"]) == (200, 2)


def test_a_cancelled_visit_takes_none(village: Village, client_of: Browser) -> None:
    visit = visit_of(village, "adult")
    services.cancel_visit(visit=visit, user=village.kader, reason="Salah orang")
    assert put(client_of(village.kader), visit, "srq20", answers=srq()).status_code == 409


def test_who_finds_the_form(village: Village, client_of: Browser) -> None:
    visit = visit_of(village, "adult")
    filled(visit, "srq20", srq(17), village.kader)
    for user, code in ((village.neighbour, 404), (village.dinkes, 403), (village.desa_officer, 403)):
        browser = client_of(user)
        found = [
            browser.get(address(visit, "srq20")).status_code,
            put(browser, visit, "srq20", answers=srq()).status_code,
        ]
        assert (user.username, found) == (user.username, [code] * 2)
    kader = client_of(village.kader)
    assert [put(kader, visit, form, answers={}).status_code for form in ("aks", "tidak-ada")] == [404, 404]
    assert kader.get(address(visit, "puma")).status_code == 404
