import pytest

from registry.rules.names import same_person_name, same_sound_key, search_key


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
