"""`manage.py verify_recap`: clean after ordinary work, loud when a row or a derived column was tampered with."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command

from reports.models import ChildMonth, PopulationMonth
from tests.conftest import Village, count_due, make_resident, make_visit
from visits import services
from visits.models import ChildCheck, Visit


@pytest.fixture
def weighed(village: Village) -> Visit:
    visit = make_visit(make_resident(village.melati), weight_kg="9.4", height_cm="75.7")
    cancelled = make_visit(make_resident(village.melati), weight_kg="9.4")
    services.cancel_visit(visit=cancelled, user=village.kader, reason="salah orang")
    count_due()
    return visit


def test_it_is_clean_after_recording_and_cancelling(
    weighed: Visit, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("verify_recap", "--turunan")

    assert "0 perbedaan" in capsys.readouterr().out


def test_it_prints_a_tampered_count_and_exits_with_one(
    weighed: Visit, capsys: pytest.CaptureFixture[str]
) -> None:
    ChildMonth.objects.filter(weighed=1).update(weighed=2)

    with pytest.raises(SystemExit) as stop:
        call_command("verify_recap")

    assert stop.value.code == 1
    assert "weighed" in capsys.readouterr().out


def test_it_sees_a_visit_that_no_recount_followed(weighed: Visit) -> None:
    Visit.objects.filter(pk=weighed.pk).update(
        cancelled_at=weighed.recorded_at, cancel_reason="di luar layanan"
    )

    with pytest.raises(SystemExit):
        call_command("verify_recap")


def test_it_stores_the_right_figures_when_asked(weighed: Visit, capsys: pytest.CaptureFixture[str]) -> None:
    ChildMonth.objects.filter(weighed=1).update(weighed=2)
    with pytest.raises(SystemExit):
        call_command("verify_recap", "--perbaiki")

    call_command("verify_recap")
    assert "0 perbedaan" in capsys.readouterr().out


def test_it_sees_a_derived_column_that_does_not_follow_from_the_rules(weighed: Visit) -> None:
    ChildCheck.objects.filter(pk=weighed.pk).update(weight_for_age="Berat badan kurang")

    with pytest.raises(SystemExit):
        call_command("verify_recap", "--turunan")


def test_a_month_written_badly_is_refused_in_words(weighed: Visit) -> None:
    with pytest.raises(Exception, match="2026-10"):
        call_command("verify_recap", "--bulan", "oktober")


def test_a_month_that_nobody_has_read_yet_is_no_difference(
    village: Village, weighed: Visit, capsys: pytest.CaptureFixture[str]
) -> None:
    make_visit(make_resident(village.mawar), date(2026, 11, 9), weight_kg="9.4")
    make_resident(village.melati, since=date(2026, 3, 1))
    count_due()

    call_command("verify_recap")
    assert "0 perbedaan" in capsys.readouterr().out


def test_a_visit_in_a_month_without_rows_is_a_difference(weighed: Visit) -> None:
    ChildMonth.objects.all().delete()
    PopulationMonth.objects.all().delete()

    with pytest.raises(SystemExit):
        call_command("verify_recap")
