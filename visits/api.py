"""Visits with the card that was filled, to read and to record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers, status
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response

from registry.api import LARGEST_ID, ReadOnlyViewSet
from registry.permissions import Action
from visits.api_entry import EntrySerializer, NotStored, NotStoredSerializer, record
from visits.api_screenings import ScreeningSerializer
from visits.fields import is_unfilled, read
from visits.models import AdultCheck, ChildCheck, MotherCheck, SchoolAgeCheck, Visit
from visits.proposals import proposals_of, shown_to
from visits.rulebook import shelf
from visits.rules.card_code import CardCode
from visits.rules.nutrition import BmiForAge
from visits.rules.referral import Proposal
from visits.rules.senses import SenseResult

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request

# Values that several columns share: the schema names each set once.
CARD_CODES = [code.value for code in CardCode]
SENSE_RESULTS = [result.value for result in SenseResult]
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


class MotherCheckSerializer(serializers.ModelSerializer[MotherCheck]):
    class Meta:
        model = MotherCheck
        exclude = ["visit"]


class ProposalSerializer(serializers.Serializer[Proposal]):
    """Usul merujuk; bidan atau petugas yang memutuskan."""

    code = serializers.CharField(help_text="Alasan menurut tabel rujukan, misalnya TD atau BB/TB.")
    reason = serializers.CharField(help_text="Alasan dalam satu kalimat, dengan nilainya.")
    urgency = serializers.CharField(help_text="biasa, segera, atau gawat.")
    destination = serializers.CharField(help_text="Pustu, Puskesmas, atau RS.")
    rule_id = serializers.CharField(help_text="Aturan yang menjadi sumbernya.")
    private = serializers.BooleanField(help_text="Hanya untuk pencatat, bidan, dan Puskesmas.")


class VisitSerializer(serializers.ModelSerializer[Visit]):
    """A visit; of the three cards the one that was filled, the others null."""

    child_check = ChildCheckSerializer(read_only=True, allow_null=True)
    school_age_check = SchoolAgeCheckSerializer(read_only=True, allow_null=True)
    adult_check = AdultCheckSerializer(read_only=True, allow_null=True)
    mother_check = MotherCheckSerializer(read_only=True, allow_null=True)
    fields_filled = serializers.SerializerMethodField(
        help_text="Semua kolom kartu yang terisi, juga pelayanan dan edukasi, dengan nama seperti saat dikirim."
    )
    screenings = ScreeningSerializer(many=True, read_only=True)
    remeasured = serializers.ListField(
        child=serializers.CharField(),
        read_only=True,
        help_text="Kolom yang nilainya tidak biasa, sudah ditanyakan, dan tetap begitu setelah diukur ulang.",
    )
    proposals = serializers.SerializerMethodField(
        help_text="Usul rujukan yang boleh dibaca pengguna; kosong bila kunjungan dibatalkan."
    )

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
            "mother",
            "mother_check",
            "fields_filled",
            "screenings",
            "steps",
            "setting",
            "form_version",
            "remeasured",
            "proposals",
        ]
        read_only_fields = fields

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_fields_filled(self, visit: Visit) -> dict[str, Any]:
        values = read(visit)
        return {name: value for name, value in values.items() if not is_unfilled(name, value)}

    @extend_schema_field(ProposalSerializer(many=True))
    def get_proposals(self, visit: Visit) -> list[dict[str, Any]]:
        if visit.cancelled_at is not None:
            return []
        rules = self.context["books"].book_for(visit.home_posyandu_id or visit.posyandu_id).on(visit.date)
        shown = shown_to(proposals_of(visit, rules), self.context["request"].user, visit)
        return [dict(ProposalSerializer(each).data) for each in shown]


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
    update=extend_schema(
        summary="Catat atau perbaiki kunjungan",
        request=EntrySerializer,
        responses={
            200: VisitSerializer,
            201: VisitSerializer,
            400: NotStoredSerializer,
            409: NotStoredSerializer,
        },
    ),
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
        rows = rows.with_cards().select_related("resident__posyandu__unit")
        rows = rows.prefetch_related("services")
        return rows.order_by("-date", "-recorded_at", "pk")

    def get_serializer_context(self) -> dict[str, Any]:
        # The schema is drawn without a request, so without rows that rules would be opened for.
        if getattr(self, "swagger_fake_view", False):
            return super().get_serializer_context()
        return {**super().get_serializer_context(), "books": shelf()}

    def update(self, request: Request, visit_id: UUID) -> Response:
        """Menyimpan kunjungan dengan id buatan perangkat; aman diulang.

        Nilai yang tidak biasa dijawab 400 dengan pertanyaannya (`needs_confirmation`), dan disimpan bila kolomnya
        disebut dalam `confirmed` pada permintaan berikutnya. Nilai yang tidak mungkin (`refused`) tidak pernah
        disimpan. 409: sudah diubah, dicatat, atau dibatalkan orang lain.
        """
        if not self.user.may(Action.RECORD):
            raise PermissionDenied
        given = EntrySerializer(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            visit, is_new = record(self.user, visit_id, given.validated_data)
        except NotStored as refused:
            code = status.HTTP_409_CONFLICT if refused.is_conflict else status.HTTP_400_BAD_REQUEST
            return Response(refused.content, status=code)
        stored = self.get_serializer(visit).data
        return Response(stored, status=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)

    def narrow(self, rows: QuerySet[Visit], filters: dict[str, Any]) -> QuerySet[Visit]:
        rows = rows.filter(**{lookup: filters[name] for name, lookup in _LOOKUPS.items() if name in filters})
        if filters["cancelled"] is not None:
            rows = rows.filter(cancelled_at__isnull=not filters["cancelled"])
        return rows
