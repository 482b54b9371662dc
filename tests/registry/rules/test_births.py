"""What is typed and asked at a birth."""

from __future__ import annotations

from decimal import Decimal

import pytest

from registry.rules.background import Relation
from registry.rules.births import (
    baby_name,
    length_question,
    mother_age_question,
    read_birth_weight,
    relation_of_baby,
    weight_question,
)


@pytest.mark.parametrize(
    "text", ["2900", "2.900", "2,9", "2.9", "2,90 kg", "2900 g", "2900 gr", "2900 gram", " 2.900 "]
)
def test_grams_and_kilograms_are_one_weight(text: str) -> None:
    assert read_birth_weight(text) == Decimal("2.9")


@pytest.mark.parametrize(
    ("text", "kilograms"), [("2495", "2.49"), ("2499", "2.49"), ("2500", "2.5"), ("999", "0.99")]
)
def test_rounding_leaves_no_class(text: str, kilograms: str) -> None:
    assert read_birth_weight(text) == Decimal(kilograms)


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="bukan angka"):
        read_birth_weight("berat")


@pytest.mark.parametrize(
    ("mother", "baby"),
    [
        ("", Relation.CHILD),
        (Relation.HEAD, Relation.CHILD),
        (Relation.SPOUSE, Relation.CHILD),
        (Relation.CHILD, Relation.GRANDCHILD),
        (Relation.CHILD_IN_LAW, Relation.GRANDCHILD),
        (Relation.GRANDCHILD, Relation.KIN),
    ],
)
def test_a_newborn_is_what_its_mother_makes_it_to_the_head(mother: str, baby: Relation) -> None:
    assert relation_of_baby(mother) is baby


def test_unlikely_measures_are_asked_about() -> None:
    assert weight_question(Decimal("1.4")) == "Berat lahir 1,4 kg (1.400 gram) jarang terjadi. Apakah benar?"
    assert weight_question(Decimal("5.1")).startswith("Berat lahir 5,1 kg")
    assert [weight_question(weight) for weight in (None, Decimal("1.5"), Decimal(5))] == ["", "", ""]
    assert length_question(Decimal(39)) == "Panjang lahir 39,0 cm jarang terjadi. Apakah benar?"
    assert [length_question(length) for length in (None, Decimal(40), Decimal(58))] == ["", "", ""]
    assert mother_age_question(14) == "Umur ibu 14 tahun. Apakah benar ibu ini hamil?"
    assert [mother_age_question(years) for years in (15, 49)] == ["", ""]


def test_a_baby_without_a_name_is_called_after_its_mother() -> None:
    assert [baby_name("Siti"), baby_name("Siti", 2, of=2)] == ["Bayi Ny. Siti", "Bayi Ny. Siti 2"]
