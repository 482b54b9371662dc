"""Searching people in a register of the size of Jepara, on PostgreSQL: make bench ARGS=search (PEOPLE=120000 for less).

Every query is what the page of residents asks: how many there are, and the first fifty with all that a row shows.
"""

from __future__ import annotations

import io
import json
import os
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from time import perf_counter
from uuid import UUID

import django

from bench.support.report import ROOT, table, write

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "posyandu.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 -- models exist from here on
from django.db import connection  # noqa: E402

from registry.demo.tree import build_tree  # noqa: E402
from registry.models import Membership, OrgUnit, Posyandu, Resident, User  # noqa: E402
from registry.models.fields import EncryptedTextField, keyed_hash, phone_hash, tail_hash  # noqa: E402
from registry.paging import people_page  # noqa: E402
from registry.permissions import Action, Role  # noqa: E402
from registry.rules.names import same_sound_key, search_key  # noqa: E402
from registry.rules.search_words import line_of  # noqa: E402

PEOPLE = int(os.environ.get("PEOPLE", "1200000"))
FAMILY = 4
QUERIES_EACH = 40
COLUMNS = (
    "id posyandu_id household_id relation name name_key sound_key search_words sex birth_date birth_date_known "
    "birth_place nik_state nik nik_hash nik_tail_hash mother_id mother_name father_id father_name spouse_id "
    "spouse_name phone phone_hash marital_status education occupation blood_type family_history own_history "
    "risk_behaviour disabilities birth_weight_kg birth_length_cm birth_order gestation_weeks born_at_id "
    "merged_into_id registered_at"
).split()
STAY_COLUMNS = "id resident_id posyandu_id valid_from end_reason came_from went_to".split()
HOME_COLUMNS = (
    "id posyandu_id kk kk_hash kk_tail_hash head_id phone phone_hash address dusun rw rt surveyed_on has_insurance "
    "has_clean_water water_is_protected has_latrine latrine_is_sanitary is_ventilated has_mental_disorder "
    "has_tuberculosis has_hypertension has_diabetes"
).split()


def encrypted(text: str) -> str:
    """One token as the database keeps it."""
    return str(EncryptedTextField._encrypt(text))


