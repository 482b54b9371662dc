"""Pages of the day, of visits and of a person's history."""

from django.urls import include, path

from visits.views import births, entry, immunisations, people, pregnancies, rules, sasaran, sessions

urlpatterns = [
    path("aturan/terbaru.json", rules.rules_latest, name="rules_latest"),
    path("aturan/<slug:version>.json", rules.rules_bundle, name="rules_bundle"),
    path("impor/", include("visits.importing.urls")),
    path("hari-ini/", sessions.today, name="today"),
    path("hari-ini/<uuid:session_id>/", sessions.session_detail, name="session_detail"),
    path("hari-ini/<uuid:session_id>/warga/<uuid:resident_id>/", entry.visit_entry, name="visit_entry"),
    path("warga/<uuid:resident_id>/", people.resident_detail, name="resident_detail"),
    path("warga/<uuid:resident_id>/imunisasi/", immunisations.immunisations, name="immunisations"),
    path(
        "warga/<uuid:resident_id>/imunisasi/hapus/",
        immunisations.immunisation_remove,
        name="immunisation_remove",
    ),
    path("sasaran/", sasaran.sasaran, name="sasaran"),
    path("warga/<uuid:resident_id>/hasil/<str:day>/", entry.visit_preview, name="visit_preview"),
    path("kunjungan/<uuid:visit_id>/", entry.visit_detail, name="visit_detail"),
    path("kunjungan/<uuid:visit_id>/perbaiki/", entry.visit_edit, name="visit_edit"),
    path("kunjungan/<uuid:visit_id>/batalkan/", entry.visit_cancel, name="visit_cancel"),
    path("warga/<uuid:resident_id>/hamil/", pregnancies.pregnancy_new, name="pregnancy_new"),
    path("warga/<uuid:resident_id>/bersalin/", births.delivery_direct, name="delivery_direct"),
    path("kehamilan/<uuid:pregnancy_id>/", pregnancies.pregnancy_detail, name="pregnancy_detail"),
    path("kehamilan/<uuid:pregnancy_id>/ubah/", pregnancies.pregnancy_edit, name="pregnancy_edit"),
    path("kehamilan/<uuid:pregnancy_id>/berakhir/", pregnancies.pregnancy_end, name="pregnancy_end"),
    path("kehamilan/<uuid:pregnancy_id>/lanjut/", pregnancies.pregnancy_reopen, name="pregnancy_reopen"),
    path("kehamilan/<uuid:pregnancy_id>/bersalin/", births.delivery_new, name="delivery_new"),
    path("persalinan/<uuid:delivery_id>/", births.delivery_detail, name="delivery_detail"),
    path("persalinan/<uuid:delivery_id>/ubah/", births.delivery_edit, name="delivery_edit"),
    path("persalinan/<uuid:delivery_id>/batalkan/", births.delivery_undo, name="delivery_undo"),
    path(
        "persalinan/<uuid:delivery_id>/berhenti-menyusui/", births.breastfeeding_end, name="breastfeeding_end"
    ),
    path("persalinan/<uuid:delivery_id>/menyusui/", births.breastfeeding_resume, name="breastfeeding_resume"),
]
