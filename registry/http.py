"""The request as views know it: somebody is logged in, because every page is private by default."""

from django.http import HttpRequest

from registry.models import User


class AuthedRequest(HttpRequest):
    user: User
