"""`manage.py reassess`: old results are kept, the range is respected, an interruption costs nothing."""

from __future__ import annotations

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from registry.models import Resident
from tests.conftest import Village, make_resident, make_visit
from visits import services
from visits.management.commands import reassess
from visits.models import AdultCheck, Reassessment, RuleOverride, Visit, VisitRevision

BORN = date(1980, 3, 1)
SEPTEMBER, OCTOBER = date(2026, 9, 14), date(2026, 10, 12)


def run(first: str = "2026-01-01", last: str = "2026-12-31", unit: str | None = None) -> str:
    out = StringIO()
    options = {"unit": unit} if unit else {}
    call_command("reassess", "--from", first, "--until", last, stdout=out, **options)
    return out.getvalue()


def ended(**options: str) -> str:
    """The last line, which sums up."""
    return run(**options).splitlines()[-1]


def decide(village: Village, value: str = "135") -> None:
    RuleOverride.objects.create(
        unit=village.kabupaten,
        setting="blood_pressure.high_systolic",
        value=value,
        valid_from=date(2026, 1, 1),
        reason="SK",
    )


def codes() -> list[str]:
    checks = AdultCheck.objects.order_by("visit__date", "visit__posyandu")
    return list(checks.values_list("blood_pressure", flat=True))


def people_with_visits(village: Village) -> list[Resident]:
    people = [make_resident(posyandu, born=BORN) for posyandu in (village.melati, village.mawar)]
    for person in people:
        for day in (SEPTEMBER, OCTOBER):
            make_visit(person, day, systolic=136, diastolic=80)
    return people


def test_everything_is_judged_again_and_what_was_shown_is_kept(village: Village) -> None:
    people_with_visits(village)
    decide(village)

    assert ended() == "Selesai: 2 warga, 4 kunjungan berubah."
    assert codes() == ["T"] * 4
    assert [kept.values["blood_pressure"] for kept in VisitRevision.objects.filter(change="aturan")] == [
        "N"
    ] * 4
    assert ended() == "Selesai: 2 warga, 0 kunjungan berubah."
    assert VisitRevision.objects.count() == 4


def test_only_the_range_is_touched(village: Village) -> None:
    people_with_visits(village)
    decide(village)

    assert ended(first="2026-10-01") == "Selesai: 2 warga, 2 kunjungan berubah."
    assert codes() == ["N", "N", "T", "T"]


def test_only_the_unit_is_touched(village: Village) -> None:
    people_with_visits(village)
    decide(village)

    assert ended(unit=village.desa.path) == "Selesai: 1 warga, 2 kunjungan berubah."
    assert codes() == ["T", "N", "T", "N"]


def test_an_interrupted_run_goes_on_where_it_stopped(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    people_with_visits(village)
    decide(village)
    seen: list[int] = []
    whole = services.reassess

    def cut_short(residents: list[Resident], **options: Any) -> int:
        if seen:
            raise KeyboardInterrupt
        seen.append(len(residents))
        return whole(residents, **options)

    monkeypatch.setattr(services, "reassess", cut_short)
    with pytest.raises(KeyboardInterrupt):
        run()
    assert [(each.people, each.finished_at) for each in Reassessment.objects.all()] == [(1, None)]
    assert codes().count("T") == 2

    def count_and_go_on(residents: list[Resident], **options: Any) -> int:
        seen.append(len(residents))
        return whole(residents, **options)

    monkeypatch.setattr(services, "reassess", count_and_go_on)
    assert ended() == "Selesai: 2 warga, 4 kunjungan berubah."
    assert (seen, codes()) == ([1, 1], ["T"] * 4)
    assert Reassessment.objects.get().finished_at is not None


def test_other_rules_begin_a_new_run(village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    people_with_visits(village)

    def stop(residents: list[Resident], **options: Any) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(services, "reassess", stop)
        with pytest.raises(KeyboardInterrupt):
            run()
    decide(village)
    assert ended() == "Selesai: 2 warga, 4 kunjungan berubah."
    assert Reassessment.objects.count() == 2


def test_people_are_taken_in_batches(village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        make_visit(make_resident(village.melati, born=BORN), systolic=136, diastolic=80)
    decide(village)
    monkeypatch.setattr(reassess, "BATCH", 2)

    assert ended() == "Selesai: 3 warga, 3 kunjungan berubah."


def test_a_cancelled_visit_stays_as_it_was(village: Village) -> None:
    visit = make_visit(make_resident(village.melati, born=BORN), systolic=136, diastolic=80)
    services.cancel_visit(visit=visit, user=village.kader, reason="salah orang")
    decide(village)

    assert ended() == "Selesai: 0 warga, 0 kunjungan berubah."
    assert (codes(), Visit.objects.get().revision) == (["N"], 2)


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("options", [{"first": "2026-02-01", "last": "2026-01-01"}, {"unit": "entah"}])
def test_a_range_or_unit_that_is_none_is_refused(options: dict[str, str]) -> None:
    with pytest.raises(CommandError):
        run(**options)


def test_a_log_says_how_far_it_is(village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reassess, "BATCH", 1)
    people_with_visits(village)

    assert run().splitlines() == [
        "Menghitung ulang: 1 dari 2 warga (50%).",
        "Menghitung ulang: 2 dari 2 warga (100%).",
        "Selesai: 2 warga, 0 kunjungan berubah.",
    ]
