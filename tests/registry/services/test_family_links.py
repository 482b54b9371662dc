"""Mother, father and spouse of a family are linked where only one person can be it, whoever joins first."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from registry.ids import new_id
from registry.models import Resident
from registry.services import households, update_resident
from registry.services.deliveries import Baby, record_delivery
from registry.services.maternity import open_pregnancy
from registry.services.residency import end_residency
from tests.conftest import Village, make_resident

HOME = {"kk": "3320081503209901", "dusun": "Krajan"}
SEX = {"Suparman": "L", "Siti": "P", "Rizky": "L", "Dewi": "P", "Aisyah": "P", "Sarmi": "P", "Eko": "L"}
YEAR = {
    "Suparman": 1968,
    "Siti": 1972,
    "Rizky": 1995,
    "Dewi": 1998,
    "Aisyah": 2025,
    "Sarmi": 1945,
    "Eko": 1970,
}


def member(village: Village, name: str, relation: str, **person: object) -> Resident:
    facts = {"sex": SEX[name], "born": date(YEAR[name], 5, 1), "home": HOME, "relation": relation} | person
    return make_resident(village.melati, name, **facts)  # type: ignore[arg-type]


def kin_of(person: Resident) -> tuple[str | None, str | None, str | None]:
    stored = Resident.objects.select_related("mother", "father", "spouse").get(pk=person.pk)
    return tuple(one and one.name for one in (stored.mother, stored.father, stored.spouse))  # type: ignore[return-value]


def test_three_generations_are_linked_as_they_come(village: Village) -> None:
    rizky = member(village, "Rizky", "anak")
    suparman, siti = member(village, "Suparman", "kepala"), member(village, "Siti", "pasangan")
    sarmi, dewi = member(village, "Sarmi", "orang_tua"), member(village, "Dewi", "menantu")
    aisyah = member(village, "Aisyah", "cucu")

    assert kin_of(rizky) == ("Siti", "Suparman", None)
    assert (kin_of(suparman), kin_of(siti)) == (("Sarmi", None, "Siti"), (None, None, "Suparman"))
    assert kin_of(aisyah) == ("Dewi", "Rizky", None)
    assert (kin_of(sarmi), kin_of(dewi)) == ((None, None, None), (None, None, None))
    assert "SITI" in Resident.objects.get(pk=rizky.pk).search_words
    assert aisyah.mother == dewi


@pytest.mark.parametrize(
    "wife", [{"born": date(1985, 1, 1)}, {"born": date(1939, 1, 1)}, {"sex": "L"}, {"relation": "famili"}]
)
def test_who_cannot_be_the_mother_is_not_linked(village: Village, wife: dict[str, object]) -> None:
    member(village, "Suparman", "kepala")
    member(village, "Siti", **({"relation": "pasangan"} | wife))  # type: ignore[arg-type]

    assert kin_of(member(village, "Rizky", "anak"))[0] is None


def test_two_who_fit_and_another_written_name_are_left_to_people(village: Village) -> None:
    member(village, "Suparman", "kepala")
    member(village, "Siti", "pasangan")
    assert kin_of(member(village, "Rizky", "anak", mother_name="Lastri")) == (None, "Suparman", None)

    member(village, "Sarmi", "pasangan", born=date(1970, 1, 1))
    assert kin_of(member(village, "Dewi", "anak")) == (None, "Suparman", None)


def test_what_is_known_stays_and_what_was_taken_away_does_not_come_back(village: Village) -> None:
    other = make_resident(village.melati, "Lastri", born=date(1971, 1, 1))
    member(village, "Suparman", "kepala")
    rizky = member(village, "Rizky", "anak", mother=other, mother_name="Lastri")
    dewi = member(village, "Dewi", "anak")
    update_resident(resident=dewi, person={"father": None, "father_name": ""})
    member(village, "Siti", "pasangan")

    assert kin_of(rizky) == ("Lastri", "Suparman", None)
    assert kin_of(dewi) == ("Siti", None, None)


def test_who_was_registered_by_mistake_is_nobodys_mother(village: Village) -> None:
    member(village, "Suparman", "kepala")
    end_residency(resident=member(village, "Siti", "pasangan"), on=date(2026, 2, 1), reason="salah")

    assert kin_of(member(village, "Rizky", "anak"))[0] is None


def test_joining_a_family_and_a_new_relation_link_too(village: Village) -> None:
    head = member(village, "Suparman", "kepala")
    siti = make_resident(village.melati, "Siti", born=date(1972, 1, 1))
    rizky = member(village, "Rizky", "famili")
    assert head.household is not None
    households.join(household=head.household, resident=siti, relation="pasangan")
    households.set_relation(household=head.household, resident=rizky, relation="anak")

    assert (kin_of(head)[2], kin_of(siti)[2], kin_of(rizky)) == (
        "Siti",
        "Suparman",
        ("Siti", "Suparman", None),
    )


def test_twins_have_the_man_of_the_family_as_father_without_a_spouse_link(village: Village) -> None:
    suparman, siti = member(village, "Suparman", "kepala"), member(village, "Dewi", "pasangan")
    Resident.objects.filter(pk__in=[suparman.pk, siti.pk]).update(spouse=None, spouse_name="")
    siti.refresh_from_db()
    babies = [Baby(id=new_id(), sex="P"), Baby(id=new_id(), sex="L")]
    delivery = record_delivery(resident=siti, delivery_id=new_id(), on=date(2026, 10, 1), babies=babies)

    assert [kin_of(baby) for baby in delivery.babies.all()] == [("Dewi", "Suparman", None)] * 2


def test_a_corrected_sex_names_the_record_to_take_back_first(village: Village) -> None:
    dewi = make_resident(village.melati, "Dewi", born=date(1998, 3, 4))
    open_pregnancy(resident=dewi, known_from=date(2026, 3, 2), details={"last_period": date(2026, 1, 5)})
    with pytest.raises(ValidationError, match="catatan kehamilan sejak 2 Maret 2026"):
        update_resident(resident=dewi, person={"sex": "L"})

    record_delivery(resident=dewi, delivery_id=new_id(), on=date(2026, 10, 1), details={"stillbirths": 1})
    with pytest.raises(ValidationError, match="catatan persalinan 1 Oktober 2026"):
        update_resident(resident=dewi, person={"sex": "L"})
