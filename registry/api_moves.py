"""Moves between two Posyandu and deaths, to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.functional import cached_property
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from registry.api import LARGEST_ID, ReadOnlyViewSet
from registry.models import Death, MoveRequest, Posyandu
from registry.permissions import Action

if TYPE_CHECKING:
    from django.db.models import QuerySet


class MoveSerializer(serializers.ModelSerializer[MoveRequest]):
    """A request; whoever asked by NIK does not learn whom it is about before the other side has accepted."""

    resident = serializers.SerializerMethodField(
        help_text="Warga; kosong bila diminta dengan NIK dan belum diterima Posyandu asal."
    )
    from_posyandu = serializers.SerializerMethodField(help_text="Posyandu asal; kosong seperti warganya.")

    class Meta:
        model = MoveRequest
        fields = [
            "id",
            "group",
            "resident",
            "from_posyandu",
            "to_posyandu",
            "asked_by_new_side",
            "on",
            "state",
            "asked_at",
            "answered_at",
        ]
        read_only_fields = fields

    def get_resident(self, move: MoveRequest) -> UUID | None:
        return move.resident_id if self._knows(move) else None

    def get_from_posyandu(self, move: MoveRequest) -> int | None:
        return move.from_posyandu_id if self._knows(move) else None

    def _knows(self, move: MoveRequest) -> bool:
        return move.is_known_to(self.context["places"])


class MoveFilter(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=MoveRequest.State.choices, required=False)


@extend_schema_view(
    list=extend_schema(summary="Daftar permintaan pindah", parameters=[MoveFilter]),
    retrieve=extend_schema(summary="Satu permintaan pindah"),
)
class MoveViewSet(ReadOnlyViewSet[MoveRequest]):
    """Permintaan pindah dari atau ke Posyandu pengguna."""

    model = MoveRequest
    required_action = Action.REGISTER
    serializer_class = MoveSerializer
    filter_serializer = MoveFilter
    lookup_url_kwarg = "move_id"
    lookup_value_converter = "uuid"

    @cached_property
    def places(self) -> set[int]:
        """The Posyandu whose people the user may see."""
        return set(Posyandu.objects.visible_to(self.user).values_list("pk", flat=True))

    def get_serializer_context(self) -> dict[str, Any]:
        drawn = getattr(self, "swagger_fake_view", False)
        return super().get_serializer_context() | {"places": set() if drawn else self.places}

    def visible(self) -> QuerySet[MoveRequest]:
        rows = MoveRequest.objects.visible_to(self.user, self.required_action)
        return (
            rows.select_related("resident")
            .defer("resident__nik", "resident__phone")
            .order_by("-asked_at", "pk")
        )

    def narrow(self, rows: QuerySet[MoveRequest], filters: dict[str, Any]) -> QuerySet[MoveRequest]:
        return rows.filter(**filters)


class DeathSerializer(serializers.ModelSerializer[Death]):
    class Meta:
        model = Death
        fields = ["id", "resident", "on", "place", "place_name", "cause", "group", "recorded_at"]
        read_only_fields = fields


class DeathFilter(serializers.Serializer[Any]):
    posyandu = serializers.IntegerField(
        required=False, max_value=LARGEST_ID, help_text="Posyandu tempat terdaftar."
    )
    year = serializers.IntegerField(
        required=False, min_value=1900, max_value=9000, help_text="Tahun meninggal."
    )


@extend_schema_view(
    list=extend_schema(summary="Daftar kematian", parameters=[DeathFilter]),
    retrieve=extend_schema(summary="Satu kematian"),
)
class DeathViewSet(ReadOnlyViewSet[Death]):
    """Kematian warga yang boleh dilihat pengguna, dengan kelompok pelaporannya."""

    model = Death
    required_action = Action.SEE_PEOPLE
    serializer_class = DeathSerializer
    filter_serializer = DeathFilter
    lookup_url_kwarg = "death_id"
    lookup_value_converter = "uuid"

    def visible(self) -> QuerySet[Death]:
        rows = Death.objects.visible_to(self.user, self.required_action)
        return rows.filter(resident__merged_into__isnull=True).order_by("-on", "pk")

    def narrow(self, rows: QuerySet[Death], filters: dict[str, Any]) -> QuerySet[Death]:
        names = {"posyandu": "resident__posyandu", "year": "on__year"}
        return rows.filter(**{names[name]: value for name, value in filters.items()})
