from datetime import date

from registry.rules.family_tree import generations, likely_mother, next_relation
from registry.rules.relations import Member
from tests.registry.rules.test_relations import (
    FAMILY,
    FATHER,
    GRANDCHILD,
    GRANDMOTHER,
    MOTHER,
    SON,
    SONS_WIFE,
    member,
)


def rows(members: list[Member]) -> list[tuple[str, list[int]]]:
    return [(row.label, [pk.int for pk in row.members]) for row in generations(members)]


def numbers(*members: Member) -> list[int]:
    return [one.id.int for one in members]


def test_three_generations_stand_from_the_eldest_to_the_youngest() -> None:
    assert rows(FAMILY) == [
        ("Orang tua", numbers(GRANDMOTHER)),
        ("Kepala keluarga dan pasangan", numbers(FATHER, MOTHER)),
        ("Anak", numbers(SON, SONS_WIFE)),
        ("Cucu", numbers(GRANDCHILD)),
    ]


def test_who_leads_stands_first_though_the_spouse_is_older() -> None:
    wife = member(2, "pasangan", 1950, "P")
    assert rows([wife, FATHER])[0][1] == numbers(FATHER, wife)


def test_couples_stand_side_by_side_among_the_children() -> None:
    younger = member(7, "anak", 1996)
    assert rows([FATHER, SON, younger, SONS_WIFE])[1][1] == numbers(SON, SONS_WIFE, younger)


def test_links_place_whom_the_words_do_not() -> None:
    brothers_child = member(8, "famili", 2010, mother=member(9).id)
    brother = member(9, "famili", 1970, mother=GRANDMOTHER.id)
    found = dict(rows([FATHER, GRANDMOTHER, brother, brothers_child]))
    assert found["Kepala keluarga dan pasangan"] == numbers(FATHER, brother)
    assert found["Anak"] == numbers(brothers_child)


def test_great_grandparents_and_great_grandchildren_have_their_own_rows() -> None:
    ancient = member(10, "famili", 1920, "P")
    grandmother = member(6, "orang_tua", 1945, "P", mother=ancient.id)
    newborn = member(11, "famili", 2026, mother=GRANDCHILD.id)
    labels = [label for label, _ in rows([FATHER, ancient, grandmother, GRANDCHILD, newborn])]
    assert labels == ["Kakek dan nenek", "Orang tua", "Kepala keluarga dan pasangan", "Cucu", "Cicit"]


def test_kin_without_a_link_stands_last() -> None:
    assert rows([member(12, "famili"), FATHER]) == [
        ("Kepala keluarga dan pasangan", numbers(FATHER)),
        ("Anggota lain", [12]),
    ]


def test_whose_relation_nobody_asked_is_placed_by_age_alone() -> None:
    child, peer = member(13, "", 2015), member(14, "", 1970)
    assert rows([FATHER, child, peer]) == [
        ("Kepala keluarga dan pasangan", numbers(FATHER)),
        ("Anak", [13]),
        ("Anggota lain", [14]),
    ]


def test_a_family_without_any_relation_is_drawn_by_its_mothers() -> None:
    grandmother = member(20, "", 1945, "P")
    mother = member(21, "", 1990, "P", mother=grandmother.id)
    child = member(22, "", 2020, mother=mother.id)
    assert rows([child, mother, grandmother]) == [
        ("Orang tua", [20]),
        ("Kepala keluarga dan pasangan", [21]),
        ("Anak", [22]),
    ]


def test_two_who_name_each_other_as_parents_do_not_hang_the_page() -> None:
    one, other = member(1, mother=member(2).id), member(2, mother=member(1).id)
    assert sorted(pk for _, row in rows([one, other]) for pk in row) == [1, 2]


def test_nobody_is_drawn_twice_or_left_out() -> None:
    drawn = [pk for _, row in rows(FAMILY) for pk in row]
    assert sorted(drawn) == sorted(numbers(*FAMILY))


def test_the_next_to_enter_is_proposed_in_the_order_of_the_family_card() -> None:
    entered = [[], ["kepala"], ["kepala", "pasangan"], ["kepala", "pasangan", "anak"]]
    assert [next_relation(one) for one in entered] == ["kepala", "pasangan", "anak", "anak"]
    assert next_relation(["kepala", "anak", "menantu"]) == "cucu"
    assert next_relation(["kepala", "orang_tua"]) == "orang_tua"
    assert next_relation(["kepala", "orang_tua", "orang_tua"]) == "anak"


def test_a_childs_mother_is_proposed_where_only_one_woman_can_be() -> None:
    assert likely_mother("anak", FAMILY) == MOTHER
    assert likely_mother("cucu", FAMILY) == SONS_WIFE
    assert likely_mother("cucu", [*FAMILY, member(15, "anak", 2008, "P")]) == SONS_WIFE
    assert likely_mother("cucu", [*FAMILY, member(16, "menantu", 1999, "P")]) is None
    assert likely_mother("mertua", FAMILY) is None
    assert likely_mother("anak", [Member(FATHER.id, date(1980, 1, 1), "L", "kepala")]) is None
