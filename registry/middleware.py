"""Whoever follows an old link to a person who was merged comes to the person they are now."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse

from registry import merging
from registry.http import AuthedRequest
from registry.models import Resident

PARAMETER = "resident_id"


class MergedPeople:
    """Answers "not found" for a merged person with the way to the one who stayed, for those who may see that one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if response.status_code != 404 or match is None or PARAMETER not in match.kwargs:
            return response
        return _onward(cast(AuthedRequest, request), match) or response


def _onward(request: AuthedRequest, match: ResolverMatch) -> HttpResponse | None:
    asked = match.kwargs[PARAMETER]
    current = merging.current_id(asked) if request.user.is_authenticated else asked
    person = Resident.objects.visible_to(request.user).filter(pk=current).first()
    if current == asked or person is None:
        return None
    if match.namespace or match.route.startswith("api/"):
        return redirect(reverse(match.view_name, kwargs=match.kwargs | {PARAMETER: current}))
    messages.info(request, f"Catatan yang Anda buka sudah digabung dengan catatan {person.name} ini.")
    if request.method != "GET":
        # What was sent belonged to another page; the person looks at what is known now and decides again.
        return redirect(person)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(reverse(match.view_name, kwargs=match.kwargs | {PARAMETER: current}) + query)
