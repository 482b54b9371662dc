"""Pages of the day, of visits and of a person's history."""

from django.urls import include, path

from visits.views import entry, people, rules, sessions

urlpatterns = [
    path("aturan/terbaru.json", rules.rules_latest, name="rules_latest"),
    path("aturan/<slug:version>.json", rules.rules_bundle, name="rules_bundle"),
    path("impor/", include("visits.importing.urls")),
    path("hari-ini/", sessions.today, name="today"),
    path("hari-ini/<uuid:session_id>/", sessions.session_detail, name="session_detail"),
    path("hari-ini/<uuid:session_id>/warga/<uuid:resident_id>/", entry.visit_entry, name="visit_entry"),
    path("warga/<uuid:resident_id>/", people.resident_detail, name="resident_detail"),
    path("warga/<uuid:resident_id>/hasil/<str:day>/", entry.visit_preview, name="visit_preview"),
    path("kunjungan/<uuid:visit_id>/", entry.visit_detail, name="visit_detail"),
    path("kunjungan/<uuid:visit_id>/perbaiki/", entry.visit_edit, name="visit_edit"),
    path("kunjungan/<uuid:visit_id>/batalkan/", entry.visit_cancel, name="visit_cancel"),
]
