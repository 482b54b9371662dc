"""What the app of the day is made of: its page and every file that the page needs, found by following them.

A service worker keeps exactly these, so that the app opens without a network.
"""

from __future__ import annotations

import hashlib
import logging
import posixpath
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.urls import reverse

log = logging.getLogger(__name__)
MAIN = "js/app/main.js"
WORKER = "js/worker/worker.js"
_VERSION_LETTERS = 16
_IMPORT = re.compile(r"""\b(?:from|import)\s+"(\.{1,2}/[^"]+)\"""")
_IN_STYLES = re.compile(r"""url\(\s*["']?(?!data:|#)([^"')]+)["']?\s*\)""")
_IN_PAGE = re.compile(r"""(?:href|src|data-icons)="([^"]+)\"""")


@dataclass(frozen=True)
class Shell:
    """The page as it is sent, and the addresses of its files. `version` changes with the content of any of them."""

    page: str
    files: tuple[str, ...]
    version: str
    is_hashed: bool
    worker: str


def shell() -> Shell:
    """The app as this server has it now. What is named and not there is left out, and the log says so."""
    return _kept() if _is_hashed() else _made()


@cache
def _kept() -> Shell:
    # Names with a hash only change with a new release, and so with a new process.
    return _made()


def _made() -> Shell:
    paths: set[str] = set()
    _collect(MAIN, paths)
    modules = sorted(paths)
    page = render_to_string("app/app.html", {"modules": [staticfiles_storage.url(path) for path in modules]})
    for address in _IN_PAGE.findall(page):
        if address.startswith(settings.STATIC_URL):
            _collect(_path_of(address), paths)
    files = sorted(paths)
    digest = hashlib.sha256(page.encode())
    for path in [*files, WORKER]:
        digest.update(path.encode() + _content(path))
    return Shell(
        page=page,
        files=tuple(staticfiles_storage.url(path) for path in files),
        version=digest.hexdigest()[:_VERSION_LETTERS],
        is_hashed=_is_hashed(),
        worker=_content(WORKER).decode(),
    )


def page_address() -> str:
    """Where the app lives; the worker looks after this address and nothing else."""
    return reverse("device_app")


def _is_hashed() -> bool:
    return hasattr(staticfiles_storage, "hashed_files") and not settings.DEBUG


def _path_of(address: str) -> str:
    """The name of a file before it was given a hash."""
    name = unquote(address.removeprefix(settings.STATIC_URL))
    hashed_files: dict[str, str] = getattr(staticfiles_storage, "hashed_files", {})
    return {hashed: plain for plain, hashed in hashed_files.items()}.get(name, name)


def _collect(path: str, found: set[str]) -> None:
    """Add the file and all that it names, however deep. What vendors put down names nothing that a page needs."""
    if path in found:
        return
    try:
        names = _named_in(path, _content(path))
    except FileNotFoundError:
        log.warning("The app names %s, which is not there", path)
        return
    found.add(path)
    for named in names:
        _collect(posixpath.normpath(posixpath.join(posixpath.dirname(path), named)), found)


def _named_in(path: str, content: bytes) -> list[str]:
    if path.endswith(".js") and path.startswith("js/"):
        return _IMPORT.findall(content.decode())
    return _IN_STYLES.findall(content.decode()) if path.endswith(".css") else []


def _content(path: str) -> bytes:
    """The file as people wrote it; collected files are read where the sources are not there."""
    found = finders.find(path)
    if isinstance(found, str):
        return Path(found).read_bytes()
    with staticfiles_storage.open(path) as file:
        content: bytes = file.read()
    return content
