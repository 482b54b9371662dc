"""Residents and units, to read; also what every list of the API shares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from django.db import models
from django.http import Http404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler

from registry.models import Household, OrgUnit, Resident
from registry.models.searching import digits_of
from registry.permissions import Action, HasAction

# The ids of units are whole numbers; a longer one would not even fit the database's column.
LARGEST_ID = 2**31 - 1

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from registry.models import User
    from registry.models.people import ResidentQuerySet

_Row = TypeVar("_Row", bound=models.Model)


NOT_FOUND = "Tidak ditemukan, atau di luar wilayah Anda."


def answer_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """The framework's answer to an error, with words of its own for what is not there: Django's are English."""
    if isinstance(error, Http404):
        error = NotFound(NOT_FOUND)
    return exception_handler(error, context)


class Pages(LimitOffsetPagination):
    """?limit=&offset=; a larger limit than the largest is cut down to it."""

    default_limit = 50
    max_limit = 200


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses names it does not know: a misspelt one must not make its value disappear."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, Mapping) else []
        if unknown:
            raise serializers.ValidationError({name: ["Kolom ini tidak dikenal."] for name in unknown})
        return super().to_internal_value(data)


class ReadOnlyViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[_Row], Generic[_Row]
):
    """A list and its rows, for roles that have `required_action`; subclasses say which rows a user may see."""

    model: type[_Row]
    required_action: Action
    filter_serializer: type[serializers.Serializer[Any]]
    permission_classes = [IsAuthenticated, HasAction]
    pagination_class = Pages
    filter_backends = []

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    def filters(self) -> dict[str, Any]:
        """The query string as values; 400 with the reason beside the parameter when it cannot be read."""
        given = self.filter_serializer(data=self.request.query_params)
        given.is_valid(raise_exception=True)
        return given.validated_data  # type: ignore[no-any-return]

    def visible(self) -> QuerySet[_Row]:
        """The rows this user may see, in an order that does not change between two pages."""
        raise NotImplementedError

    def narrow(self, rows: QuerySet[_Row], filters: dict[str, Any]) -> QuerySet[_Row]:
        """The rows of a list that the query string asks for."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[_Row]:
        # The schema is drawn without a request, so without anybody who could see a row.
        if getattr(self, "swagger_fake_view", False):
            return self.model._default_manager.none()
        rows = self.visible()
        return self.narrow(rows, self.filters()) if self.action == "list" else rows


class HouseholdSerializer(serializers.ModelSerializer[Household]):
    class Meta:
        model = Household
        fields = ["address", "dusun", "rw", "rt"]
        read_only_fields = fields


def _codes(words: str) -> serializers.ListField:
    """Any number of codes of a form's list."""
    return serializers.ListField(child=serializers.CharField(), read_only=True, help_text=words)


class ResidentSerializer(serializers.ModelSerializer[Resident]):
    """A resident without what is encrypted: of the NIK only its state and its masked form, no KK, no phone."""

    masked_nik = serializers.CharField(
        read_only=True, help_text="NIK yang disamarkan; kosong bila belum ada."
    )
    household = HouseholdSerializer(read_only=True, allow_null=True)
    family_history = _codes("Riwayat penyakit keluarga.")
    own_history = _codes("Riwayat penyakit diri sendiri.")
    risk_behaviour = _codes("Perilaku berisiko diri sendiri.")
    disabilities = _codes("Ragam disabilitas.")

    class Meta:
        model = Resident
        fields = [
            "id",
            "posyandu",
            "name",
            "sex",
            "birth_date",
            "birth_date_known",
            "birth_place",
            "nik_state",
            "masked_nik",
            "household",
            "relation",
            "mother",
            "mother_name",
            "father",
            "father_name",
            "spouse",
            "spouse_name",
            "marital_status",
            "education",
            "occupation",
            "blood_type",
            "family_history",
            "own_history",
            "risk_behaviour",
            "disabilities",
            "birth_weight_kg",
            "birth_length_cm",
            "birth_order",
            "gestation_weeks",
            "registered_at",
        ]
        read_only_fields = fields


