"""Storing a questionnaire: once, with its version, beside whatever others store, and never in the clear."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from tests.conftest import OPENING_DAY, Village, make_resident, make_session, make_visit
from tests.visits.screenings.people import filled, healthy, reloaded, srq, visit_of
from visits import services
from visits.models import Screening, Visit, VisitRevision, VisitSave
from visits.rules.questionnaire import AnswersRefused
from visits.screenings import storing
from visits.screenings.judging import judge


def test_a_form_is_kept_with_its_version_and_what_it_says(village: Village) -> None:
    visit = visit_of(village, "adult")
    filled(visit, "srq20", srq(1, 2, 3), village.kader)

    row = Screening.objects.get()
    assert (row.form, row.version, row.complete, row.score, row.level, row.refers, row.alarm) == (
        "srq20", "2023", True, 3, "Normal", False, False,
    )  # fmt: skip
    assert row.answers == srq(1, 2, 3)
    assert row.asked_by == village.kader


def test_a_form_passes_the_fourth_step_and_is_one_save_of_the_visit(village: Village) -> None:
    visit = visit_of(village, "adult")
    filled(visit, "srq20", srq(17), village.kader)

    stored = reloaded(visit)
    save = VisitSave.objects.filter(visit=visit).order_by("revision").last()
    assert stored.revision == visit.revision + 1
    assert stored.steps_done == (1, 4)
    assert save is not None
    assert (save.revision, save.step, save.saved_by) == (stored.revision, 4, village.kader)
    assert save.fields == {"screening:srq20": "done"}


def test_sending_the_same_form_twice_stores_it_once(village: Village) -> None:
    visit = visit_of(village, "adult")
    first = filled(visit, "srq20", srq(1), village.kader, base_revision=0)
    second = filled(visit, "srq20", srq(1), village.bidan, base_revision=0)

    assert (first.pk, second.revision, second.asked_by) == (second.pk, 1, village.kader)
    assert reloaded(visit).revision == visit.revision + 1


def test_two_kader_with_different_forms_do_not_meet(village: Village) -> None:
    visit = visit_of(village, "elder")
    filled(visit, "aks", healthy("aks", visit), village.kader, base_revision=0)
    filled(visit, "skilas", healthy("skilas", visit), village.bidan, base_revision=0)

    assert sorted(row.form for row in reloaded(visit).screenings.all()) == ["aks", "skilas"]


def test_whoever_has_not_seen_the_stored_form_does_not_overwrite_it(village: Village) -> None:
    visit = visit_of(village, "adult")
    filled(visit, "srq20", srq(1, 2), village.bidan, base_revision=0)

    with pytest.raises(storing.ScreeningChanged) as met:
        filled(visit, "srq20", srq(5), village.kader, base_revision=0)

    assert met.value.screening.asked_by == village.bidan
    assert Screening.objects.get().answers == srq(1, 2)
    filled(visit, "srq20", srq(5), village.kader, base_revision=1)
    assert Screening.objects.get().answers == srq(5)


def test_what_was_answered_before_stays_sealed_with_the_visit(village: Village) -> None:
    visit = visit_of(village, "adult")
    filled(visit, "srq20", srq(1, 2), village.kader)
    filled(visit, "srq20", srq(5), village.kader)

    kept = VisitRevision.objects.get(visit=visit)
    assert (kept.values["screening"], kept.values["screening_version"]) == ("srq20", "2023")
    assert "sakit_kepala" not in str(kept.values)


def everything_stored() -> str:
    """What a copy of the database holds, table by table, as it lies there."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        text = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of own tables
            text += [repr(row) for row in cursor.fetchall()]
    return "\n".join(text)


def test_a_dump_of_the_database_holds_no_answer_in_the_clear(village: Village) -> None:
    visit, teen = visit_of(village, "adult"), visit_of(village, "teen")
    filled(visit, "srq20", srq(17), village.kader, by_self=True)
    filled(visit, "srq20", srq(16, 17), village.kader, by_self=True)
    filled(teen, "heeadsss", healthy("heeadsss", teen, seksual="ya"), village.kader)

    text = everything_stored()
    assert "screening:srq20" in text
    assert [
        word for word in ("mengakhiri_hidup", "tidak_berharga", "seksual", "pacaran") if word in text
    ] == []


def test_an_answer_that_the_form_does_not_know_is_refused(village: Village) -> None:
    visit = visit_of(village, "elder")
    wrong: list[tuple[str, dict[str, str | None]]] = [
        ("aks", {**healthy("aks", visit), "bab": "3"}),
        ("aks", {**healthy("aks", visit), "terbang": "1"}),
        ("srq20", {"tidur": "mungkin"}),
        ("puma", {"masalah:batuk": "ya", "batuk": "ya"}),
    ]
    for form, answers in wrong:
        with pytest.raises(AnswersRefused):
            filled(visit, form, answers, village.kader)
    assert Screening.objects.count() == 0


def test_a_form_of_another_age_and_an_empty_form_are_refused(village: Village) -> None:
    visit = visit_of(village, "adult")
    with pytest.raises(storing.NotForThisPerson):
        filled(visit, "aks", {"bab": "2"}, village.kader)
    with pytest.raises(storing.NothingAnswered):
        filled(visit, "srq20", dict.fromkeys(srq()), village.kader)


