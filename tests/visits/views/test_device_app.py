"""The app of the day as the server hands it out: public, with nobody in it, and listed file by file."""

from __future__ import annotations

import json
import logging
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import timezone
from PIL import Image

from posyandu.static import HashedModules
from tests.conftest import Village, make_resident, make_session
from visits import app_files
from visits.app_files import shell

ROOT = Path(settings.BASE_DIR)


class Uncompressed(HashedModules):
    """Names as on a real server, without waiting for files that are sent compressed."""

    def post_process(self, *args: Any, **options: Any) -> Any:
        return ManifestStaticFilesStorage.post_process(self, *args, **options)


def told_by(script: str) -> dict[str, Any]:
    """What the worker is told."""
    found = re.match(r"self\.SHELL = (.*);\n", script)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def worker() -> tuple[Any, dict[str, Any]]:
    answer = Client().get("/sw.js")
    return answer, told_by(answer.content.decode())


def test_the_page_opens_before_a_login_and_is_the_same_for_everybody(
    village: Village, client_of: Any
) -> None:
    make_resident(village.melati, "Aminah")
    nobody = Client().get("/hp/")
    kader = client_of(village.kader).get("/hp/")
    assert nobody.status_code == 200
    assert nobody.content == kader.content
    assert "no-cache" in nobody["Cache-Control"]
    assert "unsafe" not in nobody["Content-Security-Policy"]
    assert "csrf" not in nobody.content.decode()


def test_the_worker_is_asked_for_anew_each_time_and_may_look_after_the_app_alone() -> None:
    answer, told = worker()
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert "no-cache" in answer["Cache-Control"]
    assert "Service-Worker-Allowed" not in answer
    assert told["page"] == "/hp/"
    assert 'startsWith("/api/' not in answer.content.decode()
    assert [each for each in told["files"] if not each.startswith("/static/")] == []


def test_it_keeps_every_module_style_font_and_picture_of_the_app() -> None:
    _, told = worker()
    files = set(told["files"])
    modules = {
        f"/static/{path.relative_to(ROOT / 'static')}" for path in (ROOT / "static/js/app").rglob("*.js")
    }
    assert modules - files == set()
    assert files >= {
        "/static/js/offline/vault.js",
        "/static/js/clinical/book.js",
        "/static/vendor/idb/index.js",
        "/static/vendor/htm/standalone.module.js",
        "/static/css/app.css",
        "/static/vendor/plus-jakarta-sans/files/plus-jakarta-sans-latin-wght-normal.woff2",
        "/static/img/icons.svg",
    }
    page = Client().get("/hp/").content.decode()
    named = set(re.findall(r'(?:href|src|data-icons)="(/static/[^"]+)"', page))
    assert named - files == set()


def test_nothing_that_a_module_imports_is_missing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        shell()
    assert caplog.messages == []


def test_another_content_is_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = shell()
    assert shell() == before
    read = app_files._content
    changed = {"css/app.css", "js/worker/worker.js"}
    versions = {before.version}
    for path in changed:
        monkeypatch.setattr(
            app_files, "_content", lambda name, path=path: read(name) + (b"\n" if name == path else b"")
        )
        versions.add(shell().version)
    assert len(versions) == 3


def test_with_hashed_names_the_worker_keeps_what_the_modules_ask_for(tmp_path: Path) -> None:
    storage = {"BACKEND": f"{__name__}.Uncompressed"}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES={**settings.STORAGES, "staticfiles": storage}):
        call_command("collectstatic", interactive=False, verbosity=0)
        app_files._kept.cache_clear()
        app = shell()
    app_files._kept.cache_clear()
    names = {address.removeprefix("/static/") for address in app.files}
    assert app.is_hashed
    assert [name for name in names if not (tmp_path / name).exists()] == []
    asked = set()
    for name in names:
        if name.startswith("js/"):
            text = (tmp_path / name).read_text("utf-8")
            for path in re.findall(r'(?:from|import)\s+"(\.[^"]+)"', text):
                asked.add(
                    ((tmp_path / name).parent / path).resolve().relative_to(tmp_path.resolve()).as_posix()
                )
    assert len(asked) > 50
    assert asked - names == set()
    assert set(re.findall(r'"/static/([^"]+)"', app.page)) - names == set()


def test_the_manifest_makes_it_installable() -> None:
    answer = Client().get("/hp/manifest.webmanifest")
    told = answer.json()
    assert answer["Content-Type"] == "application/manifest+json"
    assert (told["start_url"], told["scope"], told["display"], told["lang"]) == (
        "/hp/",
        "/hp/",
        "standalone",
        "id",
    )
    tokens = (ROOT / "static/css/tokens.css").read_text("utf-8")
    assert f"--daun: {told['theme_color']};" in tokens
    assert f"--latar: {told['background_color']};" in tokens
    assert {(icon["sizes"], icon["purpose"]) for icon in told["icons"]} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    for icon in told["icons"]:
        with Image.open(ROOT / icon["src"].lstrip("/")) as drawn:
            assert (drawn.format, f"{drawn.width}x{drawn.height}") == ("PNG", icon["sizes"])


# The days it can be made ready for.


def test_a_phone_is_told_of_todays_day_and_of_last_weeks_of_her_own_posyandu(
    village: Village, client_of: Any
) -> None:
    today = timezone.localdate()
    session = make_session(village.melati, today, by=village.kader)
    earlier = make_session(village.melati, today - timedelta(days=7))
    make_session(village.melati, today - timedelta(days=8))
    make_session(village.mawar, today)
    rows = client_of(village.kader).get("/api/v1/sessions/").json()
    assert [row["id"] for row in rows] == [str(session.pk), str(earlier.pk)]
    assert rows[0] == {
        "id": str(session.pk),
        "date": today.isoformat(),
        "posyandu": village.melati.pk,
        "posyandu_name": "Melati 1",
        "place": session.place,
        "closed": False,
    }


def test_who_does_not_record_is_told_of_no_days(village: Village, client_of: Any) -> None:
    make_session(village.melati, timezone.localdate())
    assert client_of(village.dinkes).get("/api/v1/sessions/").status_code == 403
    assert Client().get("/api/v1/sessions/").status_code == 403


# The ways in.


def test_the_pages_of_the_day_lead_into_the_app(village: Village, client_of: Any) -> None:
    session = make_session(village.melati, timezone.localdate(), by=village.kader)
    kader = client_of(village.kader)
    way = f'href="/hp/#/hari/{session.pk}"'
    assert way in kader.get(f"/hari-ini/{session.pk}/").content.decode()
    assert way in kader.get("/hari-ini/?semua=1").content.decode()
    assert 'href="/hp/"' in kader.get("/warga/").content.decode()
    assert 'href="/hp/"' not in client_of(village.dinkes).get("/dasbor/", follow=True).content.decode()
