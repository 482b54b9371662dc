"""Immunisations, to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from registry.api import LARGEST_ID, ReadOnlyViewSet
from registry.permissions import Action
from visits.models import Immunisation

if TYPE_CHECKING:
    from django.db.models import QuerySet


class ImmunisationSerializer(serializers.ModelSerializer[Immunisation]):
    """A dose that a person got, at the Posyandu or elsewhere."""

    dose = serializers.CharField(help_text="Kode dosis menurut jadwal, misalnya DPT1 atau MR2.")
    given_on = serializers.DateField(
        allow_null=True,
        help_text="Tanggal diberikan; null bila sudah diberikan tetapi tanggalnya tidak diketahui.",
    )

    class Meta:
        model = Immunisation
        fields = [
            "id",
            "resident",
            "dose",
            "given_on",
            "place",
            "place_name",
            "batch",
            "site",
            "given_by",
            "posyandu",
            "visit",
            "recorded_at",
        ]
        read_only_fields = fields


class ImmunisationFilter(serializers.Serializer[Any]):
    resident = serializers.UUIDField(required=False)
    posyandu = serializers.IntegerField(
        required=False, max_value=LARGEST_ID, help_text="Posyandu tempat orangnya terdaftar."
    )
    dose = serializers.CharField(required=False, help_text="Kode dosis.")


_LOOKUPS = {"resident": "resident", "posyandu": "resident__posyandu", "dose": "dose"}


@extend_schema_view(
    list=extend_schema(summary="Daftar imunisasi", parameters=[ImmunisationFilter]),
    retrieve=extend_schema(summary="Satu imunisasi"),
)
class ImmunisationViewSet(ReadOnlyViewSet[Immunisation]):
    """Imunisasi warga yang boleh dilihat pengguna; hanya untuk dibaca."""

    model = Immunisation
    required_action = Action.SEE_PEOPLE
    serializer_class = ImmunisationSerializer
    filter_serializer = ImmunisationFilter
    lookup_url_kwarg = "immunisation_id"
    lookup_value_converter = "uuid"

    def visible(self) -> QuerySet[Immunisation]:
        rows = Immunisation.objects.visible_to(self.user, self.required_action)
        return rows.filter(resident__merged_into__isnull=True).order_by("resident", "given_on", "dose", "pk")

    def narrow(self, rows: QuerySet[Immunisation], filters: dict[str, Any]) -> QuerySet[Immunisation]:
        return rows.filter(**{lookup: filters[name] for name, lookup in _LOOKUPS.items() if name in filters})
