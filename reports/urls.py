"""Pages of the reports."""

from django.urls import path

from reports.views import dashboard, papers

urlpatterns = [
    path("laporan/", dashboard.dashboard, name="dashboard"),
    path("laporan/<int:unit_id>/", dashboard.dashboard_unit, name="dashboard_unit"),
    path("laporan/<int:unit_id>/pdf/", papers.report_pdf, name="report_pdf"),
    path("laporan/<int:unit_id>/excel/", papers.report_xlsx, name="report_xlsx"),
]
