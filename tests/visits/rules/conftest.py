"""Property tests have no time limit per example: the first reads all tables, on a busy machine slowly."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
