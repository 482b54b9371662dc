"""The phones of whoever is logged in: made known, listed, and reported as emptied; refusals carry numbers."""

from __future__ import annotations

from math import ceil
from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import exceptions, mixins, serializers, status, viewsets
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from registry.api import Pages
from registry.models import User
from registry.permissions import Action, HasAction
from visits import devices
from visits.models import Device
from visits.sync.codes import MESSAGES, Code

_UNREADABLE = (exceptions.ParseError, exceptions.ValidationError, exceptions.UnsupportedMediaType)
_UNKNOWN = (Http404, Device.DoesNotExist, exceptions.NotFound)


class DeviceSerializer(serializers.ModelSerializer[Device]):
    """Satu perangkat seperti yang dikenal server."""

    app = serializers.CharField(source="app_version", read_only=True, help_text="Versi aplikasinya.")
    unsent = serializers.IntegerField(read_only=True, help_text="Belum terkirim, menurut kabar terakhirnya.")
    clock_ahead_s = serializers.IntegerField(
        read_only=True, help_text="Jam perangkat lebih cepat sekian detik; negatif bila lebih lambat."
    )

    class Meta:
        model = Device
        fields = [
            "id",
            "name",
            "app",
            "added_at",
            "seen_at",
            "unsent",
            "clock_ahead_s",
            "revoked_at",
            "revoke_reason",
            "wiped_at",
        ]
        read_only_fields = fields


class DeviceEntrySerializer(serializers.Serializer[Any]):
    """Yang dikatakan perangkat tentang dirinya."""

    name = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=80,
        help_text="Nama HP dengan kata pemiliknya.",
    )
    app = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=20, help_text="Versi aplikasinya."
    )
    recovery = serializers.RegexField(
        r"^[A-Za-z0-9+/]{43}=\Z",
        required=False,
        trim_whitespace=False,
        write_only=True,
        help_text="Kunci cadangan dalam base64, untuk PIN yang terlupa; hanya ditulis, yang baru menggantikan.",
    )


class RecoveryAskedSerializer(serializers.Serializer[Any]):
    """Kata sandi akun, agar HP yang tertinggal terbuka saja tidak cukup."""

    password = serializers.CharField(max_length=128, trim_whitespace=False)


class RecoverySerializer(serializers.Serializer[Any]):
    """Yang membuka HP tanpa PIN lama."""

    recovery = serializers.CharField()


class DeviceRefusedSerializer(serializers.Serializer[Any]):
    """Mengapa ditolak: nomor yang tidak pernah berganti arti, dan kalimatnya."""

    code = serializers.IntegerField(
        help_text="1001, 1004 sampai 1008, 1010 sampai 1012, atau 210 bila perannya tidak boleh."
    )
    message = serializers.CharField()
    wipe = serializers.BooleanField(
        required=False, help_text="Ya bersama 1006: kosongkan semua isi perangkat ini, lalu laporkan."
    )


_REFUSED = {400: DeviceRefusedSerializer, 401: DeviceRefusedSerializer, 403: DeviceRefusedSerializer}


class NumberedRefusals(APIView):
    """A phone's programme tells refusals apart by number, so none leaves without one."""

    def check_permissions(self, request: Request) -> None:
        # First of all: somebody who has no role any more must still be told to empty the phone.
        device_id = self.kwargs.get("device_id")
        if device_id is not None and request.user.is_authenticated and self.obeys_revocation:
            devices.refuse_revoked(device_id, request.user)
        super().check_permissions(request)

    obeys_revocation = True

    def handle_exception(self, exc: Exception) -> Response:
        found = _refusal(exc)
        if found is None:
            return super().handle_exception(exc)
        code, http_status = found
        told: dict[str, Any] = {"code": int(code), "message": MESSAGES[code]}
        if code is Code.REVOKED:
            told["wipe"] = True
        answer = Response(told, status=http_status)
        answer.exception = True
        return answer


def _refusal(error: Exception) -> tuple[Code, int] | None:
    """Number and HTTP status of a refusal; None for what is no refusal."""
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        return Code.LOGIN, status.HTTP_401_UNAUTHORIZED
    if isinstance(error, devices.DeviceRevoked):
        return Code.REVOKED, status.HTTP_403_FORBIDDEN
    if isinstance(error, devices.ForeignDevice):
        return Code.FOREIGN_DEVICE, status.HTTP_403_FORBIDDEN
    if isinstance(error, exceptions.PermissionDenied):
        # The framework tells a missing token from a missing role by its words alone.
        is_token = str(error.detail).startswith("CSRF")
        return Code.TOKEN if is_token else Code.NOT_ALLOWED, status.HTTP_403_FORBIDDEN
    if isinstance(error, _UNREADABLE):
        return Code.MALFORMED, status.HTTP_400_BAD_REQUEST
    if isinstance(error, devices.WrongPassword):
        return Code.WRONG_PASSWORD, status.HTTP_403_FORBIDDEN
    if isinstance(error, devices.NoRecovery):
        return Code.NO_RECOVERY, status.HTTP_404_NOT_FOUND
    return (Code.UNKNOWN_DEVICE, status.HTTP_404_NOT_FOUND) if isinstance(error, _UNKNOWN) else None


