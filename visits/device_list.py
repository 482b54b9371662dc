"""The lists of phones: which ones the address asks for, what is said of each, and what of theirs is not settled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from registry.models import Membership, Resident, User
from registry.paging import PER_PAGE
from registry.permissions import Action
from registry.scoping import under
from visits.models import Device, SyncItem
from visits.models.device import DeviceQuerySet, SyncItemQuerySet

SILENT_DAYS = 14
# Less than this changes nothing that is recorded, and every clock is a little wrong.
_CLOCK_TOLERANCE_S = 120
_LONGEST_SEARCH = 80
_UNSETTLED = (SyncItem.State.REFUSED, SyncItem.State.CONFLICT)
_WHY = "items of phones that the officer looks after, narrowed in the same query"
KIND_WORDS = {
    "visit": "Kunjungan",
    "newcomer": "Warga baru",
    "screening": "Skrining",
    "service": "Pelayanan",
    "immunisation": "Imunisasi",
    "referral": "Rujukan",
    "decline": "Usul rujukan tidak diikuti",
    "cancel": "Pembatalan kunjungan",
    "discard": "Membuang isian",
}
NARROWED = {
    "": "Semua",
    "belum-terkirim": "Ada yang belum terkirim",
    "lama": "Lama tidak terhubung",
    "dicabut": "Menunggu dikosongkan",
}


@dataclass(frozen=True, slots=True)
class Phone:
    """One phone with what an officer or its user is told about it."""

    device: Device
    places: str = ""
    unsettled: int = 0

    @property
    def level(self) -> str:
        """Colour of the state."""
        if self.device.wiped_at is not None:
            return "kosong"
        return "perhatian" if self.device.is_revoked else "baik"

    @property
    def state(self) -> str:
        """The state in words."""
        if self.device.wiped_at is not None:
            return "Sudah dikosongkan"
        return "Dicabut, menunggu dikosongkan" if self.device.is_revoked else "Aktif"

    @property
    def is_silent(self) -> bool:
        """Whether it has not been heard of for long, and still holds something."""
        return self.device.wiped_at is None and self.device.seen_at < _silent_since()

    @property
    def clock(self) -> str:
        """How wrong its clock is ("cepat 12 menit"), rounded; empty where that does not matter."""
        ahead = self.device.clock_ahead_s
        if abs(ahead) < _CLOCK_TOLERANCE_S:
            return ""
        return f"{'cepat' if ahead > 0 else 'lambat'} {_span(abs(ahead))}"


@dataclass(frozen=True, slots=True)
class Unsettled:
    """One item that was not stored; what it holds stays sealed."""

    item: SyncItem
    person: Resident | None

    @property
    def kind(self) -> str:
        return KIND_WORDS.get(self.item.kind, "Isian")

    @property
    def who(self) -> str:
        """The person where the officer may know them, else as much as may be said."""
        if self.person is not None:
            return self.person.name
        return (
            "Warga baru yang belum terdaftar"
            if self.item.kind == "newcomer"
            else "Orang yang tidak ada di wilayah Anda"
        )

    @property
    def messages(self) -> list[str]:
        """Why it was not stored, as the phone was told; each sentence once."""
        told = [str(error.get("message", "")) for error in self.item.answer.get("errors", [])]
        return list(dict.fromkeys(text for text in told if text))

    @property
    def level(self) -> str:
        return "info" if self.item.state == SyncItem.State.CONFLICT else "perhatian"


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of phones with the choices above it."""

    query: str
    narrowed: str
    page: Page[Any]
    phones: list[Phone]
    chips: list[dict[str, Any]]
    unsettled: int


def listed(user: User, asked: Mapping[str, str]) -> Listed:
    """The phones of the officer's people for an address, in a constant number of queries."""
    query = asked.get("q", "").strip()[:_LONGEST_SEARCH]
    narrowed = asked.get("saring", "")
    narrowed = narrowed if narrowed in NARROWED else ""
    rows = _search(Device.objects.manageable_by(user), query)
    narrow = _narrowings()
    counts = rows.order_by().aggregate(
        **{f"n{place}": Count("pk", filter=narrow[name]) for place, name in enumerate(NARROWED)}
    )
    wanted = rows.filter(narrow[narrowed]).select_related("user", "revoked_by").order_by("-seen_at", "pk")
    page: Page[Any] = Paginator(wanted.prefetch_related(_roles_in(user)), PER_PAGE).get_page(
        asked.get("page")
    )
    waiting = unsettled_items(user)
    return Listed(
        query=query,
        narrowed=narrowed,
        page=page,
        phones=_phones(page, waiting),
        chips=[
            {
                "url": f"?{urlencode({key: text for key, text in (('q', query), ('saring', name)) if text})}",
                "label": words,
                "active": name == narrowed,
                "count": counts[f"n{place}"],
            }
            for place, (name, words) in enumerate(NARROWED.items())
        ],
        unsettled=waiting.count(),
    )


