"""Pages of the reports."""

from django.urls import path

from reports.views import dashboard, invitations, papers, registers, session_papers, targets

urlpatterns = [
    path("sasaran/cetak/", registers.sasaran_pdf, name="sasaran_pdf"),
    path("jadwal/<int:unit_id>/<str:day>/undangan/cetak/", invitations.invitation_pdf, name="invitation_pdf"),
    path(
        "hari-buka/<uuid:session_id>/ringkasan.pdf",
        session_papers.session_summary_pdf,
        name="session_summary_pdf",
    ),
    path("laporan/", dashboard.dashboard, name="dashboard"),
    path("laporan/<int:unit_id>/", dashboard.dashboard_unit, name="dashboard_unit"),
    path("laporan/<int:unit_id>/pdf/", papers.report_pdf, name="report_pdf"),
    path("laporan/<int:unit_id>/excel/", papers.report_xlsx, name="report_xlsx"),
    path("laporan/<int:unit_id>/sasaran/", targets.targets, name="targets"),
    path("laporan/<int:unit_id>/sasaran/isi/", targets.targets_enter, name="targets_enter"),
    path("laporan/<int:unit_id>/sasaran/pilih/", targets.targets_choose, name="targets_choose"),
]
