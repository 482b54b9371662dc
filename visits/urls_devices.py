"""Pages of phones: the Puskesmas' list, what they sent and is not settled, and one's own."""

from django.urls import path

from visits.views import devices

urlpatterns = [
    path("perangkat/", devices.device_list, name="device_list"),
    path("perangkat/kiriman/", devices.device_items, name="device_items"),
    path("perangkat/<uuid:phone_id>/cabut/", devices.device_revoke, name="device_revoke"),
    path("hp-saya/", devices.own_devices, name="own_devices"),
]
