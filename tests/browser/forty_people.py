"""Forty people of every target group, what is written about each of them, and the day counted by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from registry.ids import new_id
from registry.models import Resident
from registry.services.deliveries import Baby, record_delivery
from registry.services.maternity import open_pregnancy
from tests.browser.conftest import last_month, months_ago
from tests.conftest import Village, make_resident, make_visit

# Group, sex, months of age, kg, cm, cm around the head; near the median of the age where nothing else is meant.
_PEOPLE = """
Bayi P 2 5,1 57,1 38,3; Bayi L 4 7,0 63,9 41,6; Bayi P 6 7,3 65,7 42,2; Bayi L 8 8,6 70,6 44,5; Bayi P 10 8,5 71,5 44,2
Balita P 13 9,2 75,2 45,2; Balita L 18 10,9 82,3 47,4; Balita P 25 11,7 86,1 47,3; Balita L 31 13,3 92,2 48,7
Balita P 40 11,7 97,1 48,6; Balita L 52 17,1 105,2 49,9
Apras P 61 18,3 109,6 50,1; Apras L 64 18,9 111,5 50,7; Apras P 67 19,1 112,3 50,3; Apras L 70 19,8 114,2 50,9
Usia_sekolah L 76 20,8 117,1; Usia_sekolah P 84 22,4 120,8; Usia_sekolah L 95 25,2 126,6
Usia_sekolah P 105 27,5 130,5; Usia_sekolah L 114 29,5 135,3
Remaja P 182 50,2 158,2; Remaja L 188 56,3 169,4; Remaja P 194 52,1 160,3; Remaja L 181 55,2 168,1
Remaja P 200 53,3 161,4
Dewasa P 300 54,1 155,2; Dewasa L 360 63,2 166,1; Dewasa P 492 80,4 154,3; Dewasa L 576 66,3 167,4
Dewasa P 684 57,2 153,5
Lansia L 732 60,1 162,2; Lansia P 792 52,4 150,1; Lansia L 864 58,3 160,4; Lansia P 960 47,2 147,3
Ibu_hamil P 270 56,1 156,2; Ibu_hamil P 305 58,2 157,1; Ibu_hamil P 372 60,3 158,4
Ibu_nifas P 280 55,1 154,2; Ibu_nifas P 330 57,4 156,3; Ibu_nifas P 400 56,2 155,1
"""
# Who stands out, by number: what the summary has to find again.
ODD = {
    (28, "waist_cm"): "96,5", (29, "systolic"): "152", (29, "diastolic"): "96", (30, "glucose_mg_dl"): "231",
    (32, "cholesterol_mg_dl"): "246", (25, "haemoglobin_g_dl"): "11,2", (33, "eye_left"): "Gangguan",
    (34, "ear_right"): "Gangguan", (36, "muac_cm"): "22,4",
}  # fmt: skip
# Came last month too: the boy of number 7 weighed the same, the others less.
_BEFORE = {6: "8.8", 7: "10.9", 8: "11.3", 11: "16.8"}
TUBERCULOSIS = ("tb_cough", "tb_fever", "tb_weight", "tb_contact")


@dataclass
class Person:
    """Somebody who comes, with the number on the slip in her hand; `typed` is what the phones wrote, by field."""

    number: int
    group: str
    months: int
    resident: Resident
    body: dict[str, str]
    typed: dict[str, Any] = field(default_factory=dict)

    @property
    def sex(self) -> str:
        return self.resident.sex

    def says(self, name: str) -> bool:
        """Ya or Tidak, different from one person and one question to the next."""
        if name in TUBERCULOSIS:
            return self.number % (TUBERCULOSIS.index(name) + 3) == 0
        return (self.number + len(name)) % 2 == 0

    def answer(self, name: str, kind: str, options: list[str]) -> Any:
        """What is written into a field; "" leaves it empty."""
        if (self.number, name) in ODD:
            return ODD[self.number, name]
        if kind == "checkbox":
            return [options[self.number % len(options)], options[(self.number + 2) % len(options)]]
        if options == ["ya", "tidak"]:
            return "ya" if self.says(name) else "tidak"
        if name == "contraception_method":
            return options[1 + self.number % (len(options) - 1)] if self.says("contraception") else ""
        if options:
            return options[0]
        if name.endswith("_note"):
            return f"{name} {self.number}" if name != "sick_note" or self.says("sick") else ""
        return self.body.get(name) or self._number(name)

    def _number(self, name: str) -> str:
        n = self.number
        return {
            "muac_cm": f"{14 if self.months < 72 else 25},{n % 10}",
            "waist_cm": f"72,{n % 10}",
            "systolic": str(108 + n % 9),
            "diastolic": str(70 + n % 7),
            "glucose_mg_dl": str(92 + n % 30),
            "cholesterol_mg_dl": str(150 + n),
            "haemoglobin_g_dl": f"12,{5 + n % 4}",
            "gestation_weeks": "20",
            "iron_tablets": str(20 + n),
            "vitamin_a_mother": "2",
            "pregnancy_food_portions": str(n % 6),
            "local_food_portions": str(n % 3),
            "contraception_given": str(n % 4),
        }[name]


def forty_people(village: Village) -> list[Person]:
    """Those who come; three newborns and two neighbours besides them stay at home."""
    found = []
    lines = [each for line in _PEOPLE.strip().splitlines() for each in line.split(";")]
    for number, line in enumerate(lines, start=1):
        group, sex, months, weight, height, *head = line.split()
        resident = make_resident(
            village.melati, f"{group.replace('_', ' ')} {number}", sex=sex, born=months_ago(int(months))
        )
        if number in _BEFORE:
            make_visit(resident, last_month(), weight_kg=_BEFORE[number])
        _become(resident, group)
        body = {"weight_kg": weight, "height_cm": height} | ({"head_cm": head[0]} if head else {})
        found.append(Person(number, group.replace("_", " "), int(months), resident, body))
    make_resident(village.melati, "Tinggal di rumah 1", sex="L", born=months_ago(30))
    make_resident(village.melati, "Tinggal di rumah 2", sex="P", born=months_ago(700))
    return found


def _become(resident: Resident, group: str) -> None:
    today = timezone.localdate()
    if group == "Ibu_hamil":
        details = {"last_period": today - timedelta(days=140)}
        open_pregnancy(resident=resident, known_from=today - timedelta(days=60), details=details)
    if group == "Ibu_nifas":
        baby = Baby(id=new_id(), sex="L", name=f"Anak {resident.name}")
        record_delivery(
            resident=resident, delivery_id=new_id(), on=today - timedelta(days=20), babies=[baby], details={}
        )


def _row(label: str, people: list[Person]) -> list[tuple[str, str, str, str]]:
    male = sum(person.sex == "L" for person in people)
    return [(label, str(male), str(len(people) - male), str(len(people)))] if people else []


def attendance(people: list[Person]) -> list[tuple[str, ...]]:
    """Group, came L and P, missed L and P, expected; in the order of the page."""
    missed = Counter({("Bayi", "L"): 3, ("Balita", "L"): 1, ("Dewasa", "P"): 1})
    came = Counter((person.group, person.sex) for person in people)
    groups = [
        "Ibu hamil",
        "Ibu nifas",
        "Bayi",
        "Balita",
        "Apras",
        "Usia sekolah",
        "Remaja",
        "Dewasa",
        "Lansia",
    ]
    rows = []
    for group in [*groups, "Semua"]:
        cells = [
            sum(count for (other, of), count in counter.items() if of == sex and group in (other, "Semua"))
            for counter in (came, missed)
            for sex in "LP"
        ]
        rows.append((group, *map(str, cells), str(sum(cells))))
    return rows


def findings(people: list[Person]) -> list[tuple[str, str, str, str]]:
    """What somebody with the forty slips and the cards' own limits finds."""

    def those(*numbers: int) -> list[Person]:
        return [person for person in people if person.number in numbers]

    not_complete = [
        person
        for person in people
        if person.months < 60 and person.typed.get("development_complete") == "tidak"
    ]
    coughing = [person for person in people if sum(person.typed[name] == "ya" for name in TUBERCULOSIS) >= 2]
    sick = [person for person in people if person.months < 60 and person.typed.get("sick") == "ya"]
    off_curve = [person for person in people if person.typed.get("weight_on_curve") == "tidak"]
    return [
        *_row("Gizi kurang", those(10)),
        *_row("Tidak naik (T)", those(7)),
        *_row("Anak dengan gejala sakit", sick),
        *_row("Perkembangan belum lengkap", not_complete),
        *_row("Ibu KEK (LiLA merah)", those(36)),
        *_row("Ibu dengan BB tidak sesuai kurva", off_curve),
        *_row("Obesitas", those(28)),
        *_row("Obesitas sentral", those(28)),
        *_row("Tekanan darah tinggi", those(29)),
        *_row("Gula darah tinggi", those(30)),
        *_row("Kolesterol tinggi", those(32)),
        *_row("Anemia", those(25)),
        *_row("Gangguan penglihatan", those(33)),
        *_row("Gangguan pendengaran", those(34)),
        *_row("Gejala TBC, 2 atau lebih", coughing),
    ]


