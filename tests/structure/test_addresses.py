"""Every address as nobody, as a stranger and as each role: found in the URL configuration, so none is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from registry.ids import new_id
from registry.models import User
from registry.permissions import ROLE_ACTIONS, Action, Role, requires
from tests.conftest import Village
from tests.structure.conftest import NEUTRAL, Samples
from tests.structure.walk import Address, addresses, ask, statuses
from visits.models import Device

LogIn = Callable[[User], Client]

# Open to everybody, with the reason.
PUBLIC = {
    "account_login": "one has to get in",
    "account_inactive": "says why one did not get in",
    "device_app": "opens without a network and before a login; holds nobody",
    "app_manifest": "as above: name and icons",
    "service_worker": "as above: the list of the app's files",
    "health": "a proxy asks it, and it says one word",
}
# Open to every role, so that no @requires stands before them, with the reason.
ANY_ROLE = {
    "home": "sends each role to its own first page",
    "account_logout": "everybody may leave",
    "account_change_password": "everybody keeps their own password",
    "account_set_password": "as above, for whoever has none yet",
    "style_guide": "shows components, no data",
    "rules_latest": "clinical tables, no data",
    "rules_bundle": "as above, under their hash",
    "schema": "describes the API, no data",
    "api_docs": "describes the API, no data",
    "api-root": "lists the API's addresses, no data",
    "api_device_wiped": "one's own phone, also of somebody who has no role any more",
}
# What an address needs in its query string before it answers.
QUERIES = {"api_indicators": {"unit": "{unit_id}", "month": "2026-10"}}
# An empty form may come back with its messages, or be refused as one that lacks something.
ANSWERED = {"get": {200, 302}, "post": {200, 204, 302, 400, 422}}


def query_of(address: Address, samples: Samples) -> dict[str, str]:
    return {key: text.format_map(samples) for key, text in QUERIES.get(address.name, {}).items()}


def named_rows(address: Address) -> list[str]:
    """The parameters that name somebody's row, in the path or in the query."""
    in_query = [text.strip("{}") for text in QUERIES.get(address.name, {}).values() if text.startswith("{")]
    return [name for name in address.parameters if name not in NEUTRAL] + in_query


def undeclared(walked: list[Address]) -> list[str]:
    """Routes that neither say what a role needs nor stand on one of the two lists."""
    excused = PUBLIC.keys() | ANY_ROLE.keys()
    return [one.route for one in walked if one.required_action is None and one.name not in excused]


def open_to_nobody(walked: list[Address], client: Client, samples: Samples) -> dict[str, object]:
    """Addresses that answer somebody who is not logged in with anything but the way to the login, or 403."""
    wrong: dict[str, object] = {}
    for address in walked:
        if address.name in PUBLIC:
            continue
        for method, answer in ask(client, address.path(samples)).items():
            to_login = answer.status_code == 302 and answer["Location"].startswith("/masuk/")
            refused = answer.status_code in {401, 403} and address.route.startswith("api/")
            if not (to_login or refused):
                wrong[f"{method} {address.route}"] = answer.status_code
    return wrong


def open_to_stranger(
    address: Address, client: Client, may: frozenset[Action], samples: Samples
) -> dict[str, object]:
    """What a stranger gets of somebody's row where it is not 404, or 403 for a role that may never go there."""
    action = address.required_action
    expected = {404} if action is None or action in may else {403}
    got = statuses(ask(client, address.path(samples), query_of(address, samples)))
    return {} if got == expected else {address.route: got}


def test_the_walk_finds_the_pages() -> None:
    names = {address.name for address in addresses()}
    assert names >= {
        "today",
        "session_detail",
        "resident_detail",
        "visit_detail",
        "dashboard_unit",
        "api_visit-list",
    }
    assert "" not in names


def test_every_address_says_what_a_role_needs() -> None:
    assert undeclared(addresses()) == []


def test_the_lists_of_exceptions_name_only_what_exists() -> None:
    names = {address.name for address in addresses()}
    assert [name for name in (*PUBLIC, *ANY_ROLE, *QUERIES) if name not in names] == []


def test_nobody_gets_in_without_login(village: Village, melati_rows: Samples) -> None:
    assert open_to_nobody(addresses(), Client(), melati_rows | NEUTRAL) == {}


def test_what_is_public_answers_without_login(village: Village) -> None:
    found = {
        address.name: Client().get(address.path({})).status_code
        for address in addresses()
        if address.name in PUBLIC
    }
    assert found == dict.fromkeys(PUBLIC, 200)


@pytest.mark.parametrize("role", list(Role))
def test_a_stranger_finds_nothing_of_melati(
    role: Role, strangers: dict[Role, User], melati_rows: Samples, client_of: LogIn
) -> None:
    stranger = client_of(strangers[role])
    wrong: dict[str, object] = {}
    for address in addresses():
        if named_rows(address):
            wrong |= open_to_stranger(address, stranger, ROLE_ACTIONS[role], melati_rows | NEUTRAL)
    assert wrong == {}


def test_one_foreign_row_among_her_own_is_enough_to_refuse_the_neighbour(
    village: Village, melati_rows: Samples, mawar_rows: Samples, client_of: LogIn
) -> None:
    neighbour = client_of(village.neighbour)
    wrong: dict[str, object] = {}
    for address in addresses():
        for name in named_rows(address):
            samples = mawar_rows | NEUTRAL | {name: melati_rows[name]}
            found = open_to_stranger(address, neighbour, ROLE_ACTIONS[Role.KADER], samples)
            wrong |= {f"{route} with Melati's {name}": got for route, got in found.items()}
    assert wrong == {}


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_its_actions_allow_and_nothing_else(
    role: Role, village: Village, melati_rows: Samples, client_of: LogIn
) -> None:
    person = {
        Role.KADER: village.kader,
        Role.BIDAN: village.bidan,
        Role.PUSKESMAS: village.officer,
        Role.DINKES: village.dinkes,
        Role.DESA: village.desa_officer,
        Role.ADMIN: village.admin,
    }[role]
    client = client_of(person)
    wrong: dict[str, object] = {}
    own_phone = Device.objects.create(pk=new_id(), user=person)
    samples = melati_rows | NEUTRAL | {"device_id": own_phone.pk}
    for address in addresses():
        if address.required_action is None:
            continue
        allowed = address.required_action in ROLE_ACTIONS[role]
        for method, answer in ask(client, address.path(samples), query_of(address, samples)).items():
            if answer.status_code not in (ANSWERED[method] if allowed else {403}):
                wrong[f"{method} {address.route}"] = answer.status_code
    assert wrong == {}


# That the walk itself notices what it is for.


def _page(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse("nama anak")


def _address(view: Any, route: str = "bocor/<uuid:resident_id>/") -> Address:
    return Address("leak", route, path(route, view).callback)


def test_the_walk_notices_a_page_that_does_not_say_what_it_needs() -> None:
    walked = [_address(_page), _address(requires(Action.SEE_PEOPLE)(_page), "rapat/")]
    assert undeclared(walked) == ["bocor/<uuid:resident_id>/"]


def test_the_walk_asks_for_a_sample_of_a_new_parameter() -> None:
    with pytest.raises(KeyError, match="give the parameter 'pregnancy_id' a sample"):
        _address(_page, "hamil/<uuid:pregnancy_id>/").path({"resident_id": 1})
