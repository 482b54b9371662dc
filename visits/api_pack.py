"""The day's package for a phone, with a mark so that an unchanged one is not sent again."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from registry.models import User
from registry.permissions import Action, HasAction
from visits import pack
from visits.models import Session

Row = serializers.DictField


def _rows(text: str) -> serializers.ListField:
    return serializers.ListField(child=Row(), help_text=text)


class PackSessionSerializer(serializers.Serializer[Any]):
    """Hari buka."""

    id = serializers.UUIDField()
    date = serializers.DateField()
    posyandu = serializers.IntegerField()
    posyandu_name = serializers.CharField()
    place = serializers.CharField(allow_blank=True)
    closed = serializers.BooleanField()
    may_correct = serializers.BooleanField(help_text="Pengguna boleh memperbaiki setelah hari ditutup.")


class PackUserSerializer(serializers.Serializer[Any]):
    """Yang mengambil paket."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class PackSerializer(serializers.Serializer[Any]):
    """Paket hari buka. Bagian yang kosong tidak dikirim."""

    protocol = serializers.IntegerField()
    made_at = serializers.DateTimeField()
    keep_days = serializers.IntegerField(help_text="HP menghapus paket sesudah sekian hari.")
    session = PackSessionSerializer()
    user = PackUserSerializer()
    rules = serializers.CharField(help_text="Alamat tabel aturan.")
    steps = serializers.DictField(child=serializers.CharField(), help_text="Nama langkah menurut nomornya.")
    columns = Row(help_text="Setiap kolom kartu menurut namanya, dalam urutan hari buka.")
    topics = serializers.DictField(child=serializers.CharField(), help_text="Materi edukasi menurut kodenya.")
    choices = Row(
        help_text="Pelayanan, tempat, tujuan rujukan, dan alasan yang dapat dipilih, dengan kata-katanya."
    )
    profiles = _rows("Susunan pertanyaan; orang menyebut nomornya, mulai 0.")
    defaults = _rows("Susunan dan lembar bagi warga baru menurut jenis kelamin dan tanggal lahir.")
    forms = Row(help_text="Pertanyaan setiap lembar skrining, menurut kuncinya.")
    people = _rows("Sasaran hari itu dan tamunya; tanpa NIK, nomor KK, nomor HP, dan alamat.")


@method_decorator([never_cache, gzip_page], name="dispatch")
class PackView(APIView):
    """Paket hari buka untuk bekerja tanpa jaringan."""

    permission_classes = [IsAuthenticated, HasAction]
    required_action = Action.RECORD
    renderer_classes = [JSONRenderer]

    @extend_schema(
        operation_id="sessions_pack_retrieve",
        summary="Paket hari buka",
        parameters=[
            OpenApiParameter(
                "If-None-Match",
                OpenApiTypes.STR,
                OpenApiParameter.HEADER,
                description="ETag paket yang sudah dimiliki.",
            )
        ],
        responses={200: PackSerializer, 304: OpenApiResponse(description="Paket itu masih yang terbaru.")},
    )
    def get(self, request: Request, session_id: UUID) -> HttpResponseBase:
        """Semua yang diperlukan untuk melayani sasaran satu hari buka tanpa jaringan.

        Jawabannya membawa ETag; bila tidak ada yang berubah sejak paket itu, jawabannya 304 tanpa isi.
        """
        user = cast("User", request.user)
        sessions = Session.objects.visible_to(user, Action.RECORD).select_related("posyandu__unit")
        session = get_object_or_404(sessions, pk=session_id)
        # The mark first: what is saved while the package is made is fetched again, not missed.
        etag = pack.etag_of(session, user)
        answer: HttpResponseBase | None = get_conditional_response(request._request, etag=etag)
        if answer is None:
            answer = Response(pack.pack_of(session, user))
        answer["ETag"] = etag
        return answer
