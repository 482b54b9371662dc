"""Pages of the day, of visits and of a person's history."""

from django.urls import include, path

from visits.views import (
    births,
    entry,
    guests,
    people,
    person_cards,
    pregnancies,
    rules,
    sasaran,
    screenings,
    sessions,
    visit_pages,
)

urlpatterns = [
    path("aturan/terbaru.json", rules.rules_latest, name="rules_latest"),
    path("aturan/<slug:version>.json", rules.rules_bundle, name="rules_bundle"),
    path("impor/", include("visits.importing.urls")),
    path("jadwal/", include("visits.urls_schedule")),
    path("", include("visits.urls_referrals")),
    path("", include("visits.urls_closing")),
    path("hari-ini/", sessions.today, name="today"),
    path("hari-ini/<uuid:session_id>/", sessions.session_detail, name="session_detail"),
    path("hari-ini/<uuid:session_id>/warga/<uuid:resident_id>/", entry.visit_entry, name="visit_entry"),
    path(
        "hari-buka/<uuid:session_id>/<uuid:resident_id>/langkah/<int:step>/",
        entry.visit_step,
        name="visit_step",
    ),
    path("warga/<uuid:resident_id>/kunjungan/", entry.visit_outside, name="visit_outside"),
    path("hari-buka/<uuid:session_id>/tamu/", guests.guest_search, name="guest_search"),
    path("hari-buka/<uuid:session_id>/tamu/baru/", guests.guest_new, name="guest_new"),
    path("k/<uuid:resident_id>/", person_cards.person_card_open, name="person_card_open"),
    path("warga/<uuid:resident_id>/kartu-qr.pdf", person_cards.person_card_pdf, name="person_card_pdf"),
    path(
        "keluarga/<uuid:household_id>/kartu-qr.pdf",
        person_cards.household_cards_pdf,
        name="household_cards_pdf",
    ),
    path("posyandu/<int:unit_id>/kartu-qr/", person_cards.posyandu_cards, name="posyandu_cards"),
    path("posyandu/<int:unit_id>/kartu-qr.pdf", person_cards.posyandu_cards_pdf, name="posyandu_cards_pdf"),
    path("warga/<uuid:resident_id>/", people.resident_detail, name="resident_detail"),
    path("", include("visits.urls_services")),
    path("", include("visits.urls_papers")),
    path("sasaran/", sasaran.sasaran, name="sasaran"),
    path("warga/<uuid:resident_id>/hasil/<str:day>/", entry.visit_preview, name="visit_preview"),
    path("kunjungan/<uuid:visit_id>/", visit_pages.visit_detail, name="visit_detail"),
    path("kunjungan/<uuid:visit_id>/perbaiki/", entry.visit_edit, name="visit_edit"),
    path("kunjungan/<uuid:visit_id>/batalkan/", visit_pages.visit_cancel, name="visit_cancel"),
    path("kunjungan/<uuid:visit_id>/skrining/", screenings.screening_list, name="screening_list"),
    path(
        "kunjungan/<uuid:visit_id>/skrining/<slug:form_code>/",
        screenings.screening_form,
        name="screening_form",
    ),
    path(
        "kunjungan/<uuid:visit_id>/skrining/<slug:form_code>/tunda/",
        screenings.screening_postpone,
        name="screening_postpone",
    ),
    path(
        "kunjungan/<uuid:visit_id>/skrining/<slug:form_code>/jawaban/",
        screenings.screening_answers,
        name="screening_answers",
    ),
    path(
        "kunjungan/<uuid:visit_id>/skrining/<slug:form_code>/sendiri/",
        screenings.screening_alone,
        name="screening_alone",
    ),
    path(
        "kunjungan/<uuid:visit_id>/skrining/<slug:form_code>/sendiri/selesai/",
        screenings.screening_thanks,
        name="screening_thanks",
    ),
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
