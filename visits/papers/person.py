"""Which cards a person has, and the visits on each of them: one stack of rows for each side and episode."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from registry.models import Delivery, Posyandu, Pregnancy, Resident, User
from registry.permissions import Action
from registry.rules.episodes import weeks_pregnant
from registry.rules.life_stage import ADULT_CARD, CHILD_CARD, SCHOOL_CARD, Sex
from visits import fields
from visits.columns.column import ELDERLY_YEARS
from visits.models import Immunisation, MotherState, Referral, Screening, Visit
from visits.papers.catalogue import PAPERS
from visits.papers.children import FIRST_MONTHS
from visits.papers.column import Code, OnPaper, Paper
from visits.rulebook import shelf

# The card itself says "usia 18 tahun ke atas".
MIND_YEARS = 18
_WHY = "cards of a person the caller may see"
_CARD_OF = {Code.CHILD: "child_check", Code.SCHOOL: "school_age_check", Code.ADULT: "adult_check"}
_STATES = {
    Code.PREGNANT: (MotherState.PREGNANT,),
    Code.AFTER_BIRTH: (MotherState.POSTPARTUM, MotherState.BREASTFEEDING),
}
# What the mothers' card has no column for: a visit with one of these stands on the card of her age too.
_OF_HER_AGE = (
    "height_cm",
    "waist_cm",
    "glucose_mg_dl",
    "cholesterol_mg_dl",
    "haemoglobin_g_dl",
    "eye_right",
    "eye_left",
    "ear_right",
    "ear_left",
    "covid_vaccinated",
)


@dataclass(frozen=True)
class Stack:
    """The rows of one side: of the first months, of a pregnancy, of a delivery, or simply all.

    `months` are printed before the rows are written, as on the front of the children's card.
    """

    rows: tuple[OnPaper, ...]
    side: str = ""
    months: tuple[int, ...] = ()
    pregnancy: Pregnancy | None = None
    delivery: Delivery | None = None


@dataclass(frozen=True)
class Records:
    """Everything about a person that cards print, read once."""

    resident: Resident
    rows: tuple[OnPaper, ...]
    doses: tuple[Immunisation, ...]
    pregnancies: tuple[Pregnancy, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    codes: tuple[Code, ...] = field(default=())


def records_of(resident: Resident, user: User, day: date) -> Records:
    """The visits so far, oldest first, as `user` may read them. A constant number of queries."""
    doses = tuple(Immunisation.objects.unscoped(_WHY).filter(resident=resident))
    rows = tuple(_rows(resident, user, doses))
    pregnancies = tuple(
        Pregnancy.objects.unscoped(_WHY)
        .filter(resident=resident)
        .exclude(outcome=Pregnancy.Outcome.ERROR)
        .order_by("known_from")
    )
    deliveries = tuple(Delivery.objects.unscoped(_WHY).filter(resident=resident).order_by("on"))
    found = Records(resident, rows, doses, pregnancies, deliveries)
    codes = tuple(code for code in Code if _belongs(code, found, day))
    return Records(resident, rows, doses, pregnancies, deliveries, codes)


def stacks_of(paper: Paper, records: Records) -> list[Stack]:
    """The rows of a card, side by side as it lies in the drawer; at least one stack, which may be empty."""
    rows = _rows_on(paper, records.rows)
    match paper.code:
        case Code.CHILD:
            return _child_stacks(rows)
        case Code.PREGNANT:
            return _by_pregnancy(rows, records.pregnancies)
        case Code.AFTER_BIRTH:
            return _by_delivery(rows, records.deliveries)
        case _:
            return [Stack(rows)]


def empty_stacks(paper: Paper) -> list[Stack]:
    """The sides of a card that nobody has written on."""
    return _child_stacks(()) if paper.code == Code.CHILD else [Stack(())]


def _rows(resident: Resident, user: User, doses: Sequence[Immunisation]) -> Iterator[OnPaper]:
    home: Posyandu = resident.posyandu
    may_read = user.may(Action.SEE_PRIVATE, home.unit)
    open_forms = frozenset(
        form for form in Screening.Form.values if may_read or form not in Screening.PRIVATE
    )
    visits = Visit.objects.visible_to(user).active().with_cards().filter(resident=resident)
    referrals = {
        row.visit_id: row
        for row in Referral.objects.unscoped(_WHY)
        .filter(resident=resident, visit__isnull=False)
        .exclude(status=Referral.Status.WITHDRAWN)
    }
    given: dict[date, list[Immunisation]] = defaultdict(list)
    for dose in doses:
        if dose.given_on:
            given[dose.given_on].append(dose)
    books = shelf()
    for visit in visits.prefetch_related("services", "screenings").order_by("date", "recorded_at"):
        visit.resident = resident
        yield OnPaper(
            visit=visit,
            values=fields.read(visit),
            screenings={screening.form: screening for screening in visit.screenings.all()},
            open_forms=open_forms,
            doses=tuple(given.get(visit.date, ())),
            referral=referrals.get(visit.pk),
            rules=books.book_for(visit.home_posyandu_id or visit.posyandu_id).on(visit.date),
        )


def _rows_on(paper: Paper, rows: Iterable[OnPaper]) -> tuple[OnPaper, ...]:
    return tuple(row for row in rows if _is_on(paper, row))


def _is_on(paper: Paper, row: OnPaper) -> bool:
    if paper.form:
        return paper.form in row.screenings
    if paper.code in _STATES:
        return row.visit.mother in _STATES[paper.code]
    if _card_name(row.visit) != _CARD_OF[paper.code]:
        return False
    mothers_only = bool(row.visit.mother) and not row.screenings
    return not mothers_only or any(not fields.is_unfilled(name, row.values[name]) for name in _OF_HER_AGE)


def _card_name(visit: Visit) -> str:
    """The card it was recorded on; that of the age where nothing was measured."""
    card = visit.card
    return next(
        (name for name, model in fields.CARD_MODELS.items() if isinstance(card, model)), visit.card_name
    )


def _belongs(code: Code, records: Records, day: date) -> bool:
    """Whether the person has this card: something stands on it, or it is that of their age today."""
    paper, person = PAPERS[code], records.resident
    if _rows_on(paper, records.rows):
        return True
    stage, years = person.life_stage_on(day), person.age_on(day).years
    by_age = {
        Code.CHILD: stage in CHILD_CARD,
        Code.SCHOOL: stage in SCHOOL_CARD,
        Code.ADULT: stage in ADULT_CARD,
        Code.SRQ20: years >= MIND_YEARS,
        Code.AKS: years >= ELDERLY_YEARS,
        Code.SKILAS: years >= ELDERLY_YEARS,
        Code.PREGNANT: person.sex == Sex.FEMALE and bool(records.pregnancies),
        Code.AFTER_BIRTH: person.sex == Sex.FEMALE and bool(records.deliveries),
    }
    return by_age[code]


def _child_stacks(rows: Sequence[OnPaper]) -> list[Stack]:
    """The front has a line for each month up to the first birthday; whatever is later stands on the back."""
    front = tuple(row for row in rows if row.age.months in FIRST_MONTHS)
    back = tuple(row for row in rows if row.age.months not in FIRST_MONTHS)
    return [
        Stack(front, "Muka depan: 0–12 bulan", FIRST_MONTHS),
        Stack(back, "Muka belakang: bulan berikutnya"),
    ]


def _by_pregnancy(rows: Sequence[OnPaper], pregnancies: Sequence[Pregnancy]) -> list[Stack]:
    """One card for each pregnancy; a visit that fits none stands on one of its own."""
    left = list(rows)
    stacks = []
    for one in pregnancies:
        mine = [row for row in left if one.ended_on is None or row.visit.date < one.ended_on]
        left = [row for row in left if row not in mine]
        stacks.append(Stack(tuple(_with_weeks(row, one) for row in mine), pregnancy=one))
    return [*stacks, *([Stack(tuple(left))] if left or not stacks else [])]


def _with_weeks(row: OnPaper, pregnancy: Pregnancy) -> OnPaper:
    """The row with the weeks that the pregnancy's dates give, where nobody confirmed them on the day."""
    if row.values["gestation_weeks"] is not None:
        return row
    weeks = weeks_pregnant(pregnancy.counted_from, row.visit.date)
    return replace(row, values={**row.values, "gestation_weeks": weeks})


def _by_delivery(rows: Sequence[OnPaper], deliveries: Sequence[Delivery]) -> list[Stack]:
    """One card for each birth; a visit before the first known one stands on a card of its own."""
    stacks = []
    for place, one in enumerate(deliveries):
        following = deliveries[place + 1].on if place + 1 < len(deliveries) else date.max
        mine = tuple(row for row in rows if one.on <= row.visit.date < following)
        stacks.append(Stack(mine, delivery=one))
    first = deliveries[0].on if deliveries else date.max
    earlier = tuple(row for row in rows if row.visit.date < first)
    return [*([Stack(earlier)] if earlier or not stacks else []), *stacks]
