"""Visits with the card that was filled, to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from registry.api import LARGEST_ID, ReadOnlyViewSet
from registry.permissions import Action
from visits.models import AdultCheck, ChildCheck, SchoolAgeCheck, Visit
from visits.rules.card_code import CardCode
from visits.rules.nutrition import BmiForAge

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Values that several columns share: the schema names each set once.
CARD_CODES = [code.value for code in CardCode]
NUTRITION_LABELS = [label.value for label in BmiForAge]


class ChildCheckSerializer(serializers.ModelSerializer[ChildCheck]):
    class Meta:
        model = ChildCheck
        exclude = ["visit"]


class SchoolAgeCheckSerializer(serializers.ModelSerializer[SchoolAgeCheck]):
    class Meta:
        model = SchoolAgeCheck
        exclude = ["visit"]


class AdultCheckSerializer(serializers.ModelSerializer[AdultCheck]):
    class Meta:
        model = AdultCheck
        exclude = ["visit"]


class VisitSerializer(serializers.ModelSerializer[Visit]):
    """A visit; of the three cards the one that was filled, the others null."""

    child_check = ChildCheckSerializer(read_only=True, allow_null=True)
    school_age_check = SchoolAgeCheckSerializer(read_only=True, allow_null=True)
    adult_check = AdultCheckSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Visit
        fields = [
            "id",
            "resident",
            "posyandu",
            "home_posyandu",
            "session",
            "date",
            "life_stage",
            "last_of_month",
            "revision",
            "recorded_at",
            "cancelled_at",
            "cancel_reason",
            "rules_version",
            "child_check",
            "school_age_check",
            "adult_check",
        ]
        read_only_fields = fields


class VisitFilter(serializers.Serializer[Any]):
    resident = serializers.UUIDField(required=False)
    posyandu = serializers.IntegerField(
        required=False, max_value=LARGEST_ID, help_text="Posyandu tempat kunjungan."
    )
    until = serializers.DateField(required=False, help_text="Sampai dengan tanggal ini.")
    cancelled = serializers.BooleanField(
        required=False,
        allow_null=True,
        default=None,
        help_text="Hanya yang dibatalkan, atau hanya yang tidak.",
    )

    def get_fields(self) -> dict[str, Any]:
        # "from" is a word of the language, so it cannot be declared like the others.
        since = serializers.DateField(required=False, help_text="Mulai tanggal ini.")
        return {**super().get_fields(), "from": since}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "from" in attrs and "until" in attrs and attrs["from"] > attrs["until"]:
            raise serializers.ValidationError(
                {"until": ["Tanggal sampai tidak boleh sebelum tanggal mulai."]}
            )
        return attrs


_LOOKUPS = {
    "resident": "resident",
    "posyandu": "posyandu",
    "from": "date__gte",
    "until": "date__lte",
}


@extend_schema_view(
    list=extend_schema(summary="Daftar kunjungan", parameters=[VisitFilter]),
    retrieve=extend_schema(summary="Satu kunjungan"),
)
class VisitViewSet(ReadOnlyViewSet[Visit]):
    """Kunjungan warga yang boleh dilihat pengguna, yang terbaru lebih dahulu; yang dibatalkan ikut tampil."""

    model = Visit
    required_action = Action.SEE_PEOPLE
    serializer_class = VisitSerializer
    filter_serializer = VisitFilter
    lookup_url_kwarg = "visit_id"
    lookup_value_converter = "uuid"

    def visible(self) -> QuerySet[Visit]:
        rows = Visit.objects.visible_to(self.user, self.required_action)
        return rows.with_cards().order_by("-date", "-recorded_at", "pk")

    def narrow(self, rows: QuerySet[Visit], filters: dict[str, Any]) -> QuerySet[Visit]:
        rows = rows.filter(**{lookup: filters[name] for name, lookup in _LOOKUPS.items() if name in filters})
        if filters["cancelled"] is not None:
            rows = rows.filter(cancelled_at__isnull=not filters["cancelled"])
        return rows
