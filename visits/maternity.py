"""What the pages of a pregnancy and of a birth say: weeks, risks, and when which visit is due. All by the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from registry.models import Delivery, Pregnancy, Resident
from registry.rules.wording import decimal, long_date
from registry.services.maternity import proposal_for
from visits.rulebook import book_for
from visits.rules.advice import Finding
from visits.rules.birth import classify_birth_weight
from visits.rules.body_mass import bmi
from visits.rules.book import Rules
from visits.rules.maternal_referral import maternal_finding
from visits.rules.maternal_risk import four_t, height_risk
from visits.rules.postpartum import is_postpartum
from visits.rules.pregnancy import Gestation, gestation
from visits.rules.pregnancy_weight import GainBand, bmi_group, total_gain
from visits.rules.wording import number_text

# Contacts with a doctor among K1 to K6 (KMK HK.01.07/MENKES/2015/2023).
DOCTOR_CONTACTS = ("K1", "K5")
PAST, NOW, LATER = "lewat", "sekarang", "nanti"


@dataclass(frozen=True, slots=True)
class Window:
    """When a visit is due; `state` is past, now or later as seen on the day of the page.

    Whether a past one took place is written in the Buku KIA alone.
    """

    name: str
    first: date
    last: date
    state: str
    by_doctor: bool = False

    @property
    def words(self) -> str:
        return {PAST: "lihat Buku KIA", NOW: "sekarang waktunya", LATER: "nanti"}[self.state]

    @property
    def level(self) -> str:
        return {PAST: "kosong", NOW: "perhatian", LATER: "info"}[self.state]


@dataclass(frozen=True, slots=True)
class PregnancyPage:
    """A pregnancy as it is shown on a day."""

    gestation: Gestation | None
    problem: str
    risks: list[Finding]
    risks_unknown: list[str]
    height: Finding | None
    bmi: Decimal | None
    gain: GainBand | None
    contacts: list[Window]

    @property
    def gain_words(self) -> str:
        """The recommended gain of the whole pregnancy in kg: "11,5 sampai 16 kg"."""
        if self.gain is None:
            return ""
        low, high = (decimal(value).removesuffix(",0") for value in (self.gain.min_kg, self.gain.max_kg))
        return f"{low} sampai {high} kg"


@dataclass(frozen=True, slots=True)
class BabyLine:
    """A live baby with what its birth weight means."""

    resident: Resident
    weight: Finding | None
    # Empty where the user may not open the record: a baby that died before its mother moved here.
    url: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """A birth as it is shown on a day."""

    in_nifas: bool
    nifas_day: int
    babies: list[BabyLine]
    mother_visits: list[Window]
    newborn_visits: list[Window]
    contraception_until: date


def pregnancy_page(pregnancy: Pregnancy, day: date) -> PregnancyPage:
    """Weeks, risks and contacts of a pregnancy; an ended one as on its last day."""
    rules = book_for(pregnancy.resident.posyandu_id).on(day)
    until = pregnancy.ended_on or day
    age, problem = None, ""
    try:
        age = gestation(
            until,
            last_period=pregnancy.last_period,
            corrected_due_date=pregnancy.due_date_by_usg,
            rules=rules,
        )
    except ValueError as error:
        problem = str(error)
    body_mass = bmi(pregnancy.start_weight_kg, pregnancy.height_cm)
    return PregnancyPage(
        gestation=age,
        problem=problem,
        risks=_risks(pregnancy, rules),
        risks_unknown=list(_not_asked(pregnancy)),
        height=_height(pregnancy, rules),
        bmi=body_mass,
        gain=total_gain(bmi_group(body_mass, rules=rules), rules=rules),
        contacts=contact_windows(pregnancy, day, rules) if pregnancy.is_open else [],
    )


def delivery_page(
    delivery: Delivery, babies: Sequence[Resident], day: date, lost: Sequence[Resident] = ()
) -> DeliveryPage:
    """The visits that mother and babies should get after a birth, and what the birth weights mean.

    `lost` are babies that died, whose records the user may not open.
    """
    rules = book_for(delivery.resident.posyandu_id).on(day)
    rows = rules.rows("postpartum")
    nifas_day = (day - delivery.on).days
    in_nifas = bool(is_postpartum(nifas_day, rules=rules))
    alive = [baby for baby in babies if not hasattr(baby, "death")]
    return DeliveryPage(
        in_nifas=in_nifas,
        nifas_day=nifas_day,
        babies=[
            *(BabyLine(baby, _weight(baby, rules), baby.get_absolute_url()) for baby in babies),
            *(BabyLine(baby, None) for baby in lost),
        ],
        mother_visits=list(visit_windows(rows["mother"], delivery.on, day)),
        newborn_visits=list(visit_windows(rows["newborn"], delivery.on, day)) if alive else [],
        contraception_until=delivery.on + timedelta(days=rules.rows("contraception")["postpartum_last_day"]),
    )


def _risks(pregnancy: Pregnancy, rules: Rules) -> list[Finding]:
    started = max(pregnancy.counted_from or pregnancy.known_from, pregnancy.resident.birth_date)
    found = four_t(
        pregnancy.resident.age_on(started).years,
        pregnancy.living_children,
        pregnancy.spacing_months,
        rules=rules,
    )
    sentences = (maternal_finding("four_t", risk, rules=rules) for risk in found)
    return [sentence for sentence in sentences if sentence is not None]


def _not_asked(pregnancy: Pregnancy) -> Iterator[str]:
    """What the risks cannot be judged by yet; a first pregnancy has no spacing."""
    if pregnancy.living_children is None:
        yield "jumlah anak hidup"
    if pregnancy.spacing_months is None and _has_earlier_children(pregnancy):
        yield "jarak dengan anak sebelumnya"


def _has_earlier_children(pregnancy: Pregnancy) -> bool:
    """Whether she may have borne before, by what was asked and, while she is pregnant, by the register."""
    if pregnancy.gravida != 1 or pregnancy.living_children:
        return True
    return pregnancy.is_open and proposal_for(pregnancy.resident).last_birth is not None


def _height(pregnancy: Pregnancy, rules: Rules) -> Finding | None:
    height = pregnancy.height_cm
    value = "" if height is None else number_text(height)
    return maternal_finding("height_cm", height_risk(height, rules=rules), value, rules=rules)


def contact_windows(pregnancy: Pregnancy, day: date, rules: Rules) -> list[Window]:
    """K1 to K6, each in the days of its trimester (HML-03); none without a date to count from."""
    start, rows = pregnancy.counted_from, rules.rows("pregnancy")
    if start is None:
        return []
    windows: list[Window] = []
    first_day = 0
    for trimester, wanted in zip(rows["trimesters"], rows["contacts_expected"], strict=True):
        last_day = min(trimester["last_day"], rows["dating"]["pregnancy_days"])
        for _ in range(wanted):
            name = f"K{len(windows) + 1}"
            first, last = start + timedelta(days=first_day), start + timedelta(days=last_day)
            windows.append(Window(name, first, last, _state(first, last, day), name in DOCTOR_CONTACTS))
        first_day = trimester["last_day"] + 1
    return windows


def visit_windows(rows: Sequence[Mapping[str, Any]], since: date, day: date) -> Iterator[Window]:
    """The windows of a table of visits, counted in days since a birth (NIFAS-01, NEO-01)."""
    for row in rows:
        first, last = (since + timedelta(days=row[edge]) for edge in ("first_day", "last_day"))
        yield Window(row["visit"], first, last, _state(first, last, day))


def _state(first: date, last: date, day: date) -> str:
    if day > last:
        return PAST
    return NOW if day >= first else LATER


def _weight(baby: Resident, rules: Rules) -> Finding | None:
    if baby.birth_weight_kg is None:
        return None
    return maternal_finding(
        "birth_weight", classify_birth_weight(baby.birth_weight_kg * 1000, rules=rules), rules=rules
    )


def due_words(pregnancy: Pregnancy, day: date) -> str:
    """When the baby is expected: "11 Januari 2027, 10 minggu lagi"; past it, how long."""
    due = pregnancy.due_date
    if due is None:
        return "belum diketahui"
    days = (due - day).days
    if days < 0:
        return f"{long_date(due)}, lewat {-days} hari"
    return (
        f"{long_date(due)}, {days // 7} minggu lagi" if days >= 14 else f"{long_date(due)}, {days} hari lagi"
    )
