"""Nonsense in any field of any step gets words or 404: never an error of the server, never a half-saved visit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.ids import new_id
from registry.models import User
from tests.conftest import Village, make_resident, make_session, make_visit
from tests.visits.test_columns import DAY, PEOPLE
from visits import fields
from visits.columns import NAMES
from visits.models import ServiceGiven, Visit, VisitSave

LogIn = Callable[[User], Client]
NONSENSE = st.one_of(
    st.sampled_from(
        [
            "", " ", "abc", "🙂", "1e9", "1000000000", "-1", "-0", "0", "NaN", "Infinity", "9,4,4", "9.4.4",
            "9 4", "١٢", "0x10", "ya", "tidak", "True", "null", "<script>", "'; DROP TABLE", "\u202e9,4", "½",
            "2099-01-01", "telentang", "Normal", "Gangguan", "999999999999999999999999", "0,0000000001",
        ]
    ),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400),
    st.integers(min_value=-(10**30), max_value=10**30).map(str),
    st.floats(allow_nan=True, allow_infinity=True).map(str),
)  # fmt: skip
FEW = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def state() -> tuple[Any, ...]:
    """Everything that a save writes, to see whether nothing was."""
    visits = Visit.objects.unscoped("a test").with_cards().order_by("pk")
    sheets = [(visit.pk, visit.revision, visit.steps, fields.read(visit)) for visit in visits]
    return sheets, VisitSave.objects.count(), ServiceGiven.objects.count()


@pytest.mark.parametrize("kind", PEOPLE)
@pytest.mark.parametrize("step", [1, 2, 3, 4, 5])
def test_a_step_page_takes_all_or_nothing(village: Village, client_of: LogIn, kind: str, step: int) -> None:
    person, session = PEOPLE[kind](village), make_session(village.melati, DAY)
    kader = client_of(village.kader)
    url = reverse("visit_step", args=[session.pk, person.pk, step])
    names = [*kader.get(url).context["form"].columns, "visit_id", "revision", "seen", "sure"]

    @FEW
    @given(data=st.dictionaries(st.sampled_from(names), NONSENSE, max_size=len(names)))
    def try_it(data: dict[str, str]) -> None:
        before = state()
        answer = kader.post(url, {"visit_id": str(new_id())} | data)
        assert answer.status_code in (200, 302, 404)
        if answer.status_code != 302:
            assert state() == before

    try_it()


@pytest.mark.parametrize("kind", ["balita", "remaja putri", "lansia", "ibu hamil"])
def test_the_api_takes_all_or_nothing(village: Village, client_of: LogIn, kind: str) -> None:
    person, kader = PEOPLE[kind](village), client_of(village.kader)
    values = st.one_of(NONSENSE, st.none(), st.booleans(), st.integers(), st.lists(NONSENSE, max_size=3))

    @FEW
    @given(measures=st.dictionaries(st.sampled_from(NAMES), values, max_size=6))
    def try_it(measures: dict[str, Any]) -> None:
        before = state()
        answer = kader.put(
            f"/api/v1/visits/{new_id()}/",
            {"resident": str(person.pk), "date": f"{DAY:%Y-%m-%d}", "measures": measures},
            content_type="application/json",
        )
        assert answer.status_code in (200, 201, 400, 409)
        if answer.status_code >= 400:
            assert state() == before

    try_it()


@pytest.mark.parametrize("wrong", ["00000000-0000-0000-0000-000000000000", "ganti"])
def test_a_forged_person_is_not_there(village: Village, client_of: LogIn, wrong: str) -> None:
    session = make_session(village.melati, DAY)
    theirs = make_resident(village.mawar)
    pk = theirs.pk if wrong == "ganti" else wrong
    for step in (1, 2, 3, 4, 5):
        url = reverse("visit_step", args=[session.pk, pk, step])
        assert client_of(village.kader).get(url).status_code == 404
        assert client_of(village.kader).post(url, {"weight_kg": "9,4"}).status_code == 404
    assert Visit.objects.count() == 0


def test_a_step_that_is_none_is_not_there(village: Village, client_of: LogIn) -> None:
    session, girl = make_session(village.melati), make_resident(village.melati)
    for step in (0, 6, 99):
        url = reverse("visit_step", args=[session.pk, girl.pk, step])
        assert client_of(village.kader).get(url).status_code == 404


def test_a_column_of_another_card_changes_nothing(village: Village, client_of: LogIn) -> None:
    session, girl = make_session(village.melati), make_resident(village.melati)
    url = reverse("visit_step", args=[session.pk, girl.pk, 4])
    client_of(village.kader).post(
        url, {"visit_id": str(new_id()), "glucose_mg_dl": "500", "iron_tablets": "30", "sick": "tidak"}
    )
    stored = fields.read(Visit.objects.unscoped("a test").with_cards().get())
    assert (stored["glucose_mg_dl"], stored["iron_tablets"], stored["sick"]) == (None, None, False)


def test_a_visit_of_somebody_else_is_not_written_to(village: Village, client_of: LogIn) -> None:
    other = make_visit(make_resident(village.mawar), weight_kg="9.0")
    session, girl = make_session(village.melati), make_resident(village.melati)
    url = reverse("visit_step", args=[session.pk, girl.pk, 2])
    answer = client_of(village.kader).post(url, {"visit_id": str(other.pk), "weight_kg": "9,4"})
    assert answer.status_code == 404
    assert Visit.objects.count() == 1
