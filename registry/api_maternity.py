"""Pregnancies and deliveries, to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from registry.api import LARGEST_ID, ReadOnlyViewSet
from registry.models import Delivery, Pregnancy, Resident
from registry.permissions import Action

if TYPE_CHECKING:
    from django.db.models import QuerySet


class PregnancySerializer(serializers.ModelSerializer[Pregnancy]):
    due_date = serializers.DateField(
        read_only=True,
        allow_null=True,
        help_text="Taksiran persalinan: menurut USG bila ada, bila tidak HPHT + 280 hari.",
    )

    class Meta:
        model = Pregnancy
        fields = [
            "id",
            "resident",
            "known_from",
            "last_period",
            "due_date_by_usg",
            "due_date",
            "gravida",
            "living_children",
            "spacing_months",
            "start_weight_kg",
            "height_cm",
            "ended_on",
            "outcome",
            "recorded_at",
        ]
        read_only_fields = fields


class MaternityFilter(serializers.Serializer[Any]):
    resident = serializers.UUIDField(required=False, help_text="Ibu.")
    posyandu = serializers.IntegerField(
        required=False, max_value=LARGEST_ID, help_text="Posyandu tempat ibu terdaftar."
    )


class PregnancyFilter(MaternityFilter):
    on = serializers.DateField(required=False, help_text="Hanya yang sedang hamil pada tanggal ini.")


@extend_schema_view(
    list=extend_schema(summary="Daftar kehamilan", parameters=[PregnancyFilter]),
    retrieve=extend_schema(summary="Satu kehamilan"),
)
class PregnancyViewSet(ReadOnlyViewSet[Pregnancy]):
    """Kehamilan warga yang boleh dilihat pengguna, yang terbaru lebih dahulu; yang salah catat ikut tampil."""

    model = Pregnancy
    required_action = Action.SEE_PEOPLE
    serializer_class = PregnancySerializer
    filter_serializer = PregnancyFilter
    lookup_url_kwarg = "pregnancy_id"
    lookup_value_converter = "uuid"

    def visible(self) -> QuerySet[Pregnancy]:
        rows = Pregnancy.objects.visible_to(self.user, self.required_action)
        return rows.filter(resident__merged_into__isnull=True).order_by("-known_from", "pk")

    def narrow(self, rows: QuerySet[Pregnancy], filters: dict[str, Any]) -> QuerySet[Pregnancy]:
        if "on" in filters:
            open_then = Pregnancy.objects.visible_to(self.user, self.required_action).open_on(filters["on"])
            rows = rows.filter(pk__in=open_then.values("pk"))
        return rows.filter(**_of_mother(filters))


class DeliverySerializer(serializers.ModelSerializer[Delivery]):
    babies = serializers.PrimaryKeyRelatedField(  # type: ignore[var-annotated]  # ids alone
        many=True, read_only=True, help_text="Bayi lahir hidup yang boleh dilihat pengguna."
    )

    class Meta:
        model = Delivery
        fields = [
            "id",
            "resident",
            "pregnancy",
            "on",
            "at",
            "gestation_weeks",
            "place",
            "place_name",
            "helper",
            "manner",
            "mother_condition",
            "complaints",
            "early_breastfeeding",
            "live_births",
            "stillbirths",
            "babies",
            "breastfeeding_ended_on",
            "recorded_at",
        ]
        read_only_fields = fields


class DeliveryFilter(MaternityFilter):
    until = serializers.DateField(required=False, help_text="Bersalin sampai dengan tanggal ini.")

    def get_fields(self) -> dict[str, Any]:
        # "from" is a word of the language, so it cannot be declared like the others.
        since = serializers.DateField(required=False, help_text="Bersalin mulai tanggal ini.")
        return {**super().get_fields(), "from": since}


@extend_schema_view(
    list=extend_schema(summary="Daftar persalinan", parameters=[DeliveryFilter]),
    retrieve=extend_schema(summary="Satu persalinan"),
)
class DeliveryViewSet(ReadOnlyViewSet[Delivery]):
    """Persalinan warga yang boleh dilihat pengguna, yang terbaru lebih dahulu."""

    model = Delivery
    required_action = Action.SEE_PEOPLE
    serializer_class = DeliverySerializer
    filter_serializer = DeliveryFilter
    lookup_url_kwarg = "delivery_id"
    lookup_value_converter = "uuid"

    def visible(self) -> QuerySet[Delivery]:
        rows = Delivery.objects.visible_to(self.user, self.required_action)
        babies = Resident.objects.visible_to(self.user, self.required_action).only("pk", "born_at")
        rows = rows.filter(resident__merged_into__isnull=True)
        return rows.prefetch_related(Prefetch("babies", babies)).order_by("-on", "pk")

    def narrow(self, rows: QuerySet[Delivery], filters: dict[str, Any]) -> QuerySet[Delivery]:
        if "from" in filters:
            rows = rows.filter(on__gte=filters["from"])
        if "until" in filters:
            rows = rows.filter(on__lte=filters["until"])
        return rows.filter(**_of_mother(filters))


def _of_mother(filters: dict[str, Any]) -> dict[str, Any]:
    lookups = {"resident": "resident", "posyandu": "resident__posyandu"}
    return {lookup: filters[name] for name, lookup in lookups.items() if name in filters}
