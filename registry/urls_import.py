"""Pages of the import and export of residents."""

from django.urls import path

from registry.views import people_export, people_import, people_mappings

_ONE = "impor/warga/<uuid:people_import_id>/"

urlpatterns = [
    path("impor/warga/", people_import.people_import_new, name="people_import_new"),
    path("impor/warga/contoh.xlsx", people_import.people_import_template, name="people_import_template"),
    path(
        "impor/warga/contoh.csv", people_import.people_import_template_csv, name="people_import_template_csv"
    ),
    path("impor/warga/pemetaan/", people_mappings.people_mapping_list, name="people_mapping_list"),
    path(
        "impor/warga/pemetaan/<int:people_mapping_id>/",
        people_mappings.people_mapping_edit,
        name="people_mapping_edit",
    ),
    path(_ONE, people_import.people_import_detail, name="people_import_detail"),
    path(f"{_ONE}kolom/", people_import.people_import_columns, name="people_import_columns"),
    path(f"{_ONE}isi/", people_import.people_import_values, name="people_import_values"),
    path(f"{_ONE}langkah/", people_import.people_import_step, name="people_import_step"),
    path(f"{_ONE}pilih/", people_import.people_import_choose, name="people_import_choose"),
    path(f"{_ONE}putuskan/", people_import.people_import_confirm, name="people_import_confirm"),
    path(f"{_ONE}tarik/", people_import.people_import_undo, name="people_import_undo"),
    path(f"{_ONE}ditolak.xlsx", people_import.people_import_rejected, name="people_import_rejected"),
    path("warga/unduh/", people_export.people_export, name="people_export"),
]
