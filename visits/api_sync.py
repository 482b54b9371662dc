"""What phones keep is sent here: batches with an answer for each item, and a heartbeat. Refusals carry numbers.

The protocol and its invariants are told in docs/sync.md.
"""

from __future__ import annotations

import logging
from datetime import datetime
from math import ceil
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http.request import UnreadablePostError
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers, status
from rest_framework.parsers import JSONParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from registry.models import User
from registry.permissions import Action, HasAction
from visits.api_devices import DeviceRefusedSerializer, DeviceSerializer, NumberedRefusals
from visits.devices import DeviceRevoked, ForeignDevice
from visits.models import Device, SyncItem
from visits.sync import Answer, Code, receive
from visits.sync.batches import MOST_BYTES, NEWEST, BatchRefused, BatchSerializer, read_batch
from visits.sync.codes import MESSAGES, WAITING

log = logging.getLogger(__name__)
_SETTLED = (SyncItem.State.STORED, SyncItem.State.DISCARDED)
_STATUS = {
    Code.MALFORMED: status.HTTP_400_BAD_REQUEST,
    Code.PROTOCOL: status.HTTP_400_BAD_REQUEST,
    Code.TOO_LARGE: status.HTTP_413_REQUEST_ENTITY_TOO_LARGE,
    Code.BUSY: status.HTTP_503_SERVICE_UNAVAILABLE,
    Code.FAILED: status.HTTP_500_INTERNAL_SERVER_ERROR,
}


class TooOften(Exception):
    """The phone has to wait for so many seconds."""

    def __init__(self, wait_s: float) -> None:
        super().__init__()
        self.wait_s = max(1, ceil(wait_s))


class DeviceRate(SimpleRateThrottle):
    """So many batches from one phone; a phone that is cut off again and again needs far fewer."""

    rate = "60/min"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        return f"sync-batches-{cast('SyncView', view).device.pk}"


class ItemErrorSerializer(serializers.Serializer[Any]):
    """Satu alasan, di samping kolomnya."""

    code = serializers.IntegerField(help_text="Nomor yang tidak pernah berganti arti (docs/sync.md).")
    field = serializers.CharField(help_text="Kolomnya; kosong untuk seluruh kiriman.")
    message = serializers.CharField(help_text="Kalimat untuk kader, sama dengan di halaman.")
    stored = serializers.JSONField(required=False, help_text="301: yang tersimpan sekarang.")
    saved_by = serializers.CharField(required=False, help_text="301: siapa yang menyimpannya.")
    saved_at = serializers.DateTimeField(required=False, allow_null=True, help_text="301: kapan diisi.")


class ItemAnswerSerializer(serializers.Serializer[Any]):
    """Jadinya satu kiriman. `menunggu` dikirim lagi; `ditolak` dan `bentrok` disimpan di HP sampai diurus orang."""

    id = serializers.UUIDField()
    code = serializers.IntegerField(help_text="0 bila tersimpan.")
    state = serializers.ChoiceField([*SyncItem.State.values, WAITING])
    # A declared field is taken off the class, so it does not hide the attribute of the same name.
    errors = ItemErrorSerializer(many=True)  # type: ignore[assignment]
    result = serializers.DictField(help_text="Id yang tersimpan, atau yang sudah ada di tempatnya.")


class BatchAnswerSerializer(serializers.Serializer[Any]):
    """Satu jawaban untuk setiap kiriman, menurut urutannya."""

    protocol = serializers.IntegerField()
    server_time = serializers.DateTimeField()
    clock_ahead_s = serializers.IntegerField(help_text="Jam HP lebih cepat sekian detik.")
    answers = ItemAnswerSerializer(many=True)


