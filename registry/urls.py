"""Pages of the register."""

from django.urls import path

from registry.views import residents

urlpatterns = [
    path("", residents.home, name="home"),
    path("warga/", residents.resident_list, name="resident_list"),
    path("warga/baru/", residents.resident_new, name="resident_new"),
    path("warga/<uuid:resident_id>/ubah/", residents.resident_edit, name="resident_edit"),
    path("warga/<uuid:resident_id>/nik/", residents.resident_nik, name="resident_nik"),
    path("warga/<uuid:resident_id>/selesai/", residents.resident_end, name="resident_end"),
]