class Village:
    """Invented families, the same at every run: names of the demonstration, serial numbers 99xx."""

    def __init__(self, places: list[Posyandu]) -> None:
        self.random = random.Random(20261122)
        self.places = places
        periods = json.loads((ROOT / "registry" / "demo" / "names.json").read_text("utf-8"))
        self.names = {sex: [(p[sex]["first"], p[sex]["last"]) for p in periods] for sex in "LP"}
        # Deciphering matters only for the few rows that are looked at; a token each would take minutes to make.
        self.token = encrypted("3320089901019901")
        self.samples: list[tuple[int, str, str, str, str]] = []

    def name(self, sex: str) -> str:
        """A name as generated people of the demonstration have."""
        first, last = self.random.choice(self.names[sex])
        words = [self.random.choice(first)]
        if last:
            words.append(self.random.choice(last))
        if self.random.random() < 0.35:
            words.append(self.random.choice(first))
        return " ".join(words)

    def families(self, count: int) -> Iterator[tuple[list[str], list[list[str]]]]:
        """Rows for COPY: a household, and its members."""
        for number in range(count):
            place = self.places[number % len(self.places)]
            kk = f"332008{9901011 + number % 899:07d}{number % 1000:03d}"[:16]
            yield self.household(number, place, kk)

    def household(self, number: int, place: Posyandu, kk: str) -> tuple[list[str], list[list[str]]]:
        """A family of four at a Posyandu."""
        dusun, rt, rw = place.dusun or "Krajan", f"{number % 9 + 1:02}", f"{number % 5 + 1:02}"
        home_id = str(UUID(int=(1 << 120) + number))
        sampled = number % 997 == 0
        values = dict.fromkeys(HOME_COLUMNS, r"\N") | {
            "id": home_id,
            "posyandu_id": str(place.pk),
            "kk": encrypted(kk) if sampled else self.token,
            "kk_hash": keyed_hash(kk) if sampled else f"{number:064x}",
            "kk_tail_hash": tail_hash(kk),
            "phone": "",
            "phone_hash": "",
            "address": f"{dusun} RT {rt} RW {rw}",
            "dusun": dusun,
            "rw": rw,
            "rt": rt,
        }
        parents = self.name("L"), self.name("P")
        members = [
            self.member(
                number * FAMILY + position, place, home_id, values, parents, sampled and position == 2
            )
            for position in range(FAMILY)
        ]
        if sampled:
            nik, phone = members[2][-2:]
            self.samples.append((place.pk, nik, kk, phone, members[2][COLUMNS.index("name")]))
            members[2] = members[2][:-2]
        return list(values.values()), members

    def member(
        self,
        serial: int,
        place: Posyandu,
        home: str,
        at: dict[str, str],
        parents: tuple[str, str],
        known: bool,
    ) -> list[str]:
        """One row of registry_resident; a known one carries its NIK and telephone number at the end."""
        sex = "LP"[serial % 2]
        name = self.name(sex)
        born = date(1940, 1, 1) + timedelta(days=self.random.randrange(31_700))
        nik = f"332008{born:%d%m%y}{9900 + serial % 100:04}"
        phone = f"08{self.random.randrange(10**9, 10**10)}"
        where = [at["dusun"], at["address"], f"RT {at['rt']}", f"RW {at['rw']}"]
        values = dict.fromkeys(COLUMNS, "") | {
            "id": str(UUID(int=(2 << 120) + serial)),
            "posyandu_id": str(place.pk),
            "household_id": home,
            "name": name,
            "name_key": search_key(name),
            "sound_key": same_sound_key(name),
            "search_words": line_of([name, parents[1], parents[0]], where, place.unit.path),
            "sex": sex,
            "birth_date": born.isoformat(),
            "birth_date_known": "pasti",
            "nik_state": "ada",
            "nik": encrypted(nik) if known else self.token,
            "nik_hash": keyed_hash(nik) if known else f"{serial:064x}",
            "nik_tail_hash": tail_hash(nik),
            "mother_name": parents[1],
            "father_name": parents[0],
            "phone": encrypted(phone) if known else self.token,
            "phone_hash": phone_hash(phone),
            "family_history": "[]",
            "own_history": "[]",
            "risk_behaviour": "[]",
            "disabilities": "[]",
            "registered_at": "2026-01-01 00:00:00+00",
        }
        for column in COLUMNS:
            if (column.endswith("_id") and not values[column]) or column.startswith(
                ("birth_w", "birth_l", "gest")
            ):
                values[column] = r"\N"
        values["birth_order"] = r"\N"
        return [*values.values(), *([nik, phone] if known else [])]


