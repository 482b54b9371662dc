"""Target populations: figures are added, never overwritten, and a source is chosen once a year."""

from __future__ import annotations

import pytest

from registry import services
from registry.models import Denominator, DenominatorChoice, Source
from registry.rules.target_groups import TargetGroup
from tests.conftest import Village

BABIES = TargetGroup.INFANT


def enter(village: Village, people: int, source: Source = Source.PUSDATIN) -> list[Denominator]:
    return services.record_denominators(
        year=2026, group=BABIES, source=source, people={village.desa: people}, user=village.dinkes
    )


def test_a_corrected_figure_is_a_new_row_and_the_newest_counts(village: Village) -> None:
    enter(village, 40)
    enter(village, 44)
    assert list(Denominator.objects.order_by("entered_at").values_list("people", flat=True)) == [40, 44]
    newest = services.newest_denominators(
        year=2026, group=BABIES, source=Source.PUSDATIN, unit_ids=[village.desa.pk]
    )
    assert newest == {village.desa.pk: 44}


def test_the_same_figure_twice_is_stored_once(village: Village) -> None:
    assert [len(enter(village, 40)), len(enter(village, 40))] == [1, 0]


def test_the_register_is_counted_and_never_typed(village: Village) -> None:
    with pytest.raises(ValueError, match="register"):
        enter(village, 40, Source.REGISTER)


def test_a_source_is_chosen_once_and_stays(village: Village) -> None:
    def choose(source: Source) -> DenominatorChoice:
        return services.choose_source(
            unit=village.kabupaten, year=2026, group=BABIES, source=source, user=village.dinkes
        )

    enter(village, 40, Source.DUKCAPIL)
    first = choose(Source.DUKCAPIL)
    assert choose(Source.DUKCAPIL) == first
    with pytest.raises(services.AlreadyChosen, match="Dukcapil"):
        choose(Source.PUSDATIN)
    assert list(DenominatorChoice.objects.values_list("source", flat=True)) == ["dukcapil"]


def test_a_source_without_any_figure_is_not_chosen(village: Village) -> None:
    Denominator.objects.create(
        unit=village.desa, year=2025, group=BABIES.value, source=Source.DUKCAPIL, people=40
    )
    chosen = {"unit": village.kabupaten, "year": 2026, "group": BABIES, "user": village.dinkes}
    with pytest.raises(services.NoFigures, match="Dukcapil belum punya angka bayi 2026"):
        services.choose_source(source=Source.DUKCAPIL, **chosen)  # type: ignore[arg-type]
    assert services.choose_source(source=Source.REGISTER, **chosen).source == "register"  # type: ignore[arg-type]
