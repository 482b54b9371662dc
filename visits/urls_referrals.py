"""Pages of referrals: deciding, the letter, taking it back, the list."""

from django.urls import path

from visits.views import referrals

urlpatterns = [
    path("kunjungan/<uuid:visit_id>/rujuk/", referrals.visit_refer, name="visit_refer"),
    path("rujukan/", referrals.referral_list, name="referral_list"),
    path("rujukan/<uuid:referral_id>/", referrals.referral_detail, name="referral_detail"),
    path("rujukan/<uuid:referral_id>/surat.pdf", referrals.referral_letter, name="referral_letter"),
    path("rujukan/<uuid:referral_id>/batalkan/", referrals.referral_withdraw, name="referral_withdraw"),
]
