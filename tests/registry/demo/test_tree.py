from collections import Counter

import pytest

from registry.demo.logins import DEMO_LOGINS, DEMO_PASSWORD
from registry.demo.tree import build_tree, create_logins
from registry.models import Membership, OrgUnit, Posyandu, User

pytestmark = pytest.mark.usefixtures("jepara")


def test_the_tree_is_whole_and_building_it_again_changes_nothing() -> None:
    build_tree()
    build_tree()
    assert Counter(OrgUnit.objects.values_list("kind", flat=True)) == {
        "provinsi": 1,
        "kabupaten": 1,
        "puskesmas": 21,
        "desa": 195,
        "posyandu": 1_139,
    }
    assert Posyandu.objects.filter(ilp_status=Posyandu.IlpStatus.YES).count() == 232


def test_melati_1_lies_in_jerukwangi_under_bangsri_2() -> None:
    build_tree()
    melati = OrgUnit.objects.get(path="/33/33.20/P3320090102/33.20.08.2010/melati-1/")
    desa = melati.parent
    assert desa
    assert desa.parent
    assert desa.parent.parent
    assert [melati.full_name, desa.full_name, desa.parent.full_name, desa.parent.parent.full_name] == [
        "Posyandu Melati 1",
        "Desa Jerukwangi",
        "Puskesmas Bangsri II",
        "Kabupaten Jepara",
    ]


def test_each_demo_login_has_its_role_in_its_unit_and_making_them_again_changes_nothing() -> None:
    build_tree()
    create_logins()
    create_logins()
    memberships = Membership.objects.select_related("user", "unit")
    found = {(one.user.username, one.role, one.unit.full_name) for one in memberships}
    assert found == {(login.username, login.role.value, login.unit) for login in DEMO_LOGINS}
    assert User.objects.get(username="kader.melati").check_password(DEMO_PASSWORD)
    assert list(User.objects.filter(is_staff=True).values_list("username", flat=True)) == ["admin"]
