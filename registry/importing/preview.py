"""What the pages of an import show: how far it is, what would happen, what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils import timezone

from registry.importing import batches
from registry.importing.check import cells_of
from registry.importing.mapping import fields_of, file_columns
from registry.importing.reading import Person, Reader
from registry.models import PeopleImport, PeopleImportRow
from registry.rules.wording import whole

ON_PAGE = 25
State = PeopleImport.State
Outcome = PeopleImportRow.Outcome
_TABS = {"mungkin": "Mungkin sudah ada", "ditolak": "Ditolak", "catatan": "Ada catatan"}
_DOING = {
    State.CHECKING: "Memeriksa berkas",
    State.WRITING: "Memasukkan warga",
    State.LINKING: "Menghubungkan keluarga",
    State.UNDOING: "Menarik kembali",
    State.TIDYING: "Menghapus keluarga kosong",
}


@dataclass(frozen=True)
class Shown:
    """One row for a list: with the person the file speaks of, as far as it could be read."""

    row: PeopleImportRow
    name: str
    person: Person | None


def progress(batch: PeopleImport) -> dict[str, Any]:
    """How far the running import is."""
    doing = "Mencari data ganda" if batch.to_search else _DOING.get(State(batch.state), "")
    return {"batch": batch, "doing": doing, "left": len(batch.to_search)}


def ready(batch: PeopleImport, query: Mapping[str, str]) -> dict[str, Any]:
    """Counts, and one of three lists: whom to decide about, what was refused, what has a remark."""
    counts = batches.count(batch)
    rows = batch.rows.order_by("line")
    lists = {
        "mungkin": rows.filter(outcome=Outcome.MAYBE),
        "ditolak": rows.filter(outcome=Outcome.REFUSED),
        "catatan": rows.filter(is_warned=True).exclude(outcome__in=[Outcome.REFUSED, Outcome.MAYBE]),
    }
    sizes = {name: found.count() for name, found in lists.items()}
    wanted = query.get("daftar", "")
    shown = wanted if wanted in lists else next((name for name, size in sizes.items() if size), "")
    listed = lists[shown] if shown else rows.none()
    new, same = batches.decided(batch)
    return {
        "batch": batch,
        "counts": {name.replace(" ", "_"): number for name, number in counts.items()},
        "writable": counts[Outcome.NEW] + counts[Outcome.UPDATE] + counts[Outcome.SAME] + new + same,
        "tabs": [
            {
                "url": f"?daftar={name}#daftar",
                "label": f"{_TABS[name]} ({whole(size)})",
                "active": name == shown,
            }
            for name, size in sizes.items()
            if size
        ],
        "shown": shown,
        "list": _page(
            batch, listed.select_related("candidate__posyandu__unit", "candidate__mother"), query.get("page")
        ),
        "unused": _unused(batch),
        "choices": PeopleImportRow.Choice.choices,
    }


def result(batch: PeopleImport, query: Mapping[str, str]) -> dict[str, Any]:
    """What was written or taken back, and the rows that stayed."""
    kept = batch.rows.filter(undone=PeopleImportRow.Undone.KEPT).order_by("line")
    return {
        "batch": batch,
        "counts": {name.replace(" ", "_"): number for name, number in batch.counts.items()},
        "kept": _page(batch, kept.select_related("resident"), query.get("page")),
        "written_on": timezone.localdate(batch.written_at) if batch.written_at else None,
    }


def _page(batch: PeopleImport, rows: QuerySet[PeopleImportRow], number: str | None) -> dict[str, Any]:
    page = Paginator(rows, ON_PAGE).get_page(number)
    return {"page": page, "rows": _shown(batch, list(page)), "count": page.paginator.count}


def _shown(batch: PeopleImport, rows: Sequence[PeopleImportRow]) -> list[Shown]:
    reader = Reader(
        fields_of(batch), batch.values, batch.uploaded_on, keep_invalid_nik=batch.keep_invalid_nik
    )
    found = []
    for row in rows:
        cells = cells_of(row)
        found.append(Shown(row, reader.name_in(cells), reader.read(cells)[0] if cells else None))
    return found


def _unused(batch: PeopleImport) -> list[str]:
    used = fields_of(batch)
    return [column.name for column in file_columns(batch) if column.at not in used and column.samples]