def fill(village: Village, people: int) -> float:
    """Store the families; seconds."""
    start = perf_counter()
    homes, rows, stays = io.StringIO(), io.StringIO(), io.StringIO()
    born = COLUMNS.index("birth_date")
    for count, (home, members) in enumerate(village.families(people // FAMILY), 1):
        homes.write("\t".join(home) + "\n")
        rows.writelines("\t".join(member) + "\n" for member in members)
        stays.writelines(f"{one[0]}\t{one[0]}\t{one[1]}\t{one[born]}\t\t\t\n" for one in members)
        if count % 20_000 == 0:
            _copy(homes, rows, stays)
            homes, rows, stays = io.StringIO(), io.StringIO(), io.StringIO()
            print(f"{count * FAMILY:>9,} people, {perf_counter() - start:.0f} s", flush=True)
    _copy(homes, rows, stays)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return perf_counter() - start


def _copy(homes: io.StringIO, rows: io.StringIO, stays: io.StringIO) -> None:
    with connection.cursor() as cursor:
        for text, target, columns in (
            (homes, "registry_household", HOME_COLUMNS),
            (rows, "registry_resident", COLUMNS),
            (stays, "registry_residency", STAY_COLUMNS),
        ):
            text.seek(0)
            cursor.cursor.copy_expert(f"COPY {target} ({', '.join(columns)}) FROM STDIN", text)


def page(user: User, text: str) -> tuple[int, int]:
    """What the page of residents asks the database: the count, and the first rows."""
    found = Resident.objects.visible_to(user).present().search(text, within=user.paths_for(Action.SEE_PEOPLE))
    shown = people_page(found, None, searched=True)
    rows = [(row.name, row.household and row.household.place, row.posyandu.unit.name) for row in shown]
    return shown.paginator.count, len(rows)


def kinds(village: Village, scope: set[int]) -> dict[str, Callable[[], str]]:
    """What people type, by kind."""
    draw = random.Random(7)
    known = [sample for sample in village.samples if sample[0] in scope] or village.samples
    variants = {"U": "OE", "J": "DJ", "F": "V", "C": "TJ"}

    def misspelt() -> str:
        name = search_key(draw.choice(known)[4])
        return next((name.replace(plain, old, 1) for plain, old in variants.items() if plain in name), name)

    return {
        "one word": lambda: draw.choice(known)[4].split()[0],
        "first three letters": lambda: draw.choice(known)[4][:3],
        "most common word": lambda: draw.choice(["siti", "sri", "nur", "muhammad"]),
        "two words, turned round": lambda: " ".join(reversed(draw.choice(known)[4].split()[:2])),
        "another spelling": misspelt,
        "name and mother": lambda: (
            f"{draw.choice(known)[4].split()[0]} {draw.choice(['sri', 'siti', 'umi'])}"
        ),
        "name and place": lambda: f"{draw.choice(known)[4].split()[0]} rt {draw.randrange(1, 9):02}",
        "nobody": lambda: "xantippe qorvo",
        "NIK": lambda: draw.choice(known)[1],
        "last 4 of NIK": lambda: draw.choice(known)[1][-4:],
        "last 6 of KK": lambda: draw.choice(known)[2][-6:],
        "KK": lambda: draw.choice(known)[2],
        "telephone": lambda: draw.choice(known)[3],
    }


def percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def searchers() -> dict[str, User]:
    """A kader, a bidan and an officer, each over the largest unit of their kind."""
    found = {}
    for role, kind in ((Role.KADER, "posyandu"), (Role.BIDAN, "desa"), (Role.PUSKESMAS, "puskesmas")):
        units = OrgUnit.objects.filter(kind=kind, path__contains="/33.20/")
        unit = max(units, key=lambda one: Posyandu.objects.at_or_below(one).count())
        user = User.objects.create(username=f"bench.{role.value}")
        Membership.objects.create(user=user, unit=unit, role=role, valid_from=date(2026, 1, 1))
        found[role.label] = user
    return found


def measure(village: Village) -> tuple[list[list[str]], dict[str, list[float]]]:
    """Milliseconds by kind of query and by who asks."""
    by_kind: dict[str, list[float]] = {}
    all_of: dict[str, list[float]] = {}
    hits: dict[str, int] = {}
    for who, user in searchers().items():
        scope = set(Posyandu.objects.visible_to(user).values_list("pk", flat=True))
        for kind, typed in kinds(village, scope).items():
            for run in range(QUERIES_EACH + 2):
                text = typed()
                start = perf_counter()
                count, _ = page(User.objects.get(pk=user.pk), text)
                if run >= 2:
                    took = (perf_counter() - start) * 1000
                    by_kind.setdefault(kind, []).append(took)
                    all_of.setdefault(who, []).append(took)
                    hits[kind] = max(hits.get(kind, 0), count)
    rows = [
        [kind, *(f"{percentile(times, share):.1f}" for share in (0.5, 0.95, 0.999)), f"{hits[kind]:,}"]
        for kind, times in by_kind.items()
    ]
    return rows, all_of


def main() -> None:
    """Fill the register, search it, and write the result."""
    if connection.vendor != "postgresql":
        raise SystemExit("PostgreSQL only: scripts/with-postgres.sh, or make bench ARGS=search")
    call_command("migrate", verbosity=0)
    call_command("load_regions")
    build_tree()
    village = Village(list(Posyandu.objects.select_related("unit").order_by("pk")))
    took = fill(village, PEOPLE)
    rows, by_role = measure(village)
    roles = [
        [who, *(f"{percentile(times, share):.1f}" for share in (0.5, 0.95))] for who, times in by_role.items()
    ]
    everything = [value for times in by_role.values() for value in times]
    write(
        "search",
        f"Searching {PEOPLE:,} people in {Posyandu.objects.count():,} Posyandu (PostgreSQL)",
        f"Filling took {took:.0f} s. Milliseconds of the clock for count and first page of fifty; "
        f"p95 over everything: {percentile(everything, 0.95):.1f} ms (goal: under 100).",
        table(["typed", "median", "p95", "worst", "most hits"], rows),
        table(["who", "median", "p95"], roles),
    )


if __name__ == "__main__":
    main()
