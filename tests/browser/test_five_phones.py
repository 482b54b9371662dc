"""A whole morning: forty people of every group, five phones, each at its own step, all at the same time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from registry.models import Membership, User
from registry.permissions import Role
from tests.browser.conftest import PATIENCE_MS, Troubles, texts
from tests.browser.forty_people import (
    Person,
    as_stored,
    attendance,
    findings,
    forty_people,
    services,
    topics,
)
from tests.conftest import Village, make_session
from visits import fields
from visits.education import topic_label
from visits.models import Session, Visit, VisitRevision, VisitSave

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NewContext = Callable[..., BrowserContext]
# The first of each group is written by hand, key by key; the others' fields are filled at once.
CONTROLS = """() => {
  const found = {};
  for (const part of document.querySelector("#ukur").elements) {
    if (!part.name || ["hidden", "submit", "button"].includes(part.type)) continue;
    const one = (found[part.name] ??= { name: part.name, kind: part.type, options: [], on: "" });
    if (part.options) one.options = [...part.options].map((option) => option.value);
    if (["radio", "checkbox"].includes(part.type)) {
      one.options.push(part.value);
      if (part.checked) one.on = part.value;
    }
  }
  return [Object.values(found), Number(document.querySelector("[name=revision]").value)];
}"""
FILL = """(values) => {
  for (const [name, value] of Object.entries(values)) {
    for (const part of document.getElementsByName(name)) {
      if (["radio", "checkbox"].includes(part.type)) part.checked = [value].flat().includes(part.value);
      else part.value = value;
    }
  }
}"""


@dataclass
class Phone:
    """One phone at one step, which calls the people in its own order and keeps the page open while others save."""

    page: Page
    home: str
    user: User
    step: int
    waiting: list[Person]
    person: Person | None = None
    # The revision that the page showed when it was opened, by person.
    saw: dict[int, int] = field(default_factory=dict)

    def call_next(self, session: Session) -> None:
        """Open the page of the next person, if there is one."""
        self.person = self.waiting.pop(0) if self.waiting else None
        if self.person is not None:
            path = reverse("visit_step", args=[session.pk, self.person.resident.pk, self.step])
            self.page.goto(self.home + path, wait_until="commit")

    def write(self, by_hand: set[int]) -> None:
        """Fill what the page asks for."""
        assert self.person is not None
        expect(self.page.locator(".page-bottom .btn-primary")).to_be_visible()
        controls, self.saw[self.person.number] = self.page.evaluate(CONTROLS)
        values: dict[str, Any] = {}
        for control in controls:
            name, kind, options = control["name"], control["kind"], control["options"]
            if name == "position":
                # How the child is measured stands on the page already.
                self.person.typed[name] = control["on"]
            elif options != ["on"]:
                values[name] = self.person.answer(name, kind, options)
        if self.person.number in by_hand:
            self.type_all(values)
        else:
            self.page.evaluate(FILL, values)
        self.person.typed |= values

    def type_all(self, values: dict[str, Any]) -> None:
        """As a person does: a tap on every answer, every digit on the keyboard."""
        for fold in self.page.locator("#ukur details.definitions:not([open]) > summary").all():
            fold.click()
        for name, value in values.items():
            parts = self.page.locator(f"#ukur [name={name}]")
            if parts.first.get_attribute("type") in ("radio", "checkbox"):
                for one in value if isinstance(value, list) else [value]:
                    self.page.locator(f"#ukur label:has([name={name}][value='{one}'])").click()
            elif parts.first.evaluate("part => part.localName") == "select":
                parts.first.select_option(value)
            else:
                parts.first.fill("")
                parts.first.press_sequentially(value)

    def save(self) -> None:
        """Press the button, and look up for the others before the answer is there."""
        self.page.locator(".page-bottom .btn-primary").click(no_wait_after=True)

    def saved(self) -> None:
        """Wait until the page is another one: nothing was asked, and nothing refused."""
        self.page.wait_for_url(lambda url: "/langkah/" not in url, wait_until="commit")


@pytest.fixture
def kept_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """A phone keeps scripts and styles, as it does of a server in use."""
    serve_file = StaticFilesHandler.serve

    def serve_for_long(handler: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
        response = serve_file(handler, request)
        response["Cache-Control"] = "max-age=3600"
        return response

    monkeypatch.setattr(StaticFilesHandler, "serve", serve_for_long)


@pytest.fixture
def phones(
    new_context: NewContext, live_server: LiveServer, troubles: Troubles, village: Village, kept_files: None
) -> list[Phone]:
    """Four kader and the bidan, each logged in on her own phone."""
    names = ("Wahyu Ningsih", "Nur Aini", "Siti Aminah")
    more = [User.objects.create(username=f"kader.{n}", full_name=name) for n, name in enumerate(names)]
    for user in more:
        Membership.objects.create(
            user=user, unit=village.melati.unit, role=Role.KADER, valid_from=date(2026, 1, 1)
        )
    users = [village.kader, more[0], more[1], village.bidan, more[2]]
    return [
        Phone(logged_in(new_context, live_server, troubles, user), live_server.url, user, step, [])
        for step, user in enumerate(users, start=1)
    ]


def logged_in(new_context: NewContext, server: LiveServer, troubles: Troubles, user: User) -> Page:
    """A phone of its own: its own cookies, and the same eyes on its troubles."""
    client = Client()
    client.force_login(user)
    context = new_context()
    context.set_default_timeout(PATIENCE_MS)
    context.on("console", lambda message: said(troubles, message))
    # Whatever is refused or fails is said on the console too; listening to every file of a morning takes minutes.
    context.on("weberror", lambda raised: troubles.thrown(raised.error))
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}]
    )
    return context.new_page()


def said(troubles: Troubles, message: ConsoleMessage) -> None:
    """A preview that is dropped because its page was saved is no trouble; whatever else is said is."""
    if not message.text.startswith("htmx:"):
        troubles.said(message)


def serve(phones: list[Phone], people: list[Person], session: Session) -> None:
    """All phones work through all people; each time some of them save in the same moment, the others stay open."""
    draw = Random(40)
    by_hand = {person.group: person.number for person in reversed(people)}
    for phone in phones:
        # Near each other in the queue, as people move from table to table, but in nobody's fixed order.
        phone.waiting = sorted(people, key=lambda person: person.number + draw.random() * 2.5)
        phone.call_next(session)
    while busy := [phone for phone in phones if phone.person]:
        draw.shuffle(busy)
        for pressing in (busy[:2], busy[2:3], busy[3:]):
            together(pressing, session, set(by_hand.values()))


def together(phones: list[Phone], session: Session, by_hand: set[int]) -> None:
    """Save on all of these phones before any of them has its answer, and call their next people."""
    for phone in phones:
        phone.write(by_hand)
    for phone in phones:
        phone.save()
    for phone in phones:
        phone.saved()
    for phone in phones:
        phone.call_next(session)


def stored_of(person: Person) -> Visit:
    """The one visit that the person has today; fails where there is none or more."""
    visits = Visit.objects.unscoped("the end of the morning").with_cards()
    return visits.get(resident=person.resident, date=timezone.localdate())


def misplaced(people: list[Person]) -> list[str]:
    """Fields that do not hold what a phone typed for this person, or hold what nobody typed."""
    found = []
    for person in people:
        for name, value in fields.read(stored_of(person)).items():
            text = person.typed.get(name, "")
            fits = fields.is_unfilled(name, value) if text == "" else as_stored(name, text, value)
            if not fits:
                found.append(f"{person.resident.name}: {name} is {value!r}, typed {text!r}")
    return found


def stale(phones: list[Phone], people: list[Person]) -> int:
    """How many pages were sent after somebody else had saved the person they were opened for."""
    count = 0
    for phone in phones:
        for person in people:
            saves = VisitSave.objects.filter(visit=stored_of(person), saved_by=phone.user, step=phone.step)
            first = saves.order_by("revision").first()
            count += first is not None and first.revision > phone.saw[person.number] + 1
    return count


def test_five_phones_fill_forty_visits_and_the_summary_says_what_a_hand_count_says(
    phones: list[Phone], village: Village
) -> None:
    session = make_session(village.melati, timezone.localdate(), by=village.kader)
    people = forty_people(village)
    assert len(people) == 40
    serve(phones, people, session)

    assert misplaced(people) == []
    assert {stored_of(person).steps for person in people} == {"12345"}
    assert Visit.objects.unscoped("the morning").filter(session=session).count() == 40
    # Nothing was overwritten, so nothing had to be asked.
    assert not VisitRevision.objects.exists()
    assert stale(phones, people) > 20

    two_write_the_same_field(phones[1], phones[4], people[5], session)
    assert misplaced(people) == []
    summary_as_counted_by_hand(phones[0], people, session)


def two_write_the_same_field(first: Phone, second: Phone, person: Person, session: Session) -> None:
    """Two tables weigh the same child: both weights are shown, and the one that is chosen stays."""
    path = first.home + reverse("visit_step", args=[session.pk, person.resident.pk, 2])
    for phone, weight in ((first, "9,3"), (second, "9,4")):
        phone.page.goto(path)
        phone.page.locator("[name=weight_kg]").fill(weight)
    first.save()
    first.saved()
    second.save()
    told = second.page.locator(".field", has=second.page.get_by_label("Berat badan")).locator(".field-error")
    expect(told).to_contain_text(f"Tersimpan 9,3 oleh {first.user.full_name} pukul ")
    expect(told).to_contain_text("Anda menulis 9,4.")
    moment = VisitSave.objects.filter(saved_by=first.user).latest("saved_at").saved_at
    expect(told).to_contain_text(timezone.localtime(moment).strftime("%H.%M"))
    assert stored_of(person).card.weight_kg == Decimal("9.3")  # type: ignore[union-attr]
    second.save()
    second.saved()
    person.typed["weight_kg"] = "9,4"
    kept = [(row.values["weight_kg"], row.changed_by) for row in VisitRevision.objects.order_by("revision")]
    assert [(float(weight), by) for weight, by in kept] == [(9.2, first.user), (9.3, second.user)]


def rows(page: Page, title: str) -> list[tuple[str, ...]]:
    """The rows of the table below a title of the summary."""
    panel = page.locator("section", has=page.get_by_role("heading", name=title, exact=True))
    return [
        tuple(texts(row.locator("th, td")))
        for row in panel.locator("tbody tr, tfoot tr").all()
    ]  # fmt: skip


def counts(page: Page, title: str) -> dict[str, str]:
    """The words and numbers of the list below a title."""
    panel = page.locator("section", has=page.get_by_role("heading", name=title, exact=True))
    return dict(zip(texts(panel.locator("dt")), texts(panel.locator("dd")), strict=True))


def summary_as_counted_by_hand(phone: Phone, people: list[Person], session: Session) -> None:
    """Every table of the page against the forty slips."""
    page = phone.page
    page.goto(phone.home + reverse("session_summary", args=[session.pk]))
    figures = dict(zip(texts(page.locator(".summary-figures dt")), texts(page.locator(".summary-figures dd")),
                       strict=True))  # fmt: skip
    del figures["Lama pelayanan"]
    assert figures == {
        "Datang dari 45 sasaran": "40 89%",
        "Baru pertama kali": "36",
        "Tamu": "0",
        "Dirujuk": "0",
    }
    assert rows(page, "Kehadiran") == attendance(people)
    assert rows(page, "Temuan") == findings(people)
    assert rows(page, "Pelayanan") == services(people)
    assert counts(page, "Edukasi") == {topic_label(code): str(n) for code, n in topics(people).items()}
    assert counts(page, "Petugas") == {
        "Nur Aini": "langkah 3: 40 orang",
        "Ratna Dewi": "langkah 4: 40 orang",
        "Siti Aminah": "langkah 2: 1 orang, langkah 5: 40 orang",
        "Sri Wahyuni": "langkah 1: 40 orang",
        "Wahyu Ningsih": "langkah 2: 40 orang",
    }
