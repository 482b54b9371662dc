import pytest

from registry.rules.region import RegionLevel, read_region_code


def test_a_province_has_no_parent() -> None:
    found = read_region_code("33")
    assert found is not None
    assert (found.level, found.parent) == (RegionLevel.PROVINCE, None)


@pytest.mark.parametrize(
    "code", ["", "3", "33.", "00", "33.00", "33.20.00", "33.20.01.2000", "33.20.01.201", "٣٣"]
)
def test_what_is_no_kemendagri_code_is_refused(code: str) -> None:
    assert read_region_code(code) is None
