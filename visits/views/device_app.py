"""The app of the day on a phone: one page without a person in it, drawn there from what the phone keeps.

The page, its worker and its manifest are public: a phone opens them before anybody is logged in, or with no network.
"""

from __future__ import annotations

import json

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from visits.app_files import page_address, shell

# As in tokens.css.
_GREEN, _PAPER = "#0b6b57", "#f6f8f7"
_ICONS = (
    ("img/app-192.png", "192x192", "any"),
    ("img/app-512.png", "512x512", "any"),
    ("img/app-maskable-512.png", "512x512", "maskable"),
)


@require_safe
@login_not_required
@cache_control(no_cache=True)
def device_app(request: HttpRequest) -> HttpResponse:
    """The page; whose data it opens, the PIN decides."""
    return HttpResponse(shell().page)


@require_safe
@login_not_required
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """Keeps the app on the phone; another text for each version, by which the browser notices a new one."""
    app = shell()
    told = {"version": app.version, "page": page_address(), "files": app.files, "isHashed": app.is_hashed}
    script = f"self.SHELL = {json.dumps(told)};\n{app.worker}"
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@require_safe
@login_not_required
@cache_control(no_cache=True)
def app_manifest(request: HttpRequest) -> HttpResponse:
    """What the phone needs to put the app on its home screen."""
    icons = [
        {"src": static(path), "sizes": sizes, "type": "image/png", "purpose": purpose}
        for path, sizes, purpose in _ICONS
    ]
    told = {
        "id": page_address(),
        "name": "Posyandu ILP",
        "short_name": "Posyandu",
        "description": "Isi hari buka Posyandu di HP ini, juga tanpa sinyal.",
        "lang": "id",
        "dir": "ltr",
        "start_url": page_address(),
        "scope": page_address(),
        "display": "standalone",
        "background_color": _PAPER,
        "theme_color": _GREEN,
        "icons": icons,
    }
    return JsonResponse(told, content_type="application/manifest+json")
