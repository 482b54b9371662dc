"""Papers of the day, and the grid for typing them in."""

from django.urls import path

from visits.views import grid, papers

urlpatterns = [
    path("warga/<uuid:resident_id>/kartu/", papers.person_papers, name="person_papers"),
    path("warga/<uuid:resident_id>/kartu/<slug:card>.pdf", papers.person_paper, name="person_paper"),
    path("posyandu/<int:unit_id>/kertas/", papers.posyandu_papers, name="posyandu_papers"),
    path("posyandu/<int:unit_id>/kartu-kosong/<slug:card>.pdf", papers.empty_paper, name="empty_paper"),
    path("posyandu/<int:unit_id>/lembar/<str:day>.pdf", papers.planned_sheet, name="planned_sheet"),
    path("hari-buka/<uuid:session_id>/lembar.pdf", papers.session_sheet, name="session_sheet"),
    path("hari-buka/<uuid:session_id>/kisi/", grid.session_grid, name="session_grid"),
    path("hari-buka/<uuid:session_id>/ketik/", grid.session_typing, name="session_typing"),
]
