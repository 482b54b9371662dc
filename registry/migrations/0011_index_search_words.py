"""A full-text index over the words of people, where the database has one (PostgreSQL)."""

from typing import Any

from django.db import migrations

CREATE = """CREATE INDEX resident_search_words ON registry_resident
USING gin (to_tsvector('simple'::regconfig, COALESCE(search_words, '')))"""
DROP = "DROP INDEX resident_search_words"


def create(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE)


def drop(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [("registry", "0010_fill_search_words")]

    operations = [migrations.RunPython(create, drop)]
