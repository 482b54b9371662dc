"""The tables of the rules for the phone: one file whose address names its content, so that it is fetched once."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from registry.http import AuthedRequest
from visits.publication import Publication, published_for

YEAR_SECONDS = 365 * 24 * 60 * 60
SHORT_SECONDS = 5 * 60


@require_safe
@cache_control(private=True, max_age=SHORT_SECONDS)
def rules_latest(request: AuthedRequest) -> JsonResponse:
    """Which version is the newest, and where: small enough to be asked often."""
    newest = _published(request)[0]
    return JsonResponse({"version": newest.version, "url": newest.url})


@require_safe
def rules_bundle(request: AuthedRequest, version: str) -> HttpResponseBase:
    """All tables. The address never changes its content; an old address leads to the newest tables."""
    own = _published(request)
    found = next((each for each in own if each.version == version), None)
    return _sent(request, found) if found else redirect(own[0].url)


def _published(request: AuthedRequest) -> list[Publication]:
    """The tables of each unit where the user works, widest first."""
    units: list[int | None] = [membership.unit_id for membership in request.user.current_memberships]
    return [published_for(unit_id) for unit_id in units or [None]]


@cache_control(private=True, max_age=YEAR_SECONDS, immutable=True)
def _sent(request: AuthedRequest, publication: Publication) -> HttpResponse:
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    content = publication.packed if packed else publication.text
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    if packed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
