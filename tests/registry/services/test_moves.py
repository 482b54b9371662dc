"""Moves inside the kabupaten: either side asks, the other one answers, and the history goes with the person."""

from __future__ import annotations

from datetime import date

import pytest

from registry import services
from registry.models import Household, MoveRequest, OrgUnit, Posyandu, Resident, User
from reports import recap
from reports.models import PopulationMonth
from tests.conftest import Village, make_resident, make_visit
from visits.models import Visit

NIK = "3320084107259901"
KK = "3320081503209901"
DAY, OCTOBER = date(2026, 10, 20), date(2026, 10, 1)
State = MoveRequest.State


def asked_for(resident: Resident, to: Posyandu, by: User) -> MoveRequest:
    return services.ask_move(residents=[resident], to=to, on=DAY, user=by)[0]


def home_of(resident: Resident) -> Posyandu:
    return Resident.objects.unscoped("test").get(pk=resident.pk).posyandu


def test_a_move_waits_until_the_other_side_accepts(village: Village) -> None:
    girl = make_resident(village.melati)
    move = asked_for(girl, village.mawar, village.kader)
    assert (move.state, home_of(girl)) == (State.ASKED, village.melati)

    services.answer_move(move=move, state=State.ACCEPTED, user=village.neighbour)
    assert home_of(girl) == village.mawar
    assert list(
        girl.residencies.values_list("posyandu", "valid_from", "valid_until", "went_to", "came_from")
    ) == [
        (village.melati.pk, date(2026, 1, 1), date(2026, 10, 19), "Posyandu Mawar 2", ""),
        (village.mawar.pk, DAY, None, "", "Posyandu Melati 1"),
    ]


def test_refused_or_taken_back_nothing_moves(village: Village) -> None:
    for state, user in ((State.REFUSED, village.neighbour), (State.WITHDRAWN, village.kader)):
        girl = make_resident(village.melati)
        move = asked_for(girl, village.mawar, village.kader)
        services.answer_move(move=move, state=state, user=user, note="bukan warga kami")

        move.refresh_from_db()
        assert (move.state, move.answered_by, move.note) == (state, user, "bukan warga kami")
        assert home_of(girl) == village.melati


def test_nobody_accepts_what_they_asked_for(village: Village) -> None:
    move = asked_for(make_resident(village.melati), village.mawar, village.kader)

    with pytest.raises(services.MayNotAnswer):
        services.answer_move(move=move, state=State.ACCEPTED, user=village.kader)


def test_whoever_works_for_both_sides_moves_people_at_once(village: Village) -> None:
    girl = make_resident(village.melati)
    move = asked_for(girl, village.mawar, village.officer)

    assert (move.state, move.answered_by, home_of(girl)) == (State.ACCEPTED, village.officer, village.mawar)


def test_a_puskesmas_officer_answers_for_the_other_side(village: Village) -> None:
    girl = make_resident(village.melati)
    move = asked_for(girl, village.mawar, village.kader)
    services.answer_move(move=move, state=State.ACCEPTED, user=village.officer)

    assert home_of(girl) == village.mawar


@pytest.fixture
def anggrek(village: Village) -> Posyandu:
    """A Posyandu of another Puskesmas, with an officer of its own."""
    far = OrgUnit.objects.create(
        kind="puskesmas", code="P3320090201", name="Keling", parent=village.kabupaten
    )
    desa = OrgUnit.objects.create(kind="desa", code="33.20.09.2001", name="Keling", parent=far)
    unit = OrgUnit.objects.create(kind="posyandu", code="anggrek", name="Anggrek", parent=desa)
    return Posyandu.objects.create(unit=unit)


def test_the_officer_of_the_old_side_may_let_somebody_go_to_another_puskesmas(
    village: Village, anggrek: Posyandu
) -> None:
    girl = make_resident(village.melati)
    move = asked_for(girl, anggrek, village.kader)
    services.answer_move(move=move, state=State.ACCEPTED, user=village.officer)

    assert home_of(girl) == anggrek


def test_that_officer_does_not_answer_what_they_asked_for_themselves(
    village: Village, anggrek: Posyandu
) -> None:
    girl = make_resident(village.melati)
    move = asked_for(girl, anggrek, village.officer)

    assert move.state == State.ASKED
    with pytest.raises(services.MayNotAnswer):
        services.answer_move(move=move, state=State.ACCEPTED, user=village.officer)


def test_who_asks_by_nik_is_told_nothing_until_the_old_side_accepts(village: Village) -> None:
    girl = make_resident(village.mawar, "Bagas", nik=NIK)
    known, told = services.ask_move_by_nik(nik=NIK, to=village.melati, on=DAY, user=village.kader)
    move = MoveRequest.objects.unscoped("test").get()

    assert (known, told) == (True, None)
    assert move.asked_by_new_side
    assert list(MoveRequest.objects.unscoped("test").answerable_by(village.bidan)) == []
    services.answer_move(move=move, state=State.ACCEPTED, user=village.neighbour)
    assert home_of(girl) == village.melati


def test_a_nik_that_nobody_has_is_said_so(village: Village) -> None:
    assert services.ask_move_by_nik(nik=NIK, to=village.melati, on=DAY, user=village.kader) == (False, None)


