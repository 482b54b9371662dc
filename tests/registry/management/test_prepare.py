"""`manage.py prepare`: what a start does again, and what it leaves alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from registry.demo.logins import DEMO_LOGINS
from registry.management.commands.prepare import (
    awaits_demo,
    browser_host,
    existing_demo_logins,
    static_fingerprint,
)
from registry.models import User


@pytest.fixture
def stylesheet(tmp_path: Path, settings: Settings) -> Path:
    """The only static file of a project whose finders look into one folder."""
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [tmp_path]
    file = tmp_path / "base.css"
    file.write_text("body {}")
    return file


def test_unchanged_static_files_are_not_collected_again(stylesheet: Path) -> None:
    assert static_fingerprint() == static_fingerprint()


def test_a_stylesheet_saved_again_is_collected_again(stylesheet: Path) -> None:
    before = static_fingerprint()
    os.utime(stylesheet, ns=(0, 0))

    assert static_fingerprint() != before


def test_a_new_stylesheet_is_collected(stylesheet: Path) -> None:
    before = static_fingerprint()
    (stylesheet.parent / "print.css").write_text("")

    assert static_fingerprint() != before


@pytest.mark.django_db
def test_an_empty_database_awaits_the_demonstration() -> None:
    assert awaits_demo()


@pytest.mark.django_db
def test_a_database_where_somebody_works_gets_no_demonstration() -> None:
    User.objects.create(username="siti.aminah")

    assert not awaits_demo()


@pytest.mark.django_db
def test_only_demo_users_that_exist_are_announced() -> None:
    kader = DEMO_LOGINS[0]
    User.objects.create(username=kader.username)
    User.objects.create(username=DEMO_LOGINS[1].username, is_active=False)

    assert existing_demo_logins() == [kader]


@pytest.mark.parametrize(
    ("listens_on", "opened_as"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::1", "[::1]"), ("[::1]", "[::1]")],  # noqa: S104 - an example
)
def test_the_announced_address_can_be_opened_in_a_browser(listens_on: str, opened_as: str) -> None:
    assert browser_host(listens_on) == opened_as


@pytest.mark.django_db
def test_a_start_collects_once_and_names_the_address(
    stylesheet: Path,
    settings: Settings,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")
    monkeypatch.setattr("registry.management.commands.load_regions.packaged_names", dict)
    monkeypatch.setenv("PORT", "8123")

    call_command("prepare", "--no-demo")
    first = capsys.readouterr().out
    call_command("prepare", "--no-demo")
    second = capsys.readouterr().out

    assert (first.count("Mengumpulkan"), second.count("Mengumpulkan")) == (1, 0)
    assert second.count("http://127.0.0.1:8123/") == 1
