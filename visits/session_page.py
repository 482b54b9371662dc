"""The session's page: where each row leads, the chips above the list, and the ways on from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from registry.models import User
from registry.permissions import Action
from registry.rules.target_groups import TargetGroup
from registry.rules.wording import whole
from visits.columns.column import STEPS
from visits.models import Session
from visits.person_actions import QuickAction, link
from visits.roster import CAME, DONE, IN_SERVICE, NOT_YET, Expected, Roster, Wish
from visits.roster_needs import NEEDS
from visits.session_services import may_correct

PLACES = {
    "": "Semua",
    NOT_YET: "Belum datang",
    IN_SERVICE: "Sedang dilayani",
    DONE: "Selesai",
}
# In the address, in the order they stand there.
_PARAMETERS = {"text": "q", "group": "kelompok", "only": "hanya"}
_LONGEST_TEXT = 60


@dataclass(frozen=True, slots=True)
class Line:
    """A row with the page it leads to (none for those the user may not open) and what stands beside the name."""

    row: Expected
    url: str
    about: str

    @property
    def dots(self) -> str:
        """What the five dots say, for those who do not see them."""
        if not self.row.steps:
            return "belum datang" if not self.row.came else "belum ada langkah selesai"
        return f"langkah {', '.join(map(str, self.row.steps))} selesai"

    @property
    def dot_classes(self) -> str:
        """The dots that are filled."""
        return " ".join(f"d{step}" for step in self.row.steps)


def read_wish(given: QueryDict, step: int | None) -> Wish:
    """What the address asks for; whatever it does not know is left out."""
    group, only = given.get("kelompok", ""), given.get("hanya", "")
    return Wish(
        text=given.get("q", "").strip()[:_LONGEST_TEXT],
        group=group if group in list(TargetGroup) else "",
        only=only if only in (PLACES | NEEDS | {CAME: ""}) else "",
        step=step,
    )


def query_of(wish: Wish, **changes: str) -> str:
    """The address's query for a wish, with some changes; empty where nothing is asked for."""
    wish = replace(wish, **changes)  # type: ignore[arg-type]  # only texts are changed
    state = {name: value for field, name in _PARAMETERS.items() if (value := getattr(wish, field))}
    return f"?{urlencode(state)}" if state else ""


def lines_of(roster: Roster, session: Session, wish: Wish, user: User) -> Iterator[Line]:
    """The rows with their links: to the user's own step, else to the first one that is open."""
    may_write = not session.is_closed or may_correct(session, user)
    for row in roster.rows:
        url = _url(row, session, wish.step, may_write=may_write)
        yield Line(row, url, _about(row, session, wish.step))


def _url(row: Expected, session: Session, step: int | None, *, may_write: bool) -> str:
    elsewhere = row.visit is not None and row.visit.posyandu_id != session.posyandu_id
    if (
        row.visit is not None
        and row.lives_here
        and (elsewhere or not may_write or (row.is_done and not step))
    ):
        return reverse("visit_detail", args=[row.visit.pk])
    # A guest is recorded on the day itself, by those who work there.
    if not may_write or not (row.lives_here or (row.is_guest and not session.is_closed)):
        return ""
    return step_url(session, row, step)


def step_url(session: Session, row: Expected, step: int | None = None) -> str:
    """The page of a step for a person of the session: the user's own, else the first one that is open."""
    at = step or row.next_step
    return link("visit_step", session.pk, row.pk, at) or link("visit_entry", session.pk, row.pk)


def _about(row: Expected, session: Session, step: int | None) -> str:
    """Words that tell where somebody stands besides the dots."""
    if not row.lives_here:
        return "tamu dari Posyandu lain"
    if row.visit is None:
        return ""
    if not row.came:
        return f"dilayani: {row.visit.get_setting_display().lower()}"
    if row.visit.posyandu_id != session.posyandu_id:
        return str(row.visit.posyandu)
    return "menunggu" if step and row.waits_for(step) else ""


def group_chips(roster: Roster, wish: Wish) -> list[dict[str, object]]:
    """Came/expected of everybody and of each group."""
    everybody = [("", "Semua", roster.came, roster.expected)]
    groups = [(one.group.value, one.group.label, one.came, one.expected) for one in roster.groups]
    return [
        {
            "url": query_of(wish, group=value) or "?",
            "label": label,
            "active": value == wish.group,
            "count": f"{whole(came)}/{whole(expected)}",
        }
        for value, label, came, expected in everybody + groups
    ]


def filters(wish: Wish) -> list[dict[str, object]]:
    """Narrowings by where people are and by what waits for them."""
    known = PLACES | NEEDS
    shown = known if wish.only in known else {wish.only: "Sudah datang"} | known
    return [{"value": value, "label": label, "active": value == wish.only} for value, label in shown.items()]


def step_choices(step: int | None) -> list[dict[str, object]]:
    """The buttons of "Saya di langkah"; the first one is for whoever serves at all of them."""
    return [
        {"value": "", "label": "", "name": "Semua langkah", "active": step is None},
        *({"value": n, "label": n, "name": name, "active": n == step} for n, name in STEPS.items()),
    ]


def ways_on(session: Session, user: User) -> list[QuickAction]:
    """What else can be done from here; pages that do not exist are left out."""
    found = [QuickAction("Ringkasan", "clipboard-data", link("session_summary", session.pk))]
    if not session.is_closed or may_correct(session, user):
        found = [
            QuickAction("Warga baru", "person-plus", new_person_url(session)),
            QuickAction("Tamu", "people", link("guest_search", session.pk)),
            QuickAction("Kisi", "table", link("session_grid", session.pk)),
            QuickAction("Kertas", "printer", link("posyandu_papers", session.posyandu_id)),
            *found,
        ]
    if user.may(Action.OPEN_SESSION, session.posyandu.unit) and not session.is_closed:
        found.append(QuickAction("Tutup hari", "door-closed", link("session_close", session.pk)))
    elif session.is_closed and may_correct(session, user):
        found.append(QuickAction("Buka lagi", "door-open", link("session_reopen", session.pk)))
    return [action for action in found if action.url]


def new_person_url(session: Session) -> str:
    """The form for somebody who lives here and is not registered; it leads back."""
    query = f"?posyandu={session.posyandu_id}&lanjut={reverse('session_detail', args=[session.pk])}"
    return link("resident_new", query=query)
