"""Searching by NIK, KK or telephone number without leaving the number in an address, a history or a log."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from registry.models.searching import digits_of

View = Callable[..., HttpResponse]
PARAMETER = "q"


def number_search(view: View) -> View:
    """Let a list that searches by `?q=` be asked by POST too: words go on to their address, numbers are shown at once.

    A number that stands in an address all the same is left out, with a word about where it belongs. The view reads
    what was asked with `searched`; links that it builds from `request.GET` hold no number.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and PARAMETER in request.POST:
            text = request.POST[PARAMETER].strip()
            if not digits_of(text):
                return redirect(f"{request.path}?{_with(request, text).urlencode()}")
            # From here on it is the list that was asked for; nothing is written.
            request.method, request.GET = "GET", _with(request, "")  # type: ignore[assignment]
            request._number = text  # type: ignore[attr-defined]
        elif digits_of(request.GET.get(PARAMETER, "")):
            messages.info(request, "Ketik nomornya di kotak cari, supaya tidak tertinggal di riwayat.")
            request.GET = _with(request, "")  # type: ignore[assignment]
        return view(request, *args, **kwargs)

    return asked


def searched(request: HttpRequest) -> str:
    """What was typed into the search box: words of the address, or a number that was posted."""
    number: str = getattr(request, "_number", "")
    return number or request.GET.get(PARAMETER, "").strip()


def _with(request: HttpRequest, text: str) -> QueryDict:
    parameters = request.GET.copy()
    for name in ("page", PARAMETER):
        parameters.pop(name, None)
    if text:
        parameters[PARAMETER] = text
    return parameters
