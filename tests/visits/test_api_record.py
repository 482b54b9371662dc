"""Recording a visit over the API: what the entry page asks and refuses, with a key that a program can read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.test import Client

from registry.ids import new_id
from registry.models import Resident, User
from tests.conftest import OPENING_DAY, Village, make_resident, make_session, make_visit
from visits import services
from visits.models import Visit, VisitRevision, VisitSave

LogIn = Callable[[User], Client]
DAY = OPENING_DAY.isoformat()
ASK_WEIGHT = {
    "field": "weight_kg",
    "code": "needs_confirmation",
    "message": "Berat turun 2,6 kg dari bulan lalu (9,1 kg). Timbang ulang. Sudah benar?",
}


@pytest.fixture(autouse=True)
def on_the_opening_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: OPENING_DAY)


def put(client: Client, visit_id: UUID, resident: Resident, measures: dict[str, Any], **more: Any) -> Any:
    body = {"resident": str(resident.pk), "date": DAY, "measures": measures} | more
    return client.put(f"/api/v1/visits/{visit_id}/", body, content_type="application/json")


def errors(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 400, answer.content
    return [(each["field"], each["code"]) for each in answer.json()["errors"]]


def test_a_likely_visit_is_stored_at_once_and_answered_as_it_is_read(
    village: Village, client_of: LogIn
) -> None:
    girl, visit_id, kader = make_resident(village.melati), new_id(), client_of(village.kader)
    measures = {"weight_kg": 9.4, "height_cm": 75.7, "position": "telentang"}

    answer = put(kader, visit_id, girl, measures)

    assert answer.status_code == 201, answer.content
    assert answer.json() == kader.get(f"/api/v1/visits/{visit_id}/").json()
    stored = Visit.objects.unscoped("a test").get()
    assert (stored.pk, stored.recorded_by, stored.remeasured) == (visit_id, village.kader, [])
    assert (stored.child_check.weight_kg, stored.child_check.height_cm) == (Decimal("9.40"), Decimal("75.7"))
    again = put(kader, visit_id, girl, measures)
    assert (again.status_code, Visit.objects.unscoped("a test").get().revision) == (200, 1)


def test_an_unlikely_value_needs_its_confirmation_and_is_kept_with_it(
    village: Village, client_of: LogIn
) -> None:
    girl, visit_id, kader = make_resident(village.melati), new_id(), client_of(village.kader)
    make_visit(girl, date(2026, 9, 14), weight_kg="9.1")

    asked = put(kader, visit_id, girl, {"weight_kg": 6.5})
    other = put(kader, visit_id, girl, {"weight_kg": 6.5}, confirmed=["height_cm"])

    assert [answer.json() for answer in (asked, other)] == [{"errors": [ASK_WEIGHT]}] * 2
    assert not Visit.objects.unscoped("a test").filter(date=OPENING_DAY).exists()
    stored = put(kader, visit_id, girl, {"weight_kg": 6.5}, confirmed=["weight_kg"])
    assert (stored.status_code, stored.json()["remeasured"]) == (201, ["weight_kg"])


def test_a_correction_of_another_field_does_not_ask_again(village: Village, client_of: LogIn) -> None:
    girl, visit_id, kader = make_resident(village.melati), new_id(), client_of(village.kader)
    make_visit(girl, date(2026, 9, 14), weight_kg="9.1")
    put(kader, visit_id, girl, {"weight_kg": 6.5}, confirmed=["weight_kg"])

    answer = put(kader, visit_id, girl, {"muac_cm": 13.8}, revision=1)

    assert (answer.status_code, answer.json()["remeasured"], answer.json()["revision"]) == (
        200,
        ["weight_kg"],
        2,
    )
    card = answer.json()["child_check"]
    assert (card["weight_kg"], card["muac_cm"]) == (6.5, 13.8)
    # Filling what was empty overwrites nothing: the save is kept, not a correction.
    assert not VisitRevision.objects.exists()
    assert [(save.revision, sorted(save.fields)) for save in VisitSave.objects.filter(visit=visit_id)] == [
        (1, ["weight_kg"]),
        (2, ["muac_cm"]),
    ]


@pytest.mark.parametrize("value", [94, -1, 1e9, "9,456", "sembilan", "🙂", [9.4], {"kg": 9.4}])
def test_what_cannot_be_is_refused_whatever_is_confirmed(
    village: Village, client_of: LogIn, value: Any
) -> None:
    girl = make_resident(village.melati)
    answer = put(client_of(village.kader), new_id(), girl, {"weight_kg": value}, confirmed=["weight_kg"])

    assert errors(answer) == [("weight_kg", "refused")]
    assert not Visit.objects.unscoped("a test").exists()


def test_a_field_of_another_card_is_refused_and_nothing_is_dropped(
    village: Village, client_of: LogIn
) -> None:
    answer = put(
        client_of(village.kader), new_id(), make_resident(village.melati), {"weight_kg": 9.4, "systolic": 120}
    )

    assert errors(answer) == [("systolic", "not_on_card")]


@pytest.mark.parametrize("measures", [{"weigth_kg": 9.4}, [9.4], "9,4", None])
def test_measures_that_nobody_knows_are_refused(village: Village, client_of: LogIn, measures: Any) -> None:
    answer = put(client_of(village.kader), new_id(), make_resident(village.melati), measures)

    assert (answer.status_code, list(answer.json())) == (400, ["measures"])


def test_the_page_of_a_visit_in_the_browsable_api_opens(village: Village, client_of: LogIn) -> None:
    visit = make_visit(make_resident(village.melati), weight_kg="9.4")

    assert (
        client_of(village.kader)
        .get(f"/api/v1/visits/{visit.pk}/", headers={"accept": "text/html"})
        .status_code
        == 200
    )


def test_who_only_came_is_recorded_when_that_is_confirmed(village: Village, client_of: LogIn) -> None:
    girl, visit_id, kader = make_resident(village.melati), new_id(), client_of(village.kader)

    assert errors(put(kader, visit_id, girl, {})) == [("measures", "needs_confirmation")]
    assert put(kader, visit_id, girl, {}, confirmed=["measures"]).status_code == 201
    assert Visit.objects.unscoped("a test").with_cards().get().card is None


@pytest.mark.parametrize("day", ["2024-01-01", "2026-10-13"])
def test_a_day_before_birth_or_after_today_is_refused(village: Village, client_of: LogIn, day: str) -> None:
    answer = put(
        client_of(village.kader), new_id(), make_resident(village.melati), {"weight_kg": 9.4}, date=day
    )

    assert errors(answer) == [("date", "refused")]


def test_a_visit_of_a_session_takes_place_there_on_its_day(village: Village, client_of: LogIn) -> None:
    girl, visit_id, kader = make_resident(village.melati), new_id(), client_of(village.kader)
    session = make_session(village.melati)
    theirs = make_session(village.mawar)
    yesterday = make_session(village.melati, date(2026, 10, 11))

    foreign = put(kader, visit_id, girl, {"weight_kg": 9.4}, session=str(theirs.pk))
    other_day = put(kader, visit_id, girl, {"weight_kg": 9.4}, session=str(yesterday.pk))
    stored = put(kader, visit_id, girl, {"weight_kg": 9.4}, session=str(session.pk))

    assert (foreign.status_code, errors(other_day)) == (404, [("date", "refused")])
    assert (stored.status_code, stored.json()["session"]) == (201, str(session.pk))


def test_what_somebody_else_stored_meanwhile_is_answered_with_409_and_both_stay(
    village: Village, client_of: LogIn
) -> None:
    girl, kader = make_resident(village.melati), client_of(village.kader)
    visit = make_visit(girl, weight_kg="9.4")
    cancelled = make_visit(make_resident(village.melati), weight_kg="9.4")
    services.cancel_visit(visit=cancelled, user=village.kader, reason="salah orang")

    answers = [
        put(kader, visit.pk, girl, {"weight_kg": 9.6}),
        put(kader, new_id(), girl, {"weight_kg": 9.6}, revision=1),
        put(kader, cancelled.pk, cancelled.resident, {"weight_kg": 9.6}, revision=2),
    ]

    assert [answer.status_code for answer in answers] == [409] * 3
    assert [answer.json()["errors"][0]["code"] for answer in answers] == [
        "changed_meanwhile",
        "changed_meanwhile",
        "cancelled",
    ]
    assert (answers[0].json()["visit"], answers[0].json()["revision"]) == (str(visit.pk), 1)


def test_only_who_may_record_there_records(village: Village, client_of: LogIn) -> None:
    girl = make_resident(village.melati)
    theirs = make_visit(make_resident(village.mawar), weight_kg="9.0")
    statuses = {
        user.username: put(client_of(user), new_id(), girl, {"weight_kg": 9.4}).status_code
        for user in village.everyone
        if user.username not in ("kader.melati", "bidan", "puskesmas")
    }

    assert statuses == {"kader.mawar": 404, "dinkes": 403, "desa": 403, "admin": 403}
    assert put(client_of(village.kader), theirs.pk, girl, {"weight_kg": 9.4}).status_code == 404
    assert put(Client(), new_id(), girl, {"weight_kg": 9.4}).status_code == 403
    for user in (village.kader, village.bidan, village.officer):
        child = make_resident(village.melati)
        assert put(client_of(user), new_id(), child, {"weight_kg": 9.4}).status_code == 201


def test_the_schema_names_the_confirmation_and_the_keys_of_the_answers(tmp_path: Any) -> None:
    file = tmp_path / "schema.yml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(file))
    schema = file.read_text(encoding="utf-8")

    assert [
        word for word in ("confirmed:", "needs_confirmation", "changed_meanwhile") if word not in schema
    ] == []