class ResidentFilter(serializers.Serializer[Any]):
    posyandu = serializers.IntegerField(
        required=False, max_value=LARGEST_ID, help_text="Posyandu tempat terdaftar."
    )
    q = serializers.CharField(
        required=False, help_text="Awal kata-kata nama, nama ibu, atau alamat; nomor dicari dengan POST."
    )

    def validate_q(self, text: str) -> str:
        if digits_of(text):
            raise serializers.ValidationError("Nomor tidak boleh di alamat: kirim dengan POST ke search/.")
        return text


class NumberSearch(serializers.Serializer[Any]):
    number = serializers.CharField(
        max_length=40,
        help_text="NIK atau KK, lengkap atau paling sedikit empat angka terakhir; atau nomor HP.",
    )

    def validate_number(self, text: str) -> str:
        if not (digits := digits_of(text)):
            raise serializers.ValidationError("Tulis paling sedikit empat angka.")
        return digits


@extend_schema_view(
    list=extend_schema(summary="Daftar warga", parameters=[ResidentFilter]),
    retrieve=extend_schema(summary="Satu warga"),
)
class ResidentViewSet(ReadOnlyViewSet[Resident]):
    """Warga yang boleh dilihat pengguna. NIK selalu disamarkan."""

    model = Resident
    required_action = Action.SEE_PEOPLE
    serializer_class = ResidentSerializer
    filter_serializer = ResidentFilter
    lookup_url_kwarg = "resident_id"
    lookup_value_converter = "uuid"

    def visible(self) -> QuerySet[Resident]:
        rows = Resident.objects.visible_to(self.user, self.required_action)
        return rows.select_related("household").order_by("name_key", "pk")

    def narrow(self, rows: QuerySet[Resident], filters: dict[str, Any]) -> QuerySet[Resident]:
        if "posyandu" in filters:
            rows = rows.filter(posyandu=filters["posyandu"])
        if "q" in filters:
            within = self.user.paths_for(self.required_action)
            rows = cast("ResidentQuerySet", rows).search(filters["q"], within=within)
        return rows

    def get_extra_action_url_map(self) -> dict[str, str]:
        # The browsable page would list them in a menu with inline style, which the policy refuses.
        return {}

    @extend_schema(
        summary="Cari warga menurut nomor", request=NumberSearch, responses=ResidentSerializer(many=True)
    )
    @action(detail=False, methods=["post"], pagination_class=None)
    def search(self, request: Request) -> Response:
        """Warga dengan NIK, KK, atau nomor HP ini; nomornya tidak tertinggal di alamat atau log."""
        asked = NumberSearch(data=request.data)
        asked.is_valid(raise_exception=True)
        found = cast("ResidentQuerySet", self.visible()).search(asked.validated_data["number"])
        return Response(self.get_serializer(found[: Pages.max_limit], many=True).data)


class OrgUnitSerializer(serializers.ModelSerializer[OrgUnit]):
    class Meta:
        model = OrgUnit
        fields = ["id", "kind", "code", "name", "parent", "path", "region", "is_active"]
        read_only_fields = fields


class OrgUnitFilter(serializers.Serializer[Any]):
    # A declared field is taken off the class, so it does not hide the attribute of the same name.
    parent = serializers.IntegerField(  # type: ignore[assignment]
        required=False, max_value=LARGEST_ID, help_text="Unit tepat di atasnya."
    )
    kind = serializers.ChoiceField(choices=OrgUnit.Kind.choices, required=False)


@extend_schema_view(
    list=extend_schema(summary="Pohon unit", parameters=[OrgUnitFilter]),
    retrieve=extend_schema(summary="Satu unit"),
)
class OrgUnitViewSet(ReadOnlyViewSet[OrgUnit]):
    """Unit yang boleh dilihat pengguna, induk sebelum anaknya."""

    model = OrgUnit
    required_action = Action.SEE_REPORTS
    serializer_class = OrgUnitSerializer
    filter_serializer = OrgUnitFilter
    lookup_url_kwarg = "unit_id"
    lookup_value_converter = "int"

    def visible(self) -> QuerySet[OrgUnit]:
        return OrgUnit.objects.visible_to(self.user, self.required_action).order_by("path")

    def narrow(self, rows: QuerySet[OrgUnit], filters: dict[str, Any]) -> QuerySet[OrgUnit]:
        return rows.filter(**filters)