def services(people: list[Person]) -> list[tuple[str, str, str, str]]:
    """Who was given what, and how much together where it is handed out by number."""
    rows: list[tuple[str, str, str, str]] = []
    for label, name, unit in (
        ("Vitamin A balita", "vitamin_a", ""),
        ("Vitamin A ibu nifas", "vitamin_a_mother", ""),
        ("Obat cacing", "deworming", ""),
        ("Tablet tambah darah", "iron_tablets", "tablet"),
        ("MT bumil KEK", "pregnancy_food_portions", "porsi"),
        ("MT pangan lokal", "local_food_portions", "porsi"),
        ("Alat kontrasepsi", "contraception_given", ""),
    ):
        given = [person for person in people if person.typed.get(name, "") not in ("", "tidak", "0")]
        total = sum(int(person.typed[name]) for person in given) if unit else 0
        rows += _row(f"{label} ({total} {unit})" if unit else label, given)
    return rows


def topics(people: list[Person]) -> Counter[str]:
    """How many people heard of each topic, by its code."""
    return Counter(code for person in people for code in person.typed["education_topics"])


def as_stored(name: str, text: Any, value: Any) -> bool:
    """Whether a stored value is what was typed."""
    if text in ("ya", "tidak"):
        return value is (text == "ya")
    if isinstance(text, list):
        return sorted(value) == sorted(text)
    if isinstance(value, Decimal | int):
        return Decimal(value) == Decimal(text.replace(",", "."))
    return bool(value == text)
