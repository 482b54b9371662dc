"""What is unusual about a service that is to be noted, in sentences; it may be noted all the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from registry.models import Delivery, Pregnancy, Resident
from registry.rules.episodes import NIFAS_DAYS
from registry.rules.life_stage import Sex, completed_months
from registry.rules.wording import MONTHS, long_date
from visits.models import ServiceGiven
from visits.rules.book import Rules
from visits.rules.contraception import read_method
from visits.rules.deworming import albendazole_mg
from visits.rules.supplements import VitaminA, mother_vitamin_a
from visits.rules.vitamin_a import Capsule
from visits.services_given.recording import ServiceNoted

_WHY = "of a person the caller may write"
Kind = ServiceGiven.Kind
_HOURS_A_DAY = 24
_SCHOOL_MONTHS = 12 * 18


def capsule_for(birth_date: date, day: date, *, rules: Rules) -> Capsule | None:
    """The colour of a child's capsule by the age on a day, in whatever month (VITA-01); None outside 6-59 months."""
    months = completed_months(birth_date, day) if day >= birth_date else -1
    rows = rules.rows("vitamin_a")["capsules"]
    fitting = (Capsule(row["capsule"]) for row in rows if row["from_month"] <= months <= row["to_month"])
    return next(fitting, None)


def detail_for(kind: str, birth_date: date, day: date, *, rules: Rules) -> str:
    """What the age alone says of a service: the colour of the capsule, the dose of the deworming tablet."""
    if kind == Kind.VITAMIN_A:
        capsule = capsule_for(birth_date, day, rules=rules)
        return capsule.value if capsule else ""
    if kind == Kind.DEWORMING and day >= birth_date:
        dose = albendazole_mg(completed_months(birth_date, day), rules=rules)
        return f"{dose} mg" if dose else ""
    return ""


def warnings_for(
    given: ServiceNoted, *, resident: Resident, stored: list[ServiceGiven], rules: Rules
) -> list[str]:
    """What to look at again before noting a service. `stored` are the person's other services of its kind."""
    if given.given_on < resident.birth_date:
        return []
    match given.kind:
        case Kind.VITAMIN_A:
            return [*_capsule(given, resident, stored, rules)]
        case Kind.DEWORMING:
            return [*_deworming(given, resident, rules)]
        case Kind.VITAMIN_A_MOTHER:
            return [*_mother_capsules(given, resident, stored, rules)]
        case Kind.PREGNANCY_FOOD:
            return [*_pregnancy_food(given, resident)]
        case Kind.CONTRACEPTION:
            return [*_contraception(given, rules)]
        case Kind.IRON if resident.sex != Sex.FEMALE:
            return ["Tablet tambah darah biasanya untuk remaja putri dan ibu hamil."]
    return []


def _capsule(
    given: ServiceNoted, resident: Resident, stored: list[ServiceGiven], rules: Rules
) -> Iterator[str]:
    months = rules.rows("vitamin_a")["months"]
    if given.given_on.month not in months:
        names = " dan ".join(MONTHS[month - 1] for month in months)
        yield f"Vitamin A diberikan bulan {names}. Periksa tanggalnya."
    wanted = capsule_for(resident.birth_date, given.given_on, rules=rules)
    if wanted is None:
        rows = rules.rows("vitamin_a")["capsules"]
        first, last = min(row["from_month"] for row in rows), max(row["to_month"] for row in rows)
        yield f"Kapsul vitamin A untuk umur {first} sampai {last} bulan."
    elif given.detail and given.detail != wanted.value:
        yield f"Menurut umurnya kapsul {wanted.value}, bukan {given.detail}."
    same_month = [
        row
        for row in stored
        if (row.given_on.year, row.given_on.month) == (given.given_on.year, given.given_on.month)
    ]
    if same_month:
        yield f"Bulan itu sudah tercatat mendapat kapsul, {long_date(same_month[0].given_on)}."


def _deworming(given: ServiceNoted, resident: Resident, rules: Rules) -> Iterator[str]:
    months = completed_months(resident.birth_date, given.given_on)
    if albendazole_mg(months, rules=rules) is None:
        first = min(row["from_month"] for row in rules.rows("deworming")["doses"])
        if months < first:
            yield f"Obat cacing mulai umur {first} bulan."
        elif months > _SCHOOL_MONTHS:
            yield "Obat cacing biasanya untuk balita dan anak sekolah."


def _mother_capsules(
    given: ServiceNoted, resident: Resident, stored: list[ServiceGiven], rules: Rules
) -> Iterator[str]:
    births = Delivery.objects.unscoped(_WHY).filter(resident=resident, on__lte=given.given_on)
    birth = births.order_by("-on").first()
    if birth is None or (given.given_on - birth.on).days > NIFAS_DAYS:
        yield f"Vitamin A ibu nifas diberikan sampai {NIFAS_DAYS} hari sesudah bersalin."
        return
    rows = rules.rows("supplements")["mother_vitamin_a"]
    since = [row for row in stored if birth.on <= row.given_on <= given.given_on]
    if given.quantity >= rows["capsules"]:
        yield f"Kapsul kedua diminum paling cepat {rows['apart_hours']} jam sesudah yang pertama. Catat satu-satu."
    elif sum(row.quantity for row in since) >= rows["capsules"]:
        yield f"Sudah tercatat {rows['capsules']} kapsul sesudah bersalin ini."
    elif since and not_apart(since[0].given_on, given.given_on, birth.on, rules=rules):
        yield f"Kapsul kedua paling cepat {rows['apart_hours']} jam sesudah yang pertama."


def not_apart(first: date, second: date, birth: date, *, rules: Rules) -> bool:
    """Whether a mother's two capsules, known by their days alone, are not as planned (NIFAS-02)."""
    hours = [(day - birth).days * _HOURS_A_DAY for day in sorted((first, second))]
    return mother_vitamin_a(hours[0], hours[1], rules=rules) is VitaminA.NOT_AS_PLANNED


def _pregnancy_food(given: ServiceNoted, resident: Resident) -> Iterator[str]:
    open_then = Pregnancy.objects.unscoped(_WHY).open_on(given.given_on).filter(resident=resident)
    if not open_then.exists():
        yield "Pada tanggal itu tidak tercatat hamil."


def _contraception(given: ServiceNoted, rules: Rules) -> Iterator[str]:
    method = read_method(given.detail, rules=rules)
    if method is not None and given.posyandu is not None and not method.given_at_posyandu:
        yield "Metode ini diberikan oleh bidan, bukan dari persediaan Posyandu."
