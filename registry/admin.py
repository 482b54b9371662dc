"""Settings pages for the role admin: areas, units, Posyandu, users and their roles. No resident and no visit."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.views import redirect_to_login
from django.db import models
from django.db.models import Q
from django.forms import ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator

from registry.models import Membership, OrgUnit, Posyandu, Region, User
from registry.permissions import Action
from registry.scoping import under

if TYPE_CHECKING:
    from django.db.models import ForeignKey, QuerySet

_Row = TypeVar("_Row", bound=models.Model)


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


def _units(request: HttpRequest) -> QuerySet[OrgUnit]:
    return OrgUnit.objects.visible_to(_user(request), Action.MANAGE)


def _users(request: HttpRequest) -> QuerySet[User]:
    """Users of the manager's own units, and new ones without a role; nobody who also works elsewhere or above."""
    own = under(_user(request).paths_for(Action.MANAGE), "unit__path")
    lasting = Membership.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=timezone.localdate())
    )
    return User.objects.exclude(pk__in=lasting.exclude(own).values("user"))


def _may_manage(request: HttpRequest) -> bool:
    return request.user.is_authenticated and request.user.may(Action.MANAGE)


class ManageSite(admin.AdminSite):
    """Opened by a membership that may manage, never by flags on the user; for others it does not exist."""

    site_header = site_title = "Pengaturan Posyandu ILP"
    index_title = "Pengaturan"

    def has_permission(self, request: HttpRequest) -> bool:
        return _may_manage(request)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            response: HttpResponse = inner(request, *args, **kwargs)
            return response

        return guarded

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The project's own login page: a second one would not count failed attempts."""
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The project's own page."""
        return redirect("account_change_password")


site = ManageSite(name="admin")


class Managed(BaseModelAdmin[_Row]):
    """Rows are added and changed, never deleted: what happened in their name must stay readable."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _may_manage(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return _may_manage(request)

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return _may_manage(request)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return _may_manage(request)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        """Units and people of the manager's own part only, whatever the browser sends."""
        if db_field.related_model is OrgUnit:
            # Required, because a unit without a parent would be a root that nobody's membership reaches.
            kwargs |= {"queryset": _units(request), "required": True}
        elif db_field.related_model is User:
            kwargs["queryset"] = _users(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Region, site=site)
class RegionAdmin(Managed[Region], admin.ModelAdmin[Region]):
    """Kemendagri's areas come from the data package, so they are only read."""

    list_display = ["code", "name", "level"]
    list_filter = ["level"]
    search_fields = ["code", "name"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(OrgUnit, site=site)
class OrgUnitAdmin(Managed[OrgUnit], admin.ModelAdmin[OrgUnit]):
    list_display = ["name", "kind", "code", "parent", "is_active"]
    list_filter = ["kind", "is_active"]
    list_select_related = ["parent"]
    search_fields = ["name", "code"]
    autocomplete_fields = ["parent", "region"]
    fields = ["kind", "code", "name", "parent", "region", "is_active"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[OrgUnit]:
        return _units(request)

    def get_readonly_fields(self, request: HttpRequest, obj: OrgUnit | None = None) -> list[str]:
        # The path of a unit and of all below it is made of these.
        return ["kind", "code", "parent"] if obj else []


@admin.register(Posyandu, site=site)
class PosyanduAdmin(Managed[Posyandu], admin.ModelAdmin[Posyandu]):
    list_display = ["unit", "dusun", "place", "open_day", "ilp_status", "strata"]
    list_filter = ["ilp_status", "strata"]
    list_select_related = ["unit__region"]
    search_fields = ["unit__name", "unit__code", "official_number"]
    autocomplete_fields = ["unit"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Posyandu]:
        return Posyandu.objects.visible_to(_user(request), Action.MANAGE).select_related("unit")

    def get_readonly_fields(self, request: HttpRequest, obj: Posyandu | None = None) -> list[str]:
        return ["unit"] if obj else []

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and field.queryset is not None:
            field.queryset = field.queryset.filter(kind=OrgUnit.Kind.POSYANDU)
        return field


class MembershipInline(Managed[Membership], admin.TabularInline[Membership, User]):
    model = Membership
    extra = 1
    autocomplete_fields = ["unit"]


@admin.register(Membership, site=site)
class MembershipAdmin(Managed[Membership], admin.ModelAdmin[Membership]):
    list_display = ["user", "role", "unit", "valid_from", "valid_until"]
    list_filter = ["role"]
    list_select_related = ["user", "unit__region"]
    search_fields = ["user__username", "user__full_name", "unit__name"]
    autocomplete_fields = ["user", "unit"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return Membership.objects.filter(unit__in=_units(request))


@admin.register(User, site=site)
class ManagedUserAdmin(Managed[User], UserAdmin[User]):
    """Flags and permissions of the framework are left out: only memberships say what a user may do."""

    list_display = ["username", "full_name", "is_active", "last_login"]
    list_filter = ["is_active", "memberships__role"]
    search_fields = ["username", "full_name"]
    filter_horizontal = []
    inlines = [MembershipInline]
    add_form = UserCreationForm
    fieldsets = [(None, {"fields": ["username", "password", "full_name", "email", "is_active"]})]
    add_fieldsets = [(None, {"fields": ["username", "full_name", "password1", "password2"]})]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return _users(request)
