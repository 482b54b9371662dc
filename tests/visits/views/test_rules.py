"""The tables of the rules for the phone: fetched once, kept, and replaced when something changed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import date

from django.test import Client
from django.urls import reverse

from registry.models import Membership, OrgUnit, User
from registry.permissions import Role
from tests.conftest import Village
from visits.models import RuleOverride
from visits.rules.export import bundle

Browser = Callable[..., Client]


def newest(client: Client) -> dict[str, str]:
    answer: dict[str, str] = client.get(reverse("rules_latest")).json()
    return answer


def test_the_phone_learns_which_tables_are_the_newest_and_fetches_them(
    village: Village, client_of: Browser
) -> None:
    kader = client_of(village.kader)
    latest = newest(kader)

    answer = kader.get(latest["url"])

    assert answer.json() == json.loads(json.dumps(bundle()))
    assert answer.json()["version"] == latest["version"]


def test_the_tables_are_kept_for_good_and_their_version_for_minutes(
    village: Village, client_of: Browser
) -> None:
    kader = client_of(village.kader)
    kept = kader.get(newest(kader)["url"]).headers["Cache-Control"]

    assert {part.strip() for part in kept.split(",")} == {"private", "max-age=31536000", "immutable"}
    assert "max-age=300" in kader.get(reverse("rules_latest")).headers["Cache-Control"]


def test_they_travel_packed_to_whoever_can_unpack(village: Village, client_of: Browser) -> None:
    kader = client_of(village.kader)
    plain = kader.get(newest(kader)["url"])

    packed = kader.get(newest(kader)["url"], headers={"Accept-Encoding": "br, gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 4
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_an_old_address_leads_to_the_newest_tables(village: Village, client_of: Browser) -> None:
    kader = client_of(village.kader)

    answer = kader.get(reverse("rules_bundle", args=["0123456789abcdef"]))

    assert (answer.status_code, answer.headers["Location"]) == (302, newest(kader)["url"])


def test_a_decision_of_the_kabupaten_is_a_new_version_there_and_nowhere_else(
    village: Village, client_of: Browser
) -> None:
    kudus = OrgUnit.objects.create(kind="kabupaten", code="33.19", name="Kudus")
    stranger = User.objects.create(username="dinkes.kudus", full_name="Dinkes Kudus")
    Membership.objects.create(user=stranger, unit=kudus, role=Role.DINKES, valid_from=date(2026, 1, 1))
    before = newest(client_of(village.kader))

    RuleOverride.objects.create(
        unit=village.kabupaten,
        setting="blood_pressure.high_systolic",
        value="135",
        valid_from=date(2026, 10, 1),
        reason="Surat Dinas 12/2026",
    )

    after = newest(client_of(village.kader))
    assert after["version"] != before["version"] == newest(client_of(stranger))["version"]
    assert client_of(village.kader).get(after["url"]).json()["overrides"][0]["value"] == "135"
    assert client_of(stranger).get(after["url"]).headers["Location"] == before["url"]


def test_nobody_reads_them_without_logging_in(village: Village) -> None:
    answer = Client().get(reverse("rules_latest"))

    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, reverse("account_login"))