def test_a_form_that_is_put_off_keeps_the_reason(village: Village) -> None:
    visit = visit_of(village, "adult")
    storing.postpone_screening(visit=visit, form="srq20", because="Sedang nyeri", user=village.kader)

    row = Screening.objects.get()
    save = VisitSave.objects.filter(visit=visit).order_by("revision").last()
    assert (row.postponed_because, row.complete, row.answers, row.version) == (
        "Sedang nyeri", False, {}, "2023",
    )  # fmt: skip
    assert save is not None
    assert save.fields == {"screening:srq20": "postponed"}
    filled(visit, "srq20", srq(), village.kader)
    assert (Screening.objects.get().postponed_because, Screening.objects.get().complete) == ("", True)


def test_a_finished_form_is_not_put_off(village: Village) -> None:
    visit = visit_of(village, "adult")
    filled(visit, "srq20", srq(), village.kader)
    row = storing.postpone_screening(visit=visit, form="srq20", because="Lupa", user=village.kader)
    assert (row.is_postponed, row.complete) == (False, True)


def test_the_checklist_is_written_on_the_childs_card_too(village: Village) -> None:
    visit = visit_of(village, "toddler", weight_kg="9.4")
    answers = healthy("development", visit)
    row = filled(visit, "development", answers, village.kader)
    stored = reloaded(visit)
    assert (row.level, row.version, row.parts) == ("Lengkap", "2024", {"sheet": "12-18bl"})
    assert stored.child_check.development_complete is True
    assert (stored.revision, 1 in stored.steps_done) == (visit.revision + 1, True)
    save = VisitSave.objects.filter(visit=visit).order_by("revision").last()
    assert save is not None
    assert save.fields == {"development_complete": True, "screening:development": "done"}

    filled(visit, "development", {**answers, "12-18bl.3": "tidak"}, village.kader)
    assert reloaded(visit).child_check.development_complete is False


def test_one_belum_is_enough_and_open_questions_say_nothing(village: Village) -> None:
    visit = visit_of(village, "toddler")
    early = filled(visit, "development", {"12-18bl.1": "tidak"}, village.kader)
    assert (early.complete, early.level, early.refers) == (False, "Tidak Lengkap", True)
    later = filled(visit, "development", {"12-18bl.1": "ya"}, village.kader)
    assert (later.complete, later.level, later.refers) == (False, "", None)
    assert reloaded(visit).child_check.development_complete is None


def test_a_sheet_that_is_only_in_the_book_asks_for_its_result(village: Village) -> None:
    visit = visit_of(village, "baby")
    assert list(healthy("development", visit)) == ["3-6bl.lengkap"]
    row = filled(visit, "development", {"3-6bl.lengkap": "tidak"}, village.kader)
    assert (row.complete, row.level) == (True, "Tidak Lengkap")


def test_a_cancelled_visit_takes_no_form(village: Village) -> None:
    visit = visit_of(village, "adult")
    services.cancel_visit(visit=visit, user=village.kader, reason="Salah orang")
    with pytest.raises(services.VisitCancelled):
        filled(visit, "srq20", srq(), village.kader)


def test_a_closed_day_is_corrected_by_the_midwife_with_a_reason(village: Village) -> None:
    session = make_session(village.melati)
    visit = visit_of(village, "adult")
    Visit.objects.unscoped("in a test").filter(pk=visit.pk).update(session=session)
    session.closed_at = timezone.now()
    session.save()

    for user, reason in ((village.kader, "Lupa"), (village.bidan, "")):
        with pytest.raises(services.SessionClosed):
            filled(visit, "srq20", srq(), user, reason=reason)
    assert filled(visit, "srq20", srq(), village.bidan, reason="Baru ditemukan").complete is True


def test_another_birth_date_judges_a_form_again(village: Village) -> None:
    visit = visit_of(village, "smoker", sex="L")
    answers = {**healthy("puma", visit), "merokok": ">30", "batuk": "ya", "dahak": "ya"}
    row = filled(visit, "puma", answers, village.kader)
    assert (row.score, row.refers) == (6, True)

    visit.resident.birth_date = date(1982, 3, 4)
    rules = storing.rules_of(visit)
    assert judge(row, visit, rules) is True
    assert (row.score, row.refers) == (5, False)
    assert judge(row, visit, rules) is False


def test_answers_that_no_rule_knows_any_more_keep_their_result(village: Village) -> None:
    visit = visit_of(village, "adult")
    row = filled(visit, "srq20", srq(1), village.kader)
    row.answers = {"butir_lama": "ya"}
    assert judge(row, visit, storing.rules_of(visit)) is False
    assert row.score == 1


def test_a_checklist_means_the_same_after_the_birth_date_was_corrected(village: Village) -> None:
    visit = visit_of(village, "toddler")
    row = filled(visit, "development", healthy("development", visit), village.kader)
    visit.resident.birth_date = date(2024, 7, 1)
    assert judge(row, visit, storing.rules_of(visit)) is False
    assert (row.level, row.parts) == ("Lengkap", {"sheet": "12-18bl"})


def test_the_visit_of_another_day_has_a_form_of_its_own(village: Village) -> None:
    person = make_resident(village.melati, born=date(1990, 3, 4))
    before, now = make_visit(person, date(2026, 9, 14)), make_visit(person, OPENING_DAY)
    filled(before, "srq20", srq(1), village.kader)
    filled(now, "srq20", srq(2), village.kader)
    assert [row.answers for row in Screening.objects.order_by("visit__date")] == [srq(1), srq(2)]