def own_phones(user: User) -> list[Phone]:
    """The user's own phones, the last heard of first."""
    return [Phone(device) for device in Device.objects.of(user).order_by("-seen_at", "pk")]


def unsettled_items(user: User) -> SyncItemQuerySet:
    """What was refused or is in conflict and not mended yet: at the officer's Posyandu, or from one of her phones.

    An item that was refused before anybody knew where it belongs has no Posyandu; it is found by its phone.
    """
    here = SyncItem.objects.visible_to(user, Action.REVOKE_DEVICES).values("pk")
    homeless = Q(posyandu__isnull=True, device__in=Device.objects.manageable_by(user).values("pk"))
    rows = SyncItem.objects.unscoped(_WHY).filter(Q(pk__in=here) | homeless)
    # Not even read: what an item holds is for its sender to mend.
    return rows.filter(state__in=_UNSETTLED).defer("content")


def unsettled_page(
    user: User, device_id: UUID | None, number: str | None
) -> tuple[Page[Any], list[Unsettled]]:
    """A page of what is not settled, the newest first; of one phone, where one is asked for."""
    rows = unsettled_items(user).select_related("device__user").order_by("-received_at", "pk")
    if device_id is not None:
        rows = rows.filter(device=device_id)
    page: Page[Any] = Paginator(rows, PER_PAGE).get_page(number)
    people = known_people(user, {item.person_id for item in page if item.person_id})
    found = [Unsettled(item, people.get(item.person_id) if item.person_id else None) for item in page]
    return page, found


def known_people(user: User, ids: set[UUID]) -> dict[UUID, Resident]:
    """Whom the ids stand for, as far as the user may know them; somebody merged is the person they became."""
    merged = Resident.objects.with_merged(_WHY).filter(pk__in=ids, merged_into__isnull=False)
    became = {first: into for first, into in merged.values_list("pk", "merged_into_id") if into}
    known = Resident.objects.visible_to(user).in_bulk({became.get(each, each) for each in ids})
    return {each: known[became.get(each, each)] for each in ids if became.get(each, each) in known}


def _search(rows: DeviceQuerySet, query: str) -> DeviceQuerySet:
    for word in query.split():
        rows = rows.filter(
            Q(user__full_name__icontains=word) | Q(user__username__icontains=word) | Q(name__icontains=word)
        )
    return rows


def _narrowings() -> dict[str, Q]:
    kept = Q(wiped_at__isnull=True)
    return {
        "": Q(),
        "belum-terkirim": kept & Q(unsent__gt=0),
        "lama": kept & Q(seen_at__lt=_silent_since()),
        "dicabut": kept & Q(revoked_at__isnull=False),
    }


def _silent_since() -> Any:
    return timezone.now() - timedelta(days=SILENT_DAYS)


def _roles_in(user: User) -> Prefetch[Any]:
    """Where the owners work today, as far as the officer looks after it."""
    paths = user.paths_for(Action.REVOKE_DEVICES)
    here: QuerySet[Membership] = Membership.objects.on(timezone.localdate()).filter(
        under(paths, "unit__path")
    )
    roles = here.select_related("unit__region").order_by("unit__path", "role")
    return Prefetch("user__memberships", roles, to_attr="roles_here")


def _phones(devices: Iterable[Device], waiting: SyncItemQuerySet) -> list[Phone]:
    devices = list(devices)
    counts = dict(
        waiting.filter(device__in=[device.pk for device in devices])
        .order_by()
        .values_list("device")
        .annotate(how_many=Count("pk"))
    )
    return [Phone(device, _places(device.user), counts.get(device.pk, 0)) for device in devices]


def _places(user: Any) -> str:
    units = dict.fromkeys(str(role.unit) for role in user.roles_here)
    return ", ".join(units) if units else "Tidak bertugas lagi"


def _span(seconds: int) -> str:
    """Minutes, or whole hours and days where minutes say nothing any more."""
    minutes = round(seconds / 60)
    if minutes < 120:
        return f"{minutes} menit"
    return f"{round(minutes / 60)} jam" if minutes < 48 * 60 else f"{round(minutes / 1440)} hari"
