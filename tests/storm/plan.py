"""What is entered: drawn from a seed, so that the same seed enters the same things in the same order on each tab."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.storm.village import Body, Site

Json = dict[str, Any]
# Of a hundred things that are entered.
KINDS = {"visit": 84, "newcomer": 3, "service": 4, "immunisation": 4, "referral": 3, "cancel": 2}
# Of a hundred visits: a value that no body has.
IMPOSSIBLE = 2
# Of a hundred newcomers: born tomorrow, so that nothing about them can be stored before that is mended.
UNBORN = 10
DOSES = ("HB0", "BCG", "OPV1", "DPT1", "PCV1", "OPV2", "DPT2", "MR1")
SERVICES = ("vitamin_a", "ttd", "obat_cacing")
DESTINATIONS = ("Pustu", "Puskesmas")
TOWNS = ("Barat", "Timur", "Utara", "Selatan")
_DECIMALS = {
    "muac_cm": (14.0, 26.0),
    "waist_cm": (70, 79),
    "haemoglobin_g_dl": (12.1, 13.9),
}
_WHOLE = {
    "systolic": (104, 124),
    "diastolic": (66, 79),
    "glucose_mg_dl": (84, 130),
    "cholesterol_mg_dl": (140, 190),
    "gestation_weeks": (19, 22),
    "iron_tablets": (1, 30),
    "pregnancy_food_portions": (1, 6),
    "local_food_portions": (1, 3),
}


@dataclass
class Roster:
    """One day as the one who plans knows it, from the package: whom, and what each is asked."""

    site: Site
    pack: Json
    # Profile of each person, by id, in the order of names; newcomers are added as they come.
    people: dict[str, Json] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for person in self.pack["people"]:
            if person["id"] in self.site.bodies:
                self.people[person["id"]] = person

    def columns(self, person: str) -> list[str]:
        """The names of the columns that the person's cards have."""
        profile = self.pack["profiles"][self.people[person]["profile"]]
        return sorted({name for section in profile["sections"] for name in section["columns"]})

    def add(self, person: str, like: str) -> None:
        """A newcomer, of the same age and sex as somebody who is there."""
        if person not in self.people:
            self.people[person] = self.people[like] | {"id": person}
            self.site.bodies[person] = self.site.bodies[like]


@dataclass
class Planner:
    """Draws what one tab enters. `number` and `of` give it fields of its own, which others seldom write."""

    random: Random
    roster: Roster
    name: str
    number: int
    of: int
    count: int = 0

    def burst(self, size: int) -> list[Json]:
        """So many things to be entered one after the other, mostly about different people."""
        return [self._one() for _ in range(size)]

    def _one(self) -> Json:
        self.count += 1
        kind = self.random.choices(list(KINDS), list(KINDS.values()))[0]
        person = self.random.choice(list(self.roster.people))
        if kind == "immunisation" and self.roster.site.bodies[person].months > 60:
            kind = "visit"
        what = getattr(self, f"_{kind}")(person)
        return {"n": f"{self.name}-{self.count}", "kind": kind, "person": person, "what": what}

    def _visit(self, person: str) -> Json:
        names = self.roster.columns(person)
        own = [name for name in names if sum(map(ord, name + person)) % self.of == self.number] or names
        chosen = [self.random.choice(own if self.random.random() < 0.75 else names) for _ in range(4)]
        size = self.random.randint(1, 4)
        values = {name: self.value(name, person) for name in chosen[:size]}
        values = {name: value for name, value in values.items() if value is not None}
        if self.random.randrange(100) < IMPOSSIBLE:
            values["weight_kg"] = "999"
        if not values or self.random.random() < 0.1:
            values["weight_kg"] = self.value("weight_kg", person)
        return {"step": self.random.choice((0, 2, 3, 4, 5)), "values": values}

    def value(self, name: str, person: str) -> Any:
        """A value that the column may have; None for columns that the storm leaves alone."""
        column, body = self.roster.pack["columns"][name], self.roster.site.bodies[person]
        random = self.random
        match column["kind"]:
            case "decimal":
                return self._decimal(name, body)
            case "whole":
                return random.randint(*_WHOLE[name]) if name in _WHOLE else None
            case "answer":
                return random.random() < 0.5
            case "text":
                return f"{self.name} {self.count} {random.randrange(10_000)}"[: column.get("most") or 60]
            case "choice":
                return random.choice(column["choices"])[0] if column.get("choices") else None
        return None

    def _decimal(self, name: str, body: Body) -> str | None:
        if name in _DECIMALS:
            return f"{self.random.uniform(*_DECIMALS[name]):.1f}"
        if name in ("weight_kg", "height_cm", "head_cm"):
            return f"{getattr(body, name) * self.random.uniform(0.985, 1.015):.1f}"
        return None

    def _newcomer(self, like: str) -> Json:
        person = self.roster.people[like]
        name = f"Baru {self.name.replace('-', ' ')} {self.count}"
        born = person["birth_date"]
        if self.random.randrange(100) < UNBORN:
            born = (self.roster.site.day + timedelta(days=1)).isoformat()
        return {"name": name, "sex": person["sex"], "birth_date": born}

    def _service(self, _person: str) -> Json:
        day = self.roster.site.day - timedelta(days=self.random.randrange(200))
        return {"kind": self.random.choice(SERVICES), "given_on": day.isoformat(), "quantity": 1}

    def _immunisation(self, person: str) -> Json:
        born = date.fromisoformat(self.roster.people[person]["birth_date"])
        span = (self.roster.site.day - born).days
        day = born + timedelta(days=self.random.randrange(span + 1))
        return {"doses": [{"code": self.random.choice(DOSES), "given_on": day.isoformat()}]}

    def _referral(self, _person: str) -> Json:
        return {
            "own_reason": f"Alasan {self.name} {self.count}",
            "destination": self.random.choice(DESTINATIONS),
            "destination_name": self.random.choice(TOWNS),
        }

    def _cancel(self, _person: str) -> Json:
        return {"reason": f"Salah orang {self.count}"}
