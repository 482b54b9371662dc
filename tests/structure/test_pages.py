"""Every page, as whoever may open it: one heading, a title, and nothing that the browser's policy refuses."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client

from registry.models import User
from tests.conftest import Village
from tests.structure.conftest import NEUTRAL, Samples
from tests.structure.walk import Address, addresses, ask

LogIn = Callable[[User], Client]

# Parts of a page that htmx puts into one, with the reason why each is no page of its own.
FRAGMENTS = {
    "resident_pick": "people to choose from beside a name, while one types",
    "visit_preview": "the result beside the entry form, while one types",
}


class Outline(HTMLParser):
    """Counts headings and remembers the title and whatever is inline."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.headings = 0
        self.title = ""
        self.inline: list[str] = []
        self.ids: list[str] = []
        self._reading_title = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        # The first one: a drawing may have titles too.
        self._reading_title = tag == "title" and not self.title
        self.headings += tag == "h1"
        self.ids += [name for name in (given.get("id"),) if name]
        if tag == "style" or (
            tag == "script" and "src" not in given and given.get("type") != "application/json"
        ):
            self.inline.append(f"<{tag}>")
        self.inline += [f"<{tag} {name}>" for name in given if name == "style" or name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        self._reading_title = False

    def handle_data(self, data: str) -> None:
        if self._reading_title:
            self.title += data.strip()


def faults(page: str) -> list[str]:
    outline = Outline(page)
    return [
        *([] if outline.headings == 1 else [f"{outline.headings} h1"]),
        *([] if outline.title else ["no title"]),
        *outline.inline,
        # A button's form="..." and a label's for="..." mean the first one of that name.
        *sorted({f"id {name} twice" for name in outline.ids if outline.ids.count(name) > 1}),
    ]


def pages_of(address: Address, clients: list[Client], samples: Samples) -> list[HttpResponse]:
    """What GET and an empty POST draw for the first person who may open the address."""
    for client in clients:
        answers = ask(client, address.path(samples)).values()
        drawn = [answer for answer in answers if answer.status_code in {200, 400, 422}]
        if drawn:
            return [answer for answer in drawn if answer["Content-Type"].startswith("text/html")]
    return []


def test_every_page_has_one_heading_a_title_and_no_inline_code(
    village: Village, melati_rows: Samples, client_of: LogIn
) -> None:
    clients = [Client(), *map(client_of, (village.officer, village.dinkes))]
    wrong: dict[str, list[str]] = {}
    seen = set()
    for address in addresses():
        if address.route.startswith("api/") or address.name in FRAGMENTS:
            continue
        for page in pages_of(address, clients, melati_rows | NEUTRAL):
            seen.add(address.name)
            if found := faults(page.content.decode()):
                wrong[address.route] = found
    assert wrong == {}
    assert seen >= {
        "account_login",
        "today",
        "session_detail",
        "resident_detail",
        "visit_entry",
        "dashboard_unit",
    }


def test_a_fragment_is_no_whole_page(village: Village, melati_rows: Samples, client_of: LogIn) -> None:
    found = {
        address.name: ["<html" in page.content.decode() for page in answers]
        for address in addresses()
        if address.name in FRAGMENTS
        and (answers := pages_of(address, [client_of(village.officer)], melati_rows | NEUTRAL))
    }
    assert found == {name: [False] * len(found.get(name, [])) for name in FRAGMENTS}


def test_pages_of_refusal_are_pages_too(village: Village, melati_rows: Samples, client_of: LogIn) -> None:
    not_found = client_of(village.neighbour).get(f"/warga/{melati_rows['resident_id']}/")
    forbidden = client_of(village.dinkes).get("/warga/")
    forged = Client(enforce_csrf_checks=True).post("/masuk/", {"login": "kader.melati", "password": "x"})
    assert [page.status_code for page in (not_found, forbidden, forged)] == [404, 403, 403]
    assert [faults(page.content.decode()) for page in (not_found, forbidden, forged)] == [[], [], []]


def test_every_page_carries_the_policy(village: Village, client_of: LogIn) -> None:
    policy = client_of(village.kader).get("/hari-ini/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_faulty_page_is_noticed() -> None:
    page = (
        "<html><head><title> </title></head><body><h1 id='a'>a</h1><h1 id='a'>b</h1>"
        "<p style='x' onclick='y'><script>z</script>"
    )
    assert faults(page) == ["2 h1", "no title", "<p style>", "<p onclick>", "<script>", "id a twice"]
    fine = (
        "<html><head><meta><title>a</title></head><body><h1>b</h1><svg><title>c</title></svg></body></html>"
    )
    assert faults(fine) == []
