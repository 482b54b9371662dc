from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory


def test_the_style_guide_shows_every_part_with_the_longest_names(rf: RequestFactory) -> None:
    request = rf.get("/gaya/")
    request.user = AnonymousUser()
    page = render_to_string("gaya.html", request=request)

    assert "Muhammad Rizky Alfiansyah Putra Kusuma Wardhana" in page
    assert "Posyandu Mawar Merah 12 Dukuh Karanganyar Lor" in page
    assert page.count("<h1") == 1
    assert "style=" not in page
