"""The head of a card: whose it is, where they live, and what it asks once. Numbers are never printed whole."""

from __future__ import annotations

from datetime import date

from registry.models import OrgUnit, Posyandu, Resident, SexChoice
from registry.rules.background import Illness, MaritalStatus, Occupation, RiskBehaviour
from registry.rules.wording import age, long_date
from visits.papers.column import Code, number_of
from visits.papers.person import Stack

Head = list[tuple[str, str]]


def place_head(posyandu: Posyandu, resident: Resident | None = None) -> Head:
    """Dusun/RT/RW, Desa, Kecamatan and Posyandu, as on every form of the Posyandu."""
    home = resident.household if resident else None
    parts = (home.dusun, home.rt, home.rw) if home else (posyandu.dusun, posyandu.rt, posyandu.rw)
    village = _village(posyandu.unit)
    region = village.region.parent if village and village.region else None
    return [
        ("Dusun/RT/RW", " / ".join(part for part in parts if part)),
        ("Desa/Kelurahan/Nagari", village.name if village else ""),
        ("Kecamatan", region.name if region else ""),
        ("Posyandu", posyandu.unit.name),
    ]


def person_head(code: Code, person: Resident | None, stack: Stack, day: date) -> Head:
    """The fields of a card's head, filled for a person; empty for nobody."""
    own = _base(code, person, day)
    match code:
        case Code.PREGNANT:
            own += _pregnancy_head(stack)
        case Code.AFTER_BIRTH:
            own += _delivery_head(stack)
        case Code.CHILD:
            own += _birth_head(person)
    return own + (_background_head(code, person) if code in (Code.SCHOOL, Code.ADULT) else [])


def _base(code: Code, person: Resident | None, day: date) -> Head:
    labels = {Code.CHILD: "Nama Bayi/Balita", Code.SCHOOL: "Nama Anak"}
    home = person.household if person else None
    head = [
        (labels.get(code, "Nama"), person.name if person else ""),
        ("NIK", person.masked_nik if person else ""),
        ("Tanggal Lahir/Umur", _birth(person, day)),
    ]
    if code not in (Code.PREGNANT, Code.AFTER_BIRTH):
        head.append(("Laki-laki/Perempuan", SexChoice(person.sex).label if person else ""))
    if code in (Code.PREGNANT, Code.AFTER_BIRTH):
        head.append(("Nama Suami", _husband(person)))
    if code in (Code.CHILD, Code.SCHOOL):
        head.append(("Nama Ayah/Ibu", _parents(person)))
    address = home.whole_place if home else ""
    return [*head, ("Alamat", address), ("No. Hp", person.masked_phone if person else "")]


def _birth(person: Resident | None, day: date) -> str:
    if person is None:
        return ""
    return f"{long_date(person.birth_date)} ({age(person.birth_date, day)})"


def _husband(person: Resident | None) -> str:
    if person is None:
        return ""
    return person.spouse.name if person.spouse else person.spouse_name


def _parents(person: Resident | None) -> str:
    if person is None:
        return ""
    father = person.father.name if person.father else person.father_name
    return " / ".join(name for name in (father, person.known_mother) if name)


def _pregnancy_head(stack: Stack) -> Head:
    one = stack.pregnancy
    spacing = f"{one.spacing_months} bulan" if one and one.spacing_months is not None else ""
    return [
        ("Jarak anak sebelumnya dengan kehamilan saat ini", spacing),
        ("Hamil Anak ke", str(one.gravida) if one and one.gravida else ""),
        ("Berat Badan (Kg)", number_of(one.start_weight_kg) if one else ""),
        ("Tinggi Badan (Cm)", number_of(one.height_cm) if one else ""),
        ("HPHT", long_date(one.last_period) if one and one.last_period else ""),
        ("Taksiran persalinan", long_date(one.due_date) if one and one.due_date else ""),
    ]


def _delivery_head(stack: Stack) -> Head:
    one = stack.delivery
    gravida = one.pregnancy.gravida if one and one.pregnancy else None
    place = (one.place_name or one.get_place_display()) if one else ""
    first = next((row for row in stack.rows if row.values["weight_kg"] is not None), None)
    height = next(
        (row.values["height_cm"] for row in stack.rows if row.values["height_cm"] is not None), None
    )
    if height is None and one and one.pregnancy:
        height = one.pregnancy.height_cm
    return [
        ("Tanggal Bersalin", long_date(one.on) if one else ""),
        ("Tempat Bersalin", place),
        ("Anak ke", str(gravida) if gravida else ""),
        ("Cara persalinan (Normal / dengan tindakan)", one.get_manner_display() if one else ""),
        ("Berat Badan (Kg)", number_of(first.values["weight_kg"]) if first else ""),
        ("Tinggi Badan (Cm)", number_of(height)),
    ]


def _birth_head(person: Resident | None) -> Head:
    return [
        ("Berat Badan Lahir (Kg)", number_of(person.birth_weight_kg) if person else ""),
        ("Panjang Badan Lahir (Cm)", number_of(person.birth_length_cm) if person else ""),
    ]


def _background_head(code: Code, person: Resident | None) -> Head:
    head = []
    if code == Code.ADULT:
        married = {choice.value: choice.label for choice in MaritalStatus}
        work = {choice.value: choice.label for choice in Occupation}
        head = [
            ("Status Perkawinan", married.get(person.marital_status, "") if person else ""),
            ("Pekerjaan", work.get(person.occupation, "") if person else ""),
        ]
    return [
        *head,
        ("Riwayat Keluarga", _circled(Illness, person.family_history if person else None)),
        ("Riwayat Diri Sendiri", _circled(Illness, person.own_history if person else None)),
        (
            "Perilaku Berisiko Diri Sendiri",
            _circled(RiskBehaviour, person.risk_behaviour if person else None),
        ),
    ]


def _circled(kind: type[Illness] | type[RiskBehaviour], codes: list[str] | None) -> str:
    """The list of the form with a tick before what is known; without a person, boxes to tick."""
    known = set(codes or ())
    return "  ".join(f"{'☑' if one.value in known else '☐'} {one.label}" for one in kind)


def _village(unit: OrgUnit) -> OrgUnit | None:
    at: OrgUnit | None = unit
    while at is not None and at.kind != OrgUnit.Kind.VILLAGE:
        at = at.parent
    return at
