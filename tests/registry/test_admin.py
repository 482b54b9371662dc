"""The settings pages: opened by a membership that may manage, showing units and users but no person of the village."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from registry.admin import site
from registry.models import Membership, OrgUnit, Posyandu, Region, User
from registry.permissions import Role
from tests.conftest import PASSWORD, Village, make_resident

LogIn = Callable[[User], Client]


@pytest.fixture
def manager(village: Village, client_of: LogIn) -> Client:
    return client_of(village.admin)


LISTS = ("region", "orgunit", "posyandu", "user", "membership")


def memberships_form(*rows: dict[str, str]) -> dict[str, str]:
    form = {"memberships-TOTAL_FORMS": str(len(rows)), "memberships-INITIAL_FORMS": "0"}
    return form | {
        f"memberships-{n}-{key}": value for n, row in enumerate(rows) for key, value in row.items()
    }


def test_only_who_manages_finds_the_settings(village: Village, client_of: LogIn) -> None:
    statuses = {user.username: client_of(user).get("/kelola/").status_code for user in village.everyone}
    assert statuses == {
        "kader.melati": 404,
        "kader.mawar": 404,
        "bidan": 404,
        "puskesmas": 404,
        "dinkes": 404,
        "desa": 404,
        "admin": 200,
    }


def test_flags_on_a_user_open_nothing(village: Village, client_of: LogIn) -> None:
    village.kader.is_staff = village.kader.is_superuser = True
    village.kader.save()
    kader = client_of(village.kader)
    assert [kader.get(f"/kelola/{page}").status_code for page in ("", "registry/user/", "login/", "logout/")] == [
        404, 404, 302, 404,
    ]  # fmt: skip


def test_the_membership_opens_without_any_flag(village: Village, client_of: LogIn) -> None:
    village.admin.is_staff = False
    village.admin.save()
    assert client_of(village.admin).get("/kelola/").status_code == 200


def test_an_ended_membership_opens_nothing_any_more(village: Village, client_of: LogIn) -> None:
    village.admin.memberships.update(valid_until=timezone.localdate() - timedelta(days=1))
    assert client_of(village.admin).get("/kelola/").status_code == 404


def test_without_login_there_is_one_login_page(village: Village, client: Client) -> None:
    asked = client.get("/kelola/registry/user/", follow=True)
    assert asked.redirect_chain[-1] == ("/masuk/?next=/kelola/registry/user/", 302)
    assert client.get("/kelola/login/")["Location"] == "/masuk/?next=/kelola/"
    assert client.post("/kelola/login/", {"username": "admin", "password": "x"})["Location"] == (
        "/masuk/?next=/kelola/"
    )


def test_the_settings_hold_units_users_and_rules_and_nothing_else(village: Village, manager: Client) -> None:
    assert {model._meta.model_name for model in site._registry} == {*LISTS, "ruleoverride"}
    page = manager.get("/kelola/").content.decode()
    assert "Pengaturan Posyandu ILP" in page
    assert [label for label in ("Warga", "Pemeriksaan", "Keluarga", "Log entries") if label in page] == []


def test_no_resident_is_named_anywhere(village: Village, manager: Client) -> None:
    make_resident(village.melati, "Aisyah Putri")
    pages = [f"/kelola/registry/{name}/" for name in LISTS]
    pages += [
        f"/kelola/registry/posyandu/{village.melati.pk}/change/",
        "/kelola/registry/posyandu/1/history/",
    ]
    assert [page for page in pages if "Aisyah" in manager.get(page, follow=True).content.decode()] == []
    assert manager.get("/kelola/registry/resident/").status_code == 404


@pytest.mark.parametrize("name", LISTS)
def test_each_list_opens_and_is_searched(name: str, village: Village, manager: Client) -> None:
    assert manager.get(f"/kelola/registry/{name}/").status_code == 200
    assert manager.get(f"/kelola/registry/{name}/?q=jepara").status_code == 200


def test_areas_are_read_only(village: Village, manager: Client) -> None:
    assert manager.get("/kelola/registry/region/33.20.08.2005/change/").status_code == 200
    changes = {"code": "33.20", "name": "Lain", "level": "kabupaten"}
    assert manager.post("/kelola/registry/region/33.20/change/", changes).status_code == 403
    assert manager.get("/kelola/registry/region/add/").status_code == 403
    assert Region.objects.get(code="33.20").name == "Kabupaten Jepara"


def test_a_unit_is_added_below_its_parent(village: Village, manager: Client) -> None:
    form = {
        "kind": "posyandu",
        "code": "anggrek",
        "name": "Anggrek",
        "parent": village.desa.pk,
        "is_active": "on",
    }
    assert manager.post("/kelola/registry/orgunit/add/", form).status_code == 302
    anggrek = OrgUnit.objects.get(code="anggrek")
    assert anggrek.path == f"{village.desa.path}anggrek/"
    form = {"unit": anggrek.pk, "place": "balai RW", "ilp_status": "belum"}
    assert manager.post("/kelola/registry/posyandu/add/", form).status_code == 302
    assert Posyandu.objects.get(unit=anggrek).place == "balai RW"


def test_a_unit_needs_a_parent_and_a_posyandu_a_posyandus_unit(village: Village, manager: Client) -> None:
    root = manager.post("/kelola/registry/orgunit/add/", {"kind": "kabupaten", "code": "x", "name": "X"})
    desa = manager.post("/kelola/registry/posyandu/add/", {"unit": village.desa.pk, "ilp_status": "belum"})
    assert (root.status_code, desa.status_code) == (200, 200)
    assert not OrgUnit.objects.filter(code="x").exists()
    assert not Posyandu.objects.filter(unit=village.desa).exists()


def test_what_makes_up_a_path_stays(village: Village, manager: Client) -> None:
    form = {
        "kind": "desa",
        "code": "lain",
        "name": "Melati Baru",
        "parent": village.other_desa.pk,
        "is_active": "on",
    }
    assert manager.post(f"/kelola/registry/orgunit/{village.melati.pk}/change/", form).status_code == 302
    unit = OrgUnit.objects.get(pk=village.melati.pk)
    assert (unit.name, unit.kind, unit.code, unit.parent) == (
        "Melati Baru",
        "posyandu",
        "melati-1",
        village.desa,
    )


@pytest.mark.parametrize("name", ["orgunit", "posyandu", "user", "membership"])
def test_nothing_is_deleted(name: str, village: Village, manager: Client) -> None:
    pk = {"orgunit": village.desa.pk, "posyandu": village.melati.pk, "user": village.kader.pk}.get(
        name, village.kader.memberships.get().pk
    )
    answer = manager.post(f"/kelola/registry/{name}/{pk}/delete/", {"post": "yes"})
    assert answer.status_code == 403


def test_a_new_kader_gets_a_password_and_a_role(village: Village, manager: Client) -> None:
    form = {"username": "kader.baru", "full_name": "Tutik", "password1": PASSWORD, "password2": PASSWORD}
    role = {"unit": str(village.melati.pk), "role": "kader", "valid_from": "2026-11-01"}
    assert manager.post("/kelola/registry/user/add/", form | memberships_form(role)).status_code == 302
    tutik = User.objects.get(username="kader.baru")
    assert (tutik.full_name, tutik.check_password(PASSWORD)) == ("Tutik", True)
    assert (tutik.is_staff, tutik.is_superuser) == (False, False)
    assert list(tutik.memberships.values_list("unit", "role", "valid_from")) == [
        (village.melati.pk, "kader", date(2026, 11, 1))
    ]


def test_a_forgotten_password_is_set_anew(village: Village, manager: Client) -> None:
    form = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true", "set-password": "1"}
    answer = manager.post(f"/kelola/registry/user/{village.kader.pk}/password/", form)
    assert answer.status_code == 302
    village.kader.refresh_from_db()
    assert village.kader.check_password(PASSWORD)


def test_flags_cannot_be_set(village: Village, manager: Client) -> None:
    form = {
        "username": "kader.melati",
        "full_name": "Sri",
        "is_active": "on",
        "is_superuser": "on",
        "is_staff": "on",
    }
    answer = manager.post(f"/kelola/registry/user/{village.kader.pk}/change/", form | memberships_form())
    assert answer.status_code == 302
    village.kader.refresh_from_db()
    assert (village.kader.full_name, village.kader.is_superuser, village.kader.is_staff) == (
        "Sri",
        False,
        False,
    )


@pytest.fixture
def small_manager(village: Village, client_of: LogIn) -> Client:
    """Somebody who manages Desa Jerukwangi alone."""
    user = User.objects.create(username="admin.desa")
    Membership.objects.create(user=user, unit=village.desa, role=Role.ADMIN, valid_from=date(2026, 1, 1))
    return client_of(user)


def test_a_manager_of_one_desa_sees_that_desa(village: Village, small_manager: Client) -> None:
    def found(name: str) -> set[int]:
        page = small_manager.get(f"/kelola/registry/{name}/")
        return {row.pk for row in page.context["cl"].queryset}

    assert found("orgunit") == {village.desa.pk, village.melati.pk}
    assert found("posyandu") == {village.melati.pk}
    names = set(User.objects.filter(pk__in=found("user")).values_list("username", flat=True))
    assert names == {"admin.desa", "kader.melati", "bidan", "desa"}
    assert found("membership") == set(
        Membership.objects.filter(unit__in=[village.desa.pk, village.melati.pk]).values_list("pk", flat=True)
    )


def test_a_manager_cannot_reach_above_or_beside(village: Village, small_manager: Client) -> None:
    for address in (
        f"orgunit/{village.puskesmas.pk}/change/",
        f"posyandu/{village.mawar.pk}/change/",
        f"user/{village.dinkes.pk}/change/",
        f"user/{village.dinkes.pk}/password/",
        f"membership/{village.neighbour.memberships.get().pk}/change/",
    ):
        answer = small_manager.get(f"/kelola/registry/{address}")
        assert answer.status_code in {302, 404}, address
        assert "Hartono" not in answer.content.decode()


def test_a_manager_gives_no_role_outside_the_own_units(village: Village, small_manager: Client) -> None:
    before = Membership.objects.count()
    for user, unit in ((village.kader, village.kabupaten), (village.dinkes, village.melati.unit)):
        form = {"user": user.pk, "unit": unit.pk, "role": "puskesmas", "valid_from": "2026-11-01"}
        assert small_manager.post("/kelola/registry/membership/add/", form).status_code == 200
    assert Membership.objects.count() == before


def test_changes_are_kept_in_the_audit_log(village: Village, manager: Client) -> None:
    from auditlog.models import LogEntry

    form = {
        "user": village.bidan.pk,
        "unit": village.puskesmas.pk,
        "role": "bidan",
        "valid_from": "2026-11-01",
    }
    assert manager.post("/kelola/registry/membership/add/", form).status_code == 302
    entry = LogEntry.objects.get_for_object(village.bidan.memberships.latest("pk")).get()
    assert (entry.actor, entry.action) == (village.admin, LogEntry.Action.CREATE)
