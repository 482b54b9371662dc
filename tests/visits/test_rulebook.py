"""What a kabupaten decides about a rule: from a day on, by name, for its own Posyandu, and never backwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.models import OrgUnit, User
from registry.rules.life_stage import Sex
from tests.conftest import OPENING_DAY, Village, make_resident, make_visit
from visits import rulebook, services
from visits.models import AdultCheck, RuleOverride, Visit, VisitRevision
from visits.results import result_of
from visits.rules.book import CURRENT
from visits.rules.growth import assess_growth

BORN = date(1980, 3, 1)
HIGH = "blood_pressure.high_systolic"


def decide(
    unit: OrgUnit, value: str, valid_from: date, valid_until: date | None = None, setting: str = HIGH
) -> RuleOverride:
    """A decision as it stands in the database, past days included."""
    return RuleOverride.objects.create(
        unit=unit,
        setting=setting,
        value=value,
        valid_from=valid_from,
        valid_until=valid_until,
        reason="SK 1/2026",
    )


def pressure(visit: Visit) -> str:
    code: str = AdultCheck.objects.get(visit=visit).blood_pressure
    return code


def test_without_decisions_the_newest_tables_hold(village: Village) -> None:
    visit = make_visit(make_resident(village.melati, born=BORN), systolic=136, diastolic=80)

    assert (pressure(visit), visit.rules_version) == ("N", CURRENT.version)


def test_a_visit_is_judged_by_the_decision_of_its_day(village: Village) -> None:
    decide(village.kabupaten, "135", date(2026, 9, 1), date(2026, 9, 30))
    woman = make_resident(village.melati, born=BORN)
    days = (date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 30), date(2026, 10, 1))

    visits = [make_visit(woman, day, systolic=136, diastolic=80) for day in days]
    assert [pressure(visit) for visit in visits] == ["N", "T", "T", "N"]
    assert [visit.rules_version == CURRENT.version for visit in visits] == [True, False, False, True]


def test_the_words_on_the_page_follow_the_same_decision(village: Village) -> None:
    decide(village.kabupaten, "110", date(2026, 9, 1), setting="blood_sugar.random_prediabetes")
    visit = make_visit(make_resident(village.melati, born=BORN), glucose_mg_dl=120)

    assert [finding.text for finding in result_of(visit).findings] == [
        "Gula darah 120: agak tinggi. Kurangi gula; periksa lagi 3 bulan lagi."
    ]


def test_another_kabupaten_decides_nothing_here(village: Village) -> None:
    elsewhere = OrgUnit.objects.create(kind=OrgUnit.Kind.DISTRICT, code="33.19", name="Kudus")
    decide(elsewhere, "135", date(2026, 9, 1))

    visit = make_visit(make_resident(village.melati, born=BORN), systolic=136, diastolic=80)
    assert (pressure(visit), visit.rules_version) == ("N", CURRENT.version)


def test_the_shelf_is_read_again_only_after_a_change(village: Village) -> None:
    decision = decide(village.kabupaten, "135", date(2026, 9, 1))
    first = rulebook.shelf()
    assert first.book_for(village.melati.pk) is rulebook.book_for(village.mawar.pk)
    with CaptureQueriesContext(connection) as queries:
        assert rulebook.shelf() is first
    assert len(queries) == 1

    decision.value = "130"
    decision.save()
    assert rulebook.shelf() is not first
    assert [override.value for override in rulebook.shelf().overrides_for(village.melati.pk)] == ["130"]
    assert rulebook.shelf().overrides_for(None) == ()


def test_a_decision_about_a_rule_that_is_gone_stops_nobody(village: Village) -> None:
    decide(village.kabupaten, "5", date(2026, 9, 1), setting="blood_pressure.abolished")
    decide(village.kabupaten, "1", date(2026, 9, 1), setting="abolished.limit")

    visit = make_visit(make_resident(village.melati, born=BORN), systolic=136, diastolic=80)
    assert visit.rules_version == CURRENT.version


def test_a_result_that_other_rules_changed_is_kept(village: Village) -> None:
    woman = make_resident(village.melati, born=BORN)
    visit = make_visit(woman, systolic=136, diastolic=80)
    decide(village.kabupaten, "135", date(2026, 9, 1))
    services.reassess([woman])

    visit.refresh_from_db()
    kept = VisitRevision.objects.get()
    assert (pressure(visit), visit.revision) == ("T", 2)
    assert (kept.change, kept.revision, kept.changed_by) == ("aturan", 1, None)
    assert (kept.values["blood_pressure"], kept.values["systolic"]) == ("N", 136)
    assert kept.values["rules_version"] == CURRENT.version
    assert kept.reason == f"Aturan {CURRENT.version} menjadi {visit.rules_version}"


def test_rules_that_change_no_result_leave_no_revision(village: Village) -> None:
    woman = make_resident(village.melati, born=BORN)
    visit = make_visit(woman, systolic=120, diastolic=80)
    decide(village.kabupaten, "135", date(2026, 9, 1))

    assert services.reassess([woman]) == 0
    visit.refresh_from_db()
    assert visit.rules_version != CURRENT.version
    assert not VisitRevision.objects.exists()


def proposal(village: Village, **fields: Any) -> RuleOverride:
    tomorrow = timezone.localdate() + timedelta(days=1)
    given = {
        "unit": village.kabupaten,
        "setting": HIGH,
        "value": "135",
        "valid_from": tomorrow,
        "reason": "SK 1",
    }
    return RuleOverride(**(given | fields))


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"value": "200"}, "value", "paling besar 160 mmHg"),
        ({"value": "tinggi"}, "value", "harus berupa angka"),
        ({"value": "135,5"}, "value", "harus bilangan bulat"),
        ({"setting": "blood_pressure.adult"}, "setting", "tidak dapat diubah"),
        ({"setting": "tekanan"}, "setting", "tidak dapat diubah"),
        (
            {"setting": "tuberculosis.contact_refers", "value": "mungkin"},
            "value",
            "pilih salah satu dari ya, tidak",
        ),
        ({"valid_from": OPENING_DAY}, "valid_from", "Paling cepat besok"),
        ({"valid_until": OPENING_DAY}, "__all__", "Tanggal berakhir sebelum tanggal mulai."),
    ],
)
def test_what_cannot_be_decided_is_refused_in_words(
    village: Village, fields: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        proposal(village, **fields).full_clean()
    assert list(refused.value.message_dict) == [field]
    assert words in refused.value.message_dict[field][0]


def test_only_a_kabupaten_decides(village: Village) -> None:
    with pytest.raises(ValidationError, match="kabupaten/kota"):
        proposal(village, unit=village.puskesmas).full_clean()


def test_a_comma_is_a_decimal_point(village: Village) -> None:
    decision = proposal(village, setting="nutrition.red_line_z", value="-2,5")
    decision.full_clean()
    decision.save()

    assert decision.as_override().value == "-2.5"


def test_a_decision_that_has_begun_is_only_ended(village: Village) -> None:
    today = timezone.localdate()
    decision = decide(village.kabupaten, "135", today - timedelta(days=30))
    decision.value = "130"
    with pytest.raises(ValidationError, match="hanya dapat diakhiri"):
        decision.full_clean()

    decision.value, decision.valid_until = "135", today - timedelta(days=1)
    with pytest.raises(ValidationError, match="Paling cepat berakhir hari ini"):
        decision.full_clean()
    decision.valid_until = today
    decision.full_clean()
    decision.save()

    RuleOverride.objects.update(valid_until=today - timedelta(days=1))
    decision.valid_until = None
    with pytest.raises(ValidationError, match="sudah berakhir"):
        decision.full_clean()


def test_two_decisions_about_a_rule_do_not_start_on_one_day(village: Village) -> None:
    decide(village.kabupaten, "135", date(2026, 9, 1))

    with pytest.raises(IntegrityError), transaction.atomic():
        decide(village.kabupaten, "130", date(2026, 9, 1))


def test_the_admin_decides_on_the_settings_page_and_it_is_logged(
    village: Village, client_of: Callable[[User], Client]
) -> None:
    admin = client_of(village.admin)
    page = admin.get("/kelola/visits/ruleoverride/add/").content.decode()
    assert "Batas atas sistole (T) pada kartu, mulai 18 tahun (130–160 mmHg; biasanya 140)" in page

    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = admin.post(
        "/kelola/visits/ruleoverride/add/",
        {
            "unit": village.kabupaten.pk,
            "setting": HIGH,
            "value": "135",
            "valid_from": tomorrow.isoformat(),
            "reason": "SK 1",
        },
    )
    decision = RuleOverride.objects.get()
    assert (answer.status_code, decision.decided_by, decision.value) == (302, village.admin, "135")
    logged = LogEntry.objects.get_for_object(decision).get()
    assert (logged.actor, logged.changes_dict["value"]) == (village.admin, ["None", "135"])
    listed = admin.get("/kelola/visits/ruleoverride/").content.decode()
    assert "Batas atas sistole (T) pada kartu" in listed


def test_nobody_else_finds_the_settings_page(village: Village, client_of: Callable[[User], Client]) -> None:
    statuses = {
        user.username: client_of(user).get("/kelola/visits/ruleoverride/").status_code
        for user in village.everyone
    }
    assert [name for name, status in statuses.items() if status != 404] == ["admin"]


def test_a_kabupaten_may_count_ages_in_full_months(village: Village) -> None:
    girl = make_resident(village.melati, born=date(2025, 9, 14))
    by_days = make_visit(girl, date(2026, 9, 30), weight_kg="9.0").child_check.weight_for_age_z
    decide(village.kabupaten, "bulan_penuh", date(2026, 10, 1), setting="growth_age.method")

    in_months = make_visit(girl, date(2026, 10, 13), weight_kg="9.0").child_check.weight_for_age_z
    at = [assess_growth(sex=Sex.FEMALE, age_days=days, weight_kg=9).weight_for_age_z for days in (381, 365)]
    assert [by_days, in_months] == at
