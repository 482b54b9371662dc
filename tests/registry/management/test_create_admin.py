"""`manage.py create_admin`: a real installation starts with one person who may make all others."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from registry.models import OrgUnit, Region, User
from registry.permissions import Action

GOOD = "kuda-putih-di-ladang"


@pytest.fixture
def jepara(db: None) -> Region:
    return Region.objects.create(code="33.20", name="Kabupaten Jepara", level=Region.Level.DISTRICT)


def test_it_makes_the_unit_and_an_admin_who_may_manage_and_see_nobody(jepara: Region) -> None:
    call_command("create_admin", "kepala", "--kabupaten", "33.20", "--password", GOOD)

    user = User.objects.get()
    assert OrgUnit.objects.get().full_name == "Kabupaten Jepara"
    assert user.may(Action.MANAGE)
    assert not user.may(Action.SEE_PEOPLE)
    assert user.check_password(GOOD)


@pytest.mark.parametrize(
    ("username", "code", "password", "words"),
    [("kepala", "99.99", GOOD, "tidak dikenal"), ("kepala", "33.20", "123", "sandi")],
)
def test_it_says_what_is_wrong(jepara: Region, username: str, code: str, password: str, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("create_admin", username, "--kabupaten", code, "--password", password)
    assert not User.objects.exists()


def test_a_name_is_given_once(jepara: Region) -> None:
    call_command("create_admin", "kepala", "--kabupaten", "33.20", "--password", GOOD)

    with pytest.raises(CommandError, match="sudah dipakai"):
        call_command("create_admin", "kepala", "--kabupaten", "33.20", "--password", GOOD)
