"""The choice of a file of vectors; and property tests without a time limit for each example.

The first example reads all tables, on a busy machine slowly.
"""

import pytest
from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--vectors FILE`: acceptance vectors to run instead of the project's own."""
    parser.addoption("--vectors", metavar="FILE", help="file of clinical acceptance vectors (JSON)")
