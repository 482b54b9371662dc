"""Pages of phones: the Puskesmas' list, what they sent and is not settled, one's own; and the app on the phone."""

from django.urls import path

from visits.views import device_app, devices, queue_files

urlpatterns = [
    path("perangkat/", devices.device_list, name="device_list"),
    path("perangkat/kiriman/", devices.device_items, name="device_items"),
    path("perangkat/impor/", queue_files.queue_file_import, name="queue_file_import"),
    path("perangkat/<uuid:phone_id>/cabut/", devices.device_revoke, name="device_revoke"),
    path("hp-saya/", devices.own_devices, name="own_devices"),
    path("hp/", device_app.device_app, name="device_app"),
    path("hp/manifest.webmanifest", device_app.app_manifest, name="app_manifest"),
    # At the root, so that it may look after the app; it looks after nothing else.
    path("sw.js", device_app.service_worker, name="service_worker"),
]