class SyncUserSerializer(serializers.Serializer[Any]):
    """Yang sedang masuk."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class HeartbeatSerializer(serializers.Serializer[Any]):
    """Keadaan menurut server, dan tanda pengaman (CSRF) untuk kiriman berikutnya."""

    protocol = serializers.IntegerField()
    server_time = serializers.DateTimeField()
    user = SyncUserSerializer()
    csrf = serializers.CharField(help_text="Untuk kepala X-CSRFToken.")
    device = DeviceSerializer(allow_null=True)


class BatchRefusedSerializer(DeviceRefusedSerializer):
    """Mengapa seluruh kiriman ditolak; tidak ada yang tersimpan, semuanya tetap di HP."""

    code = serializers.IntegerField(help_text="1001 sampai 1010, 210, atau 501 (docs/sync.md).")


_REFUSED = dict.fromkeys((400, 401, 403, 404), BatchRefusedSerializer)


@method_decorator(never_cache, name="dispatch")
class SyncView(NumberedRefusals):
    """Kiriman isian dari HP."""

    permission_classes = [IsAuthenticated, HasAction]
    required_action = Action.RECORD
    parser_classes = [JSONParser]
    renderer_classes = [JSONRenderer]
    # The phone that sends, once it is known.
    device: Device

    @extend_schema(
        summary="Kabar dari perangkat",
        parameters=[OpenApiParameter("device", UUID)],
        responses={200: HeartbeatSerializer, **_REFUSED},
    )
    def get(self, request: Request) -> Response:
        """Jam server, tanda pengaman baru, dan apakah perangkat ini masih boleh menyimpan data.

        403 dengan 1006 dan `wipe` bila perangkat dicabut, juga bila belum masuk: kosongkan perangkat itu.
        """
        now, user = timezone.now(), cast("User", request.user)
        answer = {
            "protocol": NEWEST,
            "server_time": now,
            "user": {"id": user.pk, "name": str(user)},
            "csrf": get_token(request._request),
            "device": None,
        }
        if (device_id := _asked_device(request)) is not None:
            self._know(device_id)
            self._note_contact(now)
            answer["device"] = DeviceSerializer(self.device).data
        return Response(answer)

    @extend_schema(
        summary="Kirim isian dari HP",
        request=BatchSerializer,
        responses={
            200: BatchAnswerSerializer,
            **_REFUSED,
            **dict.fromkeys((413, 429, 500, 503), BatchRefusedSerializer),
        },
    )
    def post(self, request: Request) -> Response:
        """Menyimpan isian satu demi satu dan menjawab masing-masing; aman diulang seluruhnya atau sebagian.

        Yang gagal tidak menahan yang lain. Isian untuk satu orang disimpan menurut urutannya (`after`).
        """
        now = timezone.now()
        batch = read_batch(_data(request), now)
        self._know(batch.device)
        self._check_rate(request)
        self._note_contact(now, unsent=batch.unsent, clock_ahead_s=batch.clock_ahead_s, app_version=batch.app)
        answers = receive(device=self.device, user=cast("User", request.user), items=batch.items)
        self._note_settled(answers)
        return Response(
            {
                "protocol": batch.protocol,
                "server_time": now,
                "clock_ahead_s": batch.clock_ahead_s,
                "answers": [answer.told for answer in answers],
            }
        )

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if request.method == "GET":
            self._refuse_revoked(request)
        super().initial(request, *args, **kwargs)
        if _length(request) > MOST_BYTES:
            raise BatchRefused(Code.TOO_LARGE)

    def _refuse_revoked(self, request: Request) -> None:
        """Tell a phone to empty itself even when nobody is logged in on it any more, or has no role: it may be lost."""
        device_id = _asked_device(request)
        revoked = Device.objects.filter(pk=device_id, revoked_at__isnull=False).first() if device_id else None
        if revoked is not None:
            raise DeviceRevoked(revoked)

    def _know(self, device_id: UUID) -> None:
        """Look the phone up. Raises Device.DoesNotExist, DeviceRevoked and ForeignDevice."""
        self.device = Device.objects.get(pk=device_id)
        if self.device.user_id != self.request.user.pk:
            raise ForeignDevice
        if self.device.is_revoked:
            raise DeviceRevoked(self.device)

    def _check_rate(self, request: Request) -> None:
        rate = DeviceRate()
        if not rate.allow_request(request, self):
            raise TooOften(rate.wait() or 1)

    def _note_contact(self, now: datetime, **told: Any) -> None:
        told["seen_at"] = now
        for name, value in told.items():
            setattr(self.device, name, value)
        self.device.save(update_fields=list(told))

    def _note_settled(self, answers: list[Answer]) -> None:
        """What is settled now no longer waits on the phone, also if it never hears of it."""
        settled = sum(answer.state in _SETTLED for answer in answers)
        if settled and self.device.unsent:
            self.device.unsent = max(0, self.device.unsent - settled)
            self.device.save(update_fields=["unsent"])

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, TooOften):
            headers = {"Retry-After": str(exc.wait_s)}
            return _refusal(Code.TOO_OFTEN, status.HTTP_429_TOO_MANY_REQUESTS, headers)
        if isinstance(exc, exceptions.MethodNotAllowed | exceptions.NotAcceptable):
            return _refusal(Code.MALFORMED, exc.status_code)
        if (code := _code_of(exc)) is not None:
            return _refusal(code, _STATUS[code])
        try:
            return super().handle_exception(exc)
        except Exception:
            # Whatever broke, nothing of the batch is stored, and the phone sends it again.
            log.exception("A batch could not be settled")
            return _refusal(Code.FAILED, _STATUS[Code.FAILED])


def _code_of(error: Exception) -> Code | None:
    if isinstance(error, BatchRefused):
        return error.code
    if isinstance(error, RequestDataTooBig):
        return Code.TOO_LARGE
    if isinstance(error, UnreadablePostError):
        return Code.MALFORMED
    return Code.BUSY if isinstance(error, OperationalError | InterfaceError) else None


def _refusal(code: Code, http_status: int, headers: dict[str, str] | None = None) -> Response:
    answer = Response(
        {"code": int(code), "message": MESSAGES[code]}, status=http_status, headers=headers or {}
    )
    answer.exception = True
    return answer


def _asked_device(request: Request) -> UUID | None:
    """The phone of the query string; none is asked about before it is known. Raises BatchRefused."""
    text = request.query_params.get("device")
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise BatchRefused(Code.MALFORMED) from error


def _length(request: Request) -> int:
    """Bytes the sender announced; without that nothing is read."""
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdigit() else 0


def _data(request: Request) -> Any:
    try:
        return request.data
    except RecursionError as error:
        raise BatchRefused(Code.MALFORMED) from error
