"""Each trigger of the cards proposes to send on, with its reason; a healthy visit proposes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from registry.ids import new_id
from registry.models import Resident
from registry.services.deliveries import Baby, record_delivery
from registry.services.maternity import open_pregnancy
from tests.conftest import OPENING_DAY, Village, make_resident, make_visit
from visits.models import Visit
from visits.proposals import proposals_of
from visits.rulebook import book_for


def child(village: Village) -> Resident:
    return make_resident(village.melati, born=date(2025, 7, 1))


def school(village: Village) -> Resident:
    return make_resident(village.melati, born=date(2010, 7, 1))


def adult(village: Village) -> Resident:
    return make_resident(village.melati, born=date(1980, 7, 1))


def elder(village: Village) -> Resident:
    return make_resident(village.melati, born=date(1955, 7, 1), sex="L")


def pregnant(village: Village) -> Resident:
    woman = make_resident(village.melati, "Sri Rahayu", born=date(1998, 3, 4))
    open_pregnancy(resident=woman, known_from=OPENING_DAY - timedelta(days=60))
    return woman


def after_birth(village: Village) -> Resident:
    woman = make_resident(village.melati, "Dewi Lestari", born=date(1996, 3, 4))
    record_delivery(
        resident=woman,
        delivery_id=new_id(),
        on=OPENING_DAY - timedelta(days=10),
        babies=[Baby(id=new_id(), sex="P", name="Ayu")],
        details={},
    )
    return woman


WELL_CHILD: dict[str, Any] = {
    "weight_kg": "9.6",
    "height_cm": "77",
    "position": "telentang",
    "head_cm": "45.5",
    "muac_cm": "14.5",
}
NO_TB: dict[str, Any] = dict.fromkeys(("tb_cough", "tb_fever", "tb_weight", "tb_contact"), False)
WELL_BODY: dict[str, Any] = {
    "weight_kg": "55",
    "height_cm": "158",
    "waist_cm": "75",
    "systolic": 118,
    "diastolic": 76,
    "glucose_mg_dl": 100,
    "eye_right": "Normal",
    "eye_left": "Normal",
    "ear_right": "Normal",
    "ear_left": "Normal",
}
WELL_MOTHER = {
    "weight_kg": "55",
    "muac_cm": "26",
    "systolic": 118,
    "diastolic": 76,
    "weight_on_curve": True,
    "pressure_on_curve": True,
}
Person = Callable[[Village], Resident]
HEALTHY: dict[str, tuple[Person, dict[str, Any]]] = {
    "anak": (child, WELL_CHILD | {"development_complete": True, "sick": False}),
    "remaja": (school, WELL_BODY | {"weight_kg": "50", "haemoglobin_g_dl": "12.6"}),
    "dewasa": (adult, WELL_BODY),
    "lansia": (elder, WELL_BODY | {"cholesterol_mg_dl": 180}),
    "hamil": (pregnant, WELL_MOTHER),
    "nifas": (after_birth, WELL_MOTHER | {"breastfeeding": True}),
}
TRIGGERS: list[tuple[str, dict[str, Any], str, str]] = [
    ("anak", {"height_cm": "68"}, "TB/U", "Sangat pendek"),
    ("anak", {"weight_kg": "7.2"}, "BB/TB", "Gizi buruk"),
    ("anak", {"weight_kg": "6.4", "height_cm": "70"}, "BGM", "garis merah"),
    ("anak", {"weight_kg": "13.5"}, "di atas garis oranye", "garis oranye"),
    ("anak", {"head_cm": "50.5"}, "LK/U", "Lingkar kepala"),
    ("anak", {"muac_cm": "11.2"}, "LiLA", "merah"),
    ("anak", {"oedema": True}, "edema", "bengkak"),
    ("anak", {"development_complete": False}, "ceklis", "Ceklis perkembangan"),
    ("anak", {"tb_cough": True, "tb_fever": True}, "TBC", "2 tanda TBC"),
    ("anak", {"tb_contact": True}, "kontak TBC", "Kontak erat"),
    ("remaja", {"systolic": 136}, "TD", "136/76"),
    ("remaja", {"glucose_mg_dl": 220}, "gula darah", "220"),
    ("remaja", {"haemoglobin_g_dl": "10.4"}, "anemia", "Anemia sedang"),
    ("remaja", {"eye_left": "Gangguan"}, "mata", "kiri"),
    ("remaja", {"tb_weight": True, "tb_fever": True}, "TBC", "2 tanda TBC"),
    ("dewasa", {"systolic": 146}, "TD", "146/76"),
    ("dewasa", {"systolic": 190, "diastolic": 120}, "TD sangat tinggi", "190/120"),
    ("dewasa", {"glucose_mg_dl": 230}, "gula darah", "230"),
    ("dewasa", {"ear_right": "Gangguan"}, "telinga", "kanan"),
    ("dewasa", {"tb_contact": True}, "kontak TBC", "Kontak erat"),
    ("lansia", {"eye_right": "Gangguan"}, "mata", "kanan"),
    ("lansia", {"tb_cough": True, "tb_weight": True}, "TBC", "2 tanda TBC"),
    ("hamil", {"weight_on_curve": False}, "kurva BB", "tidak sesuai kurva"),
    ("hamil", {"muac_cm": "22.8"}, "LiLA merah", "22,8 cm"),
    ("hamil", {"systolic": 142}, "TD merah", "142/76"),
    ("hamil", {"systolic": 165}, "TD merah segera", "165/76"),
    ("hamil", {"pressure_on_curve": False}, "kurva TD", "tidak sesuai kurva"),
    ("hamil", {"tb_cough": True, "tb_fever": True}, "TBC", "2 dari 4"),
    ("nifas", {"muac_cm": "23.4"}, "LiLA merah", "23,4 cm"),
    ("nifas", {"weight_on_curve": False}, "kurva BB", "tidak sesuai kurva"),
    ("nifas", {"diastolic": 92}, "TD merah", "118/92"),
    ("nifas", {"tb_contact": True}, "kontak TBC", "Kontak erat"),
]


def proposed(visit: Visit) -> list[tuple[str, str]]:
    stored = Visit.objects.unscoped("a test").with_cards().get(pk=visit.pk)
    rules = book_for(stored.home_posyandu_id).on(stored.date)
    return [(str(each.code), each.reason) for each in proposals_of(stored, rules)]


def visited(village: Village, who: str, **more: Any) -> Visit:
    person, well = HEALTHY[who]
    return make_visit(person(village), **NO_TB | well | more)


@pytest.mark.parametrize("who", HEALTHY)
def test_a_healthy_visit_proposes_nothing(village: Village, who: str) -> None:
    assert proposed(visited(village, who)) == []


@pytest.mark.parametrize(("who", "finding", "code", "words"), TRIGGERS)
def test_each_trigger_proposes_with_its_reason(
    village: Village, who: str, finding: dict[str, Any], code: str, words: str
) -> None:
    found = dict(proposed(visited(village, who, **finding)))
    assert code in found
    assert words in found[code]


def test_a_weight_that_did_not_rise_proposes_and_the_second_month_is_louder(village: Village) -> None:
    girl = child(village)
    for day, weight in ((date(2026, 8, 12), "9.4"), (date(2026, 9, 12), "9.4"), (OPENING_DAY, "9.4")):
        visit = make_visit(girl, day, weight_kg=Decimal(weight))
    codes = [
        [code for code, _ in proposed(each)] for each in Visit.objects.unscoped("a test").order_by("date")
    ]
    assert codes == [[], ["T"], ["2T"]]
    assert visit.date == OPENING_DAY


def test_a_pregnant_girl_is_judged_once_by_the_limits_of_mothers(village: Village) -> None:
    girl = make_resident(village.melati, born=date(2009, 3, 4))
    open_pregnancy(resident=girl, known_from=OPENING_DAY - timedelta(days=60))
    assert proposed(make_visit(girl, systolic=138, diastolic=80, **NO_TB)) == []
    woman = pregnant(village)
    codes = [code for code, _ in proposed(make_visit(woman, systolic=150, diastolic=95, tb_contact=True))]
    assert sorted(codes) == ["TD merah", "kontak TBC"]
