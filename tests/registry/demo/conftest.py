import pytest

from registry.management.commands.load_regions import packaged_names, region_of
from registry.models import Region


@pytest.fixture
def jepara(db: None) -> None:
    """The areas of Kabupaten Jepara alone, so that each test need not load all of Indonesia."""
    names = packaged_names()
    wanted = [code for code in names if code in ("33", "33.20") or code.startswith("33.20.")]
    Region.objects.bulk_create(region_of(code, names[code]) for code in sorted(wanted))
