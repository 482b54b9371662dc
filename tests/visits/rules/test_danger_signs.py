"""Danger signs of mothers and children."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visits.rules.book import CURRENT
from visits.rules.danger_signs import (
    SignList,
    Urgency,
    danger_advice,
    list_for_child,
    list_for_trimester,
    noted_signs,
    signs_of,
    title_of,
    worst_urgency,
)

# As many as the book and the checklists print.
LENGTHS = {
    SignList.PREGNANT_1: 5,
    SignList.PREGNANT_2: 7,
    SignList.PREGNANT_3: 5,
    SignList.POSTPARTUM: 9,
    SignList.NEWBORN: 10,
    SignList.CHILD: 4,
    SignList.VISIT_PREGNANT: 10,
    SignList.VISIT_POSTPARTUM: 14,
    SignList.VISIT_INFANT: 12,
    SignList.VISIT_CHILD: 9,
}


def test_every_list_is_there_with_all_its_signs() -> None:
    assert list(CURRENT.rows("danger_signs")["lists"]) == list(SignList)
    assert {name: len(signs_of(name)) for name in SignList} == LENGTHS
    assert len({title_of(name) for name in SignList}) == len(SignList)


@pytest.mark.parametrize("name", list(SignList))
def test_a_code_names_one_sign_of_its_list(name: SignList) -> None:
    codes = [sign.code for sign in signs_of(name)]

    assert len(codes) == len(set(codes))


def test_the_book_has_a_list_for_each_trimester() -> None:
    assert [list_for_trimester(trimester) for trimester in (None, 1, 2, 3, 4)] == [
        None,
        SignList.PREGNANT_1,
        SignList.PREGNANT_2,
        SignList.PREGNANT_3,
        None,
    ]


@pytest.mark.parametrize(
    ("days", "months", "name"),
    [
        (0, 0, SignList.NEWBORN),
        (28, 0, SignList.NEWBORN),
        (29, 0, SignList.CHILD),
        (1825, 59, SignList.CHILD),
        (1826, 60, None),
        (None, None, None),
    ],
)
def test_a_child_is_a_newborn_for_28_days(
    days: int | None, months: int | None, name: SignList | None
) -> None:
    assert list_for_child(days, months) is name


def test_without_a_sign_there_is_nothing_to_say() -> None:
    assert noted_signs(SignList.NEWBORN, []) == ()
    assert worst_urgency(()) is None
    assert danger_advice(()) is None


def test_a_sign_that_the_list_does_not_have_is_kept_and_counts() -> None:
    signs = noted_signs(SignList.VISIT_PREGNANT, ["perdarahan di gusi", "demam", "demam"])

    assert [sign.text for sign in signs] == [
        "Demam lebih dari 2 hari, suhu 38 °C atau lebih",
        "perdarahan di gusi",
    ]
    assert worst_urgency(signs) is Urgency.SOON
    assert [sign.code for sign in noted_signs(None, ["demam"])] == ["demam"]


def test_the_advice_names_the_signs_and_says_how_soon() -> None:
    signs = noted_signs(SignList.NEWBORN, ["kejang", "kuning"])

    assert danger_advice(signs) == (
        "Tanda bahaya gawat: Kejang; Kulit atau mata kuning. "
        "Antar ke Puskesmas atau rumah sakit sekarang dan telepon bidan."
    )


@given(st.sampled_from(SignList), st.data())
def test_any_one_sign_is_enough_and_more_signs_are_never_less_urgent(
    name: SignList, data: st.DataObject
) -> None:
    codes = st.sampled_from([sign.code for sign in signs_of(name)] + ["lain"])
    first, others = data.draw(codes), data.draw(st.lists(codes))
    one, more = noted_signs(name, [first]), noted_signs(name, [first, *others])
    ranks: list[Urgency | None] = [None, *Urgency]

    assert danger_advice(one) is not None
    assert ranks.index(worst_urgency(one)) <= ranks.index(worst_urgency(more))


def test_every_urgency_has_its_advice() -> None:
    assert set(CURRENT.rows("danger_signs")["advice"]) == set(Urgency)
