"""Every address of the project, found in the URL configuration, and requests to it that leave nothing behind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from registry.permissions import Action

_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Address:
    """One URL pattern with the view behind it."""

    name: str
    route: str
    view: Callable[..., Any]

    @property
    def parameters(self) -> list[str]:
        return _PARAMETER.findall(self.route)

    @property
    def required_action(self) -> Action | None:
        """What a role needs, as @requires or the API view's class declares it."""
        holder = getattr(self.view, "cls", None) or getattr(self.view, "view_class", None) or self.view
        return getattr(holder, "required_action", None)

    def path(self, samples: Mapping[str, object]) -> str:
        """The address with a sample for each parameter; a KeyError names the parameter that has none."""

        def sample(match: re.Match[str]) -> str:
            if match[1] not in samples:
                raise KeyError(f"{self.route}: give the parameter {match[1]!r} a sample in tests/structure")
            return str(samples[match[1]])

        return "/" + _PARAMETER.sub(sample, self.route)


def addresses() -> list[Address]:
    """All addresses but the admin's own, which tests/registry/test_admin.py looks after."""
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: Iterable[URLPattern | URLResolver], prefix: str) -> Iterator[Address]:
    for entry in patterns:
        if isinstance(entry, URLResolver) and entry.namespace == "admin":
            continue
        if not isinstance(entry.pattern, RoutePattern):
            raise TypeError(f"{prefix}{entry.pattern}: write it with path(), so that it can be walked")
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, route)
        else:
            yield Address(entry.name or "", route, entry.callback)


def ask(client: Client, path: str, query: Mapping[str, str] | None = None) -> dict[str, HttpResponse]:
    """The answers to GET and to an empty POST, without the method that the view does not take.

    An exception in a view counts as the 500 that a browser would get. Whatever a request wrote is rolled back, so
    that the next one finds what this one found.
    """
    client.raise_request_exception = False
    answers = {}
    for method in ("get", "post"):
        with transaction.atomic():
            sent = dict(query or {}) if method == "get" else {}
            answers[method] = getattr(client, method)(path, sent)
            transaction.set_rollback(True)
    return {method: answer for method, answer in answers.items() if answer.status_code != 405}


def statuses(answers: Mapping[str, HttpResponse]) -> set[int]:
    return {answer.status_code for answer in answers.values()}
