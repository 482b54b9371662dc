"""Pages before the day: the calendar of the Posyandu, and one planned day."""

from django.urls import path

from visits.views import planned_day, schedule

urlpatterns = [
    path("", schedule.schedule, name="schedule"),
    path("<int:unit_id>/", schedule.schedule_posyandu, name="schedule_posyandu"),
    path("<int:unit_id>/pola/", schedule.schedule_pattern, name="schedule_pattern"),
    path("<int:unit_id>/tambah/", schedule.schedule_add, name="schedule_add"),
    path("<int:unit_id>/<str:day>/", planned_day.schedule_day, name="schedule_day"),
    path("<int:unit_id>/<str:day>/ubah/", planned_day.schedule_change, name="schedule_change"),
    path("<int:unit_id>/<str:day>/batal/", planned_day.schedule_cancel, name="schedule_cancel"),
    path("<int:unit_id>/<str:day>/kembalikan/", planned_day.schedule_restore, name="schedule_restore"),
    path("<int:unit_id>/<str:day>/petugas/", planned_day.schedule_duty, name="schedule_duty"),
    path("<int:unit_id>/<str:day>/alat/", planned_day.schedule_equipment, name="schedule_equipment"),
    path("<int:unit_id>/<str:day>/undangan/", planned_day.invitation, name="invitation"),
]
