"""The floor: a page that renders a template with one indexed query."""

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

from benchmarks.models import Row

TEMPLATE = Engine().from_string(
    "<!doctype html><html lang='en'><title>{{ name }}</title><h1>{{ name }}</h1><p>{{ kind }}</p></html>"
)


def floor(request: HttpRequest) -> HttpResponse:
    row = Row.objects.get(pk=1)
    return HttpResponse(TEMPLATE.render(Context({"name": row.name, "kind": row.kind})))


def up(request: HttpRequest) -> HttpResponse:
    return HttpResponse("up")


urlpatterns = [path("floor/", floor), path("healthz", up)]
