"""A pregnant woman is judged as one on the day of her visit, and as any woman before and after."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.ids import new_id
from registry.models import Pregnancy, Resident
from registry.services.deliveries import Baby, record_delivery
from registry.services.maternity import end_pregnancy, open_pregnancy, reopen_pregnancy, update_pregnancy
from reports.verify import underived
from tests.conftest import OPENING_DAY, Village, make_resident, make_visit
from visits import services
from visits.entry import card_form
from visits.models import AdultCheck, SchoolAgeCheck, Visit
from visits.phone import entry_data
from visits.preview import preview
from visits.results import Result, result_of

KNOWN = OPENING_DAY - timedelta(days=60)
MEASURES: dict[str, Any] = {
    "weight_kg": "70",
    "height_cm": "155",
    "waist_cm": "90",
    "systolic": 140,
    "diastolic": 85,
}


def woman(village: Village, born: date = date(1998, 3, 4)) -> Resident:
    return make_resident(village.melati, "Sri Rahayu", born=born, sex="P")


def pregnant(person: Resident, known_from: date = KNOWN) -> Pregnancy:
    return open_pregnancy(resident=person, known_from=known_from)


def stored(visit: Visit) -> Visit:
    return Visit.objects.unscoped("a test").with_cards().get(pk=visit.pk)


def judged(visit: Visit) -> tuple[str, bool | None, str]:
    card = stored(visit).card
    assert isinstance(card, SchoolAgeCheck | AdultCheck)
    return card.bmi_class, card.central_obesity, card.blood_pressure


def told(result: Result) -> list[tuple[str, str, str]]:
    return [(each.rule_id, each.heading, each.reason) for each in result.proposals]


def test_neither_body_mass_nor_waist_is_judged_and_140_is_red(village: Village) -> None:
    person = woman(village)
    pregnant(person)
    result = result_of(stored(make_visit(person, **MEASURES)))

    assert judged(result_visit(person)) == ("", None, "T")
    assert [(each.field, each.text) for each in result.findings] == [
        (
            "blood_pressure",
            "Tekanan darah 140/85: tinggi untuk ibu. Rujuk; tanyakan sakit kepala dan pandangan kabur.",
        )
    ]
    assert told(result) == [("TD-05", "Puskesmas, segera", "Tekanan darah 140/85.")]
    assert result.notes == [
        "Hamil: IMT dan lingkar perut tidak dinilai; tekanan darah dengan batas ibu hamil."
    ]


def result_visit(person: Resident) -> Visit:
    return Visit.objects.unscoped("a test").get(resident=person)


def test_160_to_110_is_an_emergency(village: Village) -> None:
    person = woman(village)
    pregnant(person)

    result = result_of(stored(make_visit(person, systolic=150, diastolic=110)))

    assert told(result) == [("TD-05", "RS, gawat", "Tekanan darah 150/110.")]


@pytest.mark.parametrize(("reading", "code"), [((139, 89), "N"), ((135, 85), "N"), ((88, 58), "R")])
def test_a_girl_who_is_pregnant_has_the_limits_of_mothers(
    village: Village, reading: tuple[int, int], code: str
) -> None:
    girl = woman(village, born=date(2010, 3, 4))
    pregnant(girl)

    visit = make_visit(girl, weight_kg="50", height_cm="150", systolic=reading[0], diastolic=reading[1])

    assert (judged(visit), result_of(stored(visit)).proposals) == (("", None, code), [])


def test_the_day_of_the_visit_decides(village: Village) -> None:
    person = woman(village)
    before, during = make_visit(person, KNOWN - timedelta(days=1), **MEASURES), make_visit(person, **MEASURES)
    assert {judged(visit) for visit in (before, during)} == {("O", True, "T")}

    pregnancy = pregnant(person)
    assert [judged(visit) for visit in (before, during)] == [("O", True, "T"), ("", None, "T")]

    update_pregnancy(pregnancy=pregnancy, details={"known_from": KNOWN - timedelta(days=5)})
    assert judged(before) == ("", None, "T")

    end_pregnancy(pregnancy=pregnancy, outcome=Pregnancy.Outcome.MISCARRIAGE, on=KNOWN + timedelta(days=3))
    assert [judged(visit)[0] for visit in (before, during)] == ["", "O"]

    reopen_pregnancy(pregnancy=pregnancy)
    assert judged(during) == ("", None, "T")

    end_pregnancy(pregnancy=pregnancy, outcome=Pregnancy.Outcome.ERROR, on=OPENING_DAY)
    assert [judged(visit)[0] for visit in (before, during)] == ["O", "O"]


def test_after_the_birth_she_is_any_woman_again(village: Village) -> None:
    person = woman(village)
    pregnant(person)
    visit = make_visit(person, **MEASURES)
    assert judged(visit)[0] == ""

    record_delivery(
        resident=person,
        delivery_id=new_id(),
        on=OPENING_DAY - timedelta(days=10),
        babies=[Baby(id=new_id(), sex="P", name="Ayu")],
        details={},
    )

    assert judged(visit)[0] == "O"


def test_the_page_and_the_phone_know_it_before_anything_is_saved(village: Village) -> None:
    person = woman(village)
    pregnant(person)
    form = card_form(None, resident=person, day=OPENING_DAY, visit=None)

    shown = preview(person, OPENING_DAY, {"systolic": 140, "diastolic": 85})

    assert entry_data(form)["person"]["pregnant"] is True
    assert told(shown) == [("TD-05", "Puskesmas, segera", "Tekanan darah 140/85.")]


def test_every_path_that_derives_agrees(village: Village) -> None:
    person = woman(village)
    pregnant(person)
    make_visit(person, **MEASURES)

    assert list(underived([village.melati.pk])) == []
    call_command("reassess", "--from", "2026-01-01", "--until", "2026-12-31", stdout=StringIO())
    assert [card.bmi_class for card in AdultCheck.objects.unscoped("a test")] == [""]


def test_deriving_many_asks_for_the_pregnancies_once(village: Village) -> None:
    people = [woman(village) for _ in range(4)]
    for person in people:
        pregnant(person)
        make_visit(person, **MEASURES)

    def asked(some: list[Resident]) -> int:
        with CaptureQueriesContext(connection) as queries:
            services.reassess(some)
        return sum("registry_pregnancy" in query["sql"] for query in queries)

    assert (asked(people[:1]), asked(people)) == (1, 1)
