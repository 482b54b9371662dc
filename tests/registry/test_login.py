"""Getting in and out: with the right words, not too often with wrong ones, and never on somebody else's behalf."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.module_loading import import_string

from posyandu import settings as configured
from registry.models import User
from tests.conftest import PASSWORD, Village

LOGIN = "/masuk/"
TOO_OFTEN = "Terlalu sering salah"
NO_MATCH = "belum cocok"


@pytest.fixture
def kader(village: Village) -> User:
    village.kader.set_password(PASSWORD)
    village.kader.save()
    # Attempts are counted in the database, where the test before may have left some.
    cache.clear()
    return village.kader


def log_in(client: Client, password: str, username: str = "kader.melati", **headers: Any) -> Any:
    return client.post(LOGIN, {"login": username, "password": password}, **headers)


def is_inside(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_kader_gets_in_with_her_name_and_password(kader: User, client: Client) -> None:
    answer = log_in(client, PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(kader.pk)


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(kader: User, client: Client) -> None:
    wrong, unknown = log_in(client, "salah"), log_in(client, "salah", "siapa.ini")
    assert (wrong.status_code, unknown.status_code) == (200, 200)
    texts = [NO_MATCH in page.content.decode() for page in (wrong, unknown)]
    assert texts == [True, True]
    assert not is_inside(client)


def test_who_no_longer_works_here_does_not_get_in(kader: User, client: Client) -> None:
    kader.is_active = False
    kader.save()
    answer = log_in(client, PASSWORD)
    assert client.get(answer["Location"]).status_code == 200
    assert not is_inside(client)


def test_the_page_that_was_asked_for_comes_after_the_login(kader: User, client: Client) -> None:
    asked = client.get("/warga/")
    assert (asked.status_code, asked["Location"]) == (302, "/masuk/?next=/warga/")
    answer = client.post(
        "/masuk/?next=/warga/", {"login": "kader.melati", "password": PASSWORD, "next": "/warga/"}
    )
    assert answer["Location"] == "/warga/"


def test_the_login_leads_to_no_other_site(kader: User, client: Client) -> None:
    answer = client.post(
        LOGIN, {"login": "kader.melati", "password": PASSWORD, "next": "https://jahat.example/"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_after_five_wrong_passwords_the_right_one_has_to_wait(kader: User, client: Client) -> None:
    answers = [log_in(client, "salah") for _ in range(5)]
    assert [NO_MATCH in answer.content.decode() for answer in answers] == [True] * 5
    sixth = log_in(client, PASSWORD)
    assert TOO_OFTEN in sixth.content.decode()
    assert not is_inside(client)


def test_the_attempts_are_counted_for_the_name_not_for_the_browser(kader: User) -> None:
    for number in range(5):
        log_in(Client(), "salah", REMOTE_ADDR=f"10.0.0.{number}")
    other = Client()
    assert TOO_OFTEN in log_in(other, PASSWORD, REMOTE_ADDR="10.0.1.1").content.decode()
    assert not is_inside(other)


def test_a_colleague_at_the_same_puskesmas_still_gets_in(kader: User, village: Village) -> None:
    village.officer.set_password(PASSWORD)
    village.officer.save()
    for _ in range(6):
        log_in(Client(), "salah")
    colleague = Client()
    log_in(colleague, PASSWORD, "puskesmas")
    assert is_inside(colleague)


def test_one_address_cannot_try_many_names(kader: User) -> None:
    for number in range(20):
        log_in(Client(), "salah", f"tebakan.{number}")
    blocked = Client()
    assert TOO_OFTEN in log_in(blocked, PASSWORD).content.decode()
    assert not is_inside(blocked)


def test_the_counts_are_kept_where_every_process_reads_them(kader: User, settings: Any) -> None:
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"


def test_leaving_takes_a_form_and_ends_the_session(kader: User, client: Client) -> None:
    client.force_login(kader)
    assert client.get("/keluar/").status_code == 200
    assert is_inside(client)
    answer = client.post("/keluar/")
    assert (answer.status_code, answer["Location"]) == (302, LOGIN)
    assert not is_inside(client)
    assert client.get("/warga/")["Location"] == "/masuk/?next=/warga/"


def token_on(page: Any) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
    assert found is not None
    return found[1]


def test_a_form_of_another_site_is_refused(kader: User) -> None:
    client = Client(enforce_csrf_checks=True)
    assert log_in(client, PASSWORD).status_code == 403
    assert not is_inside(client)
    client.force_login(kader)
    assert client.post("/keluar/").status_code == 403
    assert client.post("/hari-ini/", {}).status_code == 403
    assert is_inside(client)


def test_the_own_form_is_accepted(kader: User) -> None:
    client = Client(enforce_csrf_checks=True)
    token = token_on(client.get(LOGIN))
    answer = client.post(LOGIN, {"login": "kader.melati", "password": PASSWORD, "csrfmiddlewaretoken": token})
    assert answer.status_code == 302
    assert is_inside(client)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(kader: User, client: Client) -> None:
    cookie = log_in(client, PASSWORD).cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_passwords_are_kept_as_a_slow_hash() -> None:
    # Tests themselves log in with a quick one, so the project's own setting is read.
    kept = import_string(configured.PASSWORD_HASHERS[0])().encode(PASSWORD, "garam")
    assert (kept.split("$")[0], PASSWORD in kept) == ("scrypt", False)


def test_a_weak_new_password_is_refused(kader: User, client: Client) -> None:
    client.force_login(kader)
    changes = {"oldpassword": PASSWORD, "password1": "12345", "password2": "12345"}
    assert client.post("/sandi/", changes).status_code == 200
    kader.refresh_from_db()
    assert kader.check_password(PASSWORD)
