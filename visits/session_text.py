"""A session's summary as a message to copy: figures only, no name of anybody who was served or missed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from registry.rules.wording import percent, weekday_date, whole
from visits.session_summary import People, Summary


def message_of(summary: Summary) -> str:
    """The message, with the bold marks of WhatsApp."""
    return "\n".join(_lines(summary))


def _lines(summary: Summary) -> Iterator[str]:
    session = summary.session
    yield f"*{session.posyandu}*"
    yield weekday_date(session.date) + (f", {session.place}" if session.place else "")
    yield ""
    share = f" ({percent(summary.percent, 0)})" if summary.percent is not None else ""
    yield f"*Datang {whole(summary.came.total)} dari {whole(summary.expected)} sasaran{share}*"
    for line in summary.groups:
        yield f"- {line.label}: {whole(line.came.total)} dari {whole(line.expected)}"
    for people in (summary.new, summary.guests, summary.outside):
        if people.total:
            yield f"- {people.label}: {whole(people.total)}"
    yield from _part("Temuan", map(_people, summary.findings))
    yield from _part(f"Dirujuk: {whole(summary.referred)} orang", map(_pair, summary.reasons), always=True)
    given = [*map(_people, summary.services), *(f"Imunisasi {_pair(dose)}" for dose in summary.doses)]
    yield from _part("Pelayanan", given)
    yield from _part("Edukasi", map(_pair, summary.topics))
    places = [(place.place, len(place.people)) for by in summary.missed for place in by.places]
    yield from _part("Belum datang", map(_pair, sorted(places)))
    if summary.duration:
        yield ""
        yield f"Lama pelayanan: {summary.duration}"


def _part(title: str, lines: Iterable[str], *, always: bool = False) -> Iterator[str]:
    found = list(lines)
    if found or always:
        yield ""
        yield f"*{title}*"
        yield from (f"- {line}" for line in found)


def _people(people: People) -> str:
    return f"{people.label}: {whole(people.total)}" + (f" orang, {people.amount}" if people.amount else "")


def _pair(pair: tuple[str, int]) -> str:
    return f"{pair[0]}: {whole(pair[1])}"
