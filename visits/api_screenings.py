"""The questionnaires of a visit: read with their results, stored one form at a time."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from registry.models import User
from registry.permissions import Action, HasAction
from visits import guests, screenings, services
from visits.models import Screening, Visit
from visits.rules.questionnaire import AnswersRefused
from visits.screenings import storing

_BEFORE = "Revisi lembar yang dilihat pengirim; 0 bila belum ada. Tanpa nilai ini pengirim dipercaya."


class ScreeningSerializer(serializers.ModelSerializer[Screening]):
    """A form with what the rules said. Needs `request` in the context, and the visit's person and home loaded.

    Of a private form nobody reads more here than whether to send on; the answers and the points have an address of
    their own, where each opening is logged.
    """

    result = serializers.SerializerMethodField(
        help_text="Hasil dalam satu kata: Normal, Baik, Perlu dirujuk, …"
    )
    answers = serializers.SerializerMethodField(
        help_text="Jawaban menurut kode butir; null untuk lembar rahasia (lihat alamat lembarnya)."
    )
    score = serializers.SerializerMethodField(help_text="Jumlah nilai; null untuk lembar rahasia.")

    class Meta:
        model = Screening
        fields = [
            "form",
            "version",
            "revision",
            "by_self",
            "postponed_because",
            "asked_at",
            "complete",
            "refers",
            "result",
            "score",
            "answers",
        ]
        read_only_fields = fields

    def get_result(self, row: Screening) -> str:
        if row.is_postponed:
            return "Ditunda"
        if row.refers is None:
            return "Belum lengkap"
        return "Perlu dirujuk" if row.refers else "Normal" if row.is_private else "Baik"

    def get_score(self, row: Screening) -> int | None:
        return row.score if self._in_full(row) else None

    def get_answers(self, row: Screening) -> dict[str, str | None] | None:
        return row.answers if self._in_full(row) else None

    def _in_full(self, row: Screening) -> bool:
        return not row.is_private


class OpenedScreeningSerializer(ScreeningSerializer):
    """A form on its own address: with answers and alarm for whoever may read them, which the view has logged."""

    alarm = serializers.SerializerMethodField(
        help_text="Ada yang harus bertindak hari ini; null bagi yang tidak boleh membaca jawaban."
    )

    class Meta(ScreeningSerializer.Meta):
        fields = [*ScreeningSerializer.Meta.fields, "alarm"]
        read_only_fields = fields

    def get_alarm(self, row: Screening) -> bool | None:
        return row.alarm if self._in_full(row) else None

    def _in_full(self, row: Screening) -> bool:
        return bool(self.context["in_full"])


class AnswersSerializer(serializers.Serializer[Any]):
    """What a phone sends: answers by item code, or a reason to put the form off."""

    answers = serializers.DictField(
        child=serializers.CharField(allow_null=True, max_length=20), required=False, default=dict
    )
    by_self = serializers.BooleanField(required=False, default=False)
    postponed_because = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    revision = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=0, help_text=_BEFORE
    )
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)


class RefusedSerializer(serializers.Serializer[Any]):
    """Why nothing was stored, one sentence each; after 409 with the revision that is stored."""

    problems = serializers.ListField(child=serializers.CharField())
    revision = serializers.IntegerField(required=False)


@method_decorator(never_cache, name="dispatch")
class ScreeningView(APIView):
    """Satu lembar skrining dari satu kunjungan."""

    permission_classes = [IsAuthenticated, HasAction]
    required_action = Action.RECORD

    @extend_schema(summary="Satu lembar skrining", responses=OpenedScreeningSerializer)
    def get(self, request: Request, visit_id: UUID, form_code: str) -> Response:
        """Lembar dengan jawabannya bagi yang boleh membaca; membuka lembar rahasia dicatat."""
        visit = self._visit(visit_id)
        rows = Screening.objects.unscoped("of a visit the caller may see").filter(visit=visit)
        row = get_object_or_404(rows, form=form_code)
        return Response(self._content(row, visit))

    @extend_schema(
        summary="Simpan satu lembar skrining",
        request=AnswersSerializer,
        responses={200: OpenedScreeningSerializer, 400: RefusedSerializer, 409: RefusedSerializer},
    )
    def put(self, request: Request, visit_id: UUID, form_code: str) -> Response:
        """Menyimpan jawaban atau menunda lembar; aman diulang.

        400: ada jawaban yang tidak dikenal. 409: baru diisi orang lain, dibatalkan, atau hari bukanya ditutup.
        """
        visit = self._visit(visit_id)
        if form_code not in Screening.Form.values:
            raise Http404
        given = AnswersSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            row = self._store(visit, form_code, given.validated_data)
        except storing.NotForThisPerson as error:
            raise Http404 from error
        except storing.NothingAnswered:
            return _refused(["Belum ada yang dijawab."], status.HTTP_400_BAD_REQUEST)
        except AnswersRefused as error:
            return _refused(error.problems, status.HTTP_400_BAD_REQUEST)
        except storing.ScreeningChanged as error:
            return _refused(
                ["Baru saja diisi orang lain."], status.HTTP_409_CONFLICT, error.screening.revision
            )
        except services.SessionClosed:
            return _refused(["Hari ini sudah ditutup; tulis alasan memperbaiki."], status.HTTP_409_CONFLICT)
        except services.VisitCancelled:
            return _refused(["Kunjungan ini sudah dibatalkan."], status.HTTP_409_CONFLICT)
        return Response(self._content(row, visit, opened=False))

    @property
    def _user(self) -> User:
        return cast("User", self.request.user)

    def _visit(self, visit_id: UUID) -> Visit:
        """The visit of somebody the user cares for, or of a guest of her session; 404 for strangers."""
        related = ("posyandu__unit", "resident__posyandu__unit", "session__posyandu__unit")
        visits = Visit.objects.unscoped("asked about below").with_cards().select_related(*related)
        visit = visits.filter(pk=visit_id).first()
        if visit is None or not guests.may_see_visit(self._user, visit):
            raise Http404
        return visit

    def _store(self, visit: Visit, form_code: str, given: dict[str, Any]) -> Screening:
        common = {
            "visit": visit,
            "form": form_code,
            "user": self._user,
            "by_self": given["by_self"],
            "base_revision": given["revision"],
            "reason": given["reason"],
        }
        if given["postponed_because"]:
            return storing.postpone_screening(because=given["postponed_because"], **common)
        return storing.record_screening(answers=given["answers"], **common)

    def _content(self, row: Screening, visit: Visit, *, opened: bool = True) -> dict[str, Any]:
        in_full = screenings.may_read(row, self._user, visit.resident.posyandu.unit)
        if not opened:
            # What was just sent need not come back.
            in_full = in_full and not row.is_private
        elif in_full and row.is_private:
            storing.note_opening(row, self._user)
        context = {"request": self.request, "in_full": in_full}
        return dict(OpenedScreeningSerializer(row, context=context).data)


def _refused(problems: Any, code: int, revision: int | None = None) -> Response:
    content: dict[str, Any] = {"problems": list(problems)}
    if revision is not None:
        content["revision"] = revision
    return Response(content, status=code)
