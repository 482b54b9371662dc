"""What the values typed so far mean, beside the form and before they are saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from registry.ids import new_id
from tests.conftest import Village, make_resident, make_visit
from visits import preview
from visits.models import Visit
from visits.results import Result
from visits.rules.referral import propose_adult

Browser = Callable[..., Client]


def typed(**measures: Any) -> dict[str, Any]:
    return {"visit_id": str(new_id()), "position": "telentang"} | measures


def test_what_the_values_mean_is_shown_before_saving(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati)
    url = reverse("visit_preview", args=[girl.pk, "2026-10-12"])
    answer = client_of(village.kader).post(url, typed(weight_kg="6,0", height_cm="75,7"))

    assert "Gizi buruk. Rujuk hari ini." in answer.content.decode()
    assert not Visit.objects.exists()


def test_whom_to_send_on_is_proposed_before_saving_with_the_reasons(
    village: Village, client_of: Browser
) -> None:
    girl = make_resident(village.melati)
    url = reverse("visit_preview", args=[girl.pk, "2026-10-12"])
    page = client_of(village.kader).post(url, typed(weight_kg="6,0", height_cm="75,7")).content.decode()

    assert "Usul rujukan: Puskesmas, segera" in page
    assert "Berat menurut tinggi: Gizi buruk (z BB/TB -4,9)." in page.split("Usul rujukan")[1]
    healthy = client_of(village.kader).post(url, typed(weight_kg="9,4", height_cm="75,7")).content.decode()
    assert "Usul rujukan" not in healthy


def test_private_reasons_never_stand_on_the_entry_page(
    village: Village, client_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = propose_adult(age_years=30, srq_score=6, srq_suicide=True)
    monkeypatch.setattr(preview, "preview", lambda *_, **__: Result([], [], "kosong", "Tercatat", found))
    man = make_resident(village.melati, sex="L", born=date(1996, 1, 1))
    url = reverse("visit_preview", args=[man.pk, "2026-10-12"])
    page = client_of(village.kader).post(url, typed(systolic="120", diastolic="80")).content.decode()

    assert "Skor SRQ-20 6." in page
    assert "mengakhiri hidup" not in page


def test_an_unlikely_value_is_asked_about_and_judged_while_it_is_typed(
    village: Village, client_of: Browser
) -> None:
    girl = make_resident(village.melati)
    make_visit(girl, date(2026, 9, 14), weight_kg="9.1")
    url = reverse("visit_preview", args=[girl.pk, "2026-10-12"])
    page = client_of(village.kader).post(url, typed(weight_kg="6,5")).content.decode()

    assert "Apakah benar?" in page
    assert "Berat badan sangat kurang" in page


@pytest.mark.parametrize(
    ("typed_in", "words"),
    [
        ({"weight_kg": "94"}, "Maksud Ibu 9,4?"),
        ({"head_cm": "4"}, "Lingkar kepala 4 cm tidak mungkin. Maksud Ibu 40?"),
        ({"weight_kg": "75,7", "height_cm": "9,4"}, "tertukar"),
    ],
)
def test_what_cannot_be_is_said_while_it_is_typed_and_not_judged(
    village: Village, client_of: Browser, typed_in: dict[str, str], words: str
) -> None:
    girl = make_resident(village.melati)
    url = reverse("visit_preview", args=[girl.pk, "2026-10-12"])
    page = client_of(village.kader).post(url, typed(**typed_in)).content.decode()

    assert page.count("Apakah benar?") == 1
    assert words in page
    assert [level for level in ("is-baik", "is-rujuk") if level in page] == []


def test_nothing_good_is_said_about_a_value_that_is_asked_about(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati)
    make_visit(girl, date(2026, 9, 14), weight_kg="7.0", height_cm="75.0")
    url = reverse("visit_preview", args=[girl.pk, "2026-10-12"])
    page = client_of(village.kader).post(url, typed(weight_kg="9,4", height_cm="75,7")).content.decode()

    assert "Berat naik 2,4 kg dari bulan lalu (7 kg). Timbang ulang. Sudah benar?" in page
    assert [words for words in ("Baik.", "Berat badan normal.", "Gizi baik.") if words in page] == []
    assert "Tinggi badan normal." in page


@pytest.mark.parametrize("day", ["kemarin", "2999-01-01", "1999-01-01"])
def test_a_preview_for_an_impossible_day_is_not_there(village: Village, client_of: Browser, day: str) -> None:
    girl = make_resident(village.melati)

    assert (
        client_of(village.kader).post(reverse("visit_preview", args=[girl.pk, day]), typed()).status_code
        == 404
    )
