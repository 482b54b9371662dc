"""Property tests without a time limit for each example.

The first example reads all tables, on a busy machine slowly.
"""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
