"""People whose visit fills every column of their card, and the papers printed of them."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from registry.models import Delivery, Pregnancy, Resident, User
from tests.conftest import OPENING_DAY, Village, make_resident, make_visit
from tests.visits.screenings.people import filled, healthy
from visits.columns import Kind, columns_for, who_is
from visits.models import Immunisation, Screening, Visit
from visits.papers.catalogue import PAPERS
from visits.papers.column import Code, Paper
from visits.papers.drawing import draw_person
from visits.papers.layout import side_of
from visits.papers.person import Records, records_of, stacks_of
from visits.referrals import refer

NIK = "3320086507259901"
BORN = {
    Code.CHILD: date(2025, 7, 1),
    Code.SCHOOL: date(2011, 3, 4),
    Code.ADULT: date(1970, 3, 4),
    Code.PREGNANT: date(1998, 3, 4),
    Code.AFTER_BIRTH: date(1996, 3, 4),
    Code.SRQ20: date(1985, 3, 4),
    Code.AKS: date(1950, 3, 4),
    Code.SKILAS: date(1951, 3, 4),
}
NUMBERS: dict[str, str | int] = {
    "weight_kg": "51.25",
    "height_cm": "151.5",
    "waist_cm": "93.5",
    "muac_cm": "22.5",
    "systolic": 151,
    "diastolic": 93,
    "glucose_mg_dl": 213,
    "cholesterol_mg_dl": 233,
    "haemoglobin_g_dl": "11.3",
    "gestation_weeks": 24,
    "iron_tablets": 31,
    "pregnancy_food_portions": 29,
    "vitamin_a_mother": 2,
    "local_food_portions": 14,
    "contraception_given": 3,
}
CHILD_NUMBERS: dict[str, str | int] = {
    "weight_kg": "9.45",
    "height_cm": "76.5",
    "head_cm": "45.5",
    "muac_cm": "13.5",
}


def everything(person: Resident, *, mother: str = "") -> dict[str, Any]:
    """A value for every column that stands on the person's card on the opening day."""
    who = who_is(person, OPENING_DAY, mother=mother)
    numbers = NUMBERS | (CHILD_NUMBERS if who.card == "child_check" else {})
    values: dict[str, Any] = {}
    for column in columns_for(who):
        match column.kind:
            case Kind.DECIMAL | Kind.WHOLE:
                values[column.name] = numbers[column.name]
            case Kind.ANSWER:
                values[column.name] = True
            case Kind.TICK:
                # Swollen feet would leave the weight unjudged.
                values[column.name] = False
            case Kind.CHOICE:
                values[column.name] = column.choices[-1][0]
            case Kind.TOPICS:
                values[column.name] = ["imunisasi"]
            case Kind.TEXT:
                values[column.name] = f"Tulisan {column.name}"
    return values


def sent_on(visit: Visit, user: User) -> Visit:
    """The visit with a letter to the Puskesmas."""
    refer(visit=visit, user=user, own_reason="Perlu dilihat dokter", destination="Puskesmas")
    return visit


def a_person(village: Village, code: Code) -> Resident:
    """Somebody with this card, whose visit of the opening day has every column."""
    sex = "L" if code == Code.ADULT else "P"
    home = {"dusun": "Krajan", "rt": "02", "rw": "01", "address": "Jalan Masjid 3"}
    person = make_resident(
        village.melati, f"Warga {code}", sex=sex, born=BORN[code], nik=NIK, home=home, phone="081390007701"
    )
    state = _episode(person, code)
    visit = make_visit(person, by=village.kader, **everything(person, mother=state))
    _ask(visit, code, village.kader)
    sent_on(visit, village.bidan)
    if code == Code.CHILD:
        Immunisation.objects.create(
            resident=person, dose="MR1", given_on=OPENING_DAY, batch="B-771", visit=visit
        )
    return person


def _episode(person: Resident, code: Code) -> str:
    if code == Code.PREGNANT:
        Pregnancy.objects.create(
            resident=person,
            known_from=date(2026, 6, 1),
            last_period=OPENING_DAY - timedelta(weeks=24),
            gravida=3,
            spacing_months=37,
            start_weight_kg="48.5",
            height_cm="151.5",
        )
        return "hamil"
    if code == Code.AFTER_BIRTH:
        Delivery.objects.create(
            resident=person,
            on=OPENING_DAY - timedelta(days=12),
            live_births=1,
            place="puskesmas",
            manner="normal",
        )
        return "nifas"
    return ""


def _ask(visit: Visit, code: Code, user: User) -> None:
    forms = {
        Code.SCHOOL: [Screening.Form.HEEADSSS],
        Code.ADULT: [Screening.Form.PUMA],
        Code.SRQ20: [Screening.Form.SRQ20],
        Code.AKS: [Screening.Form.AKS],
        Code.SKILAS: [Screening.Form.SKILAS],
    }
    for form in forms.get(code, []):
        filled(visit, form, healthy(form, visit), user)


def read_again(person: Resident, user: User) -> Records:
    """What a page reads of the person."""
    people = Resident.objects.visible_to(user).select_related(
        "posyandu__unit__parent__region__parent", "household", "mother", "father", "spouse"
    )
    return records_of(people.get(pk=person.pk), user, OPENING_DAY)


def cells_of(paper: Paper, records: Records) -> list[dict[str, str]]:
    """The filled rows of a card: label (with its number) and what stands under it."""
    found = []
    for stack in stacks_of(paper, records):
        side = side_of(paper, stack)
        for row in side.rows[: side.first_blank]:
            if any(row[1:]):
                keys = [f"{column.number or ''} {column.label}".strip() for column in paper.columns]
                found.append(dict(zip(keys, row, strict=True)))
    return found


def words_of(pdf: bytes) -> str:
    """The text of a PDF without any blank, for labels that the paper breaks anywhere."""
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return "".join(text.split())


def printed(code: Code, person: Resident, user: User) -> str:
    """The words on a person's card as this user prints it."""
    return words_of(draw_person(PAPERS[code], read_again(person, user), user, OPENING_DAY))
