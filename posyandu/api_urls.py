"""The API's addresses, version 1."""

from collections.abc import Callable
from typing import Any

from django.urls import path
from rest_framework.routers import DefaultRouter

from registry.api import OrgUnitViewSet, ResidentViewSet
from registry.api_households import HouseholdViewSet
from registry.api_maternity import DeliveryViewSet, PregnancyViewSet
from registry.api_moves import DeathViewSet, MoveViewSet
from reports.api import IndicatorView
from visits.api import VisitViewSet
from visits.api_devices import DeviceRecoveryView, DeviceViewSet, DeviceWipedView
from visits.api_immunisations import ImmunisationViewSet
from visits.api_pack import PackView
from visits.api_referrals import ReferralViewSet
from visits.api_screenings import ScreeningView
from visits.api_services import ServiceViewSet
from visits.api_sessions import SessionsView
from visits.api_sync import SyncView


class _Router(DefaultRouter):
    """Lists its own addresses at the root; the format of an answer is negotiated, not part of the address."""

    include_format_suffixes = False

    def get_api_root_view(self, api_urls: Any = None) -> Callable[..., Any]:
        lists = {prefix: f"{basename}-list" for prefix, _, basename in self.registry}
        return self.APIRootView.as_view(api_root_dict=lists | {"indicators": "api_indicators"})


router = _Router(use_regex_path=False)
router.register("residents", ResidentViewSet, basename="api_resident")
router.register("households", HouseholdViewSet, basename="api_household")
router.register("pregnancies", PregnancyViewSet, basename="api_pregnancy")
router.register("deliveries", DeliveryViewSet, basename="api_delivery")
router.register("moves", MoveViewSet, basename="api_move")
router.register("deaths", DeathViewSet, basename="api_death")
router.register("visits", VisitViewSet, basename="api_visit")
router.register("immunisations", ImmunisationViewSet, basename="api_immunisation")
router.register("services", ServiceViewSet, basename="api_service")
router.register("referrals", ReferralViewSet, basename="api_referral")
router.register("devices", DeviceViewSet, basename="api_device")
router.register("units", OrgUnitViewSet, basename="api_unit")

urlpatterns = [
    path("indicators/", IndicatorView.as_view(), name="api_indicators"),
    path("sessions/", SessionsView.as_view(), name="api_sessions"),
    path("sessions/<uuid:session_id>/pack/", PackView.as_view(), name="api_pack"),
    path(
        "visits/<uuid:visit_id>/screenings/<slug:form_code>/",
        ScreeningView.as_view(),
        name="api_screening",
    ),
    path("devices/<uuid:device_id>/wiped/", DeviceWipedView.as_view(), name="api_device_wiped"),
    path("devices/<uuid:device_id>/recovery/", DeviceRecoveryView.as_view(), name="api_device_recovery"),
    path("sync/", SyncView.as_view(), name="api_sync"),
    *router.urls,
]
