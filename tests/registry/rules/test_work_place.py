import pytest

from registry.rules.work_place import Place, narrowest, tidy_number

HOME = Place("Krajan", "01", "02")


@pytest.mark.parametrize(
    ("place", "covers"),
    [
        (Place(), True),
        (Place("krajan"), True),
        (Place("Krajan", "01"), True),
        (Place("Krajan", "01", "02"), True),
        (Place(rt="02"), True),
        (Place("Krajan", "01", "03"), False),
        (Place("Ngipik"), False),
    ],
)
def test_a_place_covers_whoever_lives_in_it(place: Place, covers: bool) -> None:
    assert place.covers(HOME) is covers


def test_a_home_without_an_rt_lies_in_no_rt() -> None:
    assert Place("Krajan", "01", "02").covers(Place("Krajan", "01")) is False


def test_the_narrowest_place_wins_and_two_may_share_it() -> None:
    places = [Place("Krajan"), Place("Krajan", "01", "02"), Place("Ngipik"), Place("Krajan", "01", "02")]
    assert narrowest(places, HOME) == [1, 3]
    assert narrowest(places, Place("Krajan", "05", "01")) == [0]
    assert narrowest(places, Place("Gondang")) == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("2", "02"), ("002", "02"), (" 02 ", "02"), ("12", "12"), ("0", "0"), ("A1", "A1"), ("", "")],
)
def test_an_rt_is_written_with_two_digits(typed: str, kept: str) -> None:
    assert tidy_number(typed) == kept
