"""Families, to read: where they live and what their house has. No KK number, no telephone number, no illness."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from registry.api import LARGEST_ID, ReadOnlyViewSet
from registry.models import Household, Resident
from registry.models.household import PLACE_LEVELS
from registry.permissions import Action

if TYPE_CHECKING:
    from django.db.models import QuerySet


class FamilySerializer(serializers.ModelSerializer[Household]):
    """Satu keluarga tanpa nomor KK dan nomor HP; jawaban Data Keluarga kosong bila belum ditanya."""

    member_count = serializers.IntegerField(
        read_only=True, help_text="Jumlah anggota yang tinggal di sini sekarang."
    )

    class Meta:
        model = Household
        fields = [
            "id",
            "posyandu",
            "head",
            "member_count",
            "address",
            "dusun",
            "rw",
            "rt",
            "surveyed_on",
            "has_insurance",
            "has_clean_water",
            "water_is_protected",
            "has_latrine",
            "latrine_is_sanitary",
            "is_ventilated",
        ]
        read_only_fields = fields


class FamilyFilter(serializers.Serializer[Any]):
    posyandu = serializers.IntegerField(
        required=False, max_value=LARGEST_ID, help_text="Posyandu keluarga itu."
    )
    dusun = serializers.CharField(required=False, help_text="Dusun, persis seperti tertulis.")
    rw = serializers.CharField(required=False)
    rt = serializers.CharField(required=False)


@extend_schema_view(
    list=extend_schema(summary="Daftar keluarga", parameters=[FamilyFilter]),
    retrieve=extend_schema(summary="Satu keluarga"),
)
class HouseholdViewSet(ReadOnlyViewSet[Household]):
    """Keluarga yang boleh dilihat pengguna, tanpa yang sudah digabung atau kosong."""

    model = Household
    required_action = Action.SEE_PEOPLE
    serializer_class = FamilySerializer
    filter_serializer = FamilyFilter
    lookup_url_kwarg = "household_id"
    lookup_value_converter = "uuid"

    def visible(self) -> QuerySet[Household]:
        rows = Household.objects.visible_to(self.user, self.required_action).in_use().without_secrets()
        people = Resident.objects.unscoped("counted for families in scope").present().order_by()
        counted = people.filter(household=OuterRef("pk")).values("household").annotate(n=Count("pk"))
        members = Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)
        return rows.annotate(member_count=members).order_by("dusun", "rw", "rt", "pk")

    def narrow(self, rows: QuerySet[Household], filters: dict[str, Any]) -> QuerySet[Household]:
        return rows.filter(**{name: filters[name] for name in ("posyandu", *PLACE_LEVELS) if name in filters})