def test_asking_by_nik_for_somebody_dead_far_away_says_nothing(village: Village) -> None:
    services.record_death(resident=make_resident(village.mawar, nik=NIK), on=date(2026, 10, 1))

    assert services.ask_move_by_nik(nik=NIK, to=village.melati, on=DAY, user=village.kader) == (True, None)
    assert not MoveRequest.objects.unscoped("test").exists()


def test_somebody_who_had_left_arrives_by_a_move_and_the_gap_stays(village: Village) -> None:
    girl = make_resident(village.mawar, nik=NIK)
    services.end_residency(resident=girl, on=date(2026, 3, 31), reason="pindah", went_to="Kudus")
    services.ask_move_by_nik(nik=NIK, to=village.melati, on=DAY, user=village.kader)
    services.answer_move(
        move=MoveRequest.objects.unscoped("test").get(), state=State.ACCEPTED, user=village.neighbour
    )

    assert [(row.valid_from, row.valid_until) for row in girl.residencies.all()] == [
        (date(2026, 1, 1), date(2026, 3, 31)),
        (DAY, None),
    ]


def test_a_whole_family_moves_together_and_its_household_follows(village: Village) -> None:
    home = {"kk": KK, "dusun": "Krajan"}
    family = [make_resident(village.melati, home=home) for _ in range(3)]
    moves = services.ask_move(residents=family, to=village.mawar, on=DAY, user=village.kader)
    services.answer_move(move=moves[1], state=State.ACCEPTED, user=village.neighbour)

    assert {home_of(person) for person in family} == {village.mawar}
    assert Household.objects.get().posyandu == village.mawar
    assert {move.state for move in MoveRequest.objects.unscoped("test")} == {State.ACCEPTED}


def test_asking_again_is_the_same_request_and_a_third_place_has_to_wait(
    village: Village, anggrek: Posyandu
) -> None:
    girl = make_resident(village.melati)
    first = asked_for(girl, village.mawar, village.kader)

    assert asked_for(girl, village.mawar, village.kader) == first
    with pytest.raises(services.ResidencyRefused, match="Sudah ada permintaan"):
        asked_for(girl, anggrek, village.kader)


def test_the_first_answer_stands_and_the_same_answer_again_is_no_error(village: Village) -> None:
    girl = make_resident(village.melati)
    move = asked_for(girl, village.mawar, village.kader)
    for _ in range(2):
        services.answer_move(move=move, state=State.ACCEPTED, user=village.neighbour)

    with pytest.raises(services.AnsweredMeanwhile):
        services.answer_move(move=move, state=State.REFUSED, user=village.officer)
    assert girl.residencies.count() == 2


def test_an_impossible_day_leaves_the_request_waiting(village: Village) -> None:
    girl = make_resident(village.melati, since=date(2026, 10, 5))
    move = asked_for(girl, village.mawar, village.kader)

    with pytest.raises(services.ResidencyRefused, match="5 Oktober 2026"):
        services.answer_move(move=move, state=State.ACCEPTED, user=village.neighbour, on=date(2026, 10, 1))
    move.refresh_from_db()
    assert (move.state, move.on, home_of(girl)) == (State.ASKED, DAY, village.melati)


def test_the_history_is_read_by_those_who_now_care_for_the_person(village: Village) -> None:
    girl = make_resident(village.melati)
    visit = make_visit(girl, date(2026, 9, 12), weight_kg="9.4")
    services.answer_move(
        move=asked_for(girl, village.mawar, village.kader), state=State.ACCEPTED, user=village.neighbour
    )

    assert list(Visit.objects.visible_to(village.neighbour)) == [visit]
    assert list(Visit.objects.visible_to(village.kader)) == []
    assert list(Resident.objects.visible_to(village.kader)) == []


def test_the_past_stays_counted_where_it_happened_and_the_future_moves_by_one(village: Village) -> None:
    girl = make_resident(village.melati)
    make_resident(village.mawar)
    make_visit(girl, date(2026, 9, 12), weight_kg="9.4")
    services.answer_move(
        move=asked_for(girl, village.mawar, village.kader), state=State.ACCEPTED, user=village.neighbour
    )

    places = [village.melati.pk, village.mawar.pk]
    for month in (date(2026, 9, 1), OCTOBER):
        recap.recount(month, places)
    absent = {
        (row.month, row.posyandu_id): row.absent_toddler for row in PopulationMonth.objects.filter(sex="P")
    }
    assert absent == {
        (date(2026, 9, 1), places[0]): 0,
        (date(2026, 9, 1), places[1]): 1,
        (OCTOBER, places[0]): 0,
        (OCTOBER, places[1]): 2,
    }
    assert Visit.objects.unscoped("test").get().home_posyandu == village.melati


def test_after_a_move_the_search_finds_the_person_at_the_new_place(village: Village) -> None:
    girl = make_resident(village.melati, "Aisyah Putri")
    asked_for(girl, village.mawar, village.officer)

    people = Resident.objects.visible_to(village.officer)
    assert list(people.search("aisyah", within=[village.mawar.unit.path])) == [girl]


def test_somebody_merged_into_another_has_no_request(village: Village) -> None:
    kept, gone = make_resident(village.melati), make_resident(village.melati)
    move = asked_for(gone, village.mawar, village.kader)
    Resident.objects.unscoped("test").filter(pk=gone.pk).update(merged_into=kept)

    assert list(MoveRequest.objects.unscoped("test").answerable_by(village.neighbour)) == []
    with pytest.raises(services.MayNotAnswer):
        services.answer_move(move=move, state=State.ACCEPTED, user=village.neighbour)
