import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def plain_static_names(settings: Settings) -> None:
    """Pages are drawn here without a collected and hashed set of static files."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
