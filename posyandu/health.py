"""For a proxy or a monitor: whether the server answers and reaches its database."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse


@login_not_required
def live(request: HttpRequest) -> HttpResponse:
    """200 and one word when the database answers."""
    connection.ensure_connection()
    return HttpResponse("sehat", content_type="text/plain")
