"""The four registers of the Posyandu on paper."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import slugify

from registry.http import AuthedRequest
from registry.models import Posyandu
from registry.permissions import Action, requires
from registry.rules.target_groups import Register
from reports.register_pdf import draw_register
from visits.registers import register_page

FIRST_YEAR = 2000


@requires(Action.SEE_PEOPLE)
def sasaran_pdf(request: AuthedRequest) -> HttpResponse:
    """Data sasaran/kartu register of a Posyandu, register and year; names, so for those who may see people."""
    places = Posyandu.objects.visible_to(request.user)
    places = places.select_related("unit__region__parent", "unit__parent__region__parent")
    wanted = request.GET.get("posyandu", "")
    if wanted and not wanted.isdecimal():
        raise Http404
    posyandu = get_object_or_404(places, pk=wanted) if wanted else places.first()
    if posyandu is None:
        raise Http404
    today = timezone.localdate()
    register = _register(request.GET.get("register", ""))
    page = register_page(posyandu, register, _year(request.GET.get("tahun", ""), today.year), today)
    name = f"register-{register.value}-{slugify(posyandu.unit.name)}-{page.year}.pdf"
    return HttpResponse(
        draw_register(posyandu, page, request.user),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _register(text: str) -> Register:
    return Register(text) if text in list(Register) else Register.CHILDREN


def _year(text: str, this_year: int) -> int:
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else this_year
    return min(max(year, FIRST_YEAR), this_year)
