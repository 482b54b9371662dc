"""Services given to people, to read and, outside a visit, to record by an id made on the device."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response

from registry import merging
from registry.api import LARGEST_ID, ReadOnlyViewSet
from registry.models import Posyandu, Resident
from registry.permissions import Action
from visits.models import Immunisation, ServiceGiven
from visits.rulebook import book_for
from visits.services_given import (
    AlreadyGiven,
    ForeignService,
    OfAVisit,
    ServiceNoted,
    detail_for,
    record_service,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request

_KINDS = ServiceGiven.Kind.choices


class ServiceSerializer(serializers.ModelSerializer[ServiceGiven]):
    """A service; `quantity` 0 says that it was asked about on the visit and not given."""

    class Meta:
        model = ServiceGiven
        fields = [
            "id",
            "resident",
            "kind",
            "given_on",
            "quantity",
            "detail",
            "place",
            "place_name",
            "batch",
            "posyandu",
            "visit",
            "recorded_at",
        ]
        read_only_fields = fields


class ServiceEntrySerializer(serializers.Serializer[Any]):
    """Pelayanan di luar kunjungan yang dicatat atau diperbaiki."""

    resident = serializers.UUIDField()
    kind = serializers.ChoiceField(_KINDS)
    given_on = serializers.DateField()
    quantity = serializers.IntegerField(
        required=False, default=1, help_text="Menurut satuannya: kapsul, tablet, porsi; 1 = diberikan."
    )
    detail = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=200,
        help_text="Warna kapsul, dosis, cara KB, atau isi makanan; bila tidak dikirim, menurut umurnya.",
    )
    place = serializers.ChoiceField(Immunisation.Place.choices, required=False, allow_blank=True, default="")
    place_name = serializers.CharField(required=False, allow_blank=True, max_length=120, default="")
    batch = serializers.CharField(required=False, allow_blank=True, max_length=30, default="")
    posyandu = serializers.IntegerField(
        required=False,
        allow_null=True,
        default=None,
        max_value=LARGEST_ID,
        help_text="Posyandu yang persediaannya dipakai; null bila diberikan di tempat lain.",
    )


class ServiceFilter(serializers.Serializer[Any]):
    resident = serializers.UUIDField(required=False)
    posyandu = serializers.IntegerField(
        required=False, max_value=LARGEST_ID, help_text="Posyandu tempat orangnya terdaftar."
    )
    kind = serializers.ChoiceField(_KINDS, required=False)


_LOOKUPS = {"resident": "resident", "posyandu": "resident__posyandu", "kind": "kind"}


@extend_schema_view(
    list=extend_schema(summary="Daftar pelayanan", parameters=[ServiceFilter]),
    retrieve=extend_schema(summary="Satu pelayanan"),
    update=extend_schema(
        summary="Catat atau perbaiki pelayanan di luar kunjungan",
        request=ServiceEntrySerializer,
        responses={200: ServiceSerializer, 201: ServiceSerializer},
    ),
)
class ServiceViewSet(ReadOnlyViewSet[ServiceGiven]):
    """Pelayanan kepada warga yang boleh dilihat pengguna, yang terbaru lebih dahulu."""

    model = ServiceGiven
    required_action = Action.SEE_PEOPLE
    serializer_class = ServiceSerializer
    filter_serializer = ServiceFilter
    lookup_url_kwarg = "service_id"
    lookup_value_converter = "uuid"

    def visible(self) -> QuerySet[ServiceGiven]:
        rows = ServiceGiven.objects.visible_to(self.user, self.required_action)
        rows = rows.filter(visit__cancelled_at__isnull=True, resident__merged_into__isnull=True)
        return rows.order_by("-given_on", "kind", "pk")

    def narrow(self, rows: QuerySet[ServiceGiven], filters: dict[str, Any]) -> QuerySet[ServiceGiven]:
        return rows.filter(**{lookup: filters[name] for name, lookup in _LOOKUPS.items() if name in filters})

    def update(self, request: Request, service_id: UUID) -> Response:
        """Menyimpan pelayanan dengan id buatan perangkat; aman diulang.

        409: pelayanan yang sama pada hari itu sudah tercatat, atau baris ini milik kunjungan dan diperbaiki di sana.
        """
        if not self.user.may(Action.RECORD):
            raise PermissionDenied
        sent = ServiceEntrySerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        data = dict(sent.validated_data)
        known_as = data.pop("resident")
        people = Resident.objects.visible_to(self.user, Action.RECORD)
        resident = get_object_or_404(people, pk=merging.current_id(known_as))
        if data["posyandu"] is not None:
            get_object_or_404(Posyandu.objects.visible_to(self.user, Action.RECORD), pk=data["posyandu"])
        try:
            row, is_new = record_service(
                service_id=service_id,
                resident=resident,
                given=noted(resident, data),
                user=self.user,
                sent_for=known_as,
            )
        except ForeignService as error:
            raise Http404 from error
        except ValidationError as error:
            raise serializers.ValidationError(error.message_dict) from error
        except (AlreadyGiven, OfAVisit) as error:
            return Response(_conflict(error), status=status.HTTP_409_CONFLICT)
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(self.get_serializer(row).data, status=code)


def noted(resident: Resident, data: Mapping[str, Any]) -> ServiceNoted:
    """A checked ServiceEntrySerializer without its person; a detail that was not sent follows from the age."""
    if "detail" in data:
        return ServiceNoted(**data)
    rules = book_for(resident.posyandu_id).on(data["given_on"])
    detail = detail_for(data["kind"], resident.birth_date, data["given_on"], rules=rules)
    return ServiceNoted(**data, detail=detail)


def _conflict(error: AlreadyGiven | OfAVisit) -> dict[str, str]:
    return {"detail": error.words, "service": str(error.service.pk)}
