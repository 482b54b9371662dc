"""Several people fill one visit: what they wrote joins, and what they wrote twice is put to a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registry.ids import new_id
from registry.models import Resident, User
from reports.models import PopulationMonth
from tests.conftest import OPENING_DAY, Village, count_due, make_resident, make_session, make_visit
from visits import fields, services
from visits.models import Immunisation, ServiceGiven, Session, StockMovement, Visit, VisitRevision, VisitSave

LogIn = Callable[[User], Client]


def save(
    girl: Resident, user: User | None, base: int | None, step: int, *, visit_id: Any = None, **values: Any
) -> Visit:
    return services.record_visit(
        visit_id=visit_id or new_id(),
        resident=girl,
        posyandu=girl.posyandu,
        day=OPENING_DAY,
        user=user,
        measures=values,
        base_revision=base,
        step=step,
    )


def test_five_phones_that_saw_nothing_of_each_other_fill_one_visit(village: Village) -> None:
    girl = make_resident(village.melati)
    save(girl, village.kader, 0, 1, development_complete=True)
    save(girl, village.bidan, 0, 2, weight_kg=Decimal("9.4"))
    save(girl, village.kader, 0, 3)
    save(girl, village.bidan, 0, 4, tb_cough=False, vitamin_a=True)
    last = save(girl, village.kader, 0, 5, education_topics=["mpasi"])

    assert Visit.objects.count() == 1
    assert (last.steps, last.revision) == ("12345", 5)
    stored = fields.read(last)
    assert (stored["development_complete"], stored["weight_kg"], stored["tb_cough"]) == (
        True,
        Decimal("9.40"),
        False,
    )
    assert (stored["vitamin_a"], stored["education_topics"]) == (True, ["mpasi"])


def test_who_saved_which_field_at_which_step_is_kept(village: Village) -> None:
    girl = make_resident(village.melati)
    save(girl, village.kader, 0, 1)
    save(girl, village.bidan, 0, 2, weight_kg=Decimal("9.4"), head_cm=Decimal("45"))

    assert [(row.step, row.saved_by, row.fields) for row in VisitSave.objects.order_by("revision")] == [
        (1, village.kader, {}),
        (2, village.bidan, {"weight_kg": "9.4", "head_cm": "45"}),
    ]


def test_different_fields_join_although_the_page_was_older(village: Village) -> None:
    girl = make_resident(village.melati)
    first = save(girl, village.kader, 0, 2, weight_kg=Decimal("9.4"))
    save(girl, village.bidan, first.revision, 4, sick=False)
    last = save(girl, village.kader, first.revision, 2, visit_id=first.pk, head_cm=Decimal("45.1"))

    assert (last.revision, last.card.weight_kg, last.card.head_cm, last.card.sick) == (  # type: ignore[union-attr]
        3,
        Decimal("9.40"),
        Decimal("45.1"),
        False,
    )
    assert not VisitRevision.objects.exists()


def test_the_same_field_twice_names_the_other_value_its_writer_and_the_time(village: Village) -> None:
    girl = make_resident(village.melati)
    save(girl, village.kader, 0, 2, weight_kg=Decimal("9.4"))

    with pytest.raises(services.ChangedMeanwhile) as refused:
        save(girl, village.bidan, 0, 2, weight_kg=Decimal("9.6"), head_cm=Decimal("45"))

    (conflict,) = refused.value.conflicts
    assert (conflict.name, conflict.stored, conflict.saved_by) == (
        "weight_kg",
        Decimal("9.40"),
        village.kader,
    )
    assert conflict.saved_at is not None
    assert Visit.objects.unscoped("a test").with_cards().get().card.head_cm is None  # type: ignore[union-attr]


def test_the_same_value_twice_is_no_conflict(village: Village) -> None:
    girl = make_resident(village.melati)
    save(girl, village.kader, 0, 2, weight_kg=Decimal("9.4"))
    assert save(girl, village.bidan, 0, 2, weight_kg=Decimal("9.40")).revision == 1


def test_what_was_overwritten_is_kept(village: Village) -> None:
    girl = make_resident(village.melati)
    first = save(girl, village.kader, 0, 4, vitamin_a=True)
    save(girl, village.bidan, first.revision, 4, visit_id=first.pk, vitamin_a=False)

    kept = VisitRevision.objects.get()
    assert (kept.values["vitamin_a"], kept.changed_by) == (True, village.bidan)
    assert ServiceGiven.objects.get().quantity == 0


def test_a_page_sends_only_what_was_changed_on_it(village: Village, client_of: LogIn) -> None:
    girl, session = make_resident(village.melati), make_session(village.melati)
    url = reverse("visit_step", args=[session.pk, girl.pk, 2])
    form = client_of(village.kader).get(url).context["form"]
    page = {name: form[name].value() for name in ("visit_id", "revision", "seen")}
    save(girl, village.bidan, 0, 2, weight_kg=Decimal("9.4"))

    answer = client_of(village.kader).post(url, page | {"head_cm": "45,1", "position": "telentang"})

    assert answer.status_code == 302
    stored = Visit.objects.unscoped("a test").with_cards().get()
    assert (stored.card.weight_kg, stored.card.head_cm) == (Decimal("9.40"), Decimal("45.1"))  # type: ignore[union-attr]


def test_both_values_stand_beside_the_field_and_the_choice_wins(village: Village, client_of: LogIn) -> None:
    girl, session = make_resident(village.melati), make_session(village.melati)
    url = reverse("visit_step", args=[session.pk, girl.pk, 4])
    kader = client_of(village.kader)
    form = kader.get(url).context["form"]
    page = {name: form[name].value() for name in ("visit_id", "revision", "seen")}
    save(girl, village.bidan, 0, 4, sick=True)

    asked = kader.post(url, page | {"sick": "tidak"})
    told = asked.context["form"].errors["sick"][0]
    assert told.startswith("Tersimpan Ya oleh Ratna Dewi pukul ")
    again = {name: asked.context["form"][name].value() for name in ("visit_id", "revision", "seen")}
    assert kader.post(url, again | {"sick": "tidak"}).status_code == 302
    assert Visit.objects.unscoped("a test").with_cards().get().card.sick is False  # type: ignore[union-attr]


def closed(village: Village) -> Session:
    session = make_session(village.melati)
    session.closed_at = timezone.now()
    session.save()
    return session


def test_after_the_day_was_closed_a_kader_changes_nothing(village: Village, client_of: LogIn) -> None:
    girl = make_resident(village.melati)
    session = closed(village)
    kader = client_of(village.kader)

    answer = kader.post(reverse("visit_step", args=[session.pk, girl.pk, 2]), {"weight_kg": "9,4"})

    assert (answer.status_code, Visit.objects.count()) == (302, 0)


def test_after_the_day_was_closed_a_midwife_corrects_with_a_reason(
    village: Village, client_of: LogIn
) -> None:
    girl, session = make_resident(village.melati), make_session(village.melati)
    visit = services.record_visit(
        visit_id=new_id(), resident=girl, posyandu=village.melati, day=OPENING_DAY, user=village.kader,
        measures={"weight_kg": Decimal("9.4")}, session=session,
    )  # fmt: skip
    session.closed_at = timezone.now()
    session.save()
    url = reverse("visit_edit", args=[visit.pk])
    bidan = client_of(village.bidan)
    form = bidan.get(url).context["form"]
    page = {name: form[name].value() for name in ("visit_id", "revision", "seen")}

    without = bidan.post(url, page | {"weight_kg": "9,2", "position": "telentang"})
    assert "Tulis alasan" in str(without.context["form"].errors["__all__"])
    bidan.post(url, page | {"weight_kg": "9,2", "position": "telentang", "reason": "salah baca"})

    assert VisitRevision.objects.get().reason == "salah baca"
    assert client_of(village.kader).get(url).status_code == 302


def test_who_was_measured_at_home_is_measured_and_did_not_come(village: Village, client_of: LogIn) -> None:
    girl = make_resident(village.melati)
    url = reverse("visit_outside", args=[girl.pk]) + f"?date={OPENING_DAY:%Y-%m-%d}&setting=rumah"
    kader = client_of(village.kader)
    form = kader.get(url).context["form"]
    page = {name: form[name].value() for name in ("visit_id", "revision", "seen")}
    kader.post(url, page | {"weight_kg": "9,4", "position": "telentang"})
    count_due()

    visit = Visit.objects.get()
    assert (visit.setting, visit.last_of_month) == ("rumah", False)
    month = PopulationMonth.objects.get(
        posyandu=village.melati, month=date(OPENING_DAY.year, OPENING_DAY.month, 1), sex="P"
    )
    assert (month.attended_toddler, month.absent_toddler) == (0, 1)


def test_a_cancelled_visit_gives_nothing(village: Village) -> None:
    girl = make_resident(village.melati)
    visit = make_visit(girl, vitamin_a=True)
    services.cancel_visit(visit=visit, user=village.kader, reason="salah orang")

    assert ServiceGiven.objects.count() == 1
    assert not ServiceGiven.objects.counting().exists()


def test_what_runs_out_is_told_when_the_last_of_it_is_given(village: Village, client_of: LogIn) -> None:
    girl, session = make_resident(village.melati, born=date(2010, 6, 1)), make_session(village.melati)
    StockMovement.objects.create(posyandu=village.melati, item="ttd", change=30)
    url = reverse("visit_step", args=[session.pk, girl.pk, 4])
    kader = client_of(village.kader)
    answer = kader.post(url, {"visit_id": str(new_id()), "iron_tablets": "30"}, follow=True)
    assert any("habis" in str(message) for message in answer.context["messages"])


def test_the_result_page_draws_the_new_point_and_stands_beside_last_month(
    village: Village, client_of: LogIn
) -> None:
    girl = make_resident(village.melati)
    make_visit(girl, date(2026, 9, 14), weight_kg="9.1", height_cm="75")
    visit = make_visit(girl, weight_kg="9.4", height_cm="76")
    page = client_of(village.kader).get(visit.get_absolute_url())

    assert next(chart.newest[:6] for chart in page.context["charts"]) == "9,4 kg"
    (line,) = [line for line in page.context["lines"] if line.name == "weight_kg"]
    assert (line.value, line.before) == ("9,4 kg", "9,1 kg")


def test_the_whole_card_on_one_page_passes_the_steps_it_fills(village: Village, client_of: LogIn) -> None:
    girl, session = make_resident(village.melati), make_session(village.melati)
    url = reverse("visit_entry", args=[session.pk, girl.pk])
    client_of(village.kader).post(
        url,
        {"visit_id": str(new_id()), "weight_kg": "9,4", "position": "telentang", "education_note": "MP-ASI"},
    )
    assert Visit.objects.get().steps == "125"


def test_what_was_measured_again_and_kept_is_not_asked_about_again(
    village: Village, client_of: LogIn
) -> None:
    girl = make_resident(village.melati)
    make_visit(girl, date(2026, 9, 14), weight_kg="9.1")
    session = make_session(village.melati)
    url = reverse("visit_step", args=[session.pk, girl.pk, 2])
    kader, likely = client_of(village.kader), {"position": "telentang"}
    form = kader.post(url, likely | {"visit_id": str(new_id()), "weight_kg": "6,5"}).context["form"]
    sure = {name: form[name].value() for name in ("visit_id", "sure")}
    assert kader.post(url, likely | sure | {"weight_kg": "6,5"}).status_code == 302

    again = client_of(village.bidan)
    form = again.get(url).context["form"]
    page = {name: form[name].value() for name in ("visit_id", "revision", "seen")}
    assert again.post(url, likely | page | {"weight_kg": "6,5", "head_cm": "45"}).status_code == 302


def test_one_press_keeps_what_the_other_one_stored_and_saves_the_rest(
    village: Village, client_of: LogIn
) -> None:
    girl, session = make_resident(village.melati), make_session(village.melati)
    url = reverse("visit_step", args=[session.pk, girl.pk, 2])
    kader, likely = client_of(village.kader), {"position": "telentang"}
    form = kader.get(url).context["form"]
    page = {name: form[name].value() for name in ("visit_id", "revision", "seen")}
    save(girl, village.bidan, 0, 2, weight_kg=Decimal("9.4"))
    typed = likely | {"weight_kg": "9,6", "head_cm": "45"}
    asked = kader.post(url, page | typed).context["form"]
    again = {name: asked[name].value() for name in ("visit_id", "revision", "seen", "conflicts")}
    kader.post(url, again | typed | {"take_stored": "1"})

    card = Visit.objects.unscoped("a test").with_cards().get().card
    assert (card.weight_kg, card.head_cm) == (Decimal("9.40"), Decimal("45.0"))  # type: ignore[union-attr]


def test_who_is_vaccinated_here_today_has_come(village: Village, client_of: LogIn) -> None:
    today = timezone.localdate()
    baby = make_resident(village.melati, born=today - timedelta(days=70), since=today - timedelta(days=70))
    make_session(village.melati, today)
    url = reverse("immunisations", args=[baby.pk])
    client_of(village.kader).post(url, {"here_BCG": "on"})
    assert (Visit.objects.get().resident, Visit.objects.get().steps) == (baby, "14")


def test_nothing_is_given_on_a_closed_day_by_a_kader(village: Village, client_of: LogIn) -> None:
    today = timezone.localdate()
    baby = make_resident(village.melati, born=today - timedelta(days=70), since=today - timedelta(days=70))
    session = make_session(village.melati, today)
    session.closed_at = timezone.now()
    session.save()
    url = reverse("immunisations", args=[baby.pk])
    answer = client_of(village.kader).post(url, {"here_BCG": "on"})
    assert "ditutup" in str(answer.context["form"].errors["here_BCG"])
    assert not Immunisation.objects.exists()
