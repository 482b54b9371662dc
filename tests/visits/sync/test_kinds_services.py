"""Services and immunisations from a phone: noted once, asked about, never over what somebody else noted."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from registry.ids import new_id
from registry.models import Resident
from registry.services.merging import merge_residents
from tests.conftest import OPENING_DAY, Village, make_resident, make_visit
from tests.visits.sync.conftest import DAY, codes, item, ledger, make_phone, problems, send
from visits.models import Device, Immunisation, ServiceGiven, Session, Visit
from visits.rules.immunisation import dose_label
from visits.services_given import DAY_CLOSED
from visits.session_services import close_session
from visits.stock import balance
from visits.sync import Item

BORN = date(2026, 5, 12)


@pytest.fixture
def girl(village: Village) -> Resident:
    """Five months old, and not yet immunised."""
    return make_resident(village.melati, "Aisyah", born=BORN)


def given(person: Resident | UUID, service_id: UUID | None = None, **more: Any) -> Item:
    body = {"service": str(service_id or new_id()), "kind": "vitamin_a", "given_on": "2026-10-05"}
    return item("service", person, body | more)


def doses(person: Resident, *noted: dict[str, Any], **more: Any) -> Item:
    return item("immunisation", person, {"date": DAY, "doses": list(noted)} | more)


def noted(person: Resident) -> list[tuple[str, date | None, str, int | None]]:
    rows = Immunisation.objects.unscoped("a test").filter(resident=person).order_by("dose")
    return [(row.dose, row.given_on, row.place, row.posyandu_id) for row in rows]


def rows() -> list[ServiceGiven]:
    return list(ServiceGiven.objects.unscoped("a test"))


def test_a_service_is_noted_once_and_corrected_under_its_id(phone: Device, village: Village) -> None:
    girl, service = make_resident(village.melati, born=date(2024, 1, 10)), new_id()
    sent = given(girl, service, place="sekolah", place_name="PAUD Mekar")

    first, again = send(phone, sent)[0], send(phone, sent)[0]

    assert first.told == again.told
    assert first.result == {"service": str(service)}
    (row,) = rows()
    assert (row.pk, row.detail, row.place_name, row.recorded_by) == (
        service,
        "merah",
        "PAUD Mekar",
        village.kader,
    )
    assert ledger(sent).posyandu == village.melati
    assert codes(send(phone, given(girl, service, place="sekolah", place_name="PAUD Melur"))) == [0]
    assert [each.place_name for each in rows()] == ["PAUD Melur"]


def test_what_a_service_cannot_be_is_said_beside_its_field(phone: Device, village: Village) -> None:
    boy = make_resident(village.melati, sex="L", born=date(2024, 1, 10))
    wrong = given(boy, kind="jamu")
    known = given(boy)

    told = [problems(answer) for answer in send(phone, wrong, known, given(boy), given(boy, warna="merah"))]

    assert [(code, field) for code, field, _ in told[0]] == [(201, "kind")]
    assert told[1:] == [
        [],
        [(202, "given_on", "Pelayanan ini pada tanggal itu sudah tercatat.")],
        [(201, "warna", "Kolom ini tidak dikenal.")],
    ]
    late = given(boy, kind="mt_bumil", given_on="2026-10-13", quantity=500)
    assert problems(send(phone, late)[0]) == [
        (202, "kind", f"{ServiceGiven.Kind.PREGNANCY_FOOD.label} hanya untuk perempuan."),
        (202, "given_on", "Tanggalnya belum tiba."),
        (202, "quantity", "Jumlahnya 1 sampai 180."),
    ]


def test_a_service_of_a_visit_is_corrected_there(phone: Device, village: Village) -> None:
    girl = make_resident(village.melati, born=date(2024, 1, 10))
    make_visit(girl, vitamin_a=True)
    (row,) = rows()
    told = problems(send(phone, given(girl, row.pk))[0])
    assert told == [(202, "", "Pelayanan ini dicatat pada kunjungan. Perbaiki di sana.")]


def test_a_service_reaches_no_stranger_and_no_strange_stock(
    phone: Device, neighbours_phone: Device, village: Village
) -> None:
    girl = make_resident(village.melati, born=date(2024, 1, 10))
    sent = given(girl)
    foreign = given(make_resident(village.melati, born=date(2024, 1, 10)), UUID(str(sent.body["service"])))

    assert codes(send(neighbours_phone, given(girl))) == [205]
    assert codes(send(phone, given(girl, posyandu=village.mawar.pk), given(new_id()))) == [205, 205]
    assert codes(send(phone, sent, foreign)) == [0, 205]
    assert codes(send(make_phone(village.desa_officer), given(girl))) == [210]


def test_a_service_of_somebody_merged_is_of_who_they_are_now(phone: Device, village: Village) -> None:
    kept, absorbed = (make_resident(village.melati, "Ani", born=date(2024, 1, 10)) for _ in range(2))
    merge_residents(kept=kept, absorbed=absorbed, choices={}, user=village.bidan)
    assert codes(send(phone, given(absorbed))) == [0]
    assert [row.resident for row in rows()] == [kept]


def test_doses_of_the_book_and_of_today_are_noted_once_and_count_as_coming(
    phone: Device, village: Village, girl: Resident, session: Session
) -> None:
    here = {"code": "BCG", "here": True, "batch": "B12", "given_by": "Bidan Ratna"}
    book = {"code": "HB0", "given_on": BORN.isoformat(), "place": "rs"}
    forgotten = {"code": "OPV1", "unknown": True}
    sent = doses(girl, here, book, forgotten)
    stock = balance(village.melati)

    first, again = send(phone, sent)[0], send(phone, sent)[0]

    (visit,) = Visit.objects.unscoped("a test")
    assert first.told == again.told
    assert first.result == {"doses": ["BCG", "HB0", "OPV1"], "visit": str(visit.pk), "revision": 1}
    assert noted(girl) == [
        ("BCG", OPENING_DAY, "posyandu", village.melati.pk),
        ("HB0", BORN, "rs", None),
        ("OPV1", None, "", None),
    ]
    used = {code for code, left in balance(village.melati).items() if left != stock[code]}
    assert used == {"vaksin_bcg"}
    assert (visit.steps, visit.session, [save.item_id for save in visit.saves.all()]) == (
        "14",
        session,
        [sent.id],
    )


def test_what_a_dose_cannot_be_is_said_beside_its_code(phone: Device, girl: Resident) -> None:
    wrong = doses(
        girl,
        {"code": "BCG", "given_on": "2026-05-11"},
        {"code": "HB0", "given_on": "2026-10-13"},
        {"code": "XYZ", "given_on": DAY},
        {"code": "OPV1"},
    )
    assert problems(send(phone, wrong)[0]) == [
        (202, "BCG", f"{dose_label('BCG')}: tanggalnya sebelum anak lahir."),
        (202, "HB0", f"{dose_label('HB0')}: tanggalnya belum tiba."),
        (202, "XYZ", "XYZ: dosis ini tidak ada dalam jadwal."),
        (202, "OPV1", "Isi tanggalnya, atau pilih tanggal tidak tahu."),
    ]
    assert noted(girl) == []


def test_a_dose_that_is_too_early_is_asked_about_once(phone: Device, girl: Resident) -> None:
    early = {"code": "OPV2", "given_on": "2026-06-20"}
    asked = doses(girl, {"code": "OPV1", "given_on": "2026-06-12"}, early)

    (answer,) = send(phone, asked)
    assert [(each["code"], each["field"]) for each in answer.problems] == [(203, "OPV2")]

    sure = item("immunisation", girl, {**asked.body, "confirmed": ["OPV2"]}, replaces=asked)
    assert codes(send(phone, sure)) == [0]
    assert [row[:2] for row in noted(girl)] == [("OPV1", date(2026, 6, 12)), ("OPV2", date(2026, 6, 20))]
    assert ledger(asked).state == "dibuang"


def test_a_dose_that_somebody_else_noted_otherwise_stays_until_somebody_chooses(
    phone: Device, other_phone: Device, girl: Resident
) -> None:
    send(other_phone, doses(girl, {"code": "HB0", "given_on": "2026-05-13"}))
    mine = {"code": "HB0", "given_on": "2026-05-12"}

    (answer,) = send(phone, doses(girl, mine))

    (problem,) = answer.problems
    assert (answer.state, problem["code"], problem["field"]) == ("bentrok", 301, "HB0")
    assert (str(problem["stored"]), problem["saved_by"]) == ("2026-05-13", "Ratna Dewi")
    assert codes(send(phone, doses(girl, mine | {"seen": "2026-05-13"}))) == [0]
    assert codes(send(phone, doses(girl, {"code": "HB0", "given_on": "2026-05-12", "batch": "H7"}))) == [0]
    row = Immunisation.objects.unscoped("a test").get()
    assert (row.given_on, row.batch) == (date(2026, 5, 12), "H7")


def test_on_a_closed_day_a_dose_from_the_stock_is_for_the_bidan(
    phone: Device, other_phone: Device, village: Village, girl: Resident, session: Session
) -> None:
    close_session(session=session, user=village.kader)
    here = {"code": "BCG", "here": True}
    assert problems(send(phone, doses(girl, here))[0]) == [(206, "BCG", DAY_CLOSED)]
    assert codes(send(phone, doses(girl, {"code": "HB0", "given_on": BORN.isoformat()}))) == [0]
    assert codes(send(other_phone, doses(girl, here))) == [0]


def test_doses_reach_no_stranger(phone: Device, neighbours_phone: Device, girl: Resident) -> None:
    sent = {"code": "HB0", "given_on": BORN.isoformat()}
    assert codes(send(neighbours_phone, doses(girl, sent))) == [205]
    assert codes(send(phone, doses(girl))) == [201]
