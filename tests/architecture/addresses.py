"""Walks every address the site answers, and gives each an example that leads to something of Asha's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize

SAMPLES = {"int": "1", "slug": "x", "str": "x", "uuid": "00000000-0000-4000-8000-000000000000", "path": "x"}


@dataclass(frozen=True)
class Address:
    """One pattern of the resolver: its route from the root, and the view behind it."""

    route: str
    name: str
    view: object

    @property
    def is_ours(self) -> bool:
        return getattr(self.view, "__module__", "").startswith(("learning.", "config."))

    @property
    def methods(self) -> tuple[str, ...] | None:
        return getattr(self.view, "methods", None)


def walk(resolver: URLResolver | None = None, prefix: str = "", space: str = "") -> Iterator[Address]:
    resolver = resolver or get_resolver()
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Address(route, space + (entry.name or ""), entry.callback)
        else:
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from walk(entry, route, inner)


def example(route: str, values: dict[str, str] | None = None) -> str:
    """Return a path that matches a route, with `values` for its named parts and samples for the others."""
    values = values or {}

    def fill(match: re.Match[str]) -> str:
        converter, _, name = match.group(1).rpartition(":")
        return values.get(name, SAMPLES.get(converter or "str", "x"))

    path = re.sub(r"<([^<>]+)>", fill, route) if "(?P" not in route else _from_regex(route, values)
    return "/" + path.replace("^", "").replace("$", "").replace("\\Z", "").lstrip("/")


def _from_regex(route: str, values: dict[str, str]) -> str:
    plain = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: values.get(match.group(1), "1"), re.sub(r"\(\?P<", "(?P@", route))
    template, names = normalize(plain.replace("(?P@", "(?P<"))[0]
    return template % {name: values.get(name, "1") for name in names}
