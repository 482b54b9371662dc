from datetime import date
from uuid import UUID

import pytest

from registry.rules.background import Relation
from registry.rules.relations import Member, by_links, inverse, likely_head, through, under_new_head


def member(number: int, relation: str = "", year: int = 1980, sex: str = "L", **links: UUID) -> Member:
    return Member(UUID(int=number), date(year, 1, 1), sex, relation, **links)


FATHER = member(1, "kepala", 1968)
MOTHER = member(2, "pasangan", 1972, "P", spouse=FATHER.id)
SON = member(3, "anak", 1995, mother=MOTHER.id, father=FATHER.id)
SONS_WIFE = member(4, "menantu", 1998, "P", spouse=SON.id)
GRANDCHILD = member(5, "cucu", 2025, "P", mother=SONS_WIFE.id, father=SON.id)
GRANDMOTHER = member(6, "orang_tua", 1945, "P")
FAMILY = [FATHER, MOTHER, SON, SONS_WIFE, GRANDCHILD, GRANDMOTHER]


def test_the_inverse_of_a_relation_is_how_the_other_one_calls_it() -> None:
    assert [inverse(one) for one in ("pasangan", "anak", "mertua", "cucu", "lain", "")] == [
        "pasangan",
        "orang_tua",
        "menantu",
        "famili",
        "lain",
        "",
    ]


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        ("anak", "anak", "cucu"),
        ("anak", "pasangan", "menantu"),
        ("pasangan", "orang_tua", "mertua"),
        ("pasangan", "mertua", "orang_tua"),
        ("orang_tua", "anak", "famili"),
        ("cucu", "anak", "famili"),
        ("kepala", "anak", "anak"),
        ("anak", "kepala", "anak"),
        ("lain", "anak", "lain"),
        ("", "anak", ""),
        ("anak", "", ""),
    ],
)
def test_a_relation_through_somebody_is_put_into_the_words_of_the_form(
    first: str, second: str, both: str
) -> None:
    assert through(first, second) == both


def test_links_say_more_than_words() -> None:
    assert by_links(MOTHER, FATHER) == "pasangan"
    assert by_links(FATHER, SON) == "orang_tua"
    assert by_links(SON, FATHER) == "anak"
    assert by_links(SON, member(2, "kepala", spouse=FATHER.id)) == "anak"
    assert by_links(GRANDMOTHER, FATHER) == ""


def test_when_the_wife_leads_her_husbands_mother_is_her_mother_in_law() -> None:
    found = under_new_head(FAMILY, MOTHER, FATHER)
    assert [found[one.id] for one in FAMILY] == ["pasangan", "kepala", "anak", "menantu", "cucu", "mertua"]


def test_when_the_son_leads_his_own_child_is_known_by_the_link() -> None:
    found = under_new_head(FAMILY, SON, FATHER)
    assert [found[one.id] for one in FAMILY] == [
        "orang_tua",
        "orang_tua",
        "kepala",
        "pasangan",
        "anak",
        "famili",
    ]


def test_the_first_head_of_a_family_changes_nobodys_relation() -> None:
    written = [member(1, "", 1968), member(3, "anak"), member(4, "kepala")]
    assert list(under_new_head(written, written[0]).values()) == ["kepala", "anak", ""]


def test_a_new_head_of_unknown_relation_leaves_the_others_unknown() -> None:
    stranger = member(9, "")
    found = under_new_head([FATHER, SON, stranger], stranger, FATHER)
    assert found == {FATHER.id: "", SON.id: "", stranger.id: "kepala"}


def test_the_spouse_follows_the_head_else_the_oldest_who_is_no_parent() -> None:
    rest = [GRANDMOTHER, SON, MOTHER]
    assert likely_head(rest, FATHER) == MOTHER
    assert likely_head([GRANDMOTHER, SONS_WIFE, SON], FATHER) == SON
    assert likely_head([GRANDMOTHER], FATHER) == GRANDMOTHER
    assert likely_head([]) is None


def test_every_relation_has_an_answer_whatever_it_meets() -> None:
    codes = [relation.value for relation in Relation]
    assert {through(a, b) for a in codes for b in codes} <= set(codes)
    assert {inverse(a) for a in codes} <= set(codes)
