"""Pages of a session after the day."""

from django.urls import path

from visits.views import session_closing

urlpatterns = [
    path("hari-buka/<uuid:session_id>/ringkasan/", session_closing.session_summary, name="session_summary"),
    path("hari-buka/<uuid:session_id>/tutup/", session_closing.session_close, name="session_close"),
    path("hari-buka/<uuid:session_id>/buka-lagi/", session_closing.session_reopen, name="session_reopen"),
]
