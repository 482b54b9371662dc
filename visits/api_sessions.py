"""The days a phone can be made ready for: today's and those of the last week."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from registry.models import User
from registry.permissions import Action, HasAction
from visits.models import Session

# What is older has left the phone too, and is mended at a desk.
PAST_DAYS = 7
MOST = 60


class SessionSerializer(serializers.ModelSerializer[Session]):
    """Satu hari buka."""

    posyandu_name = serializers.CharField(source="posyandu.unit.name")
    closed = serializers.BooleanField(source="is_closed")

    class Meta:
        model = Session
        fields = ["id", "date", "posyandu", "posyandu_name", "place", "closed"]
        read_only_fields = fields


@method_decorator(never_cache, name="dispatch")
class SessionsView(APIView):
    """Hari buka yang dapat disiapkan di HP."""

    permission_classes = [IsAuthenticated, HasAction]
    required_action = Action.RECORD

    @extend_schema(
        operation_id="sessions_list", summary="Daftar hari buka", responses=SessionSerializer(many=True)
    )
    def get(self, request: Request) -> Response:
        """Hari ini dan tujuh hari sebelumnya, yang terbaru lebih dahulu; paling banyak 60."""
        today = timezone.localdate()
        sessions = (
            Session.objects.visible_to(cast("User", request.user), Action.RECORD)
            .filter(date__range=(today - timedelta(days=PAST_DAYS), today))
            .select_related("posyandu__unit")
            .order_by("-date", "posyandu__unit__name")
        )
        return Response(SessionSerializer(sessions[:MOST], many=True).data)
