import pytest

from registry.rules.names import (
    letters_of,
    likeness,
    may_be_alike,
    name_likeness,
    same_person_name,
    same_sound_key,
    search_key,
    sounds_of,
    word_likeness,
    words_of_name,
)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("  siti   aisyah ", "SITI AISYAH"),
        ("Moh.Ali Ma'ruf", "MOH ALI MARUF"),
        ("Nur-Aini, S.Pd", "NUR AINI S PD"),
        ("Renée Zoë", "RENEE ZOE"),
        ("", ""),
    ],
)
def test_search_ignores_case_accents_and_punctuation(name: str, key: str) -> None:
    assert search_key(name) == key


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Soekarno", "Sukarno"),
        ("Djoko Tjahyono", "Joko Cahyono"),
        ("Muhammad Rizky", "Moh. Riski"),
        ("M. Rizqi", "Mohamad Rizki"),
        ("Mochammad Nur", "Mukhamad Noer"),
        ("Sitti Aisyah", "SITI AISAH"),
        ("St. Fatimah", "Siti Fatima"),
        ("Achmad Sofwan", "Ahmad Sofwan"),
        ("Choirul Anam", "Khoirul Anam"),
        ("Chandra", "Candra"),
        ("Sri Wahyuni", "Sriwahyuni"),
        ("Hj. Ngatinah", "Ngatinah"),
        ("Ahmad Subagyo", "Achmad S."),
        ("Annisa", "Anisa"),
    ],
)
def test_two_spellings_are_one_person(first: str, second: str) -> None:
    assert same_person_name(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Sukarno", "Sukarni"),
        ("Siti Aisyah", "Siti Aminah"),
        ("Ahmad", "Mahmud"),
        ("Ahmad Ali", "Ahmad"),
        ("", "Ali"),
    ],
)
def test_two_names_stay_two_people(first: str, second: str) -> None:
    assert not same_person_name(first, second)


def test_a_title_alone_is_kept() -> None:
    assert same_sound_key("Haji") == "HAJI"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Muhammad", "Mochamad"),
        ("Mohammad", "Muh."),
        ("Muhamad", "Mukhammat"),
        ("Soekarno", "Sukarno"),
        ("Noor", "Nur"),
        ("Djoko", "Joko"),
        ("Tjahyono", "Cahyono"),
        ("Aisjah", "Aisyah"),
        ("Annissa", "Anisa"),
        ("Sitti", "Siti"),
        ("Nyoto", "Noto"),
        ("Yanti Setyawan", "Yanti Setiawan"),
        ("Setiyawan", "Setyawan"),
        ("Fauziyah", "Fauzia"),
        ("Rizky", "Rizki"),
        ("Novie", "Novi"),
        ("Vitri", "Fitri"),
        ("Taufiq", "Taufik"),
        ("Zaenal", "Zainal"),
        ("Nayla", "Naila"),
        ("Rahmad", "Rahmat"),
        ("Ghofur", "Gofur"),
        ("Utsman", "Usman"),
        ("Syaifuddin", "Saifudin"),
        ("Abd. Rohman", "Abdul Rohman"),
        ("Hj. Siti Aminah, S.Pd.", "Siti Aminah"),
        ("Bpk. H. Slamet", "Slamet"),
    ],
)
def test_spellings_of_one_name_have_one_sound(first: str, second: str) -> None:
    assert same_sound_key(first) == same_sound_key(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [("Setiawan", "Setiawati"), ("Susanto", "Susanti"), ("Yuni", "Yani"), ("Maya", "Mawa")],
)
def test_names_that_only_look_alike_keep_their_sounds(first: str, second: str) -> None:
    assert same_sound_key(first) != same_sound_key(second)


def test_a_name_behind_a_comma_is_no_degree() -> None:
    assert words_of_name("Aminah, Siti") == ("AMINAH", "SITI")
    assert words_of_name("Ratna Dewi, A.Md.Keb.") == ("RATNA", "DEWI")


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("Siti Aminah", "Sitti Aminah", 1.0),
        ("Siti Aminah", "Aminah Siti", 0.97),
        ("Nur Hidayati", "Nurhidayati", 0.98),
        ("Sarmi", "Sarmii", 1.0),
        ("Sarminah", "Saminah", 0.857),
        ("Sarminah", "Sarmniah", 0.857),
        ("Rafa", "Rafi", 0.0),
        ("Sukarno", "Sukarni", 0.6),
        ("Sarmi", "Sarni", 0.8),
        ("Dewi Lestari", "Dewi L.", 0.809),
        ("Dewi Lestari", "Dewi K.", 0.0),
        ("Muhammad Rizki Pratama", "Rizki Pratama", 0.944),
        ("Dewi Kurnia Lestari", "Dewi Lestari", 0.88),
        ("Dewi Lestari", "Ratna Lestari", 0.0),
        ("A. B.", "Ali Budi", 0.0),
        ("", "Dewi", 0.0),
        ("", "", 0.0),
    ],
)
def test_how_alike_two_names_are(first: str, second: str, alike: float) -> None:
    assert name_likeness(sounds_of(first), sounds_of(second)) == pytest.approx(alike, abs=0.005)
    assert name_likeness(sounds_of(second), sounds_of(first)) == pytest.approx(alike, abs=0.005)


def test_a_slip_that_changes_the_sound_is_read_as_it_is_written() -> None:
    assert name_likeness(sounds_of("Hasanah"), sounds_of("Hasaah")) == 0
    assert likeness("Hasanah", "Hasaah") == pytest.approx(1 - 1 / 7)


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [("ALI", "ELI", 0.667), ("AL", "EL", 0.0), ("WAHYUNINGSIH", "WAHUNINGSHI", 0.833), ("DEWI", "DEWA", 0.0)],
)
def test_how_alike_two_words_are(first: str, second: str, alike: float) -> None:
    assert word_likeness(first, second) == pytest.approx(alike, abs=0.001)


def test_letters_tell_quickly_who_needs_no_closer_look() -> None:
    assert letters_of("Aba") == 0b11
    assert may_be_alike("Muhammad Rizki Pratama", "Rizki")
    assert not may_be_alike("Slamet Riyadi", "Dewi Hook")
