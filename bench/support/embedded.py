"""Imported before any model: Django on the embedded default, its database in a folder that goes with the run."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import django

_FOLDER = tempfile.TemporaryDirectory()
os.environ["DATABASE_URL"] = f"sqlite:///{Path(_FOLDER.name) / 'bench.sqlite3'}"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "posyandu.settings")
django.setup()