@extend_schema_view(
    list=extend_schema(summary="Daftar perangkat sendiri"),
    retrieve=extend_schema(
        summary="Satu perangkat sendiri",
        responses={200: DeviceSerializer, **_REFUSED, 404: DeviceRefusedSerializer},
    ),
)
@method_decorator(never_cache, name="dispatch")
class DeviceViewSet(
    NumberedRefusals, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Device]
):
    """Perangkat milik pengguna yang masuk, yang terakhir terhubung lebih dahulu."""

    permission_classes = [IsAuthenticated, HasAction]
    required_action = Action.RECORD
    serializer_class = DeviceSerializer
    pagination_class = Pages
    filter_backends = []
    lookup_url_kwarg = "device_id"
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Device]:
        # The schema is drawn without a request, so without anybody who could own a phone.
        if getattr(self, "swagger_fake_view", False):
            return Device.objects.none()
        return Device.objects.of(cast("User", self.request.user)).order_by("-seen_at", "pk")

    @extend_schema(
        summary="Daftarkan atau perbarui perangkat",
        request=DeviceEntrySerializer,
        responses={200: DeviceSerializer, 201: DeviceSerializer, **_REFUSED},
    )
    def update(self, request: Request, device_id: UUID) -> Response:
        """Id dibuat di perangkat, satu untuk tiap pengguna; aman diulang.

        201 bila baru. 403 dengan 1006 bila sudah dicabut, 1007 bila milik pengguna lain.
        """
        given = DeviceEntrySerializer(data=request.data)
        given.is_valid(raise_exception=True)
        device, is_new = devices.register(
            device_id=device_id, user=cast("User", request.user), **given.validated_data
        )
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(DeviceSerializer(device).data, status=code)


@method_decorator(never_cache, name="dispatch")
class DeviceWipedView(NumberedRefusals):
    """Perangkat sudah mengosongkan dirinya."""

    # Also for whoever has no role or no login any more, and above all for a phone that was revoked.
    permission_classes = []
    obeys_revocation = False

    @extend_schema(
        summary="Laporkan perangkat sudah dikosongkan",
        request=None,
        responses={
            204: None,
            401: DeviceRefusedSerializer,
            403: DeviceRefusedSerializer,
            404: DeviceRefusedSerializer,
        },
    )
    def post(self, request: Request, device_id: UUID) -> Response:
        """Perangkat sendiri, atau yang sudah dicabut: itu boleh juga bila tidak ada lagi yang masuk. Aman diulang."""
        user = request.user if request.user.is_authenticated else None
        try:
            devices.confirm_wiped(device_id=device_id, user=user)
        except Device.DoesNotExist as error:
            raise exceptions.NotFound if user else exceptions.NotAuthenticated from error
        return Response(status=status.HTTP_204_NO_CONTENT)


class RecoveryRate(SimpleRateThrottle):
    """So many questions of one user: enough for a finger that slips, too few to guess a password."""

    rate = "5/hour"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        return f"device-recovery-{request.user.pk}"


@method_decorator(never_cache, name="dispatch")
class DeviceRecoveryView(NumberedRefusals):
    """PIN perangkat sendiri terlupa."""

    permission_classes = [IsAuthenticated, HasAction]
    required_action = Action.RECORD

    @extend_schema(
        summary="Minta kunci cadangan perangkat",
        request=RecoveryAskedSerializer,
        responses={
            200: RecoverySerializer,
            **_REFUSED,
            404: DeviceRefusedSerializer,
            429: DeviceRefusedSerializer,
        },
    )
    def post(self, request: Request, device_id: UUID) -> Response:
        """Hanya untuk perangkat sendiri, dengan kata sandi akun; dicatat di audit.

        403 dengan 1011 bila kata sandinya salah, 404 dengan 1012 bila belum ada, 429 sesudah lima kali sejam.
        """
        user = cast("User", request.user)
        device = get_object_or_404(Device.objects.of(user), pk=device_id)
        rate = RecoveryRate()
        if not rate.allow_request(request, self):
            wait = ceil(rate.wait() or 1)
            told = {"code": int(Code.TOO_OFTEN), "message": MESSAGES[Code.TOO_OFTEN]}
            return Response(told, status.HTTP_429_TOO_MANY_REQUESTS, headers={"Retry-After": str(wait)})
        asked = RecoveryAskedSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        recovery = devices.recovery_of(device=device, user=user, password=asked.validated_data["password"])
        return Response({"recovery": recovery})
