"""Referrals, to read: each letter as the user may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers

from registry.api import LARGEST_ID, ReadOnlyViewSet
from registry.permissions import Action
from visits.models import Referral
from visits.referrals import Letter, letter_for, readable
from visits.referrals.reading import PREFETCHED, RELATED, SECRETS
from visits.referrals.reasons import Measured, Why

if TYPE_CHECKING:
    from django.db.models import QuerySet


class ReasonSerializer(serializers.Serializer[Why]):
    """Satu alasan merujuk, seperti tertulis di surat."""

    code = serializers.CharField(help_text="Alasan menurut tabel rujukan, atau lain untuk kata sendiri.")
    text = serializers.CharField(help_text="Alasan dalam satu kalimat, dengan nilainya.")
    rule = serializers.CharField(help_text="Aturan yang menjadi sumbernya; kosong untuk kata sendiri.")
    private = serializers.BooleanField(help_text="Hanya untuk pencatat, bidan, dan Puskesmas.")


class MeasuredSerializer(serializers.Serializer[Measured]):
    """Satu hasil pemeriksaan waktu dirujuk."""

    name = serializers.CharField(source="label", help_text="Yang diukur; kosong bila hanya kalimat.")
    value = serializers.CharField(help_text="Nilai dengan satuannya.")
    words = serializers.CharField(help_text="Kategori atau kalimatnya.")


class ReferralSerializer(serializers.ModelSerializer[Referral]):
    """A letter; what the user may not read of it is left out without a trace."""

    destination = serializers.SerializerMethodField(help_text="Pustu, Puskesmas, atau RS.")
    destination_name = serializers.SerializerMethodField(help_text="Nama tempat tujuan, bila ditulis.")
    urgency = serializers.SerializerMethodField(help_text="biasa, segera, atau gawat.")
    reasons = serializers.SerializerMethodField(help_text="Alasan yang boleh dibaca pengguna.")
    notes = serializers.SerializerMethodField(help_text="Keterangan di surat.")
    findings = serializers.SerializerMethodField(help_text="Hasil pemeriksaan waktu dirujuk.")
    visit_cancelled = serializers.SerializerMethodField(help_text="Kunjungan dasarnya sudah dibatalkan.")

    class Meta:
        model = Referral
        fields = [
            "id",
            "number",
            "resident",
            "visit",
            "posyandu",
            "date",
            "destination",
            "destination_name",
            "urgency",
            "reasons",
            "notes",
            "findings",
            "status",
            "status_note",
            "status_at",
            "sent_at",
            "visit_cancelled",
        ]
        read_only_fields = fields

    def get_destination(self, referral: Referral) -> str:
        return self._letter(referral).destination.value

    def get_destination_name(self, referral: Referral) -> str:
        return self._letter(referral).place

    def get_urgency(self, referral: Referral) -> str:
        return self._letter(referral).urgency.value

    @extend_schema_field(ReasonSerializer(many=True))
    def get_reasons(self, referral: Referral) -> list[dict[str, Any]]:
        return [dict(ReasonSerializer(why).data) for why in self._letter(referral).reasons]

    def get_notes(self, referral: Referral) -> list[str]:
        return list(self._letter(referral).notes)

    @extend_schema_field(MeasuredSerializer(many=True))
    def get_findings(self, referral: Referral) -> list[dict[str, Any]]:
        return [dict(MeasuredSerializer(row).data) for row in self._letter(referral).findings]

    def get_visit_cancelled(self, referral: Referral) -> bool:
        return self._letter(referral).is_of_cancelled_visit

    def _letter(self, referral: Referral) -> Letter:
        letter = letter_for(referral, self.context["request"].user)
        if letter is None:
            # The list is narrowed to what may be read; this is the second lock.
            raise Http404
        return letter


class ReferralFilter(serializers.Serializer[Any]):
    resident = serializers.UUIDField(required=False)
    posyandu = serializers.IntegerField(
        required=False, max_value=LARGEST_ID, help_text="Posyandu tempat orangnya terdaftar."
    )
    status = serializers.ChoiceField(choices=Referral.Status.choices, required=False)
    until = serializers.DateField(required=False, help_text="Sampai dengan tanggal ini.")

    def get_fields(self) -> dict[str, Any]:
        # "from" is a word of the language, so it cannot be declared like the others.
        since = serializers.DateField(required=False, help_text="Mulai tanggal ini.")
        return {**super().get_fields(), "from": since}


_LOOKUPS = {
    "resident": "resident",
    "posyandu": "resident__posyandu",
    "status": "status",
    "from": "date__gte",
    "until": "date__lte",
}


@extend_schema_view(
    list=extend_schema(summary="Daftar rujukan", parameters=[ReferralFilter]),
    retrieve=extend_schema(summary="Satu rujukan"),
)
class ReferralViewSet(ReadOnlyViewSet[Referral]):
    """Surat rujukan warga yang boleh dilihat pengguna, yang terbaru lebih dahulu; hanya untuk dibaca."""

    model = Referral
    required_action = Action.SEE_PEOPLE
    serializer_class = ReferralSerializer
    filter_serializer = ReferralFilter
    lookup_url_kwarg = "referral_id"
    lookup_value_converter = "uuid"

    def visible(self) -> QuerySet[Referral]:
        rows = readable(self.user, self.required_action).select_related(*RELATED)
        return rows.prefetch_related(PREFETCHED).defer(*SECRETS).order_by("-date", "-sent_at", "pk")

    def narrow(self, rows: QuerySet[Referral], filters: dict[str, Any]) -> QuerySet[Referral]:
        return rows.filter(**{lookup: filters[name] for name, lookup in _LOOKUPS.items() if name in filters})
