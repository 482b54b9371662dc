"""Which role may do what: one table, read by pages, API and querysets alike."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponseBase
from rest_framework.permissions import BasePermission

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView

    from registry.models import User

View = Callable[..., HttpResponseBase]


class Role(TextChoices):
    KADER = "kader", "Kader"
    BIDAN = "bidan", "Bidan"
    PUSKESMAS = "puskesmas", "Petugas Puskesmas"
    DINKES = "dinkes", "Petugas Dinkes"
    DESA = "desa", "Perangkat desa"
    ADMIN = "admin", "Admin"


class Action(StrEnum):
    SEE_PEOPLE = "see_people"
    REGISTER = "register"
    OPEN_SESSION = "open_session"
    RECORD = "record"
    CANCEL = "cancel"
    CORRECT_CLOSED = "correct_closed"
    SEE_PRIVATE = "see_private"
    OPEN_NIK = "open_nik"
    ACCEPT_MOVES = "accept_moves"
    DECIDE_DUPLICATES = "decide_duplicates"
    IMPORT = "import"
    REVOKE_DEVICES = "revoke_devices"
    SEE_REPORTS = "see_reports"
    SET_TARGETS = "set_targets"
    MANAGE = "manage"


_AT_THE_TABLE = frozenset(
    {
        Action.SEE_PEOPLE,
        Action.REGISTER,
        Action.OPEN_SESSION,
        Action.RECORD,
        Action.CANCEL,
        Action.OPEN_NIK,
        Action.SEE_REPORTS,
    }
)

# Names stop at the Puskesmas: dinkes and desa see counts, admin sees neither.
ROLE_ACTIONS: dict[str, frozenset[Action]] = {
    Role.KADER: _AT_THE_TABLE,
    Role.BIDAN: _AT_THE_TABLE | {Action.CORRECT_CLOSED, Action.DECIDE_DUPLICATES, Action.SEE_PRIVATE},
    Role.PUSKESMAS: _AT_THE_TABLE
    | {
        Action.ACCEPT_MOVES,
        Action.CORRECT_CLOSED,
        Action.DECIDE_DUPLICATES,
        Action.IMPORT,
        Action.REVOKE_DEVICES,
        Action.SEE_PRIVATE,
    },
    Role.DINKES: frozenset({Action.SEE_REPORTS, Action.SET_TARGETS}),
    Role.DESA: frozenset({Action.SEE_REPORTS}),
    Role.ADMIN: frozenset({Action.MANAGE}),
}


def requires(action: Action) -> Callable[[View], View]:
    """Let a view be used only by people one of whose roles has `action` somewhere; others get 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not cast("User", request.user).may(action):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.required_action = action  # type: ignore[attr-defined]  # read by the test that walks the URLs
        return guarded

    return decorate


class HasAction(BasePermission):
    """The API's twin of `requires`: the view names its `required_action`."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return bool(request.user.is_authenticated and request.user.may(view.required_action))  # type: ignore[attr-defined]
