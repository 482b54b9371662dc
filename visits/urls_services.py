"""Pages of what people were given, and of the stock it came from."""

from django.urls import path

from visits.views import immunisations, services_given, stock

urlpatterns = [
    path("warga/<uuid:resident_id>/imunisasi/", immunisations.immunisations, name="immunisations"),
    path(
        "warga/<uuid:resident_id>/imunisasi/hapus/",
        immunisations.immunisation_remove,
        name="immunisation_remove",
    ),
    path("warga/<uuid:resident_id>/pelayanan/", services_given.services_given, name="services_given"),
    path(
        "warga/<uuid:resident_id>/pelayanan/baru/<slug:kind>/", services_given.service_new, name="service_new"
    ),
    path("pelayanan/<uuid:service_id>/", services_given.service_edit, name="service_edit"),
    path("pelayanan/<uuid:service_id>/hapus/", services_given.service_remove, name="service_remove"),
    path("persediaan/", stock.stock_list, name="stock_list"),
    path("persediaan/<int:unit_id>/", stock.stock_detail, name="stock_detail"),
    path("persediaan/<int:unit_id>/<slug:item>/", stock.stock_item, name="stock_item"),
    path("persediaan/<int:unit_id>/<slug:item>/hapus/", stock.stock_remove, name="stock_remove"),
]
