"""Pages of a birth: mother and babies in one go, twins without help, a stillbirth without a wrong word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registry.ids import new_id
from registry.models import Delivery, Pregnancy, Resident
from registry.services.deaths import record_death
from registry.services.deliveries import Baby, record_delivery
from registry.services.maternity import open_pregnancy
from registry.services.residency import move_resident
from tests.conftest import Village, make_resident, make_visit

Browser = Callable[..., Client]


def mother(village: Village) -> Resident:
    return make_resident(village.melati, "Siti", born=date(1998, 3, 4))


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def baby(position: int, **fields: str) -> dict[str, str]:
    values = {"id": str(new_id()), "sex": "P", "name": "", "weight_kg": "", "length_cm": ""} | fields
    return {f"bayi{position}-{name}": value for name, value in values.items()}


def birth(*babies: dict[str, str], **changes: str) -> dict[str, str]:
    form = {"delivery_id": str(new_id()), "on": str(days_ago(5)), "live_births": str(len(babies))} | changes
    for one in babies:
        form |= one
    return form


def direct(browser: Client, resident: Resident, form: dict[str, str]) -> Any:
    return browser.post(reverse("delivery_direct", args=[resident.pk]), form)


def born(village: Village, *, on: date | None = None) -> Delivery:
    return record_delivery(
        resident=mother(village),
        delivery_id=new_id(),
        on=on or days_ago(5),
        babies=[Baby(id=new_id(), sex="P", weight_kg=Decimal("2.4"))],
    )


def test_a_birth_ends_the_pregnancy_and_registers_the_baby(village: Village, client_of: Browser) -> None:
    pregnancy = open_pregnancy(
        resident=mother(village), known_from=days_ago(100), details={"last_period": days_ago(275)}
    )
    form = birth(baby(0, weight_kg="2900", length_cm="48,5"), place="puskesmas", early_breastfeeding="ya")
    answer = client_of(village.kader).post(reverse("delivery_new", args=[pregnancy.pk]), form)

    delivery = Delivery.objects.get()
    child = delivery.babies.get()
    assert answer.headers["Location"] == delivery.get_absolute_url()
    assert (child.name, child.birth_weight_kg, child.birth_length_cm) == (
        "Bayi Ny. Siti", Decimal("2.9"), Decimal("48.5"),
    )  # fmt: skip
    assert (delivery.pregnancy, delivery.early_breastfeeding, delivery.gestation_weeks) == (
        pregnancy,
        True,
        38,
    )
    assert Pregnancy.objects.get().outcome == "lahir"


def test_twins_are_one_choice_more(village: Village, client_of: Browser) -> None:
    form = birth(baby(0, name="Aisyah"), baby(1, sex="L", weight_kg="2,4"))
    direct(client_of(village.kader), mother(village), form)

    twins = Resident.objects.filter(born_at__isnull=False).order_by("birth_order")
    assert [(one.name, one.sex, one.birth_order) for one in twins] == [
        ("Aisyah", "P", 1), ("Bayi Ny. Siti 2", "L", 2),
    ]  # fmt: skip


def test_three_blocks_are_on_the_page_for_browsers_without_scripts(
    village: Village, client_of: Browser
) -> None:
    page = client_of(village.kader).get(reverse("delivery_direct", args=[mother(village).pk]))
    text = page.content.decode()

    assert [f'name="bayi{place}-sex"' in text for place in range(4)] == [True, True, True, False]
    assert page.context["form"]["live_births"].value() == "1"


def test_a_block_that_is_not_used_is_not_read(village: Village, client_of: Browser) -> None:
    form = birth(baby(0), live_births="1") | baby(1, weight_kg="banyak", sex="")
    direct(client_of(village.kader), mother(village), form)

    assert Delivery.objects.get().babies.count() == 1


def test_pressing_twice_makes_no_second_baby(village: Village, client_of: Browser) -> None:
    resident, form = mother(village), birth(baby(0), baby(1))
    for _ in range(2):
        direct(client_of(village.kader), resident, form)

    assert (Delivery.objects.count(), Resident.objects.count()) == (1, 3)


@pytest.mark.parametrize(("typed", "words"), [("1400", "1,4 kg (1.400 gram)"), ("5,2", "5,2 kg")])
def test_an_unlikely_birth_weight_is_asked_about_once(
    village: Village, client_of: Browser, typed: str, words: str
) -> None:
    resident, form, kader = mother(village), birth(baby(0, weight_kg=typed)), client_of(village.kader)
    asked = direct(kader, resident, form)
    assert words in asked.content.decode()
    assert not Delivery.objects.exists()

    direct(kader, resident, form | {"bayi0-sure": asked.context["entry"].babies[0]["sure"].value()})
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"sex": ""}, "sex", "Pilih jenis kelaminnya."),
        ({"weight_kg": "29"}, "weight_kg", "Tulis 2900 atau 2,9."),
        ({"weight_kg": "tiga"}, "weight_kg", "Tulis dengan angka"),
        ({"length_cm": "100"}, "length_cm", "antara 25 dan 65 cm"),
        ({"id": "x"}, "id", "Muat ulang"),
    ],
)
def test_a_baby_that_cannot_be_is_refused_beside_its_field(
    village: Village, client_of: Browser, fields: dict[str, str], field: str, words: str
) -> None:
    answer = direct(client_of(village.kader), mother(village), birth(baby(0, **fields), complaints="pusing"))

    assert words in " ".join(answer.context["entry"].babies[0].errors[field])
    assert 'value="pusing"' in answer.content.decode()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"on": "2999-01-01"}, "on", "belum terjadi"),
        ({"on": ""}, "on", "Isi tanggalnya."),
        ({"gestation_weeks": "12"}, "gestation_weeks", "20 sampai 45 minggu"),
        ({"live_births": "0"}, "__all__", "hidup, atau lahir mati"),
        ({"live_births": "9"}, "live_births", "9"),
    ],
)
def test_a_birth_that_cannot_be_is_refused_with_the_reason(
    village: Village, client_of: Browser, changes: dict[str, str], field: str, words: str
) -> None:
    answer = direct(client_of(village.kader), mother(village), birth(baby(0), **changes))

    assert words in " ".join(answer.context["form"].errors[field])


def test_a_stillbirth_is_recorded_without_a_wrong_word(village: Village, client_of: Browser) -> None:
    kader = client_of(village.kader)
    url = reverse("delivery_direct", args=[mother(village).pk])
    page = kader.post(url, birth(stillbirths="1"), follow=True).content.decode()

    assert "Bayi lahir meninggal: 1. Dampingi ibu" in page
    assert "KF1" in page
    for wrong in ("KN1", "selamat", "menyusui lagi"):
        assert wrong not in page.lower()
    assert Delivery.objects.get().live_births == 0


def test_when_the_mother_died_the_page_of_the_death_follows(village: Village, client_of: Browser) -> None:
    resident = mother(village)
    answer = direct(client_of(village.kader), resident, birth(baby(0), mother_condition="meninggal"))

    assert answer.headers["Location"] == f"/warga/{resident.pk}/meninggal/?tanggal={days_ago(5)}"
    page = client_of(village.kader).get(answer.headers["Location"])
    assert page.context["form"]["on"].value() == days_ago(5)


def test_a_recorded_pregnancy_is_found_again(village: Village, client_of: Browser) -> None:
    pregnancy = open_pregnancy(resident=mother(village), known_from=days_ago(100))
    answer = client_of(village.kader).get(reverse("delivery_direct", args=[pregnancy.resident_id]))

    assert answer.headers["Location"] == reverse("delivery_new", args=[pregnancy.pk])


def test_a_child_registered_before_is_offered_and_linked(village: Village, client_of: Browser) -> None:
    resident = mother(village)
    child = make_resident(village.melati, "Aisyah", born=days_ago(5), mother=resident)
    kader = client_of(village.kader)
    page = kader.get(reverse("delivery_direct", args=[resident.pk])).content.decode()
    assert "Sudah terdaftar sebagai" in page

    direct(kader, resident, birth(baby(0, known=str(child.pk), sex="", weight_kg="3,1")))
    child.refresh_from_db()
    assert (child.born_at, child.birth_weight_kg, Resident.objects.count()) == (
        Delivery.objects.get(), Decimal("3.1"), 2,
    )  # fmt: skip


def test_the_page_of_a_birth_says_which_visits_are_due(village: Village, client_of: Browser) -> None:
    page = client_of(village.kader).get(born(village).get_absolute_url()).content.decode()

    for words in (
        "nifas hari ke-5",
        "KF2",
        "KN2",
        "sekarang waktunya",
        "Berat lahir rendah",
        "bicara dengan bidan",
    ):
        assert words in page


def test_a_twin_that_died_is_told_where_the_mother_lives_now(village: Village, client_of: Browser) -> None:
    delivery = record_delivery(
        resident=mother(village), delivery_id=new_id(), on=days_ago(20),
        babies=[Baby(id=new_id(), sex="P", name="Aisyah"), Baby(id=new_id(), sex="L", name="Bagas")],
    )  # fmt: skip
    girl, boy = delivery.babies.order_by("name")
    record_death(resident=boy, on=days_ago(18))
    for person in (delivery.resident, girl):
        move_resident(resident=person, to=village.mawar, on=days_ago(3))

    page = client_of(village.neighbour).get(delivery.get_absolute_url()).content.decode()
    assert [words in page for words in ("Bagas", "meninggal", girl.get_absolute_url())] == [True] * 3
    assert [words in page for words in (boy.get_absolute_url(), "tidak tampil")] == [False] * 2


def test_a_living_twin_who_lives_elsewhere_is_counted_without_a_name(
    village: Village, client_of: Browser
) -> None:
    delivery = born(village)
    move_resident(resident=delivery.resident, to=village.mawar, on=days_ago(1))

    page = client_of(village.neighbour).get(delivery.get_absolute_url()).content.decode()
    assert [words in page for words in ("Bayi Ny. Siti", "Lahir hidup 1; yang sekarang tinggal di wilayah lain")] == [
        False, True,
    ]  # fmt: skip


def test_after_nifas_the_visits_are_over(village: Village, client_of: Browser) -> None:
    delivery = born(village, on=days_ago(60))
    page = client_of(village.kader).get(delivery.get_absolute_url()).content.decode()

    assert ("KF1" in page, "nifas hari" in page) == (False, False)


def test_a_birth_is_corrected_and_a_forgotten_twin_added(village: Village, client_of: Browser) -> None:
    delivery = born(village)
    form = birth(baby(0, sex="L"), on=str(days_ago(6)), helper="bidan")
    client_of(village.kader).post(reverse("delivery_edit", args=[delivery.pk]), form)

    delivery.refresh_from_db()
    found = [(one.sex, one.birth_date) for one in delivery.babies.order_by("birth_order")]
    assert (delivery.helper, delivery.live_births, found) == (
        "bidan", 2, [("P", days_ago(6)), ("L", days_ago(6))],
    )  # fmt: skip


def test_the_page_of_correction_shows_what_is_stored(village: Village, client_of: Browser) -> None:
    delivery = born(village)
    page = client_of(village.kader).get(reverse("delivery_edit", args=[delivery.pk]))

    assert (page.context["form"]["on"].value(), page.context["form"]["live_births"].value()) == (
        days_ago(5),
        "0",
    )
    assert "Tambah bayi yang belum tercatat" in page.content.decode()


def test_a_birth_is_taken_back(village: Village, client_of: Browser) -> None:
    delivery = born(village)
    answer = client_of(village.kader).post(reverse("delivery_undo", args=[delivery.pk]))

    assert answer.headers["Location"] == delivery.resident.get_absolute_url()
    assert (Delivery.objects.count(), Resident.objects.count()) == (0, 1)


def test_a_birth_whose_baby_was_weighed_stays_and_says_why(village: Village, client_of: Browser) -> None:
    delivery = born(village)
    make_visit(delivery.babies.get(), timezone.localdate(), weight_kg="2.5")
    page = client_of(village.kader).post(reverse("delivery_undo", args=[delivery.pk]), follow=True)

    assert "sudah punya catatan kunjungan" in page.content.decode()
    assert Delivery.objects.count() == 1


def test_breastfeeding_ends_and_goes_on(village: Village, client_of: Browser) -> None:
    delivery, kader = born(village), client_of(village.kader)
    kader.post(reverse("breastfeeding_end", args=[delivery.pk]), {"on": str(days_ago(1))})
    delivery.refresh_from_db()
    assert delivery.breastfeeding_ended_on == days_ago(1)

    kader.post(reverse("breastfeeding_resume", args=[delivery.pk]))
    delivery.refresh_from_db()
    assert delivery.breastfeeding_ended_on is None


def test_breastfeeding_does_not_end_before_the_birth(village: Village, client_of: Browser) -> None:
    delivery = born(village)
    url = reverse("breastfeeding_end", args=[delivery.pk])
    answer = client_of(village.kader).post(url, {"on": str(days_ago(9))})

    assert "Ibu bersalin" in answer.context["form"].errors["on"][0]


@pytest.mark.parametrize(
    "name", ["delivery_detail", "delivery_edit", "delivery_undo", "breastfeeding_end", "breastfeeding_resume"]
)
def test_a_neighbours_birth_is_not_found(village: Village, client_of: Browser, name: str) -> None:
    delivery, neighbour = born(village), client_of(village.neighbour)
    ask = neighbour.post if name in ("delivery_undo", "breastfeeding_resume") else neighbour.get

    assert ask(reverse(name, args=[delivery.pk])).status_code == 404


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_page_asks_the_database_equally_often_for_one_baby_and_three(
    village: Village, client_of: Browser, how_many: int, django_assert_num_queries: Callable[..., object]
) -> None:
    delivery = record_delivery(
        resident=mother(village), delivery_id=new_id(), on=days_ago(5),
        babies=[Baby(id=new_id(), sex="P", weight_kg=Decimal(3)) for _ in range(how_many)],
    )  # fmt: skip
    kader = client_of(village.kader)
    kader.get(delivery.get_absolute_url())
    with django_assert_num_queries(QUERIES_OF_A_BIRTH):  # type: ignore[attr-defined]
        kader.get(delivery.get_absolute_url())


QUERIES_OF_A_BIRTH = 7
