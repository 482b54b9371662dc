"""The book of rules: one edition a day, settings from a day on, nothing changed behind anybody's back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from visits.rules import book
from visits.rules.book import CURRENT, Book, Override, Rules, sentences, setting

OLD = {"edition": "2015", "valid_from": None, "valid_until": "2023-12-31", "rows": {"sit": {"from": 6}}}
NEW = {
    "edition": "2024",
    "valid_from": "2024-01-01",
    "valid_until": None,
    "rows": {"sit": {"from": 7, "list": [1, 2]}},
}
SETTINGS = {
    "from": {"path": ["sit", "from"], "label": "Batas duduk", "unit": "kali", "low": 1, "high": 20},
}


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A shelf with one table in two editions and one setting."""
    monkeypatch.setattr(book, "TABLES", tmp_path)
    put(tmp_path, {"table": "sitting", "source": "-", "settings": SETTINGS, "editions": [OLD, NEW]})
    yield tmp_path
    forget()


def put(folder: Path, table: dict[str, Any]) -> None:
    (folder / f"{table['table']}.json").write_text(json.dumps(table), encoding="utf-8")
    forget()


def forget() -> None:
    book.read_table.cache_clear()
    book.table_names.cache_clear()


def limit(rules: Rules) -> int:
    found: int = rules.rows("sitting")["sit"]["from"]
    return found


@pytest.mark.usefixtures("tables")
def test_a_service_is_judged_by_the_edition_of_its_own_day() -> None:
    shelf = Book()

    assert [limit(shelf.on(day)) for day in (date(2010, 5, 1), date(2023, 12, 31), date(2024, 1, 1))] == [
        6,
        6,
        7,
    ]


@pytest.mark.usefixtures("tables")
def test_a_kabupaten_decides_from_one_day_to_another() -> None:
    shelf = Book([Override("sitting", "from", 9, date(2026, 3, 1), date(2026, 4, 30))])
    days = (date(2026, 2, 28), date(2026, 3, 1), date(2026, 4, 30), date(2026, 5, 1))

    assert [limit(shelf.on(day)) for day in days] == [7, 9, 9, 7]


@pytest.mark.usefixtures("tables")
def test_a_later_decision_replaces_an_earlier_one() -> None:
    shelf = Book(
        [Override("sitting", "from", 11, date(2026, 6, 1)), Override("sitting", "from", 9, date(2026, 3, 1))]
    )

    assert [limit(shelf.on(date(2026, month, 15))) for month in (2, 3, 6)] == [7, 9, 11]


@pytest.mark.usefixtures("tables")
def test_days_without_a_change_between_them_share_one_opened_book() -> None:
    shelf = Book([Override("sitting", "from", 9, date(2026, 3, 1))])

    assert shelf.on(date(2026, 3, 1)) is shelf.on(date(2030, 1, 1))
    assert shelf.on(date(2026, 2, 28)) is not shelf.on(date(2026, 3, 1))


@pytest.mark.usefixtures("tables")
def test_the_version_names_the_rows_in_force() -> None:
    shelf = Book([Override("sitting", "from", 9, date(2026, 3, 1))])
    versions = {shelf.on(day).version for day in (date(2023, 1, 1), date(2026, 1, 1), date(2026, 4, 1))}

    assert len(versions) == 3
    assert shelf.on(date(2026, 1, 1)).version == Book().on(date(2024, 6, 1)).version


def test_the_version_changes_with_a_row(tables: Path) -> None:
    before = Book().on(date(2026, 1, 1)).version
    changed = {**NEW, "rows": {"sit": {"from": 8}}}
    put(tables, {"table": "sitting", "source": "-", "editions": [OLD, changed]})

    assert Book().on(date(2026, 1, 1)).version != before


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "Batas duduk paling kecil 1 kali."),
        ("21", "Batas duduk paling besar 20 kali."),
        ("banyak", "Batas duduk harus berupa angka."),
    ],
)
@pytest.mark.usefixtures("tables")
def test_a_value_outside_its_limits_is_refused_in_words(value: int | str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Book([Override("sitting", "from", value, date(2026, 3, 1))])


@pytest.mark.usefixtures("tables")
def test_only_what_a_table_declares_can_be_overridden() -> None:
    with pytest.raises(ValueError, match="no setting"):
        Book([Override("sitting", "until", 9, date(2026, 3, 1))])
    with pytest.raises(LookupError, match="No table"):
        CURRENT.rows("walking")


@pytest.mark.usefixtures("tables")
def test_nobody_can_change_the_rows_in_memory() -> None:
    rows = Book().on(date(2026, 1, 1)).rows("sitting")

    with pytest.raises(TypeError):
        rows["sit"]["from"] = 3
    assert rows["sit"]["list"] == (1, 2)


@pytest.mark.usefixtures("tables")
def test_a_conversion_of_rows_happens_once() -> None:
    calls: list[int] = []

    def convert(rules: Rules) -> int:
        calls.append(limit(rules))
        return -limit(rules)

    rules = Book().on(date(2026, 1, 1))
    assert [rules.once(convert), rules.once(convert), calls] == [-7, -7, [7]]


def test_every_table_holds_for_every_day_and_names_its_source() -> None:
    for table in book.table_names():
        content = book.read_table(table)
        editions = content["editions"]
        starts = [edition["valid_from"] for edition in editions]
        ends = [edition["valid_until"] for edition in editions]
        assert content["table"] == table
        assert content["source"]
        assert (starts[0], ends[-1]) == (None, None)
        assert [next_day(end) for end in ends[:-1]] == starts[1:]


def test_every_setting_points_at_a_value_that_it_would_accept() -> None:
    for declared in book.settings():
        for edition in book.read_table(declared.table)["editions"]:
            value = book.value_at(edition["rows"], declared.path)
            assert declared.refusal(value) is None
            assert setting(declared.table, declared.name).label


def next_day(text: str) -> str:
    return (date.fromisoformat(text) + timedelta(days=1)).isoformat()


GAINED = "gain/N/text"


def test_a_kabupaten_may_say_a_sentence_in_its_own_words() -> None:
    words = "Naik {grams} g, alhamdulillah."
    rules = Book([Override("advice", GAINED, words, date(2026, 11, 1))]).on(date(2026, 11, 5))

    assert rules.rows("advice")["gain"]["N"]["text"] == words
    assert CURRENT.rows("advice")["gain"]["N"]["text"] != words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "tidak boleh kosong"),
        ("Naik, baik.", "Isian harus tetap: {grams}"),
        ("Naik {grams} dari {asal}.", "Isian harus tetap"),
        ("Naik {grams.real} g.", "Isian harus tetap"),
        ("Naik {grams", "Kurung kurawal"),
        ("Naik {grams} " + "g" * 200, "Paling panjang 200"),
    ],
)
def test_a_sentence_that_cannot_be_filled_in_is_refused_in_words(text: str, words: str) -> None:
    assert words in (setting("advice", GAINED).refusal(text) or "")


def test_questions_of_a_questionnaire_are_no_sentences_to_change() -> None:
    assert not [each for each in sentences() if "questionnaire" in each.path]
    assert {"advice", "referral", "tuberculosis"} <= {each.table for each in sentences()}
