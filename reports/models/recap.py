"""Monthly counts of one Posyandu by sex: a row a month, a column a count, each declared once with its condition.

A condition is put to the active visits of the month that count at the Posyandu. The last value of a month carries a
flag (`last_...`), set by visits.assess, so that counting rows counts people.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from registry.models import Posyandu, SexChoice
from registry.rules.life_stage import UNDER_FIVE, LifeStage
from visits.rules.body_mass import BmiClass
from visits.rules.card_code import CardCode
from visits.rules.nutrition import STUNTED, UNDERWEIGHT, WASTED, WeightForHeight
from visits.rules.weight_gain import GainStatus

Condition = Callable[[str], Q]


class PeopleField(models.PositiveIntegerField[int, int]):
    """A number of people, with the condition on a visit that makes its person count; None = filled otherwise.

    A condition may be a function of the card it is put to, where two recaps count alike.
    """

    def __init__(self, verbose_name: str = "", *, where: Q | Condition | None = None, **kwargs: Any) -> None:
        self.where = where
        super().__init__(verbose_name, **({"default": 0} | kwargs))

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        # A condition is no part of the schema: changing it needs a recount, not a migration.
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveIntegerField", args, kwargs


def people(label: str, *, where: Q | Condition | None = None) -> PeopleField:
    return PeopleField(label, where=where)


class MonthCount(models.Model):
    """What all recap rows share."""

    posyandu = models.ForeignKey(Posyandu, models.CASCADE, related_name="+")
    month = models.DateField("bulan", help_text="Tanggal 1 bulan itu.")
    sex = models.CharField("jenis kelamin", max_length=1, choices=SexChoice)

    class Meta:
        abstract = True
        indexes: ClassVar = [models.Index(fields=["month", "posyandu"], name="%(class)s_month")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["posyandu", "month", "sex"], name="%(class)s_counted_once")
        ]

    def __str__(self) -> str:
        return f"{self.posyandu_id} {self.month:%Y-%m} {self.sex}"

    # The relation from Visit to the card that conditions shared by several recaps are put to.
    CARD: ClassVar[str] = ""

    @classmethod
    def conditions(cls) -> dict[str, Q]:
        """The condition of each count that is declared with one, by field name."""
        declared = {field.name: field.where for field in cls.count_fields() if field.where is not None}
        return {name: where if isinstance(where, Q) else where(cls.CARD) for name, where in declared.items()}

    @classmethod
    def count_fields(cls) -> list[PeopleField]:
        return [field for field in cls._meta.concrete_fields if isinstance(field, PeopleField)]


def _attended(stage: LifeStage) -> PeopleField:
    return people(f"{stage.label} datang", where=Q(last_of_month=True, life_stage=stage.value))


def _absent(stage: LifeStage) -> PeopleField:
    return people(f"{stage.label} tidak datang")


class PopulationMonth(MonthCount):
    """Who belonged to the Posyandu, by group: those who came, by their group at the visit, and those who did not,
    by their group on the last day of the month. Sasaran is the sum of both, so it can never be less than datang.
    """

    attended_infant = _attended(LifeStage.INFANT)
    attended_toddler = _attended(LifeStage.TODDLER)
    attended_preschool = _attended(LifeStage.PRESCHOOL)
    attended_school = _attended(LifeStage.SCHOOL)
    attended_teen = _attended(LifeStage.TEEN)
    attended_adult = _attended(LifeStage.ADULT)
    attended_elderly = _attended(LifeStage.ELDERLY)
    absent_infant = _absent(LifeStage.INFANT)
    absent_toddler = _absent(LifeStage.TODDLER)
    absent_preschool = _absent(LifeStage.PRESCHOOL)
    absent_school = _absent(LifeStage.SCHOOL)
    absent_teen = _absent(LifeStage.TEEN)
    absent_adult = _absent(LifeStage.ADULT)
    absent_elderly = _absent(LifeStage.ELDERLY)
    visitors = people("pengunjung dari Posyandu lain")
    # From the register, not from visits: a birth and a death count in their own month, where the person lived then.
    born = people("lahir hidup")
    died_mother = people("kematian ibu")
    died_neonate = people("kematian neonatal")
    died_infant = people("kematian bayi 29 hari-11 bulan")
    died_toddler = people("kematian balita 12-59 bulan")

    class Meta(MonthCount.Meta):
        verbose_name = "rekap sasaran"
        verbose_name_plural = "rekap sasaran"


_WEIGHED = Q(child_check__last_weighing=True, life_stage__in=[stage.value for stage in UNDER_FIVE])
_HEIGHT = Q(child_check__last_height=True, life_stage__in=[stage.value for stage in UNDER_FIVE])
_WEIGHT_JUDGED = _WEIGHED & (
    Q(child_check__oedema=True)
    | (~Q(child_check__weight_for_age="") & Q(child_check__weight_for_age_implausible=False))
)
_HEIGHT_JUDGED = (
    _HEIGHT & ~Q(child_check__height_for_age="") & Q(child_check__height_for_age_implausible=False)
)
# Oedema is 'Gizi buruk' whatever the scale shows, so it is judged even where WHO gives no z-score.
_NUTRITION_JUDGED = (
    Q(child_check__last_height=True) | Q(child_check__last_weighing=True, child_check__oedema=True)
) & Q(
    ~Q(child_check__weight_for_height=""),
    Q(child_check__oedema=True) | Q(child_check__weight_for_height_implausible=False),
    life_stage__in=[stage.value for stage in UNDER_FIVE],
)


def _status(status: GainStatus) -> Q:
    return _WEIGHED & Q(child_check__gain_status=status.value)


class ChildMonth(MonthCount):
    """Bayi and balita, 0 to 59 months (SKDN and growth). S is the sasaran of PopulationMonth."""

    weighed = people("D: ditimbang", where=_WEIGHED)
    gained = people("N: naik", where=_status(GainStatus.GAINED))
    not_gained = people("T: tidak naik", where=_status(GainStatus.NOT_GAINED))
    absent_last_month = people("O: tidak ditimbang bulan lalu", where=_status(GainStatus.ABSENT_LAST_MONTH))
    first_weighing = people("B: baru pertama ditimbang", where=_status(GainStatus.FIRST))
    not_gained_twice = people(
        "2T: dua bulan berturut-turut tidak naik", where=_WEIGHED & Q(child_check__not_gained_run__gte=2)
    )
    below_red_line = people(
        "BGM: di bawah garis merah", where=_WEIGHT_JUDGED & Q(child_check__below_red_line=True)
    )
    weight_judged = people("BB/U dapat dinilai", where=_WEIGHT_JUDGED)
    underweight = people(
        "berat badan kurang dan sangat kurang",
        where=_WEIGHT_JUDGED & (Q(child_check__oedema=True) | Q(child_check__weight_for_age__in=UNDERWEIGHT)),
    )
    height_judged = people("PB/U atau TB/U dapat dinilai", where=_HEIGHT_JUDGED)
    stunted = people(
        "pendek dan sangat pendek", where=_HEIGHT_JUDGED & Q(child_check__height_for_age__in=STUNTED)
    )
    nutrition_judged = people("BB/PB atau BB/TB dapat dinilai", where=_NUTRITION_JUDGED)
    wasted = people(
        "gizi kurang dan gizi buruk", where=_NUTRITION_JUDGED & Q(child_check__weight_for_height__in=WASTED)
    )
    severely_wasted = people(
        "gizi buruk",
        where=_NUTRITION_JUDGED & Q(child_check__weight_for_height=WeightForHeight.SEVERELY_WASTED),
    )

    class Meta(MonthCount.Meta):
        verbose_name = "rekap balita"
        verbose_name_plural = "rekap balita"


def _bmi(value: BmiClass) -> Condition:
    def condition(card: str) -> Q:
        # Only the class of school age comes from a z-score, which can be implausible.
        plausible = {f"{card}__bmi_for_age_implausible": False} if card == "school_age_check" else {}
        return Q(**{f"{card}__last_bmi": True, f"{card}__bmi_class": value.value}, **plausible)

    return condition


def _code(what: str, value: CardCode) -> Condition:
    return lambda card: Q(**{f"{card}__last_{what}": True, f"{card}__{what}": value.value})


def _waist(**more: bool) -> Condition:
    def condition(card: str) -> Q:
        measured = {"last_waist": True, "central_obesity__isnull": False} | more
        return Q(**{f"{card}__{name}": value for name, value in measured.items()})

    return condition


class BodyMonth(MonthCount):
    """What the recaps of school age and of adults count alike, each from its own card."""

    bmi_very_thin = people("sangat kurus", where=_bmi(BmiClass.VERY_THIN))
    bmi_thin = people("kurus", where=_bmi(BmiClass.THIN))
    bmi_normal = people("IMT normal", where=_bmi(BmiClass.NORMAL))
    bmi_fat = people("gemuk", where=_bmi(BmiClass.FAT))
    bmi_obese = people("obesitas", where=_bmi(BmiClass.OBESE))
    waist_measured = people("lingkar perut diukur", where=_waist())
    central_obesity = people("obesitas sentral", where=_waist(central_obesity=True))
    pressure_low = people("tekanan darah rendah", where=_code("blood_pressure", CardCode.LOW))
    pressure_normal = people("tekanan darah normal", where=_code("blood_pressure", CardCode.NORMAL))
    pressure_high = people("tekanan darah tinggi", where=_code("blood_pressure", CardCode.HIGH))
    glucose_low = people("gula darah rendah", where=_code("glucose", CardCode.LOW))
    glucose_normal = people("gula darah normal", where=_code("glucose", CardCode.NORMAL))
    glucose_high = people("gula darah tinggi", where=_code("glucose", CardCode.HIGH))

    class Meta(MonthCount.Meta):
        abstract = True


class SchoolAgeMonth(BodyMonth):
    """Usia sekolah dan remaja, 6 to 18 years."""

    CARD = "school_age_check"

    class Meta(MonthCount.Meta):
        verbose_name = "rekap usia sekolah dan remaja"
        verbose_name_plural = "rekap usia sekolah dan remaja"


class AdultMonth(BodyMonth):
    """Usia dewasa dan lansia, from 19 years."""

    CARD = "adult_check"

    class Meta(MonthCount.Meta):
        verbose_name = "rekap dewasa dan lansia"
        verbose_name_plural = "rekap dewasa dan lansia"


RECAPS: tuple[type[MonthCount], ...] = (PopulationMonth, ChildMonth, SchoolAgeMonth, AdultMonth)
