"""The project's settings, with what would slow tests down or need a build step switched off."""

from posyandu.settings import *  # noqa: F403 -- a settings module extends another by its names
from posyandu.settings import STORAGES

# Pages are tested before collectstatic has run, so files are named as they are.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# A test logs in often, and guards nothing.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
