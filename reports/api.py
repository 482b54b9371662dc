"""Indicators of a unit and month, to read: the figures of the same table that page, PDF and Excel draw."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from registry.api import LARGEST_ID
from registry.models import OrgUnit, SexChoice, User
from registry.permissions import Action, HasAction
from reports.rollup import build_table
from reports.rules.periods import read_month, written
from reports.tables import Figure, Row, Table, Target


class IndicatorFilter(serializers.Serializer[Any]):
    unit = serializers.IntegerField(
        max_value=LARGEST_ID, help_text="Kabupaten, Puskesmas, desa, atau Posyandu."
    )
    month = serializers.CharField(help_text="Tahun dan bulan, misalnya 2026-10.")
    sex = serializers.ChoiceField(choices=SexChoice.choices, required=False)

    def validate_month(self, text: str) -> date:
        month = read_month(text, timezone.localdate())
        # A page falls back to the current month; a program must be told that it asked for something else.
        if written(month) != text:
            raise serializers.ValidationError(
                "Tulis tahun dan bulan seperti 2026-10, tidak lewat dari bulan ini."
            )
        return month


class FigureSerializer(serializers.Serializer[Figure]):
    """One indicator: a percentage to one decimal, or a count; null where there is nothing to divide by."""

    code = serializers.CharField(source="indicator.code")
    # A declared field is taken off the class, so it does not hide the attribute of the same name.
    label = serializers.CharField(source="indicator.label")  # type: ignore[assignment]
    unit = serializers.CharField(source="indicator.unit")
    numerator = serializers.IntegerField()
    denominator = serializers.IntegerField(allow_null=True)
    value = serializers.DecimalField(max_digits=12, decimal_places=1, allow_null=True)
    previous = serializers.DecimalField(max_digits=12, decimal_places=1, allow_null=True)
    change = serializers.DecimalField(max_digits=12, decimal_places=1, allow_null=True)


class _WithFigures(serializers.Serializer[Any]):
    figures = serializers.SerializerMethodField()

    @extend_schema_field(FigureSerializer(many=True))
    def get_figures(self, holder: Table | Row) -> Iterable[dict[str, Any]]:
        return [FigureSerializer(figure).data for figure in holder.figures.values()]


class RowSerializer(_WithFigures):
    """A unit below, with the same indicators."""

    unit_id = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.CharField()
    posyandu = serializers.IntegerField(help_text="Jumlah Posyandu.")
    reported = serializers.IntegerField(help_text="Jumlah Posyandu yang mengirim kunjungan bulan ini.")


class TargetSerializer(serializers.Serializer[Target]):
    """A group's target population by the source chosen for the year, beside the register's own count."""

    group = serializers.CharField()
    # A declared field is taken off the class, so it does not hide the attribute of the same name.
    source = serializers.CharField()  # type: ignore[assignment]
    people = serializers.IntegerField(
        allow_null=True, help_text="Kosong bila sumber itu tidak menyebut unit ini."
    )
    register = serializers.IntegerField(help_text="Menurut register warga pada bulan itu.")
    difference = serializers.IntegerField(allow_null=True)
    attended = serializers.IntegerField()
    coverage = serializers.DecimalField(max_digits=12, decimal_places=1, allow_null=True)


class TableSerializer(_WithFigures):
    unit_id = serializers.IntegerField()
    unit_name = serializers.CharField()
    unit_kind = serializers.CharField()
    month = serializers.DateField(help_text="Tanggal 1 bulan itu.")
    sex = serializers.CharField(allow_null=True)
    posyandu = serializers.IntegerField(help_text="Jumlah Posyandu.")
    reported = serializers.IntegerField(help_text="Jumlah Posyandu yang mengirim kunjungan bulan ini.")
    rows = RowSerializer(many=True)
    targets = TargetSerializer(many=True)


class IndicatorView(APIView):
    """Indikator satu unit dan bulan, beserta unit di bawahnya."""

    required_action = Action.SEE_REPORTS
    permission_classes = [IsAuthenticated, HasAction]

    @extend_schema(
        operation_id="indicators_retrieve",
        summary="Indikator",
        parameters=[IndicatorFilter],
        responses=TableSerializer,
    )
    def get(self, request: Request) -> Response:
        filters = IndicatorFilter(data=request.query_params)
        filters.is_valid(raise_exception=True)
        asked = filters.validated_data
        visible = OrgUnit.objects.visible_to(cast(User, request.user), self.required_action)
        unit = get_object_or_404(visible, pk=asked["unit"])
        table = build_table(unit, asked["month"], asked.get("sex"))
        return Response(TableSerializer(table).data)
