"""Which role may do what, and where names stop."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from registry.models import User
from registry.permissions import ROLE_ACTIONS, Action, HasAction, Role, requires
from tests.conftest import Village

# Written out again on purpose: a change of the table must be made twice.
EXPECTED = {
    "see_people": {"kader", "bidan", "puskesmas"},
    "register": {"kader", "bidan", "puskesmas"},
    "open_session": {"kader", "bidan", "puskesmas"},
    "record": {"kader", "bidan", "puskesmas"},
    "cancel": {"kader", "bidan", "puskesmas"},
    "correct_closed": {"bidan", "puskesmas"},
    "see_private": {"bidan", "puskesmas"},
    "open_nik": {"kader", "bidan", "puskesmas"},
    "accept_moves": {"puskesmas"},
    "decide_duplicates": {"bidan", "puskesmas"},
    "import": {"puskesmas"},
    "revoke_devices": {"puskesmas"},
    "set_targets": {"dinkes"},
    "see_reports": {"kader", "bidan", "puskesmas", "dinkes", "desa"},
    "manage": {"admin"},
}


def test_the_table_of_roles_and_actions_is_the_one_agreed_on() -> None:
    found = {action.value: {role.value for role in Role if action in ROLE_ACTIONS[role]} for action in Action}
    assert found == EXPECTED


def test_every_role_is_in_the_table() -> None:
    assert set(ROLE_ACTIONS) == set(Role)


@requires(Action.SEE_PEOPLE)
def people_page(request: HttpRequest, number: int = 0) -> HttpResponse:
    """Names."""
    return HttpResponse(f"halaman {number}")


def request_of(user: User, rf: RequestFactory) -> HttpRequest:
    request = rf.get("/")
    request.user = user
    return request


def test_a_page_opens_for_a_role_that_has_the_action(village: Village, rf: RequestFactory) -> None:
    page = people_page(request_of(village.kader, rf), number=3)
    assert isinstance(page, HttpResponse)
    assert page.content == b"halaman 3"


def test_a_page_is_refused_to_a_role_that_has_not(village: Village, rf: RequestFactory) -> None:
    for user in (village.dinkes, village.desa_officer, village.admin):
        with pytest.raises(PermissionDenied):
            people_page(request_of(user, rf))


def test_a_guarded_page_keeps_its_name_and_says_what_it_needs() -> None:
    assert (people_page.__name__, people_page.__doc__) == ("people_page", "Names.")
    assert people_page.required_action is Action.SEE_PEOPLE  # type: ignore[attr-defined]


def test_the_apis_guard_agrees_with_the_pages(village: Village, rf: RequestFactory) -> None:
    view = SimpleNamespace(required_action=Action.IMPORT)
    allowed = {
        user.username
        for user in village.everyone
        if HasAction().has_permission(request_of(user, rf), view)  # type: ignore[arg-type]
    }
    assert allowed == {"puskesmas"}
