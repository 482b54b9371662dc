"""Pages of the import, below /impor/."""

from django.urls import path

from visits.views import imports

urlpatterns = [
    path("", imports.import_new, name="import_new"),
    path("<uuid:pk>/", imports.import_detail, name="import_detail"),
    path("<uuid:pk>/periksa/", imports.import_step, name="import_step"),
    path("<uuid:pk>/putuskan/", imports.import_confirm, name="import_confirm"),
    path("<uuid:pk>/ditolak.xlsx", imports.import_rejected, name="import_rejected"),
]
