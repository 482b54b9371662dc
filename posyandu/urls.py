"""All pages; each app names its own."""

from allauth.account import views as account
from django.urls import include, path
from django.views.generic import TemplateView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from posyandu import health
from registry.admin import site

urlpatterns = [
    path("", include("registry.urls")),
    path("", include("visits.urls")),
    path("", include("reports.urls")),
    path("masuk/", account.login, name="account_login"),
    path("keluar/", account.logout, name="account_logout"),
    path("sandi/", account.password_change, name="account_change_password"),
    path("sandi/baru/", account.password_set, name="account_set_password"),
    path("masuk/nonaktif/", account.account_inactive, name="account_inactive"),
    path("kelola/", site.urls),
    path("gaya/", TemplateView.as_view(template_name="gaya.html"), name="style_guide"),
    path("api/v1/", include("posyandu.api_urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(template_name="api_docs.html"), name="api_docs"),
    path("sehat/", health.live, name="health"),
]
